"""Pages of doing it: procurement, delivery with people and risks, what it all rests on, and who signs."""

from reportlab.graphics.shapes import Drawing, Line, Polygon
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Spacer

from desktop.documents.business_case.chart import rectangle, text_at
from desktop.documents.business_case.fonts import REGULAR
from desktop.documents.business_case.leaf import Part
from desktop.documents.business_case.strategic import grown
from desktop.documents.business_case.tables import GREY, INK, NAVY, RULE, WIDTH, exhibit, paragraph, shortened
from desktop.documents.business_case.tagging import TaggedFigure, TaggedParagraph, TaggedTable
from desktop.documents.business_case.told import NOT_STATED, Told
from models.exhibits import board_pages, case_text, paper_tables, plots, register_tables
from models.exhibits.board import evidence_grade
from models.exhibits.figures import Table
from models.exhibits.phases import REVIEWED, Phases, phases
from models.exhibits.series_styles import none_judged
from models.plan.paper import WORDS
from models.quantities.writing import SYMBOLS, whole_money

_MOST_RISKS = 6
_ROW = 16.0
_LABELS = 200.0
_SIGNED_BY = (0.4, 0.36, 0.24)
_MOST_SIGNING = 6
_RESTING = ((0.7, 0.3), (0.52, 0.22, 0.14, 0.12))
_DECISIVE = (0.36, 0.075, 0.145, 0.23, 0.19)


def procurement(told: Told) -> list[Part]:
    """Return the route to the market, what to ask of suppliers, and how to leave."""
    story: list[Part] = [*told.own("procurement")]
    if told.studies is not None:
        asks = [table for table in told.studies["tripwires"].tables if table.heads[:1] == ["For"]]
        for table in asks[:1]:
            winning = Table(table.heads, [row for row in table.rows if any(cell.is_number for cell in row)], table.keys)
            story += told.part("What to ask of suppliers", winning.first(12), (0.15, 0.28, 0.19, 0.19, 0.19), (0, 1))
    return [*story, Spacer(1, 8), *told.conditions()]


def delivery(told: Told) -> list[Part]:
    """Return the phases as bars, people, the route to the market, risks and the review after a year."""
    plan, scenario = told.plan, told.scenario
    shown = phases(told.known)
    own = told.words(plan.paper.delivery)
    story: list[Part] = [
        *own,
        *([Spacer(1, 4)] if own else []),
        paragraph(shown.title, told.styles.strong),
        paragraph(shown.note, told.styles.small),
        Spacer(1, 3),
        TaggedFigure(phases_drawing(shown), shown.alternative),
        Spacer(1, 8),
    ]
    if not none_judged(told.case):
        story += [grown(plots.team(plan, scenario), most=190.0, optional=True), Spacer(1, 6)]
    if plan.paper.mode != "public":
        story += told.own("procurement")
    risks = register_tables.risks_table(plan, scenario, _MOST_RISKS)
    proposed = told.known.proposed
    left_out = register_tables.risks_left_out(plan, scenario, proposed.key) if proposed is not None else ""
    if risks.rows[0][1].is_number:
        story += told.part("Largest risks", risks, (0.4, 0.12, 0.14, 0.34), (0, 3))
        note = "Expected: probability times the mean of low, four times likely, and high impact, at today's prices."
        story += [paragraph(f"{note} {left_out}".strip(), told.styles.small), Spacer(1, 6)]
    else:
        story += [
            paragraph(f"{register_tables.no_risks(plan, scenario)} {left_out}".strip(), told.styles.body),
            Spacer(1, 6),
        ]
    story += told.own("owners")
    if plan.paper.after_a_year.strip():
        story += told.own("after_a_year")
    else:
        # as the chart of phases has it
        what = f"{REVIEWED[0].upper()}{REVIEWED[1:]}"
        said = f"<b>{WORDS['after_a_year']}.</b> {what}; by whom is not stated."
        story += [TaggedParagraph(said, told.styles.body), Spacer(1, 4)]
    if plan.paper.mode != "public":
        story += told.conditions()
    return story


def phases_drawing(shown: Phases) -> Drawing:
    """Return phases as bars over months, single months as diamonds, their notes beside them."""
    height = _ROW * len(shown.phases) + 20
    picture = Drawing(WIDTH, height, initialFontName=REGULAR, initialFontSize=8.5)
    left, right, foot = _LABELS, WIDTH - 96.0, 16.0

    def at(month: float) -> float:
        return left + (right - left) * month / (shown.months or 1)

    for month, name in shown.names:
        picture.add(Line(at(month), foot, at(month), height, strokeColor=RULE, strokeWidth=0.5))
        picture.add(text_at(at(month), 4, name, anchor="middle", size=8.5, colour=GREY))
    for place, one in enumerate(shown.phases):
        y = height - _ROW * (place + 1) + 3
        first, last = at(min(one.first, shown.months)), at(min(one.last, shown.months))
        picture.add(text_at(0, y + 2, one.label, size=9, colour=INK))
        if one.first == one.last:
            middle = y + 5
            corners = [first - 4.5, middle, first, middle - 4.5, first + 4.5, middle, first, middle + 4.5]
            picture.add(Polygon(corners, fillColor=NAVY, strokeColor=NAVY, strokeWidth=0.5))
        else:
            picture.add(rectangle(first, y, max(last - first, 1.0), 9, fill=NAVY, stroke=NAVY, line=0.5))
        # a note that would pass the margin stands before its bar
        beside = last + 8 + stringWidth(one.note, REGULAR, 8.5) <= WIDTH
        where, anchor = (last + 8, "start") if beside else (first - 8, "end")
        picture.add(text_at(where, y + 2, one.note, anchor=anchor, size=8.5, colour=HexColor("#5B6472")))
    return picture


