"""A third program recalculates the workbook: IronCalc, in Rust, which shares no code with LibreOffice or with ours."""

import random
from pathlib import Path

import pytest
from answers import in_two_tiers
from recalculated import MADE, Recalculated, exported

from desktop.documents.workbook.input_cells import fixed
from desktop.documents.workbook.layout import InputRow
from desktop.storage import examples
from models.appraisal.line_keys import OptionLine
from models.quantities.declaration import Kind

SORTS = ("blank", "text", "below", "above")


def same(value: object, expected: float | str, sheet: str) -> bool:
    """Return whether a value is the expected one; what must add up to nothing does so to a millionth of a pound."""
    if isinstance(expected, str):
        return value == expected
    if not isinstance(value, (int, float)):
        return False
    return abs(value - expected) <= (1e-6 if sheet == "Checks" else 1e-9 * max(1.0, abs(value), abs(expected)))


@pytest.mark.parametrize("name", in_two_tiers([*examples.names(), *MADE], "insurer"))
def test_every_formula_of_every_example_is_what_the_engine_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, data = exported(name, monkeypatch)
    book = Recalculated(data, tmp_path)
    differ = [
        f"{sheet}!{cell}: engine {expected!r}, IronCalc {value!r}"
        for (sheet, cell), expected in draft.cached.items()
        if not same(value := book.value(sheet, cell), expected, sheet)
    ]
    assert differ[:10] == []
    assert len(draft.cached) > 40_000


def bad(row: InputRow, sort: str) -> object:
    """Return a value that may not be."""
    if sort == "blank":
        return None
    if sort == "text":
        return "January"
    if row.declared.kind in {Kind.CHOICE, Kind.ROW}:
        return 7.0
    low, high = row.declared.bounds if row.declared.kind is not Kind.MONTH else (36_526.0, 73_000.0)
    return low - 1 if sort == "below" else high * 2 + 1


# count: inputs that are drawn for each sort of bad value; 0 for all of them
@pytest.mark.parametrize(
    "count",
    [pytest.param(0, marks=pytest.mark.long), pytest.param(5, marks=pytest.mark.long), 1],
    ids=["all", "some", "one"],
)
def test_what_may_not_be_is_named_not_read_and_makes_no_error(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, data = exported("insurer", monkeypatch)
    book = Recalculated(data, tmp_path)
    rows = [row for row in draft.layout.inputs if not fixed(row.declared)]
    drawn = random.Random(20271126)
    lines = draft.layout.traced.lines
    totals: list[tuple[str, str]] = []
    for option in draft.layout.traced.options:
        sheet, at = draft.layout.of(lines[OptionLine.PRESENT_VALUE.of(option)])
        totals.append((sheet, f"D{at}"))
    before = [book.value(*place) for place in totals]
    silent: list[str] = []
    for sort in SORTS:
        for row in drawn.sample(rows, count or len(rows)):
            cell = f"C{row.row}"
            value = book.value("Inputs", cell)
            book.put("Inputs", cell, bad(row, sort))
            named = row.declared.label in str(book.value("Checks", "B5"))
            if book.value("Checks", "C4") != 1 or not named or [book.value(*place) for place in totals] != before:
                silent.append(f"{row.key}: {sort}")
            book.put("Inputs", cell, value)
            if book.value("Checks", "C4") != 0:
                silent.append(f"{row.key}: {sort}, mended")
    assert silent == []
