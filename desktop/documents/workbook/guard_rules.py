"""Rules of a workbook that defends itself: W21 and W22."""

from collections.abc import Iterator

from openpyxl.utils import get_column_letter

from desktop.documents.workbook.audited import Audited, Found

_CHECK_ROWS, _LIVE_ROWS = 8, 5
"""The first rows of the checks and of the inputs on Live."""


def _inputs(book: Audited) -> Iterator[int]:
    """Give the rows of Inputs that hold an input."""
    inputs = book.formulas["Inputs"]
    heads = [str(cell.value or "") for cell in inputs[4]]
    key = heads.index("Key") + 1
    for row in range(_LIVE_ROWS, inputs.max_row + 1):
        name = str(inputs.cell(row, key).value or "")
        if name and not name.startswith("list:"):
            yield row


def inputs_checked(book: Audited) -> Found:
    """Find inputs without a check of their own (W21)."""
    checks = book.formulas["Checks"]
    checked = {str(checks.cell(row, 2).value) for row in range(_CHECK_ROWS, checks.max_row + 1)}
    for row in _inputs(book):
        if f"=Live!$I${row}" not in checked:
            yield "Inputs", f"A{row}", "has no row on Checks"


def values_guarded(book: Audited) -> Found:
    """Find values that are read whether or not they may be, and a Summary that does not tell (W22)."""
    live = book.formulas["Live"]
    heads = [str(cell.value or "") for cell in live[4]]
    exported = [place for place, head in enumerate(heads, start=1) if head.startswith("Exported")]
    if not exported:
        yield "Live", "A4", "holds no values as exported"
        return
    first, last = (get_column_letter(place) for place in (exported[0], exported[-1]))
    rows = list(_inputs(book))
    for row in rows:
        guarded = f"=IF($I{row}=0,$E{row},INDEX(${first}{row}:${last}{row},1,Summary!$C$4))"
        if live.cell(row, 4).value != guarded:
            yield "Live", f"D{row}", f"{str(live.cell(row, 4).value)[:60]} is read whether or not it is valid"
    if book.formulas["Summary"]["J5"].value != f"=SUM(Live!$I${rows[0]}:$I${rows[-1]})":
        yield "Summary", "J5", "does not count the inputs that must be corrected"