def assumptions(told: Told) -> list[Part]:
    """Return the inputs that decide, how the figures come about, the figures to reconcile, and who signs."""
    plan, scenario, styles = told.plan, told.scenario, told.styles
    story: list[Part] = []
    decisive = board_pages.decisive_table(told.known)
    grade = evidence_grade(plan, scenario)
    graded, judged = f"Grade {grade.letter}: {grade.meaning}.", not none_judged(told.case)
    words = f"{graded} {case_text.evidence_sentence(plan, scenario)}" + (
        f" The {len(decisive.rows)} that move the verdict most:" if len(decisive.rows) > 1 else ""
    )
    story += [paragraph(words if judged else graded, styles.small), Spacer(1, 3)]
    if not judged:  # there is no verdict that an input moves
        pass
    elif decisive.rows:
        story.append(exhibit(decisive, _DECISIVE, (0, 3, 4), styles, size=8.5, one_line=(3,)))
    else:
        story += [paragraph("No input alone moves the verdict within its plausible range.", styles.body), Spacer(1, 4)]
        if told.studies is not None:
            for table, widths in zip(told.studies["evidence"].tables, _RESTING, strict=False):
                story += [*told.part("", table, widths), Spacer(1, 8)]
    story.append(told.found.heading("Method and reconciliation", styles.heading, 2))
    story.append(paragraph(" ".join(paper_tables.method_words(plan, scenario)), styles.small))
    stands = f"These figures are those of the workbook of the plan “{shortened(plan.title, 110)}”, scenario"
    stands += f" {shortened(plan.scenario(scenario).name, 60)}, input hash {told.input_hash}."
    if judged:
        stands += f" Whole life and present value there: {_totals(told)}."
    story += [Spacer(1, 3), paragraph(stands, styles.small)]
    return [*story, *_signatures(told)]


def _totals(told: Told) -> str:
    """Return what each option and business as usual cost as the workbook has it, for the two to be held together."""
    symbol = SYMBOLS[told.plan.currency]
    amounts = [
        f"{option.label} {whole_money(option.total_cost, symbol)} and {whole_money(option.present_value, symbol)}"
        for option in told.case.options.values()
    ]
    usual = (
        f"business as usual {whole_money(float(told.case.usual[-1]), symbol)} and"
        f" {whole_money(told.case.usual_present_value, symbol)}"
    )
    return "; ".join([*amounts, usual])


def _with_article(board: str) -> str:
    """Return a board as it is named within a sentence; one that begins with an article or whose it is stays so.

    >>> _with_article("Trust board"), _with_article("Our board"), _with_article("The Cabinet")
    ('the Trust board', 'our board', 'the Cabinet')
    """
    first, _, rest = board.partition(" ")
    return f"{first.lower()} {rest}" if first.lower() in {"the", "our", "a", "an"} else f"the {board}"


def _signatures(told: Told) -> list[Flowable]:
    """Return lines to sign, one for each who signs."""
    paper, styles = told.plan.paper, told.styles
    who = [one.strip() for one in paper.signatories.split(",") if one.strip()][:_MOST_SIGNING]
    names = [f"{one[0].upper()}{one[1:]}" for one in who]
    board = paper.board.strip()
    rows = names or [one for one in (paper.sponsor, f"For {_with_article(board)}" if board else "") if one]
    head = told.found.heading("Signatures", styles.heading, 2)
    if not rows:
        return [head, paragraph(NOT_STATED, styles.small)]
    signing = [paragraph(one, styles.cell) for one in rows]
    cells = [["Name or office", "Signature", "Date"], *([one, "", ""] for one in signing)]
    # a name of two lines leaves room to sign above its rule
    heights = [max(24, one.wrap(WIDTH * _SIGNED_BY[0] - 8, 200)[1] + 8) for one in signing]
    drawn = TaggedTable(cells, colWidths=[WIDTH * part for part in _SIGNED_BY], rowHeights=[14, *heights])
    drawn.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR, 8.5),
            ("TEXTCOLOR", (0, 0), (-1, 0), GREY),
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("LINEBELOW", (0, 1), (-1, -1), 0.6, GREY),
            ("LEFTPADDING", (0, 0), (0, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    return [head, drawn]
