"""Consistency checks: what is legal and yet looks like a slip, as data."""

from collections.abc import Iterator

from models.appraisal.results import A_PENNY
from models.areas.register import expanded
from models.catalogue.rows import latest_date
from models.plan.plan import Plan
from models.plan.problems import Problem, Severity
from models.plan.ranges import own_range
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS, money, month_name
from models.rules.decisions import judged
from models.rules.doubts import doubts
from models.rules.facts import Facts
from models.rules.pool_checks import POOL_CHECKS, number_of, price_of_server
from models.studies.hybrid_split import best_split


def _own_twice(plan: Plan, scenario: str, values: dict[str, Value]) -> Iterator[Problem]:
    """Yield monthly costs of one's own that are the servers' price spread over months, or their electricity."""
    for row in plan.rows["own_cost"]:
        prefix = f"finance.own_cost.{row.slug}."
        amount = number_of(values, f"{prefix}amount")
        of_owned = values[f"{prefix}on_premises"] or values[f"{prefix}hybrid"]
        if not values[f"{prefix}active"] or not of_owned or values[f"{prefix}paid"] != "month" or amount <= 0:
            continue
        facts = Facts(plan, values, judged(plan, scenario), scenario)
        first, last = (number_of(values, f"{prefix}{name}") for name in ("first", "last"))
        months = min(last, number_of(values, "finance.horizon")) - first + 1
        bought = sum(
            servers * price_of_server(values, pool)
            for servers, (_, pool) in zip(facts.rows("on_premises.ordered"), facts.pools(), strict=True)
        )
        power = max(
            sum(
                servers[month] * number_of(values, f"{pool}tariff") * number_of(values, f"{pool}server_power")
                for servers, (_, pool) in zip(facts.by_month("on_premises.in_use"), facts.pools(), strict=True)
            )
            for month in range(int(number_of(values, "finance.horizon")) + 1)
        )
        hours = number_of(values, "world.hours_per_month")
        said = ""
        if bought and abs(amount * months / bought - 1) < 0.1:  # noqa: PLR2004 - within a tenth the same money
            said = f"{amount:,.0f} a month comes to the price of the servers: is it their amortisation, counted twice?"
        elif power and 0.8 <= amount / power / hours <= 1.25:  # noqa: PLR2004 - near enough to be the same electricity
            said = f"{amount:,.0f} a month is what the servers' electricity costs: is it counted twice?"
        if said:
            yield Problem(f"{prefix}amount", f"{amount:g}", said, Severity.WARNING)


def _two_prices(plan: Plan, scenario: str) -> Iterator[Problem]:
    """Yield inputs that came from one row of the catalogue and differ from each other."""
    first: dict[tuple[str, str], str] = {}
    for key, declared, _ in expanded(plan.slugs):
        entry = plan.entry(scenario, key)
        if not entry.evidence.catalogue:
            continue
        other = first.setdefault((entry.evidence.catalogue, declared.name), key)
        if plan.entry(scenario, other).value != entry.value:
            yield Problem(
                key,
                str(entry.value),
                f"is {entry.value} and {other} is {plan.entry(scenario, other).value}: both are"
                f" {entry.evidence.catalogue}",
                Severity.WARNING,
            )


def consistency(plan: Plan, scenario: str) -> list[Problem]:
    """Return the findings of every check on a scenario, as warnings."""
    values = dict(plan.values(scenario))
    in_doubt = [one for one in doubts(plan, scenario) if not one.outside_own]
    slipped = [Problem(one.key, f"{one.value:g}", one.message, Severity.WARNING) for one in in_doubt]
    found = [
        *slipped,
        *_pool_findings(plan, values),
        *_split_findings(plan, scenario),
        *_two_prices(plan, scenario),
        *_odd_orders(plan, values),
        *_own_twice(plan, scenario, values),
        *_outside_own_range(plan, scenario),
        *_start_far_away(plan, scenario),
    ]
    first = {problem.key: problem for problem in reversed(slipped)}
    return [one for one in found if one is first.get(one.key, one)]


_PAST, _AHEAD = 6, 24
"""Months before and after the prices of the catalogue from which a start is told: half a year old, two years ahead."""


