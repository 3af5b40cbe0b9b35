"""What stands around a plain table and holds for its figures: titles, a row of units, footnotes, a second table."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.imports.grid import Grid, GridCell
from desktop.imports.names import plainly
from desktop.imports.said_units import (
    SIZES,
    counted_otherwise,
    currency_problem,
    currency_said,
    is_money,
    periods,
    short_periods,
    tax_problem,
)
from models.quantities.declaration import NUMERIC, Input, Kind
from models.quantities.writing import shown

_A_NUMBER = re.compile(r"^\s*[£$€(]?\s*[-−+]?[\d.,' ]*\d[\d.,' ]*\s*[)%]?\s*[kmb]?\s*$", re.IGNORECASE)
_NOTHING = frozenset(("n/a", "na", "tbc", "tbd", "none", "nil", "-", "–", "—", "?", "unknown"))
_FOOTNOTE = re.compile(r"[*†‡¹²³]|(?:notes?|source|quelle|hinweis|remarks?|nb|n\.b\.)\s*:", re.IGNORECASE)
_BELOW = re.compile(
    r"(?:notes?|source|quelle|hinweis|remarks?|figures|prices|amounts|alle (?:angaben|preise|werte)"
    r"|all (?:figures|prices|amounts|values|costs|numbers))\b",
    re.IGNORECASE,
)
"""Begin notes: such as have a mark anywhere, the others below the last figures of a table."""

_UNITS_ROW = frozenset(("", "unit", "units", "einheit", "einheiten", "unité", "uom"))
_QUANTITY = (
    r"(?:figures?|volumes?|amounts?|salar(?:y|ies)|costs?|prices?|requests?|values?|gross|fees?|rates?|pay|spend|charges?"
    r"|totals?|numbers?|budgets?|usage|hours|benefits?|savings?|gains?|licen[cs]es?|subscriptions?|rent|income)"
)
_ENDS = r"(?=\s*(?:$|[,.;:()–—-]|(?:in|for|by|of)\b|\d|[£$€]|(?:gbp|usd|eur)\b))"
"""Behind what a title counts: not another noun, as in the monthly budget meeting."""

_EACH_PERIOD = re.compile(
    rf"\b(?:hourly|daily|weekly|monthly|quarterly|yearly|annual)\s+(?:(?:gross|net|base|total|average|request|api)\s+)?"
    rf"{_QUANTITY}\b{_ENDS}",
    re.IGNORECASE,
)
_PER = re.compile(
    r"(?<!\bas )\b(?:per|je|pro|par)\s+(\w+)(?:\s+and\s+(\w+))?(?=\s*(?:$|[,.;:()]|in\s+(?:gbp|usd|eur|[£$€])|[£$€]))",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"(?:\b(\w+)\s+(?:are\s+)?in\s+|(?:^|\()in\s+|([£$€]|\b(?:gbp|usd|eur)\b)\s?|(?:^|\()\s*[x×]\s?(?=1?,?000))"
    r"['’]?((?:k|m|mn|bn|mio|tsd)\b(?!\.)|1?,?000s?\b|thousands?\b|millions?\b|billions?\b)",
    re.IGNORECASE,
)
_OF_ALL = frozenset(
    ("figures", "amounts", "values", "numbers", "all", "volumes", "data", "table", "quantities", "shown", "stated")
)
_STEM = 5
"""Letters by which a word of a title is that of a head: Salaries and Salary."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the rows of a plain table.

    titles: texts above its heads. notes: texts below its rows. units: by column, what a row of units under its heads
    or one of heads over its heads says. passed: rows that are no rows of it. ends: the first row of a second table
    below it, 0 where there is none.
    """

    titles: Sequence[str] = ()
    notes: Sequence[str] = ()
    units: Mapping[int, Sequence[str]] = field(default_factory=dict[int, Sequence[str]])
    passed: Collection[int] = ()
    ends: int = 0

    def holds(self, row: int, head: int) -> bool:
        """Return whether a row is one of the table whose heads stand in a row."""
        return row > head and row not in self.passed and not 0 < self.ends <= row

    def problem(self, column: int, head: str, declared: Input, symbol: str, own: str = "") -> str:
        """Return what is wrong where something around a table says that its figures are counted otherwise.

        own: the unit that a row says itself, beside which a title says nothing.
        """
        if declared.kind not in NUMERIC:
            return ""
        unit = declared.unit.printed(symbol) or "no unit"
        for said in self.units.get(column, ()):
            wrong = currency_problem(said, declared, symbol) or tax_problem(said, declared)
            if wrong or counted_otherwise(said.strip(" ()[]"), declared, symbol):
                return wrong or f"is given in {shown(said)}, and the plan counts this in {unit}: convert it"
        if own:
            return ""
        for title in (*self.titles, *self.notes):
            # a title with several currencies says of none that it is that of the figures
            wrong = currency_problem(title, declared, symbol) if not currency_said(head) and symbol not in title else ""
            if wrong := wrong or tax_problem(title, declared):
                return f"{wrong} ({shown(title[:80])})"
            if any(counted_otherwise(one, declared, symbol) for one in _said(title, head, declared)):
                return f"is counted as {shown(title[:80])} says, and the plan counts this in {unit}: convert it"
        return ""


def around(grid: Grid, head: int, name: int, columns: Collection[int], named: Collection[str]) -> Around:
    """Return what stands around a table.

    head: the row of its heads. name: its column of names. columns: those of figures. named: heads of columns of names,
    by which the heads of a second table are known.
    """
    titles: list[str] = []
    notes: list[str] = []
    units: dict[int, list[str]] = {column: [] for column in columns}
    passed: set[int] = set()
    heads = {column: plainly(cell.value) for column, cell in grid.cells[head].items()}
    last = max((row for row, cells in grid.rows() if any(_a_number(cells.get(one)) for one in columns)), default=head)
    for row, cells in grid.rows():
        if row < head:
            over = [column for column in cells if column >= min(columns) and _is_unit(cells[column])]
            if row == head - 1 and over:
                for column in columns:
                    if at := max((one for one in over if one <= column), default=0):
                        units[column].append(str(cells[at].value))
            titles.append(" ".join(str(cell.value) for cell in cells.values() if isinstance(cell.value, str)))
        elif row > head:
            if _of_units(cells, name, columns) and row == head + 1:
                passed.add(row)
                for column in set(columns) & cells.keys():
                    units[column].append(str(cells[column].value))
            elif {column: plainly(cell.value) for column, cell in cells.items()} == heads:
                passed.add(row)  # the heads of another page
            elif _heads_again(cells, columns, named) or _heads_below(grid, row, cells, columns, named):
                # what stands alone above them is the title of the table that they begin
                passed |= {above for above in (row - 1, row - 2) if len(grid.cells.get(above, {})) == 1}
                return Around(titles, notes, units, passed, row)
            elif note := _footnote(cells, below=row > last):
                passed.add(row)
                notes.append(note)
    return Around(titles, notes, units, passed)


def _a_number(cell: GridCell | None) -> bool:
    """Return whether a cell holds a number."""
    if cell is None or isinstance(cell.value, bool):
        return False
    return isinstance(cell.value, (int, float)) or (
        isinstance(cell.value, str) and _A_NUMBER.match(cell.value) is not None
    )


_UNIT_WORDS = frozenset(("in", "per", "a", "each", "pro", "par", "je", "gbp", "usd", "eur", *SIZES))


def _is_unit(cell: GridCell) -> bool:
    """Return whether a cell holds nothing but a unit, a size or a period, as the head of a group of columns does."""
    if not _a_text(cell):
        return False
    words = re.findall(r"[^\W\d_]+", str(cell.value).casefold())
    return all(word in _UNIT_WORDS or periods(word) for word in words) and bool(words or "000" in str(cell.value))


def _footnote(cells: Mapping[int, GridCell], *, below: bool) -> str:
    """Return the note that stands alone in a row, empty where there is none. below: no figures come after it."""
    only = str(next(iter(cells.values())).value).strip()
    noted = _FOOTNOTE.match(only) or (below and _BELOW.match(only))
    return only if len(cells) == 1 and noted else ""


def _a_text(cell: GridCell) -> bool:
    """Return whether a cell holds words, which are no number and do not say that there is none."""
    if not isinstance(cell.value, str) or cell.error:
        return False
    text = cell.value.strip()
    return bool(text) and not _A_NUMBER.match(text) and text.casefold() not in _NOTHING


def _of_units(cells: Mapping[int, GridCell], name: int, columns: Collection[int]) -> bool:
    """Return whether a row under the heads holds units: no name, and words where figures stand."""
    first = str(cells[name].value).strip().casefold() if name in cells else ""
    held = [cells[column] for column in columns if column in cells]
    return first in _UNITS_ROW and bool(held) and all(_a_text(cell) for cell in held)


def _heads_again(cells: Mapping[int, GridCell], columns: Collection[int], named: Collection[str]) -> bool:
    """Return whether a row is that of other heads: that of names first, and words in all columns of figures it has."""
    first = plainly(cells[min(cells)].value).removesuffix("s")
    held = [cells[column] for column in columns if column in cells]
    return first in named and len(cells) > 1 and all(_a_text(cell) for cell in held)


def _heads_below(
    grid: Grid, row: int, cells: Mapping[int, GridCell], columns: Collection[int], named: Collection[str]
) -> bool:
    """Return whether a row below a blank one holds words alone, the first a word for rows such as Team role: heads."""
    held = [cells[column] for column in columns if column in cells]
    words = plainly(cells[min(cells)].value).split()
    names = bool(words) and words[-1].removesuffix("s") in named
    return names and row - 1 not in grid.cells and len(held) > 1 and all(_a_text(cell) for cell in cells.values())


def _said(title: str, head: str, declared: Input) -> Iterator[str]:
    """Yield the pieces of a title that speak of the unit of a column: a size, a period or a thing."""
    if declared.kind is Kind.SHARE:
        return
    money = is_money(declared)
    over_time = _OVER_TIME.search(declared.unit.symbol) is not None and not periods(head)
    if over_time:
        yield from (match[0].split()[0] for match in _EACH_PERIOD.finditer(title))
        yield from short_periods(title)
    for word in (word for match in _PER.finditer(title) for word in match.groups() if word):
        if over_time if periods(word) else money:
            yield word
    for match in _SCALE.finditer(title):
        word, sign, scale = match[1], match[2], match[3]
        named = word is not None and plainly(word)[:_STEM] in plainly(head)
        if (sign and money) or named or (word is not None and word.casefold() in _OF_ALL) or not (word or sign):
            yield f"'{scale}"


_OVER_TIME = re.compile(r"/\S*(?:hour|day|week|month|quarter|year)")
"""In the unit of what is counted over a time."""
