"""Consistency checks: what is legal and yet looks like a slip, as data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from models.appraisal.results import A_PENNY
from models.areas.register import expanded
from models.catalogue.rows import latest_date
from models.plan.plan import Plan
from models.plan.problems import Problem, Severity
from models.plan.ranges import own_range
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS, money, month_name
from models.rules.decisions import judged
from models.rules.facts import Facts
from models.rules.slips import slips
from models.studies.hybrid_split import best_split


@dataclass(frozen=True, slots=True)
class PoolCheck:
    """A check of one pool: the input it belongs to, and what it says where it strikes."""

    input_name: str
    finding: Callable[[dict[str, Value], str], str]


def _number(values: dict[str, Value], key: str) -> float:
    return float(values[key])


def _instance_for_gpu(values: dict[str, Value], pool: str) -> str:
    price, gpus = _number(values, f"{pool}cloud_price"), _number(values, f"{pool}instance_gpus")
    if gpus > 1 and price > 20:  # noqa: PLR2004 - no single GPU is listed above 20 an hour
        return f"{price:g} per GPU-hour looks like the price of a whole instance of {gpus:g} GPUs; divide by {gpus:g}"
    return ""


def _hour_for_month(values: dict[str, Value], pool: str) -> str:
    hourly = _number(values, f"{pool}running_hour")
    if hourly > 500:  # noqa: PLR2004 - a server would cost 4.4m a year to run
        return f"{hourly:g} per server-hour is {hourly * 8760:,.0f} a year; was a monthly cost meant?"
    return ""


def _committed_above_demand(values: dict[str, Value], pool: str) -> str:
    for option, of in (("committed", ""), ("api", " by the API option"), ("hybrid", " by the hybrid")):
        after = "one_year_after" if option == "committed" else f"{option}_one_year_after"
        longer = max(_number(values, f"{pool}{option}_three_years"), _number(values, f"{pool}{after}"))
        committed = _number(values, f"{pool}{option}_one_year") + longer
        if committed > 1 + 1e-9 and (not of or values[f"{pool}{option}_terms"]):
            return f"{committed:.0%} of the average demand is committed{of}, more than there is"
    return ""


def _terms_not_taken(values: dict[str, Value], pool: str) -> str:
    horizon = _number(values, "finance.horizon")
    if values[f"{pool}late_terms"]:
        after = _number(values, f"{pool}one_year_after") > 0
        return "nothing is committed after the three-year terms, since these go on past the horizon" if after else ""
    begun = _months_before_work(values, pool) if values[f"{pool}terms_with_work"] else 0.0
    for name, length in (("committed_three_years", 36), ("committed_one_year", 12)):
        taken = begun + (horizon - begun) // length * length
        if length > 12 and _number(values, f"{pool}one_year_after") > 0:  # noqa: PLR2004 - months of the shorter term
            continue  # what comes after them is said
        if _number(values, f"{pool}{name}") > 0 and begun == taken < horizon:
            return (
                f"no term of {length} months is taken: the first, from month {begun + 1:g}, would end past the horizon"
            )
        if _number(values, f"{pool}{name}") > 0 and taken < horizon:
            return (
                f"no term of {length} months is taken after month {taken:g}, since it would end past the horizon: those"
                " months are paid on demand"
            )
    return ""


def _months_before_work(values: dict[str, Value], pool: str) -> float:
    """Return the months before the first work of a pool, none where it has none."""
    prefixes = [
        key.removesuffix("pool") for key in values if key.startswith("workloads.workload.") and key.endswith(".pool")
    ]
    starts = [
        _number(values, f"{work}start")
        for work in prefixes
        if values[f"{work}active"] and values[f"{work}pool"] == pool.split(".")[2]
    ]
    return min(starts, default=1.0) - 1


def _power(values: dict[str, Value], pool: str) -> str:
    power, gpus = _number(values, f"{pool}server_power"), _number(values, f"{pool}server_gpus")
    # an L4 draws 0.07 kW, a B300 1.8 with its share of the server
    if power > 0 and not 0.1 <= power / gpus <= 3:  # noqa: PLR2004
        return f"{power:g} kW for {gpus:g} GPUs is {power / gpus:.2f} kW per GPU; 0.1 to 3 is usual"
    return ""


def _monthly(values: dict[str, Value], pool: str, field: str) -> float:
    """Return what a running field of a server comes to a month, at all hours, in money."""
    hours, gpus = _number(values, "world.hours_per_month"), _number(values, f"{pool}server_gpus")
    each = {"running_month": 1.0, "running_hour": hours, "running_busy_hour": hours * gpus}[field]
    return _number(values, f"{pool}{field}") * each


def _power_twice(field: str) -> Callable[[dict[str, Value], str], str]:
    """Return the check that a running field is the electricity, which is counted from power and tariff already."""

    def finding(values: dict[str, Value], pool: str) -> str:
        monthly = _monthly(values, pool, field)
        tariff, power = (_number(values, f"{pool}{name}") for name in ("tariff", "server_power"))
        # a fee for colocation is no electricity
        if monthly <= 0 or tariff <= 0 or power <= 0 or values[f"{pool}site"] == "colocation":
            return ""
        implied = monthly / tariff / _number(values, "world.hours_per_month")
        if 0.5 <= implied / power <= 2:  # noqa: PLR2004 - near enough to be the same electricity
            return (
                f"{monthly:,.0f} a month is {implied:.1f} kW around the clock at the tariff, and the server draws"
                f" {power:g} kW: is its electricity counted twice?"
            )
        return ""

    return finding


def _capital_twice(field: str) -> Callable[[dict[str, Value], str], str]:
    """Return the check that a running field is the price of the server, spread over its life."""

    def finding(values: dict[str, Value], pool: str) -> str:
        monthly, life = _monthly(values, pool, field), _number(values, f"{pool}life")
        price = _price(values, pool)
        # within a tenth it is the same money
        if price > 0 and monthly > 0 and abs(monthly * life / price - 1) < 0.1:  # noqa: PLR2004
            return (
                f"{monthly:,.0f} a month over {life:g} months is the price of the server: is its amortisation counted"
                " beside the purchase?"
            )
        return ""

    return finding


def _share_is_capital(values: dict[str, Value], pool: str) -> str:
    yearly, life = _number(values, f"{pool}maintenance"), _number(values, f"{pool}life")
    # above what support costs, and within a tenth of the price over its life
    if yearly > 0.2 and abs(yearly * life / 12 - 1) < 0.1:  # noqa: PLR2004
        return (
            f"{yearly:.0%} of the price a year over {life:g} months is the price itself: is its amortisation counted as"
            " support?"
        )
    return ""


def _price(values: dict[str, Value], pool: str) -> float:
    """Return the price of a server in the plan's money."""
    rates = {"GBP": "pound", "USD": "dollar", "EUR": "euro"}
    rate = _number(values, f"finance.{rates[str(values[f'{pool}server_currency'])]}_rate")
    return _number(values, f"{pool}server_price") * rate


