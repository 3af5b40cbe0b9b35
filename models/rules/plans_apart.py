"""From one plan to another, difference by difference: what each does to the cost of every option and to the verdict.

Rows that are new come first, then inputs in the order in which they are declared, then rows that are gone; the effects
add up to the whole difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from models.areas.register import GROUPS, TABLES, expanded, moved_together
from models.plan.plan import BASE, Entry, Plan, Row
from models.quantities.declaration import Kind, Value
from models.rules.decisions import judged
from models.rules.judgement import Standing, planned
from models.rules.sure_enough import judged_surely

MOST_ALONE = 150
"""Inputs that are moved one by one; of more, those of one row or area are moved together."""


class PlansApartError(Exception):
    """Two plans that cannot be held against each other; the message says why."""


@dataclass(frozen=True, slots=True)
class Step:
    """One difference between two plans.

    key: of the input, or table and row. before, after: its value in each plan, None where it is not there. keys: the
        inputs that move in the step. plan: the first plan with this and every earlier difference.
    """

    key: str
    before: Value | None
    after: Value | None
    keys: Sequence[str]
    plan: Plan


@dataclass(frozen=True, slots=True)
class Effect:
    """A step and what it does: the compared cost of every option that both plans have, and the verdict after it."""

    step: Step
    adds: Mapping[str, float]
    standing: Standing


@dataclass(frozen=True, slots=True)
class PlansApart:
    """Two plans held against each other.

    first, second: each with one scenario. start, end: their verdicts, from as many cases as an evaluation draws; those
    after each step are judged without draws. renamed: rows of another name, by table and slug.
    """

    first: Plan
    second: Plan
    start: Standing
    effects: Sequence[Effect]
    end: Standing
    renamed: Mapping[str, tuple[str, str]]

    @property
    def turns(self) -> Sequence[Effect]:
        """The steps after which something else is recommended than before them."""
        found: list[Effect] = []
        last = self.start.recommended
        for one in self.effects:
            if one.standing.recommended != last:
                found.append(one)
            last = one.standing.recommended
        return found


def flattened(plan: Plan, scenario: str) -> Plan:
    """Return the plan of a scenario alone: its changes stand in the base."""
    changes = plan.scenario(scenario).changes
    return replace(plan, entries={**plan.entries, **changes}, scenarios=(BASE,))


def plans_apart(first: Plan, one: str, second: Plan, other: str) -> PlansApart:
    """Return how a scenario of one plan differs from one of another.

    Raises PlansApartError where their money differs.
    """
    if first.currency != second.currency:
        raise PlansApartError(
            f"the first is in {first.currency}, the second in {second.currency}; set one of them to the other's money"
            " first (set --currency)"
        )
    begin, end = flattened(first, one), flattened(second, other)
    start = before = standing_of(begin)
    effects: list[Effect] = []
    for step in steps(begin, end):
        after = planned(judged(step.plan, BASE.slug))
        adds = {
            option: cost - before.compared[option]
            for option, cost in after.compared.items()
            if option in before.compared
        }
        effects.append(Effect(step, adds, after))
        before = after
    return PlansApart(begin, end, start, effects, standing_of(end) if effects else start, _renamed(begin, end))


def standing_of(plan: Plan) -> Standing:
    """Return how the options of a plan of one scenario stand, with the chance that evaluating it gives."""
    return judged_surely(plan, BASE.slug, judged(plan, BASE.slug))


def _renamed(first: Plan, second: Plan) -> dict[str, tuple[str, str]]:
    named = {f"{table}.{row.slug}": row.name for table, rows in first.rows.items() for row in rows}
    return {
        key: (named[key], row.name)
        for table, rows in second.rows.items()
        for row in rows
        if (key := f"{table}.{row.slug}") in named and named[key] != row.name
    }


def steps(first: Plan, second: Plan) -> Iterator[Step]:
    """Give the differences of two plans of one scenario each, and the plan after each."""
    now = first
    for table in _in_order():
        for row in second.rows[table]:
            if row.slug not in now.slugs[table]:
                now = _with_row(now, second, table, row)
                yield Step(f"{table}.{row.slug}", None, row.name, _keys(second, table, row.slug), now)
    yield from _values(now, second)
    now = _moved(now, second, [key for key in second.entries if now.entries[key].value != second.entries[key].value])
    for table in reversed(_in_order()):
        for row in first.rows[table]:
            if row.slug not in second.slugs[table]:
                keys = _keys(now, table, row.slug)
                now = _without_row(now, table, row.slug)
                yield Step(f"{table}.{row.slug}", row.name, None, keys, now)


def _values(now: Plan, second: Plan) -> Iterator[Step]:
    """Give the inputs that differ, one by one, or by row and area where they are many."""
    keys = {key for key, _, _ in expanded(second.slugs) if now.entries[key].value != second.entries[key].value}
    parts = moved_together(keys, second.slugs)
    if len(keys) > MOST_ALONE:
        by_place: dict[str, list[str]] = {}
        for key in (one for some in parts for one in some):
            by_place.setdefault(key.rsplit(".", 1)[0], []).append(key)
        parts = list(by_place.values())
    for some in parts:
        before = now.entries[some[0]].value
        now = _moved(now, second, some)
        alone = len(some) == 1 or len(keys) <= MOST_ALONE  # prices that share a currency, which is one of them
        place = some[0] if alone else some[0].rsplit(".", 1)[0]
        yield Step(place, before if alone else None, second.entries[some[0]].value if alone else None, some, now)


def _moved(now: Plan, second: Plan, keys: Sequence[str]) -> Plan:
    return replace(now, entries={**now.entries, **{key: second.entries[key] for key in keys}})


def _in_order() -> Sequence[str]:
    """Return the tables, those that others refer to first."""
    refers: dict[str, set[str]] = {table: set() for table in TABLES}
    for group in GROUPS:
        if group.table:
            refers[group.table] |= {one.table for one in group.inputs if one.kind is Kind.ROW}
    ordered: list[str] = []
    while len(ordered) < len(refers):
        free = [table for table in refers if table not in ordered and refers[table] <= {*ordered, table}]
        ordered += free or [next(table for table in refers if table not in ordered)]
    return ordered


def _keys(plan: Plan, table: str, slug: str) -> Sequence[str]:
    return [key for key, declared, row in expanded(plan.slugs) if row == slug and declared.home == table]


def _with_row(now: Plan, second: Plan, table: str, row: Row) -> Plan:
    rows = {**now.rows, table: (*now.rows[table], row)}
    return replace(now, rows=rows, entries=_entries(rows, now.entries, second.entries))


def _without_row(now: Plan, table: str, slug: str) -> Plan:
    rows = {**now.rows, table: tuple(row for row in now.rows[table] if row.slug != slug)}
    return replace(now, rows=rows, entries=_entries(rows, now.entries, {}))


def _entries(
    rows: Mapping[str, Sequence[Row]], entries: Mapping[str, Entry], others: Mapping[str, Entry]
) -> dict[str, Entry]:
    """Return the entries of some rows, those that are new from another plan."""
    slugs = {table: tuple(row.slug for row in some) for table, some in rows.items()}
    made: dict[str, Entry] = {}
    for key, declared, _ in expanded(slugs):
        entry = entries.get(key) or others[key]
        if declared.kind is Kind.ROW and entry.value not in slugs[declared.table]:
            entry = replace(entry, value=slugs[declared.table][0])
        made[key] = entry
    return made
