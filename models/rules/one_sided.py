"""Leads that rest on what other options are charged with and the leading one is not: costs, people, controls."""

import math
from collections.abc import Iterator, Mapping

from models.appraisal.results import CaseResult, OptionResult, case_result
from models.areas.compute import Pool
from models.areas.options import OPTIONS, OWNING, in_sentence
from models.areas.own_lines import OwnCost
from models.areas.price_steps import PRICES, PriceStep
from models.plan.plan import Plan, Row
from models.quantities.declaration import Value
from models.quantities.texts import counted
from models.quantities.writing import SYMBOLS, money
from models.rules.facts import Facts
from models.rules.judgement import Against, Judgement
from models.rules.named_rows import it, names_of
from models.rules.priced import priced
from models.rules.supply import MOST_GPUS_A_PERSON, owned_gpus
from models.rules.unsettled import KEPT, unsettled
from models.studies.spares import spares_asked


def rests_on_others(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, judgement: Judgement
) -> Iterator[Against]:
    """Yield what other options are charged with and this one is not, where its lead rests on it."""
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    yield from _own_costs(facts, option, judgement)
    yield from _people(facts, option, judgement)
    yield from _people_of_owning(facts, option, judgement)
    yield from _spares_of_owning(facts, option, judgement)
    yield from _controls(facts, option, judgement)
    yield from _price_steps(facts, option, judgement)
    yield from _terms_past_the_horizon(facts, option, judgement)
    yield from _hedge(facts, option, judgement)


def _own_costs(facts: Facts, option: OptionResult, judgement: Judgement) -> Iterator[Against]:
    """Yield costs of one's own that other options bear and this one does not."""
    plan = facts.plan
    flags = {one: getattr(OwnCost, one) for one in OPTIONS}
    rows = [
        row
        for row in plan.rows["own_cost"]
        if facts.values[OwnCost.active.key_in(row.slug)]
        and not facts.values[flags[option.key].key_in(row.slug)]
        and any(facts.values[flag.key_in(row.slug)] for flag in flags.values())
    ]
    if not rows:
        return
    left_out: dict[str, Value] = {OwnCost.active.key_in(row.slug): False for row in rows}
    by = f"{names_of(rows)}, which other options are charged and it is not: without {it(rows)}"
    yield from _rests_on("own_cost", by, facts, option, judgement, left_out)


def _people(facts: Facts, option: OptionResult, judgement: Judgement) -> Iterator[Against]:
    """Yield that an option that owns servers has fewer people in some role than what only rents."""
    plan, scenario, case = facts.plan, facts.scenario, facts.case
    if option.key not in OWNING or "cloud" not in case.options or facts.people(option.key) <= 0:
        return
    more: dict[str, Value] = {}
    rows: list[Row] = []
    for row in plan.rows["role"]:
        role = f"operations.role.{row.slug}.people_"
        rented = facts.number(f"{role}cloud")
        if facts.number(f"{role}{option.key}") < rented:
            rows.append(row)
            more |= {f"{role}{one}": rented for one in OWNING if facts.number(f"{role}{one}") < rented}
    if not more:
        return
    own, its = (
        sum(facts.number(f"operations.role.{row.slug}.people_{one}") for row in rows) for one in (option.key, "cloud")
    )
    fewer = f"fewer people than cloud, {own:.3g} against {its:.3g} as {names_of(rows)}: with as many,"
    found = unsettled(plan, scenario, case, option, judgement, more)
    with_them = priced(plan, scenario, case, option, more)
    if found:
        said = f"{option.label} {found.leads_only_by} having {fewer} {found.then}."
        those, of_cloud = (f"{facts.people(one):.3g}" for one in (option.key, "cloud"))
        enough = f"{those} people being shown to be enough for {option.in_sentence}, where cloud has {of_cloud}"
        yield Against("people_apart", said, turns=found.turns, first=enough)
    elif with_them.left is not None and with_them.before and with_them.left < KEPT * with_them.before:
        yield Against("people_apart", f"{option.label} has {fewer} {with_them.words}.", with_them.more)


