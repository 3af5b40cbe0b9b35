"""A block from a spreadsheet that was copied with its heads: each column goes to the one that it names."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.imports.grid import Grid, GridCell
from desktop.imports.said_units import head_problem
from desktop.imports.table_mapping import mapped
from models.quantities.declaration import Input
from models.quantities.texts import listed

_FEWEST = 2
"""Columns that a first row must name, beside the one of names, to be taken for heads."""


_LOOKED_AT = 10
"""Rows by which it is told whether the first one holds heads."""


@dataclass(frozen=True, slots=True)
class UnderHeads:
    """A block without its heads, with its columns where they belong. told: what became of the heads, as sentences."""

    rows: Sequence[Sequence[str]]
    told: str


def under_heads(rows: Sequence[Sequence[str]], table: str, columns: Sequence[Input], symbol: str) -> UnderHeads | None:
    """Return a block whose first row names columns of a table of the plan; None where it does not.

    columns: that the table shows, after the one of names. symbol: of the plan's money; a head that says another
    currency, size or period than its column has leaves it out.
    """
    if len(rows) == 1:
        return None
    cells = {
        row: {column: GridCell(text) for column, text in enumerate(line, 1) if text.strip()}
        for row, line in enumerate(rows[:_LOOKED_AT], 1)
    }
    how = mapped(Grid("clipboard", {row: line for row, line in cells.items() if line}, single=True))
    if how is None or (how.table, how.row) != (table, 1) or not how.name or len(how.inputs) < _FEWEST:
        return None
    wrong = {
        column: problem
        for column, one in how.inputs.items()
        if (problem := head_problem(rows[0][column - 1], one, symbol))
    }
    places = {one.key: column for column, one in how.inputs.items() if column not in wrong}
    known = {how.name, *(places[one.key] for one in columns if one.key in places)}
    out = [text.strip() for column, text in enumerate(rows[0], 1) if text.strip() and column not in known]
    lines = [
        [_at(line, how.name), *(_at(line, places[one.key]) if one.key in places else "" for one in columns)]
        for line in rows[1:]
    ]
    told = "The first row names columns: each is pasted under its own."
    if out:
        of_them = listed([f"“{one[:40]}”" for one in out])
        told += f" Left out, since the table shows no such column in that unit: {of_them}."
    return UnderHeads(lines, told)


def _at(line: Sequence[str], column: int) -> str:
    return line[column - 1] if column <= len(line) else ""
