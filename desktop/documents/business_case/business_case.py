"""The business case as a PDF: the first page decides, the rest shows why."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepInFrame, PageBreak, PageTemplate, Paragraph, Spacer, Table, TableStyle

from desktop.documents.business_case.chart import drawing
from desktop.documents.business_case.fonts import REGULAR, SEMIBOLD
from desktop.documents.business_case.sections import decision_areas
from desktop.documents.business_case.studies import sensitivity
from desktop.documents.business_case.tables import GREY, NAVY, PALE, RULE, WIDTH, Styles, exhibit, made_styles, paragraph
from desktop.documents.workbook.workbook import unwatched
from models.appraisal.results import CaseResult
from models.areas.register import expanded
from models.areas.world import hours_a_month
from models.exhibits import case_text
from models.exhibits.areas import risks_table
from models.exhibits.every_study import documented
from models.exhibits.figures import cumulative_figure, options_table
from models.exhibits.studies import Shown
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.quantities.declaration import Kind
from models.quantities.writing import in_unit
from models.rules.decisions import judged

PAGE_HEIGHT = A4[1] - 38 * mm
CHART_HEIGHT = 172
"""Points; with three switching values and three risks the first page is full."""


def business_case(plan: Plan, scenario: str, day: date, input_hash: str, look: Callable[[float, str], None] | None = None) -> bytes:
    """Return the business case of a scenario; the same plan, scenario and day give the same bytes.

    look: told how far the work is, from 0 to 1; it may raise to give the work up.
    """
    told = look or unwatched
    told(0.0, "Working out the case")
    styles = made_styles()
    case = judged(plan, scenario)
    told(0.1, "Working out the studies")
    studies = documented(plan, scenario, lambda part, doing: told(0.1 + part * 0.3, doing))
    stream = io.BytesIO()
    story: list[Flowable] = [KeepInFrame(WIDTH, PAGE_HEIGHT - 1, _page_one(plan, scenario, case, day, styles, input_hash, studies), mode="shrink"), PageBreak()]
    told(0.4, "Writing the sections")
    story += _costs(plan, scenario, case, styles)
    story += sensitivity(plan, case, studies, styles)
    story += decision_areas(plan, scenario, case, styles)
    story += _assumptions(plan, scenario, styles)
    document = BaseDocTemplate(
        stream, pagesize=A4, leftMargin=20 * mm, rightMargin=20 * mm, topMargin=18 * mm, bottomMargin=20 * mm,
        title=plan.title, author="Boardcase", subject="Business case for AI infrastructure", creator=f"Boardcase {version('boardcase')}",
        lang="en-GB", invariant=1, initialFontName=REGULAR,
    )  # fmt: skip
    frame = Frame(20 * mm, 20 * mm, WIDTH, PAGE_HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    footer = f"{plan.title[:60]} · {version('boardcase')} · {input_hash} · {day.day} {day:%B %Y}"
    document.addPageTemplates([PageTemplate("page", [frame])])
    told(0.7, "Setting the pages")
    document.build(story, canvasmaker=_numbered(footer))
    return stream.getvalue()


def _numbered(footer: str) -> type[Canvas]:
    """Return a canvas that writes "page x of y" once the number of pages is known."""

    class Numbered(Canvas):
        def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - handed on to reportlab as they come
            super().__init__(*arguments, **{**options, "initialFontName": REGULAR})
            self._pages: list[dict[str, object]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()  # pyright: ignore[reportAttributeAccessIssue] - reportlab's own, left out of its types

        def save(self) -> None:
            for number, page in enumerate(self._pages, start=1):
                self.__dict__.update(page)
                self.setFont(REGULAR, 8)
                self.setFillColor(GREY)
                self.drawString(20 * mm, 12 * mm, footer)
                self.drawRightString(A4[0] - 20 * mm, 12 * mm, f"page {number} of {len(self._pages)}")
                super().showPage()
            super().save()

    return Numbered


def _page_one(plan: Plan, scenario: str, case: CaseResult, day: date, styles: Styles, input_hash: str, studies: Mapping[str, Shown]) -> list[Flowable]:
    """Return the page that decides: resolution, recommendation, options, chart, what would change our mind, evidence."""
    best = case.allowed()[0].label.lower() if case.allowed() else "none"
    said = verdict(plan, case)
    name = plan.scenario(scenario).name
    head = Table(
        [[paragraph("Board paper · for decision", styles.small), paragraph(f"Scenario: {name[:60]}", styles.small), paragraph(f"{day.day} {day:%B %Y}", ParagraphStyle("right", parent=styles.small, alignment=2))]],
        colWidths=[WIDTH / 3] * 3, style=[("FONT", (0, 0), (-1, -1), REGULAR, 9), ("LINEBELOW", (0, 0), (-1, -1), 0.8, NAVY), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)],
    )  # fmt: skip
    resolution = Table(
        [[Paragraph(f"<b>Resolution.</b> {escape(case_text.resolution(plan, scenario, case))}", styles.body)]],
        colWidths=[WIDTH], style=[("FONT", (0, 0), (-1, -1), REGULAR, 9), ("BACKGROUND", (0, 0), (-1, -1), PALE), ("LINEBEFORE", (0, 0), (0, -1), 3, NAVY), ("LEFTPADDING", (0, 0), (-1, -1), 12), ("TOPPADDING", (0, 0), (-1, -1), 7), ("BOTTOMPADDING", (0, 0), (-1, -1), 8)],
    )  # fmt: skip
    figure = cumulative_figure(plan, case)
    story: list[Flowable] = [head, Spacer(1, 10), paragraph(_shortened(plan.title, 110), styles.title), resolution, Spacer(1, 8)]
    story.append(Paragraph(f"<b>Recommendation on cost: {escape(best)}.</b> {escape(case_text.reason(plan, case))}", styles.body))
    if said.warning:
        story.append(Paragraph(f"<b>Note.</b> {escape(said.warning)}", styles.body))
    story += [Spacer(1, 7), exhibit(options_table(plan, case, always_usual=True)), paragraph(figure.title, styles.heading)]
    story += [paragraph(figure.subtitle, styles.small), drawing(figure, WIDTH, CHART_HEIGHT)]
    story += [paragraph("What would change our mind", styles.heading), *_switching(plan, scenario, case, styles, studies)]
    risks = risks_table(plan, scenario, 3)
    if len(risks.heads) == len(risks.rows[0]) and risks.rows[0][1]:
        story += [paragraph("Largest risks", styles.heading), exhibit(risks, (0.43, 0.12, 0.15, 0.3), (0, 3), styles)]
    ends = f"Prices in {plan.currency} of the decision month; hours {hours_a_month()} a month. Figures are those of the workbook with hash {input_hash}. Corporation tax is not in these figures."
    story += [Spacer(1, 6), paragraph(f"{case_text.evidence_sentence(plan, scenario)} {ends}", styles.small)]
    return story


def _switching(plan: Plan, scenario: str, case: CaseResult, styles: Styles, studies: Mapping[str, Shown]) -> list[Flowable]:
    switching = studies["switching"].behind
    assert isinstance(switching, Sequence)
    table = case_text.switching_table(plan, scenario, switching)
    if len(case.allowed()) < 2:  # noqa: PLR2004 - it takes two to switch
        return [paragraph("No figure does: the rules allow one option at most. Its requirement would have to change.", styles.body)]
    if not table.rows:
        return [paragraph("No input changes the cheapest option anywhere within its plausible range, taken one at a time.", styles.body)]
    return [exhibit(table, (0.43, 0.18, 0.24, 0.15), (0,), styles)]


def _costs(plan: Plan, scenario: str, case: CaseResult, styles: Styles) -> list[Flowable]:
    story: list[Flowable] = [paragraph("Costs by year", styles.title)]
    for option in case.options.values():
        story += [paragraph(option.label, styles.heading), exhibit(case_text.yearly_table(plan, scenario, option.key))]
    story.append(paragraph("Nominal, before the resale of what is left at the horizon. Year 1 is months 1 to 12.", styles.small))
    return story


def _assumptions(plan: Plan, scenario: str, styles: Styles) -> list[Flowable]:
    """Return the register of every input that is in play, with its evidence."""
    heads = ["Input", "Value", "Rests on", "Source"]
    rows: list[list[object]] = [[paragraph(head, ParagraphStyle("head", parent=styles.cell, fontName=SEMIBOLD, textColor=GREY)) for head in heads]]
    for key, declared, row in expanded(plan.slugs):
        if declared.kind is Kind.CONSTANT or not (plan.applies(scenario, key) and plan.counts(scenario, key)):
            continue
        entry = plan.entry(scenario, key)
        label = f"{plan.row_name(declared.home, row)}: {declared.label}" if row else declared.label
        source = ", ".join(piece for piece in (entry.evidence.source or declared.source, entry.evidence.date) if piece)
        shown = plan.row_name(declared.table, str(entry.value)) if declared.kind is Kind.ROW else in_unit(entry.value, declared, plan.symbol(scenario, key))
        rows.append([paragraph(label, styles.cell), paragraph(shown, styles.cell), paragraph(entry.evidence.kind.value, styles.cell), paragraph(_shortened(source, 200), styles.cell)])
    table = Table(rows, colWidths=[WIDTH * part for part in (0.36, 0.2, 0.12, 0.32)], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), REGULAR, 9),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return [PageBreak(), paragraph("Assumptions", styles.title), table]


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
