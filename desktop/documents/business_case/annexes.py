"""The annexes of the business case: assumptions, measurements, method and reconciliation."""

from collections.abc import Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, KeepTogether, Spacer, TableStyle

from desktop.documents.business_case.drawings import plot_drawing
from desktop.documents.business_case.fonts import REGULAR, SEMIBOLD
from desktop.documents.business_case.tables import GREY, INK, RULE, WIDTH, Styles, exhibit, paragraph, shortened
from desktop.documents.business_case.tagging import TaggedFigure, TaggedTable
from desktop.documents.business_case.told import MOST_LOADS, Told
from desktop.documents.workbook.cell_text import clean
from models.appraisal.in_use import keys_in_use
from models.areas.register import expanded
from models.exhibits import calibration, case_text, measured, paper_tables, tracking
from models.exhibits.cells import price
from models.exhibits.figures import Table
from models.quantities.declaration import Kind
from models.quantities.writing import in_unit

_REGISTER = (0.36, 0.2, 0.12, 0.32)
"""Shares of the width of the register's columns."""


_RESTING: Sequence[Sequence[float]] = ((0.7, 0.3), (0.52, 0.22, 0.14, 0.12))


def _cell(text: str, width: float, styles: Styles) -> object:
    """Return a text as a cell: as it is where it fits on a line, which is set much faster, else as a paragraph."""
    plain = clean(text)
    return plain if "\n" not in plain and stringWidth(plain, REGULAR, 9) <= width - 14 else paragraph(text, styles.cell)


def assumptions(told: Told) -> list[Flowable]:
    """Return the register of every input that is in play, with its evidence."""
    plan, scenario, styles = told.plan, told.scenario, told.styles
    heads = ["Input", "Value", "Rests on", "Source"]
    rows: list[list[object]] = [
        [
            paragraph(head, ParagraphStyle("head", parent=styles.cell, fontName=SEMIBOLD, textColor=GREY))
            for head in heads
        ]
    ]
    used = keys_in_use(plan)
    for key, declared, row in expanded(plan.slugs):
        if key not in used or declared.kind is Kind.CONSTANT:
            continue
        if not (plan.applies(scenario, key) and plan.counts(scenario, key)):
            continue
        entry = plan.entry(scenario, key)
        label = f"{plan.row_name(declared.home, row)}: {declared.label}" if row else declared.label
        source = ", ".join(piece for piece in (entry.evidence.source or declared.source, entry.evidence.date) if piece)
        shown = (
            plan.row_name(declared.table, str(entry.value))
            if declared.kind is Kind.ROW
            else in_unit(entry.value, declared, plan.symbol(scenario, key))
        )
        texts = (shortened(label, 200), shortened(shown, 120), entry.evidence.kind.value, shortened(source, 200))
        rows.append([_cell(text, WIDTH * part, styles) for text, part in zip(texts, _REGISTER, strict=True)])
    table = TaggedTable(rows, colWidths=[WIDTH * part for part in _REGISTER], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), REGULAR, 9),
                ("TEXTCOLOR", (0, 0), (-1, -1), INK),
                ("LEADING", (0, 0), (-1, -1), 11),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    story = _measurements(told)
    register = (
        f"{case_text.evidence_sentence(plan, scenario)} The register lists all {len(rows) - 1} inputs in play, those"
        " that decide and those that hardly do."
    )
    head = [told.found.heading("Register of inputs", styles.heading, 2)] if story else []
    return [*story, *head, paragraph(register, styles.body), Spacer(1, 5), table]


def _measurements(told: Told) -> list[Flowable]:
    """Return what the cost rests on and what was measured: files, what each says beside the plan.

    It also gives measured loads.
    """
    plan, scenario, styles = told.plan, told.scenario, told.styles
    story: list[Flowable] = []
    if told.studies is not None and "evidence" in told.studies:
        study = told.studies["evidence"]
        story += [
            paragraph(study.finding, styles.body),
            *(
                KeepTogether([Spacer(1, 5), exhibit(table, widths, (0,), styles)])
                for table, widths in zip(study.tables, _RESTING, strict=False)
            ),
            paragraph(study.note, styles.small),
        ]
    if not plan.measurements:
        return story
    story += told.part("Measurements", measured.register_table(plan), (0.26, 0.56, 0.18), (0, 1))
    for one in plan.measurements:
        story.append(
            paragraph(
                f"{calibration.calibration_finding(plan, scenario, one)} {one.reconciliation}".strip(), styles.body
            )
        )
    for plot in [
        plot
        for one in plan.measurements
        if one.workload and (plot := measured.measured_load(plan, scenario, one)) is not None
    ][:MOST_LOADS]:
        story.append(
            KeepTogether(
                [
                    Spacer(1, 6),
                    paragraph(plot.title, styles.body),
                    paragraph(plot.height, styles.small),
                    TaggedFigure(plot_drawing(plot), plot.alternative),
                ]
            )
        )
    months = tracking.tracking_table(plan, scenario, tracking.followed_first(plan))
    return story + (
        told.part(
            f"Months charged, against {tracking.FOLLOWED[tracking.followed_first(plan)].lower()}", months, None, (0,)
        )
        if months.rows
        else []
    )


def method(told: Told) -> list[Flowable]:
    """Return how the figures come about, and the figures to reconcile with the workbook."""
    story: list[Flowable] = [
        paragraph(text, told.styles.body) for text in paper_tables.method_words(told.plan, told.scenario)
    ]
    story.append(told.found.heading("Reconciliation", told.styles.heading, 2))
    story.append(
        paragraph(
            f"These figures are those of the workbook of the plan “{shortened(told.plan.title, 110)}”, scenario"
            f" {shortened(told.plan.scenario(told.scenario).name, 60)}, input hash {told.input_hash}. The options"
            " there, whole life and present value:",
            told.styles.body,
        )
    )
    rows = [["Business as usual", price(float(told.case.usual[-1]), ""), price(told.case.usual_present_value, "")]]
    rows += [
        [option.label, price(option.total_cost, ""), price(option.present_value, "")]
        for option in told.case.options.values()
    ]
    story.append(
        exhibit(Table.of([told.plan.currency, "Whole life", "Present value"], rows), (0.4, 0.3, 0.3), (0,), told.styles)
    )
    return story
