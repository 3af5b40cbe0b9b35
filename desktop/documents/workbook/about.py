"""The sheets About and Sources: what the workbook is, and where its figures come from."""

from collections.abc import Sequence

from desktop.documents.workbook.front import FIGURE_HEADS, Stamp
from desktop.documents.workbook.sheet_list import sheets_of
from desktop.documents.workbook.sheets import Draft, Sheet
from models.areas.world import hours_a_month
from models.catalogue.rows import catalogue
from models.exhibits.verdict import Verdict
from models.plan.measurements import FIGURES, unit_of
from models.quantities.writing import month_name


def _facts(draft: Draft, stamp: Stamp, said: Verdict) -> Sequence[tuple[str, str]]:
    """Return what a reader should know of the workbook, each with its name."""
    plan = draft.layout.plan
    scenario = plan.scenario(draft.scenario)
    return (
        ("Plan", plan.title),
        (
            "Purpose",
            (
                "Compares cloud, API, on-premises and hybrid infrastructure for AI over the horizon. Every figure"
                " follows from the Inputs sheet by live formulas."
            ),
        ),
        ("Story", plan.story or "–"),
        ("Author", f"Boardcase {stamp.version} on {stamp.day}, from the plan of the same name"),
        ("Scenario as exported", scenario.name),
        ("Verdict as exported", said.text),
        ("Input hash", stamp.input_hash),
        ("Price base", f"{month_name(plan.start, 0)} (month 0), as exported"),
        ("Currency", plan.currency),
        ("Signs", "Costs are positive; money received is negative. Shares are fractions shown in percent."),
        (
            "Months",
            (
                f"Month 0 is the decision; months 1 to {draft.layout.traced.structure.horizon} carry running cost. The"
                " horizon is fixed at export."
            ),
        ),
        ("Hours", f"{hours_a_month()} hours a month."),
        ("Ceilings", "Whole units are rounded up, forgiving an excess of 1e-9."),
        (
            "Colour key",
            (
                "Framed yellow cells are inputs; plain cells are calculations; grey print is unit and evidence. Tabs:"
                " navy front, yellow inputs, grey calculations, green results, purple checks."
            ),
        ),
        ("Large figures", "By month, k stands for thousands and m for millions; the cell holds the figure in full."),
        (
            "Bring changes back",
            (
                "Change Inputs, save, and let Boardcase take it back (File, Import figures): every difference is shown"
                " and accepted line by line."
            ),
        ),
        (
            "Not here",
            (
                "Studies are worked out in Boardcase and stand on Sensitivity as values; rules between decisions are in"
                " the business case."
            ),
        ),
    )


def write_about(draft: Draft, stamp: Stamp, said: Verdict) -> None:
    """Write purpose, conventions, colour key and an index with links."""
    sheet = draft.sheet("About", "front", "About this workbook")
    styles = draft.styles
    facts = _facts(draft, stamp, said)
    for row, (name, text) in enumerate(facts, start=2):
        draft.text(sheet, row, 0, name, styles.make(bold=True, valign="top"))
        draft.text(sheet, row, 1, text, styles.wrapped)
    row = len(facts) + 3
    if draft.notices:
        draft.text(sheet, row, 0, "Left out", styles.make(bold=True, valign="top"))
        draft.text(sheet, row, 1, "; ".join(draft.notices[:20]), styles.wrapped)
        row += 2
    draft.text(sheet, row, 0, "Sheet", styles.head)
    draft.text(sheet, row, 1, "What it holds", styles.head)
    for offset, (name, text) in enumerate(sheets_of(draft.layout.traced, draft.layout.plan).items(), start=1):
        sheet.write_url(row + offset, 0, f"internal:'{name}'!A1", styles.make(font_color="#12436D", underline=1), name)
        draft.text(sheet, row + offset, 1, text, styles.text)
    draft.master_check(sheet, "About", 2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 92)
    sheet.set_column(2, 2, 20)
    sheet.fit_to_pages(1, 1)


