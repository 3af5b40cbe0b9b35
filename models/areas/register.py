"""Every declared input, in groups: the one list that form, file, workbook, report and command line read."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from models.areas import (
    compute,
    cost_management,
    criteria,
    data,
    data_duties,
    economy,
    energy,
    finance,
    financing,
    hedging,
    hosting,
    on_call,
    operations,
    own_lines,
    payment,
    price_steps,
    risks,
    security,
    taxation,
    workloads,
    world,
)
from models.quantities.declaration import Input, InputGroup

GROUPS: tuple[InputGroup, ...] = (
    *workloads.GROUPS,
    *compute.GROUPS,
    *hosting.GROUPS,
    *data.GROUPS,
    *data_duties.GROUPS,
    *security.GROUPS,
    *cost_management.GROUPS,
    *operations.GROUPS,
    *on_call.GROUPS,
    *finance.GROUPS,
    *price_steps.GROUPS,
    *hedging.GROUPS,
    *payment.GROUPS,
    *own_lines.GROUPS,
    *taxation.GROUPS,
    *financing.GROUPS,
    *energy.GROUPS,
    *economy.GROUPS,
    *risks.GROUPS,
    *criteria.GROUPS,
    *world.GROUPS,
)

TABLES: Mapping[str, InputGroup] = {group.table: group for group in reversed(GROUPS) if group.table}
"""The group that declares the first columns of each table; others may add columns to the same rows."""

DECLARED: Mapping[str, Input] = {declared.key: declared for group in GROUPS for declared in group.inputs}


def expanded(rows: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Input, str]]:
    """Yield every input of a plan with these table rows: key, declaration, row (empty outside tables)."""
    for group in GROUPS:
        if not group.table:
            for declared in group.inputs:
                yield declared.key, declared, ""
            continue
        for declared in group.inputs:
            for row in rows[group.table]:
                yield declared.key_in(row), declared, row


def moved_together(keys: Collection[str], rows: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """Return inputs in the order in which they are declared, prices with the currency in which they are quoted.

    One without the other would be a price that nobody ever named.
    """
    groups: dict[str, list[str]] = {}
    for key, declared, row in expanded(rows):
        if key in keys:
            quoted = replace(declared, name=declared.currency).key_in(row) if declared.currency else ""
            groups.setdefault(quoted if quoted in keys else key, []).append(key)
    # a price comes first, and the currency, which is declared before some, last
    return [sorted(some, key=lambda key, of=of: key == of) for of, some in groups.items()]


def find(key: str, rows: Mapping[str, tuple[str, ...]]) -> tuple[Input, str] | None:
    """Return the declaration and the row of a key, or None where there is no such input."""
    if key in DECLARED and "*" not in key:
        return DECLARED[key], ""
    parts = key.split(".")
    if len(parts) == 4:  # noqa: PLR2004 - area.table.row.input
        declared = DECLARED.get(f"{parts[0]}.{parts[1]}.*.{parts[3]}")
        if declared is not None and parts[2] in rows.get(parts[1], ()):
            return declared, parts[2]
    return None