def _start_far_away(plan: Plan, scenario: str) -> Iterator[Problem]:
    """Yield that the plan starts long before, or long after, what its prices are of."""
    start, prices = str(plan.entry(scenario, "finance.start").value), latest_date()
    apart = 12 * (int(start[:4]) - int(prices[:4])) + int(start[5:7]) - int(prices[5:7])
    of = month_name(prices[:7], 0)
    if apart < -_PAST:
        said = f"it lies {-apart} months before the catalogue's prices of {of}: what is decided would be in the past"
        yield Problem("finance.start", start, said, Severity.WARNING)
    elif apart > _AHEAD:
        said = f"it lies {apart} months after the catalogue's prices of {of}, and prices are those of the first month"
        yield Problem("finance.start", start, said, Severity.WARNING)


def _pool_findings(plan: Plan, values: dict[str, Value]) -> Iterator[Problem]:
    for pool in plan.slugs["pool"]:
        prefix = f"compute.pool.{pool}."
        for check in POOL_CHECKS:
            message = "" if check.mended is not None else check.finding(values, prefix)
            if message:
                yield Problem(
                    f"{prefix}{check.input_name}", str(values[f"{prefix}{check.input_name}"]), message, Severity.WARNING
                )


def _outside_own_range(plan: Plan, scenario: str) -> Iterator[Problem]:
    """Yield the values that lie outside the range that their own evidence gives: a simulation draws from there."""
    for key, declared, _ in expanded(plan.slugs):
        entry = plan.entry(scenario, key)
        if not declared.numeric or entry.evidence.spans(entry.value) or not plan.applies(scenario, key):
            continue
        if entry.evidence.turned_round:
            said = (
                f"the range its own source gives ends below where it begins, {own_range(plan, scenario, key)}: a"
                " simulation draws nothing from it; give the lower end first"
            )
            yield Problem(key, f"{entry.value:g}", said, Severity.WARNING)
            continue
        yield Problem(
            key,
            f"{entry.value:g}",
            f"it lies outside the range its own source gives, {own_range(plan, scenario, key)}, in which a simulation"
            " draws it; give the range of this value",
            Severity.WARNING,
        )


def _odd_orders(plan: Plan, values: dict[str, Value]) -> Iterator[Problem]:
    """Yield figures that are out of order, and a price change that comes after the horizon."""
    for row in plan.rows["risk"]:
        prefix = f"risks.risk.{row.slug}."
        low, likely, high = (number_of(values, f"{prefix}{name}") for name in ("low", "likely", "high"))
        if values[f"{prefix}active"] and not low <= likely <= high:
            yield Problem(
                f"{prefix}likely",
                f"{likely:g}",
                f"low {low:,.0f}, likely {likely:,.0f} and high {high:,.0f} of {row.name} are not in ascending order",
                Severity.WARNING,
            )
    if number_of(values, "finance.lower_limit") > number_of(values, "finance.upper_limit"):
        yield Problem("finance.lower_limit", "", "the lower limit of profits is above the upper one", Severity.WARNING)
    for row in plan.rows["workload"]:
        key = f"hosting.workload.{row.slug}.step_month"
        if number_of(values, key) > number_of(values, "finance.horizon"):
            yield Problem(
                key,
                str(values[key]),
                f"the price change of {row.name} comes after the horizon: its yearly trend, which begins there, never"
                " does",
                Severity.WARNING,
            )


def _split_findings(plan: Plan, scenario: str) -> Iterator[Problem]:
    symbol = SYMBOLS[plan.currency]
    if "hybrid" in judged(plan, scenario).blocked:
        return
    splits = best_split(plan, scenario)
    none_kept = not any(one.best for one in splits)
    for one in splits:
        # a hybrid that keeps none is the cloud: where that is cheapest, the best of those that keep some is told
        kept = one.least_kept if none_kept and len(splits) == 1 else one.best
        saving = one.saving_with(kept)
        if one.stored and saving > A_PENNY:
            yield Problem(
                one.key,
                str(one.stored),
                f"the hybrid keeps {one.stored}; {kept} cost {money(saving, symbol)} less in today's money",
                Severity.WARNING,
            )
