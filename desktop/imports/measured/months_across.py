"""A table whose columns are months, days or quarters, as finance departments write them, with a row for each instead.

One row of months, or months over a second row of heads; the rows are services, teams and the like, or the amounts.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from desktop.imports.measured.decimal_marks import marks
from desktop.imports.measured.financial_years import parts_of
from desktop.imports.measured.head_units import title_factor
from desktop.imports.measured.moments import DAY, iso, moment, order_in
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.periods import DAY_ALONE, MONTH_ALONE, MONTH_NAMES, MONTHS_OF
from desktop.imports.measured.roles import amounts_of
from desktop.imports.measured.texts import folded, number
from desktop.imports.names import is_called_total
from desktop.imports.refusal import ImportRefusedError
from models.quantities.writing import CODES, SYMBOLS

_MOST_ABOVE = 40
_MOST_ROWS = 5_000
"""Such a table is written for people; a longer one is none."""

_MOST_CHARACTERS = 200_000
_SLASHED = re.compile(r"^0?1/(\d{1,2})/(\d{4})$")
"""The first of a month: where every head is one, they are twelve months of a year rather than days of January."""

_NUMBERED = re.compile(r"^(0?[1-9]|1[0-2])[/.-](20\d\d)$")
_IN_BRACKETS = re.compile(r"\s*[(\[]\s*(?:[£$€]k?|gbp|usd|eur|actuals?|act|billed|hrs|units?)\s*[)\]]$", re.IGNORECASE)
_MONEY_SAID = re.compile(r"[£$€]|\b(?:gbp|usd|eur|k|m|thousands?|millions?)\b", re.IGNORECASE)

_ROW = "Row"
"""The head of what rows are called by, where the table gives it none."""

_EXPECTED = re.compile(r"\b(?:budget|forecast|projection|estimate)s?\b", re.IGNORECASE)
_MEASURED = re.compile(r"\b(?:actuals?|outturn|invoiced|billed|charged)\b", re.IGNORECASE)
_OF_YEARS = re.compile(r"\b(?:totals?|year|fy|ytd|average)\b", re.IGNORECASE)
"""Of a column beside the months, such as 2025 total."""

_NO_USE = re.compile(
    r"(?:budget|forecast|variance|difference)s?\b[^A-Za-z]*$|% ?(?:change|growth|of)\b|change on\b|growth ?\(?%",
    re.IGNORECASE,
)
"""Rows that stand beside what was used: what was expected of it, and how it moved; a team may be called Growth."""

_TITLES: Mapping[str, re.Pattern[str]] = {
    "Cost": re.compile(
        r"\b(?:costs?(?! (?:cent(?:re|er)|code|object|pool))|spend(?:ing)?|bills?|billing|charges?|invoices?"
        r"|expenditure)\b",
        re.IGNORECASE,
    ),
    "GPU-hours": re.compile(r"\bGPU[- ]?hours?\b", re.IGNORECASE),
    "Input tokens": re.compile(r"\b(?:input|prompt) tokens\b", re.IGNORECASE),
    "Output tokens": re.compile(r"\b(?:output|completion) tokens\b", re.IGNORECASE),
    "Requests": re.compile(r"\b(?:requests|api calls)\b", re.IGNORECASE),
}
"""Heads of amounts, and the words of a title that say so."""


_UNITS = {"Month": "month", "Date": "day", "Quarter": "quarter"}
"""The head that the columns are given once each is a row, and what one of them is called."""


@dataclass(frozen=True, slots=True)
class _Across:
    """Where the months stand: the row of the last heads, the columns of labels, and month and head of the others.

    unit: what they are, a head of `_UNITS`.
    """

    last: int
    labels: Mapping[int, str]
    months: Mapping[int, str]
    heads: Mapping[int, str]
    ignored: Sequence[str]
    unit: str = "Month"


def turned(found: Opened) -> Opened | None:
    """Return a table of text whose columns are months with a row for each of them, None where it is none.

    Raises ImportRefusedError where nothing says what its amounts are, or where they are a budget.
    """
    if found.packed or found.document is not None or not 0 < len(found.text) < _MOST_CHARACTERS:
        return None
    text = io.StringIO(found.text, newline="")
    try:
        rows = list(csv.reader(text, delimiter=found.separator, skipinitialspace=True))
    except csv.Error:  # whoever reads it as another table says what is wrong with it
        return None
    across = _across(rows, found.name)
    if across is None:
        _ask_for_a_year(found, rows)
    below = [row for row in rows[across.last + 1 :] if any(map(str.strip, row))] if across else []
    if across is None or not below or len(below) > _MOST_ROWS:
        return None
    names = [next((cell.strip() for cell in row if cell.strip()), "") for row in below]
    used = [row for row, name in zip(below, names, strict=True) if not _NO_USE.match(name)]
    beside = [name for name in names if _NO_USE.match(name)] if used else []
    below = used or below
    titles = [cell.strip() for row in rows[: across.last] for cell in row if cell.strip()]
    titles += [
        *rows[across.last][: min(across.months)],
        found.name.rpartition(".")[0].replace("_", " ").replace("-", " "),
    ]
    _refuse_budgets(found, titles, names)
    by_row, left = _amounts_by_row(across, below) if not any(across.heads.values()) else ([], [])
    by_measure, totals = ([], []) if by_row else _by_measure(across, below)
    table = by_row or by_measure or _by_label(found, across, below, titles)
    table = [_in_units_of([*titles, *rows[across.last]], table[0]), *table[1:]]
    data = io.StringIO()
    csv.writer(data, lineterminator="\n").writerows(table)
    named = list(dict.fromkeys(across.months.values()))
    others = [*across.ignored, *left, *totals, *beside]
    ignored = f" Not read: {', '.join(f'“{one[:40]}”' for one in others[:4])}." if others else ""
    one = _UNITS[across.unit]
    said = f"Its columns are {one}s, {named[0]} to {named[-1]}: each is read as rows of its {one}.{ignored}"
    anew = found.laid_anew(data.getvalue(), table[0], ",", said)
    anew.marks = marks(table[0], table[1:], found.separator)
    return anew


_A_YEAR = re.compile(r"(?<!\d)(?:20\d\d|fy ?\d\d)(?!\d)|\byears?\b", re.IGNORECASE)

_WITHOUT_YEAR = 3
"""Months by name in a row of heads, from which a table is one of months."""


def _ask_for_a_year(found: Opened, rows: Sequence[Sequence[str]]) -> None:
    """Raise ImportRefusedError where the heads of a table are months of a year that nobody names."""
    if any(_A_YEAR.search(cell) for row in rows[:_MOST_ABOVE] for cell in row[:1]):
        return  # it says one, and stands otherwise than it is known here
    for place, row in enumerate(rows[:_MOST_ABOVE]):
        months = [MONTH_NAMES[name] for cell in row if (name := cell.strip().casefold()) in MONTH_NAMES]
        if len(months) >= _WITHOUT_YEAR and not any(_is_amount(cell) for cell in row):
            raise ImportRefusedError(
                f"{found.name}, row {place + 1}",
                "its columns are months, and nothing says of which years; expected a year in each head (Jul 2026), or"
                " above the table or in the file's name as 2026 or 2025/26",
            )


_YEAR_SAID = re.compile(r"(?<!\d)(20\d\d)(?:\s*[/–-]\s*(?:20)?(\d\d))?(?!\d)")


def _of_year(row: Sequence[str], titles: str) -> dict[int, str]:
    """Return months that are named without a year, in the one year or the two of a title such as AI spend 2026/27."""
    named = {
        column: MONTH_NAMES[name] for column, cell in enumerate(row) if (name := cell.strip().casefold()) in MONTH_NAMES
    }
    years = {(match[1], match[2] or "") for match in _YEAR_SAID.finditer(titles)}
    if len(named) < 2 or len(years) != 1:  # noqa: PLR2004 - one month makes no table of months
        return {}
    first, second = next(iter(years))
    if second and int(second) != int(first) % 100 + 1:
        return {}
    year, last, months = int(first), 0, dict[int, str]()
    for column, month in named.items():
        if month <= last:
            if not second:
                return {}
            year += 1
        months[column], last = f"{year}-{month:02}", month
    return months if year - int(first) <= bool(second) else {}


def _across(rows: Sequence[Sequence[str]], name: str) -> _Across | None:
    """Return where months stand in the first row that has at least two and nothing but texts beside them."""
    for place, row in enumerate(rows[:_MOST_ABOVE]):
        months = {column: month for column, cell in enumerate(row) if (month := _month(cell))}
        days = _days(row)
        of_days = len(days) > len(months) and _follow_each_other(list(days.values()))
        above = " ".join([*(cell for higher in rows[:place] for cell in higher), name])
        months = days if of_days else months or _of_year(row, above)
        # quarters and periods follow each other
        parts, quarters = ({}, False) if months else parts_of(row, f"{above} {row[0] if row else ''}")
        months = months or parts
        order = list(months) if parts else list(months.values())
        if len(set(order)) < 2 or order != sorted(order):  # noqa: PLR2004 - one month makes no table of months
            continue
        # a row that begins with a date, or has a number beside its dates, is a row of amounts
        if 0 in months or any(_is_amount(cell) for column, cell in enumerate(row) if column not in months):
            return None
        below: Sequence[str] = rows[place + 1] if place + 1 < len(rows) else ()
        unit = "Date" if of_days else "Quarter" if quarters else "Month"
        if len(set(order)) == len(order) and not _are_heads(below, months):
            return replace(_under_one(place, row, months), unit=unit)
        return replace(_under_two(place + 1, row, below, months), unit=unit) if _are_heads(below, months) else None
    return None


def _follow_each_other(days: Sequence[str]) -> bool:
    """Return whether days are at least three, none of them more than a week from the next, as of a table by day."""
    order = [date.fromisoformat(one[:10]).toordinal() for one in days]
    return len(order) > 2 and all(0 < later - one <= 7 for one, later in pairwise(order))  # noqa: PLR2004 - days


def _days(row: Sequence[str]) -> dict[int, str]:
    """Return the days that heads are, by column; none where nothing says which number of 03/04 is the month."""
    order = order_in(row)
    read = {
        column: moment(cell.strip(), order=order) for column, cell in enumerate(row) if not cell.strip().isdecimal()
    }
    return {
        column: iso(one.seconds)
        for column, one in read.items()
        if one is not None and one.spelling not in MONTHS_OF and not one.seconds % DAY
    }


def _is_amount(cell: str) -> bool:
    return _is_number(cell) and not _OF_YEARS.search(cell)


def _is_number(cell: str) -> bool:
    """Return whether a cell holds a number, with a decimal comma or a point."""
    return any(number(one) is not None for one in (cell, cell.replace(".", "").replace(",", ".")) if one.strip())


def _are_heads(row: Sequence[str], months: Mapping[int, str]) -> bool:
    """Return whether a row holds texts alone, one under each month at least."""
    if len(row) <= max(months):
        return False
    return all(row[column].strip() for column in months) and not any(map(_is_number, row))


def _month(text: str) -> str:
    """Return the month that a head is, as 2026-09, empty where it is none: Sep 2026 (£), 09/2026."""
    text = _IN_BRACKETS.sub("", text)
    if numbered := _NUMBERED.match(text.strip()):
        return f"{numbered[2]}-{int(numbered[1]):02}"
    if slashed := _SLASHED.match(text.strip()):
        return f"{slashed[2]}-{int(slashed[1]):02}" if 1 <= int(slashed[1]) <= 12 else ""  # noqa: PLR2004 - months
    read = moment(text.strip()) if not text.strip().isdecimal() else None
    if read is None or read.spelling not in {MONTH_ALONE, DAY_ALONE}:
        return ""
    day = iso(read.seconds)
    return day[:7] if day.endswith("-01") else ""


def _under_one(place: int, row: Sequence[str], months: Mapping[int, str]) -> _Across:
    first = min(months)
    labels = {column: row[column].strip() or _ROW for column in range(first)}
    ignored = [cell.strip() for column, cell in enumerate(row) if column > first and column not in months if cell]
    return _Across(place, _apart(labels), months, dict.fromkeys(months, ""), ignored)


def _under_two(place: int, row: Sequence[str], below: Sequence[str], months: Mapping[int, str]) -> _Across:
    """Return months that each stand over some heads: over those on its right, until another cell is filled."""
    labels: dict[int, str] = {}
    over: dict[int, str] = {}
    ignored: list[str] = []
    month = ""
    for column, cell in enumerate(below):
        top = row[column].strip() if column < len(row) else ""
        month = months.get(column, "") if top else month
        if column < min(months):
            labels[column] = cell.strip() or top or _ROW
        elif month and cell.strip():
            over[column] = month
        elif cell.strip():
            ignored.append(f"{top} {cell}".strip())
    return _Across(place, _apart(labels), over, {column: below[column].strip() for column in over}, ignored)


def _apart(labels: Mapping[int, str]) -> dict[int, str]:
    """Return labels of columns that all differ and that nobody takes for an amount: Cost (£) may stand over names."""
    named: dict[int, str] = {}
    for column, said in labels.items():
        label = _ROW if amounts_of([said], {}) else said
        twice = folded(label) in {folded(other) for other in named.values()}
        named[column] = f"{label} {column + 1}" if twice else label
    return named


def _refuse_budgets(found: Opened, titles: Sequence[str], rows: Sequence[str]) -> None:
    expected = next((text for text in titles if _EXPECTED.search(text)), "")
    if expected and not any(_MEASURED.search(text) for text in [*titles, *rows]):
        raise ImportRefusedError(
            found.name, f"“{expected[:60]}” is what was expected; expected here is what was used or charged"
        )


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _amounts_by_row(across: _Across, below: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str]]:
    """Return a table of amounts by month where each row is an amount of its own, such as Requests, and other rows."""
    name = next(iter(across.labels), None)
    if name is None:
        return [], []
    named = {_cell(row, name): row for row in below}
    known = [label for label in named if amounts_of([label], {})]
    if not known or len({next(iter(amounts_of([label], {}).values())) for label in known}) < len(known):
        return [], []
    rows = [
        [month, *(_cell(named[label], column) for label in known)]
        for column, month in across.months.items()
        if any(_cell(named[label], column) for label in known)
    ]
    return [[across.unit, *known], *rows], [label for label in named if label and label not in known]


def _by_measure(across: _Across, below: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str]]:
    """Return a table of amounts by month and label where one of several columns says what each row is, and totals.

    Empty where none does: rows of requests beside rows of cost are no sum.
    """
    if len(across.labels) < 2 or any(across.heads.values()):  # noqa: PLR2004 - the measure, and what it is of
        return [], []
    for column in across.labels:
        measures = list(dict.fromkeys(_cell(row, column) for row in below if _cell(row, column)))
        roles = [next(iter(amounts_of([one], {}).values()), "") for one in measures]
        if len(measures) > 1 and all(roles) and len(set(roles)) == len(roles):
            others = {place: head for place, head in across.labels.items() if place != column}
            cells: dict[tuple[str, ...], dict[str, str]] = {}
            totals: dict[str, None] = {}
            for row in below:
                names = [_cell(row, place) for place in others]
                if whole := next(filter(is_called_total, names), ""):
                    totals[whole] = None
                    continue
                for place, month in across.months.items():
                    cells.setdefault((*names, month), {})[_cell(row, column)] = _cell(row, place)
            rows = [[*names, *(of_one.get(one, "") for one in measures)] for names, of_one in cells.items()]
            return [[*others.values(), across.unit, *measures], *rows], list(totals)
    return [], []


def _by_label(found: Opened, across: _Across, below: Sequence[Sequence[str]], titles: Sequence[str]) -> list[list[str]]:
    """Return a table with the labels of each row, the month, and what stands under it."""
    amounts = list(dict.fromkeys(across.heads.values()))
    if not amounts_of([one for one in amounts if one], {}):
        amount = _said(found, below, titles, f"{_UNITS[across.unit]}s")
        amounts = [amount if one == "" or _MEASURED.search(one) else one for one in amounts]
        across = replace(across, heads={column: _as_said(head, amount) for column, head in across.heads.items()})
    table: list[list[str]] = [[*across.labels.values(), across.unit, *amounts]]
    for row in below:
        labels = [_cell(row, column) for column in across.labels]
        if not any(labels):
            continue
        cells: dict[str, dict[str, str]] = {}
        for column, month in across.months.items():
            cells.setdefault(month, {})[across.heads[column]] = _cell(row, column)
        table += [
            [*labels, month, *(of_month.get(one, "") for one in amounts)]
            for month, of_month in cells.items()
            if any(of_month.values())
        ]
    return table


def _as_said(head: str, amount: str) -> str:
    return amount if not head or _MEASURED.search(head) else head


def _in_units_of(titles: Sequence[str], heads: Sequence[str]) -> list[str]:
    """Return heads of a table, those of costs in the money that a title says, where they say none themselves.

    >>> _in_units_of(["AI spend, £000"], ["Month", "Requests", "Cost"])
    ['Month', 'Requests', 'Cost (£k)']
    """
    unit = _money_of(titles)
    bare = {head for head in heads if unit and head not in _UNITS and not _MONEY_SAID.search(head)}
    return [
        f"{one} ({unit})" if one in bare and amounts_of([one], {}).get(folded(one)) == "cost" else one for one in heads
    ]


def _money_of(titles: Sequence[str]) -> str:
    """Return the money that titles say amounts are in, as £k; empty where they say none."""
    sign = next((sign for text in titles for sign in CODES if sign in text), "")
    code = next((code for text in titles for code in CODES.values() if re.search(rf"\b{code}\b", text)), "")
    factor = {1e3: "k", 1e6: "m"}.get(title_factor(titles, "cost"), "")
    return f"{sign or SYMBOLS.get(code, '')}{factor}"


def _said(found: Opened, below: Sequence[Sequence[str]], titles: Sequence[str], columns: str) -> str:
    """Return the head of the amounts of a table: by its title, or by the signs of currencies in its cells."""
    money = _money_of(titles)
    for head, words in _TITLES.items():
        if any(words.search(text) for text in titles):
            return f"{head} ({money})" if head == "Cost" and money else head
    if money or any(sign in cell for row in below for cell in row for sign in CODES):
        return f"Cost ({money})" if money else "Cost"
    raise ImportRefusedError(
        found.name,
        f"its columns are {columns}, and nothing says what its amounts are; expected in a cell above the table or in"
        " the first head: Cost (£), Requests, GPU-hours, Input tokens or Output tokens",
    )
