"""Rows of a plan's tables: added, renamed, moved and deleted, each as a new plan."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.areas.register import GROUPS, expanded
from models.plan.plan import Entry, Plan, Row, default_entry
from models.quantities.declaration import Kind
from models.quantities.limits import most_rows

LONGEST_SLUG = 40

_ANSWERED = ("sensitivity", "place")
"""Inputs of a workload that a new one takes from the first: how sensitive the organisation's data is was answered."""

_UNASKED = ("requests", "replicas", "runs", "gpus")
"""Inputs of a workload that a new one begins without: nothing is counted for work that nobody has entered."""


class RowError(Exception):
    """A row that cannot be added or taken out; the message says why."""


def slug_for(name: str, taken: Sequence[str]) -> str:
    """Return a slug for a row of this name that none of the others has."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[: LONGEST_SLUG - 4]
    base = plain if plain[:1].isalpha() else f"row_{plain}".rstrip("_")
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}_{number}", number + 1
    return slug


def with_row(plan: Plan, table: str, name: str, like: str = "") -> tuple[Plan, str]:
    """Return the plan with a row added at the end of a table, and its slug.

    like: the row it is a copy of; a new one has the declared defaults, or the catalogue's where its name is known
        there. A new workload has no work until somebody enters it.
    Raises RowError where the table is full.
    """
    changed, slugs = with_rows(plan, table, [name], like)
    return changed, slugs[0]


def with_rows(plan: Plan, table: str, names: Sequence[str], like: str = "") -> tuple[Plan, list[str]]:
    """Return the plan with rows added at the end of a table, and their slugs; as `with_row` does it for one.

    Raises RowError where the table has no room for all of them.
    """
    rows = plan.rows[table]
    if len(rows) + len(names) > most_rows(table):
        raise RowError(f"the table has {len(rows)} rows; {most_rows(table)} are the most")
    taken = list(plan.slugs[table])
    for name in names:
        taken.append(slug_for(name, taken))
    added = taken[len(rows) :]
    changed = {**plan.rows, table: (*rows, *(Row(slug, name) for slug, name in zip(added, names, strict=True)))}
    slugs = {**plan.slugs, table: tuple(taken)}
    fresh = frozenset(added)
    entries: dict[str, Entry] = {}
    for key, declared, row in expanded(slugs):
        if key in plan.entries:
            entries[key] = plan.entries[key]
        elif like and row in fresh:
            entries[key] = plan.entries[declared.key_in(like)]
        elif row in fresh and table == "workload" and rows and declared.name in _ANSWERED:
            entries[key] = plan.entries[declared.key_in(rows[0].slug)]
        elif row in fresh and table == "workload" and rows and declared.name in _UNASKED:
            entries[key] = replace(default_entry(declared, slugs, row=row), value=0.0)
        else:
            entries[key] = default_entry(declared, slugs, row=row)
    scenarios = plan.scenarios
    if like:
        scenarios = tuple(
            replace(one, changes={**one.changes, **_copied(table, one.changes, like, added[0])})
            for one in plan.scenarios
        )
    return replace(plan, rows=changed, entries=entries, scenarios=scenarios), added


def _copied(table: str, changes: Mapping[str, Entry], like: str, slug: str) -> dict[str, Entry]:
    """Return what a scenario changes in a row, for its copy."""
    columns = [declared for group in GROUPS if group.table == table for declared in group.inputs]
    return {
        declared.key_in(slug): changes[declared.key_in(like)]
        for declared in columns
        if declared.key_in(like) in changes
    }


def without_row(plan: Plan, table: str, slug: str) -> Plan:
    """Return the plan without a row.

    Raises RowError where it is the last of its table, or another table refers to it.
    """
    rows = plan.rows[table]
    if len(rows) <= 1:
        raise RowError(f"{plan.row_name(table, slug)} is the only row of its table; at least one is needed")
    users = _referring(plan, table, slug)
    if users:
        raise RowError(f"{plan.row_name(table, slug)} is used by {', '.join(users)}; choose another there first")
    left = {**plan.rows, table: tuple(row for row in rows if row.slug != slug)}
    slugs = {name: tuple(row.slug for row in some) for name, some in left.items()}
    entries = {key: plan.entries[key] for key, _, _ in expanded(slugs)}
    scenarios = tuple(
        replace(one, changes={key: entry for key, entry in one.changes.items() if key in entries})
        for one in plan.scenarios
    )
    return replace(plan, rows=left, entries=entries, scenarios=scenarios)


def _referring(plan: Plan, table: str, slug: str) -> list[str]:
    """Return the names of the rows whose inputs name a row, in the base or a scenario."""
    referring: list[str] = []
    for key, declared, row in expanded(plan.slugs):
        if (
            declared.kind is Kind.ROW
            and declared.table == table
            and any(plan.entry(one.slug, key).value == slug for one in plan.scenarios)
        ):
            referring.append(plan.row_name(declared.home, row))
    return referring


def renamed(plan: Plan, table: str, slug: str, name: str) -> Plan:
    """Return the plan with a row under another name; its slug, and so every key, stays."""
    return replace(
        plan,
        rows={
            **plan.rows,
            table: tuple(replace(row, name=name) if row.slug == slug else row for row in plan.rows[table]),
        },
    )


def moved(plan: Plan, table: str, slug: str, by: int) -> Plan:
    """Return the plan with a row some places further down its table, or up where below 0; it stays within it."""
    rows = list(plan.rows[table])
    at = next(place for place, row in enumerate(rows) if row.slug == slug)
    row = rows.pop(at)
    rows.insert(min(max(at + by, 0), len(rows)), row)
    changed = {**plan.rows, table: tuple(rows)}
    slugs = {name: tuple(row.slug for row in some) for name, some in changed.items()}
    return replace(plan, rows=changed, entries={key: plan.entries[key] for key, _, _ in expanded(slugs)})