def write_sources(draft: Draft) -> None:
    """Write the catalogue rows the plan's prices were frozen from."""
    sheet = draft.sheet("Sources", "inputs", "Sources of prices and facts")
    styles, plan = draft.styles, draft.layout.plan
    used = sorted({entry.evidence.catalogue for entry in plan.entries.values() if entry.evidence.catalogue})
    for column, head in enumerate(
        (
            "Catalogue row",
            "What",
            "Region",
            "Low",
            "Typical",
            "High",
            "Unit",
            "Currency",
            "Date",
            "Based on",
            "Source",
            "Note",
        )
    ):
        draft.text(sheet, 2, column, head, styles.head)
    for row, row_id in enumerate((one for one in used if one in catalogue()), start=3):
        fact = catalogue()[row_id]
        for column, text in (
            (0, fact.id),
            (1, fact.name),
            (2, fact.region),
            (6, fact.unit),
            (7, fact.currency),
            (9, fact.evidence),
            (10, fact.source),
            (11, fact.note),
        ):
            draft.text(sheet, row, column, text, styles.wrapped)
        draft.dated(sheet, row, 8, fact.as_of, styles.wrapped)
        for column, value in ((3, fact.low), (4, fact.typical), (5, fact.high)):
            if value is not None:
                sheet.write_number(
                    row, column, value, styles.make(num_format="#,##0.####", align="right", valign="top")
                )
    _measurements(draft, sheet, 4 + sum(one in catalogue() for one in used))
    draft.master_check(sheet, "Sources", 11)
    for column, width in enumerate((28, 28, 13, 9, 9, 9, 12, 8, 10, 10, 30, 32)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(3, 1)
    sheet.fit_to_pages(1, 0)


_MEASURED_HEADS = (
    "Measured by",
    "What it is",
    "Period",
    "Used",
    "Aside",
    "Covered",
    "Zone",
    "Currency",
    "Taken in",
    "",
    "SHA-256",
    "To check against the invoice",
)


def _measurements(draft: Draft, sheet: Sheet, row: int) -> None:
    """Write the register of measurements and every figure they say of a usual month, with its lowest and highest week.

    Values as taken in.
    """
    styles, plan = draft.styles, draft.layout.plan
    if not plan.measurements:
        draft.text(sheet, row, 0, "Nothing is measured: no bill, metrics or log was taken in.", styles.note)
        return
    for column, head in enumerate(_MEASURED_HEADS):
        draft.text(sheet, row, column, head, styles.head)
    number = styles.make(num_format="#,##0.####", align="right", valign="top")
    for one in plan.measurements:
        row += 1
        for column, text in (
            (0, one.file),
            (1, one.format),
            (2, one.period),
            (6, one.zone),
            (7, one.currency),
            (8, one.taken),
            (10, one.sha256),
            (11, one.reconciliation),
        ):
            draft.text(sheet, row, column, text, styles.wrapped)
        for column, value in ((3, one.used), (4, one.aside)):
            sheet.write_number(row, column, value, number)
        sheet.write_number(row, 5, one.coverage, styles.make(num_format="0%", align="right", valign="top"))
    row += 2
    for column, head in enumerate(FIGURE_HEADS):
        draft.text(sheet, row, column, head, styles.head)
    for one in plan.measurements:
        for name in (name for name in FIGURES if name in one.figures):
            row += 1
            named, ends = FIGURES[name], one.ranges.get(name)
            for column, text in ((0, one.file), (1, named.label), (6, unit_of(named, one.currency))):
                draft.text(sheet, row, column, text, styles.wrapped)
            scale = 100.0 if named.unit == "%" else 1.0
            for column, value in (
                (3, ends[0] if ends else None),
                (4, one.figures[name]),
                (5, ends[1] if ends else None),
            ):
                if value is not None:
                    sheet.write_number(row, column, value * scale, number)
