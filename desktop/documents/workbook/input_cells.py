"""What the cells of Inputs hold for a plan: the one place that the writer prints from and the import compares with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.documents.workbook.cell_text import clean
from desktop.documents.workbook.layout import InputRow, Layout
from models.plan.plan import Plan
from models.plan.ranges import plausible_range
from models.quantities.declaration import STRUCTURAL_KEYS, Input, Kind, Value
from models.quantities.writing import SYMBOLS, month_after

type CellValue = float | str | datetime


def value_cell(layout: Layout, declared: Input, value: Value) -> CellValue:
    """Return a value as a cell holds it.

    Choices by their label, rows by their name, a month as its first day, a flag as 1 or 0.
    """
    if declared.kind is Kind.CHOICE:
        return next(choice.label for choice in declared.choices if choice.value == value)
    if declared.kind is Kind.ROW:
        return layout.row_names[declared.table][str(value)]
    if declared.kind is Kind.MONTH:
        first = month_after(str(value), 0)
        return datetime(first.year, first.month, 1)  # noqa: DTZ001 - a cell's date has no zone
    return float(value)


def label_of(layout: Layout, row: InputRow) -> str:
    """Return an input's label with the name of its table row."""
    if not row.table_row:
        return row.declared.label
    return f"{layout.row_names[row.declared.home][row.table_row]}: {row.declared.label}"


EVIDENCE_FIELDS: Mapping[str, str] = {
    "Evidence": "kind",
    "Source": "source",
    "Date": "date",
    "Low": "low",
    "High": "high",
    "Note": "note",
}
"""The field of the evidence that stands under each head that may be changed."""


@dataclass(frozen=True, slots=True)
class EvidenceCells:
    """The cells of an input's evidence; where it says nothing, the declaration speaks."""

    kind: str
    source: str
    date: str
    low: float | None
    high: float | None
    note: str

    def by_head(self) -> Mapping[str, float | str | None]:
        """Return the cells by the head of their column."""
        return {head: getattr(self, name) for head, name in EVIDENCE_FIELDS.items()}


def evidence_cells(plan: Plan, scenario: str, key: str) -> EvidenceCells:
    """Return what an input's evidence shows: its range is the one that simulation and tornado move it through.

    Of an input that they leave alone it is the one that was entered, else the declared one where its value lies within.
    """
    declared, entry = plan.declaration(key), plan.entry(scenario, key)
    evidence, value = entry.evidence, entry.value
    low, high = declared.plausible or (None, None)
    if low is not None and high is not None and not (isinstance(value, (int, float)) and low <= value <= high):
        low = high = None
    moved = plausible_range(plan, scenario, key, declared)
    if moved is not None:
        low, high = moved
        evidence = replace(evidence, low=None, high=None)
    return EvidenceCells(
        "constant" if declared.kind is Kind.CONSTANT else evidence.kind.value,
        clean(evidence.source or declared.source),
        clean(evidence.date),
        evidence.low if evidence.low is not None else low,
        evidence.high if evidence.high is not None else high,
        clean(evidence.note or declared.help),
    )


def fixed(declared: Input) -> bool:
    """Return whether a workbook cannot follow a change of an input: constants, and what decides its shape."""
    return declared.kind is Kind.CONSTANT or declared.key in STRUCTURAL_KEYS


def allowed(declared: Input) -> str:
    """Return what an input accepts, in words."""
    if fixed(declared):
        return "fixed" if declared.kind is Kind.CONSTANT else "fixed at export"
    if declared.kind in {Kind.CHOICE, Kind.ROW}:
        return "one of the list"
    if declared.kind is Kind.FLAG:
        return "1 for yes, 0 for no"
    if declared.kind is Kind.MONTH:
        return "the first day of a month"
    if declared.kind is Kind.SHARE:
        return f"{declared.bounds[0]:.0%} to {declared.bounds[1]:,.0%}"
    return f"{declared.bounds[0]:,.10g} to {declared.bounds[1]:,.10g}"


def unit_of(plan: Plan, scenario: str, row: InputRow) -> str:
    """Return the unit of an input, in the currency it is quoted in."""
    return unit_in_words(plan, scenario, row.key, row.declared)


def unit_in_words(plan: Plan, scenario: str, key: str, declared: Input) -> str:
    """Return the unit of an input by its key, in the currency it is quoted in."""
    symbol = plan.symbol(scenario, key) if declared.currency else SYMBOLS[plan.currency]
    printed = declared.unit.printed(symbol)
    if printed:
        return printed
    return {Kind.CHOICE: "choice", Kind.ROW: "choice", Kind.FLAG: "yes/no", Kind.MONTH: "month"}.get(
        declared.kind, "number"
    )
