"""What the format of a cell, or the cells beside it, say of a figure in a plain table."""

import re
from collections.abc import Sequence
from dataclasses import replace

from desktop.imports.grid import GridCell
from desktop.imports.measured.sheets import shown_as
from desktop.imports.names import plainly
from desktop.imports.said_units import BARE, SIZES, SUFFIX, counted_otherwise, currency_problem, is_money
from desktop.imports.table_mapping import Mapped
from models.quantities.declaration import NUMERIC, Input, Kind
from models.quantities.writing import shown


def as_shown(cell: GridCell, declared: Input, symbol: str) -> tuple[GridCell, str]:
    """Return a number with the size that its format shows behind it, and what is wrong where it shows other money.

    >>> from models.areas.operations import Role
    >>> as_shown(GridCell(75, number_format='0"k"'), Role.salary, "£")[0].value
    '75k'
    >>> as_shown(GridCell(75_000, number_format="[$$-409]#,##0"), Role.salary, "£")[1]
    'is quoted in $; the plan holds this price in £: change its currency first, or convert the price'
    """
    number = isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)
    counts = is_money(declared) or re.match(r"requests|tokens", declared.unit.symbol) is not None
    if not number or declared.kind not in NUMERIC or declared.kind is Kind.SHARE or not counts:
        return cell, ""
    sign, size = shown_as(cell.number_format)
    wrong = currency_problem(sign, declared, symbol) if sign and is_money(declared) else ""
    suffix = SUFFIX.get(SIZES.get(size, ""), "")
    if wrong or not suffix:
        return cell, wrong
    # the size may be the one that the input is counted in
    if not counted_otherwise(f"'{suffix}", declared, symbol):
        return cell, ""
    return replace(cell, value=f"{cell.value!r}{suffix}", number_format="General"), ""


_SCALE = re.compile(r"\b\d\s*(?:-|–|to)\s*\d{1,2}\b")


def score_said(cell: GridCell, beside: Sequence[GridCell], head: str) -> str:
    """Return what leaves a doubt where a bare 1 may be a score and no share of one; empty where nothing does.

    beside: the cells of its column.
    """
    if "%" in cell.number_format or not BARE.match(str(cell.value)) or float(str(cell.value)) < 1:
        return ""
    numbers = [float(str(one.value)) for one in beside if BARE.match(str(one.value)) and "%" not in one.number_format]
    if _SCALE.search(head) or any(one > 1 for one in numbers) or (len(numbers) > 1 and min(numbers) >= 1):
        return f"stands under {shown(head)} and may be a score, 1% or 100%: write shares with their sign, such as 20%"
    return ""


_BY_THE_HOUR = re.compile(r"(?:/|\bper\s|\ban?\s)\s*(?:h|hr|hour)s?\s*[)\]]?\s*$|\bhourly\b", re.IGNORECASE)


def of_instances(head: str, declared: Input, how: Mapped) -> str:
    """Return what leaves a doubt where a price by the hour may be that of an instance, whose GPUs stand beside it."""
    beside = any(one.name == "instance_gpus" for one in how.inputs.values())
    by_gpu = declared.unit.symbol.endswith("/GPU-hour") and "gpu" not in head.casefold()
    own = plainly(head) in {plainly(declared.label), plainly(declared.name)}
    if not (beside and by_gpu) or (own and not _BY_THE_HOUR.search(head)):
        return ""
    return (
        f"stands under {shown(head)} beside the GPUs of an instance: is it of the instance or of each GPU? Head it so"
    )


_OUT_OF_TEN, _A_FEW = 10, 2
OF_TEN = "may be of ten"
"""Begins what is said of scores that are all of ten at most."""


_WRITTEN_OF_TEN = re.compile(r"^\s*\d+(?:\.\d+)?\s*(?:/|(?:out )?of)\s*10\s*$", re.IGNORECASE)


def out_of_ten(cell: GridCell, how: Mapped, declared: Input) -> str:
    """Return what leaves a doubt where scores of 0 to 100 are all of ten at most; empty where one is more."""
    if how.table != "criterion" or declared.name == "weight":
        return ""
    columns = [at for at, one in how.inputs.items() if one.name != "weight"]
    scores = [
        float(str(cells[at].value))
        for row, cells in how.grid.rows()
        if row > how.row
        for at in columns
        if at in cells and BARE.match(str(cells[at].value))
    ]
    if not BARE.match(str(cell.value)):
        return ""
    written = (cells[at].value for row, cells in how.grid.rows() if row > how.row for at in columns if at in cells)
    of_ten = any(_WRITTEN_OF_TEN.match(str(one)) for one in written) and float(str(cell.value)) <= _OUT_OF_TEN
    if not of_ten and (len(scores) <= _A_FEW or max(scores) > _OUT_OF_TEN):
        return ""
    return f"{OF_TEN}, and the plan's scores are of a hundred: write 90 for 9 of ten"


_DOTTED = re.compile(r"^[£$€]?\s?[1-9]\d{0,2}\.\d{3}$")
_WHOLE = frozenset({"£", "£/year", "£/month", "£/person-year", "£/server", "£/kW-month", "requests/month", "people"})
"""Units of what is written without thousandths."""

_OTHER_DECIMALS = re.compile(r"^[£$€]?\s?\d+\.(?:\d{1,2}|\d{4,})$")


def dotted(cell: GridCell, how: Mapped, declared: Input) -> str:
    """Return what leaves a doubt where 5.000 may be five thousand: it ends in a nought, or several stand there.

    Not where one such as 5.25 does.
    """
    if declared.unit.symbol not in _WHOLE or not isinstance(cell.value, str) or how.grid.comma:
        return ""
    if not _DOTTED.match(cell.value.strip()):
        return ""
    columns = [column for column, one in how.inputs.items() if one.kind is Kind.QUANTITY]
    texts = [
        str(cells[one].value).strip()
        for row, cells in how.grid.rows()
        if row > how.row
        for one in columns
        if one in cells
    ]
    # nobody writes a nought of a thousandth of a pound
    several = cell.value.strip().endswith("0") or sum(_DOTTED.match(one) is not None for one in texts) > 1
    if not several or any(_OTHER_DECIMALS.match(one) for one in texts):
        return ""
    number = cell.value.strip()
    return f"{shown(number)} may be {float(re.sub('[^0-9.]', '', number)):g} or {number.replace('.', ',')}: write it so"


def figure(cell: GridCell) -> bool:
    """Return whether a cell holds a number, or a text that begins as one.

    >>> figure(GridCell(3)), figure(GridCell("£1,200")), figure(GridCell("Ann")), figure(GridCell(None))
    (True, True, False, False)
    """
    if isinstance(cell.value, str):
        return re.match(r"[(£$€\s-]*\d", cell.value) is not None
    return isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)


def of_several(how: Mapped, column: int) -> str:
    """Return that a head stands above several columns of figures, of which it is not said which counts; else empty."""
    heads, beside = how.grid.cells[how.row], column + 1
    below = (how.grid.at(row, beside) for row in how.grid.cells if how.about.holds(row, how.row))
    if (beside in heads and not heads[beside].empty) or not any(figure(cell) for cell in below):
        return ""
    return f"{shown(heads[column].value)} stands above several columns of figures; which of them counts is not said"