def _people_of_owning(facts: Facts, option: OptionResult, judgement: Judgement) -> Iterator[Against]:
    """Yield that what only rents leads by many more people for owned servers than they ask for."""
    plan, scenario, case = facts.plan, facts.scenario, facts.case
    other = "hybrid" if option.key == "on_premises" else "on_premises"
    if other not in case.options:
        return
    own, its, _ = _beyond_cloud(facts, other)
    asked = max(1, math.ceil(owned_gpus(facts, other) / MOST_GPUS_A_PERSON))
    if own - its <= asked:
        return
    fewer: dict[str, Value] = {}
    for one in OWNING:
        if one == option.key:
            continue  # that it leads with its own as they are is the question
        given, rented, roles = _beyond_cloud(facts, one)
        spread = min(1.0, asked / (given - rented)) if given > rented else 1.0
        for role, least in roles.items():
            fewer[f"{role}{one}"] = least + spread * (facts.number(f"{role}{one}") - least)
    if found := unsettled(plan, scenario, case, option, judgement, fewer):
        given = f"the people that {in_sentence(other)} is given, {own:.3g} where cloud has {its:.3g}"
        yield Against(
            "people_apart",
            f"{option.label} {found.leads_only_by} {given}: with {'one' if asked == 1 else asked} more than cloud,"
            f" {found.then}.",
            turns=found.turns,
            first=f"{given}, being shown to be needed",
        )


def _beyond_cloud(facts: Facts, option: str) -> tuple[float, float, Mapping[str, float]]:
    """Return the people of the roles of which an option has more than cloud, those of cloud, and those by role."""
    roles = [f"operations.role.{row.slug}.people_" for row in facts.plan.rows["role"]]
    rented = {role: facts.number(f"{role}cloud") for role in roles}
    rented = {role: least for role, least in rented.items() if facts.number(f"{role}{option}") > least}
    return sum(facts.number(f"{role}{option}") for role in rented), sum(rented.values()), rented


def _spares_of_owning(facts: Facts, option: OptionResult, judgement: Judgement) -> Iterator[Against]:
    """Yield that what only rents leads by spare servers that no availability asks for."""
    plan, scenario, case = facts.plan, facts.scenario, facts.case
    if option.key in OWNING:
        return
    asked = {one.pool: one.asked for one in spares_asked(plan, scenario)}
    planned = {pool: facts.number(Pool.spares.key_in(pool)) for pool in plan.slugs["pool"]}
    fewer: dict[str, Value] = {
        Pool.spares.key_in(pool): float(asked.get(pool, 0))
        for pool, many in planned.items()
        if many > asked.get(pool, 0)
    }
    if found := unsettled(plan, scenario, case, option, judgement, fewer):
        pool = next(pool for pool in planned if Pool.spares.key_in(pool) in fewer)
        spare = counted(round(planned[pool]), "spare server")
        yield Against(
            "service",
            f"{option.label} {found.leads_only_by} {spare} of {plan.row_name('pool', pool)}, where its availability"
            f" asks for {asked.get(pool, 0) or 'none'}: with no more than that, {found.then}.",
            turns=found.turns,
        )


_TIMES = 3.0
"""What a control costs in one option, of what it costs in another: so much apart it is told where it decides."""


