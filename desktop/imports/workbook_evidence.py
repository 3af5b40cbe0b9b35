"""What an edited workbook says of the evidence of inputs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from desktop.documents.workbook.cell_text import clean
from desktop.documents.workbook.input_cells import EVIDENCE_FIELDS, evidence_cells
from desktop.imports.cell_values import day_of, value_of
from desktop.imports.closeness import CLOSE
from desktop.imports.grid import Grid, GridCell
from desktop.imports.offers import Offer
from models.exhibits.inputs import input_name
from models.plan.plan import EvidenceKind, Plan
from models.plan.ranges import about
from models.quantities.declaration import NUMERIC, Input, Value
from models.quantities.writing import shown


@dataclass
class Columns:
    """Where the columns of Inputs stand in the file: heads and scenarios by column, counted from 1."""

    sheet: Grid
    row: int
    heads: Mapping[str, int]
    scenarios: dict[str, int] = field(default_factory=dict[str, int])
    base: int = 0


def same(first: Value, second: Value) -> bool:
    """Return whether two values are the same to fifteen digits."""
    if isinstance(first, (bool, str)) or isinstance(second, (bool, str)):
        return first == second and isinstance(first, bool) == isinstance(second, bool)
    return abs(first - second) <= CLOSE * max(abs(first), abs(second))


def evidence_offers(plan: Plan, columns: Columns, at: int, key: str, declared: Input) -> Iterator[Offer]:
    """Yield what differs in the evidence of the base's value."""
    evidence = plan.entries[key].evidence
    expected = evidence_cells(plan, plan.scenarios[0].slug, key).by_head()
    for head, name in EVIDENCE_FIELDS.items():
        if head not in columns.heads or (head in {"Low", "High"} and declared.kind not in NUMERIC):
            continue
        cell = columns.sheet.at(at, columns.heads[head])
        place = columns.sheet.place(at, columns.heads[head])
        what = f"{input_name(plan, key)}, {head.lower()}"
        given, problem = _evidence_value(cell, declared, head, plan.symbol(plan.scenarios[0].slug, key))
        before = expected[head]
        if problem:
            yield Offer(place, what, _in_words(before), shown(cell.value), key, evidence={name: None}, problem=problem)
        elif head in {"Low", "High"} and getattr(evidence, name) is None and _is_usual(given, columns, at, declared):
            continue  # nobody has entered one
        elif not _same_evidence(given, before):
            changed: object = EvidenceKind(str(given)) if name == "kind" else given
            left_out = _leaves_out(given, head, columns, at)
            yield Offer(
                place,
                what,
                _in_words(before),
                _in_words(given),
                key,
                evidence={name: changed},
                note=left_out,
                chosen=not left_out,
            )


def _leaves_out(given: float | str | None, head: str, columns: Columns, at: int) -> str:
    """Return that an end of a range leaves out the value that stands beside it; empty where it does not."""
    value = columns.sheet.at(at, columns.base).value if columns.base else None
    if not isinstance(given, float) or not isinstance(value, (int, float)) or isinstance(value, bool):
        return ""
    beyond = (head == "Low" and given > value) or (head == "High" and given < value)
    return f"the range would leave out the value, {_in_words(float(value))}: it is not taken unasked" if beyond else ""


def _is_usual(given: float | str | None, columns: Columns, at: int, declared: Input) -> bool:
    """Return whether an end of a range is what the program shows of an input without a range of its own.

    That is nothing in workbooks of earlier versions, the usual range, or one as wide about the value of the sheet.
    """
    if given is None:
        return True
    value = columns.sheet.at(at, columns.base).value if columns.base else None
    ranges = [declared.plausible] if declared.plausible is not None else []
    if ranges and isinstance(value, (int, float)) and not isinstance(value, bool):
        ranges.append(about(float(value), ranges[0]))
    return isinstance(given, float) and any(same(given, end) for ends in ranges for end in ends)


_YEARS = range(1_990, 2_200)
"""A date of evidence that is a year alone stands as that number; a day, as one counts them in a sheet, is far above."""


def _evidence_value(cell: GridCell, declared: Input, head: str, symbol: str) -> tuple[float | str | None, str]:
    if cell.error:
        return None, f"holds the error {cell.value}"
    if head in {"Low", "High"}:
        if cell.empty:
            return None, ""
        read = value_of(cell, declared, symbol, (), {})
        return (
            (float(read.value), "") if isinstance(read.value, (int, float)) else (None, read.problem or "is no number")
        )
    if cell.formula and cell.value is None:
        return None, "holds a formula that was never calculated; open and save the file in a spreadsheet program"
    if isinstance(cell.value, (datetime, date)):
        return cell.value.strftime("%Y-%m-%d"), ""
    if head == "Date" and isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        return (f"{cell.value:.0f}", "") if cell.value in _YEARS else day_of(cell.value)
    text = (
        ""
        if cell.value is None
        else str(cell.value).strip()
        if not isinstance(cell.value, float)
        else f"{cell.value:g}"
    )
    if head == "Evidence" and not text:
        return None, f"is empty; expected {', '.join(kind.value for kind in EvidenceKind)}"
    if head == "Evidence" and text not in {kind.value for kind in EvidenceKind}:
        return None, f"{shown(text)} is no kind of evidence; expected {', '.join(kind.value for kind in EvidenceKind)}"
    return clean(text), ""


def _same_evidence(given: float | str | None, before: float | str | None) -> bool:
    if isinstance(given, float) and isinstance(before, (int, float)):
        return same(given, float(before))
    return (given or "") == (before.strip() if isinstance(before, str) else before or "") or (
        given is None and before is None
    )


def _in_words(value: float | str | None) -> str:
    if value is None or value == "":
        return "nothing"
    return f"{value:,.10g}" if isinstance(value, (int, float)) else shown(value, 60)