def _own_twice(plan: Plan, scenario: str, values: dict[str, Value]) -> Iterator[Problem]:
    """Yield monthly costs of one's own that are the servers' price spread over months, or their electricity."""
    for row in plan.rows["own_cost"]:
        prefix = f"finance.own_cost.{row.slug}."
        amount = _number(values, f"{prefix}amount")
        if not values[f"{prefix}active"] or values[f"{prefix}paid"] != "month" or amount <= 0:
            continue
        facts = Facts(plan, values, judged(plan, scenario), scenario)
        first, last = (_number(values, f"{prefix}{name}") for name in ("first", "last"))
        months = min(last, _number(values, "finance.horizon")) - first + 1
        bought = sum(
            servers * _price(values, pool)
            for servers, (_, pool) in zip(facts.rows("on_premises.ordered"), facts.pools(), strict=True)
        )
        power = max(
            sum(
                servers[month] * _number(values, f"{pool}tariff") * _number(values, f"{pool}server_power")
                for servers, (_, pool) in zip(facts.by_month("on_premises.in_use"), facts.pools(), strict=True)
            )
            for month in range(int(_number(values, "finance.horizon")) + 1)
        )
        hours = _number(values, "world.hours_per_month")
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


_RUNNING = ("running_month", "running_hour", "running_busy_hour")
"""The running fields of a server."""

POOL_CHECKS = (
    *(PoolCheck(field, _power_twice(field)) for field in _RUNNING),
    *(PoolCheck(field, _capital_twice(field)) for field in _RUNNING),
    PoolCheck("maintenance", _share_is_capital),
    PoolCheck("cloud_price", _instance_for_gpu),
    PoolCheck("running_hour", _hour_for_month),
    PoolCheck("committed_one_year", _committed_above_demand),
    PoolCheck("late_terms", _terms_not_taken),
    PoolCheck("server_power", _power),
)


def consistency(plan: Plan, scenario: str) -> list[Problem]:
    """Return the findings of every check on a scenario, as warnings."""
    values = dict(plan.values(scenario))
    found = [
        *_pool_findings(plan, values),
        *_split_findings(plan, scenario),
        *_two_prices(plan, scenario),
        *_odd_orders(plan, values),
        *_own_twice(plan, scenario, values),
        *_outside_own_range(plan, scenario),
        *_start_far_away(plan, scenario),
    ]
    known = {problem.key for problem in found}
    return [*found, *(problem for problem in slips(plan, values) if problem.key not in known)]


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
            message = check.finding(values, prefix)
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
        low, likely, high = (_number(values, f"{prefix}{name}") for name in ("low", "likely", "high"))
        if values[f"{prefix}active"] and not low <= likely <= high:
            yield Problem(
                f"{prefix}likely",
                f"{likely:g}",
                f"low {low:,.0f}, likely {likely:,.0f} and high {high:,.0f} of {row.name} are not in ascending order",
                Severity.WARNING,
            )
    if _number(values, "finance.lower_limit") > _number(values, "finance.upper_limit"):
        yield Problem("finance.lower_limit", "", "the lower limit of profits is above the upper one", Severity.WARNING)
    for row in plan.rows["workload"]:
        key = f"hosting.workload.{row.slug}.step_month"
        if _number(values, key) > _number(values, "finance.horizon"):
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