def _controls(facts: Facts, option: OptionResult, judgement: Judgement) -> Iterator[Against]:
    """Yield the control that costs other options many times what it costs this one."""
    plan, scenario, case = facts.plan, facts.scenario, facts.case

    def running(row: Row, of: str) -> str:
        return f"security.control.{row.slug}.running_{'cloud' if of == 'api' else of}"

    apart = {
        (row, one): facts.number(running(row, one)) - facts.number(running(row, option.key))
        for row in plan.rows["control"]
        if facts.values[f"security.control.{row.slug}.active"]
        for one in case.options
        if facts.number(running(row, one)) > _TIMES * facts.number(running(row, option.key))
    }
    if not apart:
        return
    row, dearest = max(apart, key=lambda each: apart[each])
    own = facts.number(running(row, option.key))
    same: dict[str, Value] = {running(row, one): own for one in case.options if facts.number(running(row, one)) > own}
    if found := unsettled(plan, scenario, case, option, judgement, same):
        symbol = SYMBOLS[plan.currency]
        costs = f"{money(facts.number(running(row, dearest)), symbol)} a month for {in_sentence(dearest)}"
        yield Against(
            "control_cost",
            f"{option.label} {found.leads_only_by} what “{row.name}” costs, {costs} and {money(own, symbol)} for it: at"
            f" the same cost, {found.then}.",
            turns=found.turns,
        )


def _price_steps(facts: Facts, option: OptionResult, judgement: Judgement) -> Iterator[Against]:
    """Yield dated changes of prices on which a lead rests, the one that it owes most to first."""
    rows = [
        row
        for row in facts.plan.rows["price_step"]
        if facts.values[PriceStep.active.key_in(row.slug)] and facts.number(PriceStep.change.key_in(row.slug))
    ]
    owed = {row: _owed(facts, option, row) for row in rows}
    rows = sorted((row for row in rows if owed[row] > 0), key=lambda row: -owed[row])
    left_out: dict[str, Value] = {PriceStep.active.key_in(row.slug): False for row in rows}
    if not rows:
        return
    row = rows[0]
    of = str(facts.values[PriceStep.of.key_in(row.slug)])
    what = next(label for value, label in PRICES if value == of)
    change, month = (facts.number(one.key_in(row.slug)) for one in (PriceStep.change, PriceStep.month))
    each = f"“{row.name}” ({what} {change * 100:+.3g}% from month {month:.0f})"
    more = len(rows) - 1
    others = f" and {more} more dated change{'s' if more > 1 else ''}" if more else ""
    yield from _rests_on("trend", f"{each}{others}: without {it(rows)}", facts, option, judgement, left_out)


def _owed(facts: Facts, option: OptionResult, row: Row) -> float:
    """Return by how much a lead over the next option falls without a dated change of a price."""
    case = facts.case
    other = case_result(facts.plan, facts.scenario, {PriceStep.active.key_in(row.slug): False})
    leads = [
        min((one.compared for key, one in some.options.items() if key not in {option.key, *case.blocked}), default=0.0)
        - some.options[option.key].compared
        for some in (case, other)
        if option.key in some.options
    ]
    return leads[0] - leads[-1]


def _terms_past_the_horizon(facts: Facts, option: OptionResult, judgement: Judgement) -> Iterator[Against]:
    """Yield that owning leads by commitments of what rents that end after the horizon, and are charged to their end."""
    if option.key not in OWNING:
        return
    late = [Pool.late_terms.key_in(pool) for pool in facts.plan.slugs["pool"]]
    by = "commitments that end after the horizon, which are charged to their end: without them"
    yield from _rests_on("terms", by, facts, option, judgement, {key: False for key in late if facts.is_on(key)})


def _hedge(facts: Facts, option: OptionResult, judgement: Judgement) -> Iterator[Against]:
    """Yield that an option leads by the rate at which foreign money is hedged."""
    keys = [f"finance.{name}_hedged" for name in ("dollar", "euro")]
    by = "the forward rate at which currency is hedged: at today's rate"
    yield from _rests_on("hedge", by, facts, option, judgement, {key: 0.0 for key in keys if facts.number(key) > 0})


def _rests_on(
    kind: str, by: str, facts: Facts, option: OptionResult, judgement: Judgement, changes: Mapping[str, Value]
) -> Iterator[Against]:
    """Yield that an option leads by something alone. by: what it is, up to what it would be without it."""
    if found := unsettled(facts.plan, facts.scenario, facts.case, option, judgement, changes):
        yield Against(kind, f"{option.label} {found.leads_only_by} {by}, {found.then}.", turns=found.turns)
