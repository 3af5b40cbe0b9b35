"""The sheet of risks: the register with its expected values, option by option, live."""

import numpy as np

from desktop.documents.workbook.layout import InputRow
from desktop.documents.workbook.sheet_list import CALCULATION_SHEETS
from desktop.documents.workbook.sheets import Draft, Sheet
from models.appraisal.line_keys import OptionLine
from models.areas.options import OPTION_LABELS
from models.exhibits.register_tables import risks_table
from models.quantities import units
from models.quantities.units import Unit

_FIELDS = (
    ("active", "Counted"),
    ("probability", "Probability"),
    ("low", "Impact, low"),
    ("likely", "Impact, likely"),
    ("high", "Impact, high"),
    ("month", "Month"),
)
_UNITS = ("", "yes/no", "%", "£", "£", "£", "month", "£", "£")


def write_risks(draft: Draft) -> None:
    """Write every risk with what it rests on and the expected value that counts in each option."""
    sheet = draft.sheet("Risks", "results", "Risks")
    styles, layout = draft.styles, draft.layout
    heads = (
        "Risk",
        *(head for _, head in _FIELDS),
        "Mean impact",
        "Expected value",
        *(OPTION_LABELS[option] for option in layout.traced.options),
    )
    last = len(heads) - 1
    draft.master_check(sheet, "Risks", last)
    largest = risks_table(layout.plan, draft.scenario, 3)
    sentence = "; ".join(f"{row[0]} {row[2]}" for row in largest.rows if str(row[2]).strip())
    draft.text(sheet, 1, 0, f"Largest as exported: {sentence}." if sentence else "No risk is counted.", styles.text)
    draft.text(
        sheet,
        2,
        0,
        "Expected value is probability times the mean of low, four times likely, and high. Options count a risk in its"
        " month, at the prices of that month.",
        styles.note,
    )
    symbol = draft.symbol
    units_of = (*_UNITS, *("£" for _ in layout.traced.options))
    for column, (head, unit) in enumerate(zip(heads, units_of, strict=True)):
        draft.text(sheet, 4, column, head, styles.head if column == 0 else styles.head_right)
        draft.text(sheet, 5, column, unit.replace("£", symbol), styles.head if column == 0 else styles.head_right)
    inputs = {row.key: row for row in layout.inputs}
    names = layout.row_names["risk"]
    for place, slug in enumerate(names):
        _write_risk(
            draft, sheet, 6 + place, place, names[slug], [inputs[f"risks.risk.{slug}.{name}"] for name, _ in _FIELDS]
        )
    row = 6 + len(names)
    draft.text(sheet, row, 0, "All risks", styles.make(bold=True))
    for column, option in enumerate(layout.traced.options, start=last - len(layout.traced.options) + 1):
        line = layout.traced.lines[OptionLine.RISKS_EXPECTED.of(option)]
        value = float(draft.results.monthly(line.key)[:, 0].sum())
        draft.formula(
            sheet,
            "Risks",
            row,
            column,
            f"{CALCULATION_SHEETS[option]}!$E${layout.of(line)[1]}",
            value,
            styles.figure(units.MONEY, bold=True),
        )
    sheet.set_column(0, 0, 38, styles.text)
    sheet.set_column(1, last - 1, 12)
    sheet.set_column(last, last, 17)
    sheet.freeze_panes(6, 1)
    sheet.fit_to_pages(1, 0)


def _write_risk(draft: Draft, sheet: Sheet, line: int, place: int, name: str, inputs: list[InputRow]) -> None:
    """Write one risk: its inputs as links to Live, its lines as links to the calculations."""
    styles, layout = draft.styles, draft.layout
    draft.text(sheet, line, 0, name, styles.text)
    values = layout.plan.values(draft.scenario)
    for column, row in enumerate(inputs, start=1):
        style = styles.make(num_format=styles.input(row.declared).num_format, align="right")
        draft.formula(sheet, "Risks", line, column, f"Live!$D${row.row}", float(values[row.key]), style)
    column = len(inputs) + 1
    wanted: list[tuple[str, Unit]] = [("risks.mean", units.MONEY), ("risks.expected", units.MONEY)]
    for key, unit in wanted:
        of = layout.traced.lines[key]
        name, first = layout.of(of)
        draft.formula(
            sheet,
            "Risks",
            line,
            column,
            f"{name}!$D${first + place}",
            float(draft.results.rows(key)[place, 0, 0]),
            styles.figure(unit),
        )
        column += 1
    for option in layout.traced.options:
        of = layout.traced.lines[OptionLine.RISKS_BY_RISK.of(option)]
        name, first = layout.of(of)
        months = np.broadcast_to(draft.results.rows(of.key)[place, :, 0], layout.traced.structure.horizon + 1)
        draft.formula(
            sheet,
            "Risks",
            line,
            column,
            f"SUM({name}!${layout.first_column}${first + place}:${layout.last_column}${first + place})",
            float(months.sum()),
            styles.figure(units.MONEY),
        )
        column += 1
