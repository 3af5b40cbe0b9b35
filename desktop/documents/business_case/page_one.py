"""The page that decides: resolution, recommendation, options, chart, what would change our mind, risks, evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Spacer

from desktop.documents.business_case.chart import drawing
from desktop.documents.business_case.fonts import REGULAR
from desktop.documents.business_case.leaf import PAGE_HEIGHT, height_of
from desktop.documents.business_case.pages import FirstPage
from desktop.documents.business_case.tables import (
    NAVY,
    PALE,
    WIDTH,
    Styles,
    even,
    exhibit,
    in_whole_sentences,
    paragraph,
    shortened,
)
from desktop.documents.business_case.tagging import LaidOut, TaggedFigure, TaggedParagraph
from desktop.documents.business_case.told import Told
from models.appraisal.results import CaseResult
from models.areas.world import hours_a_month
from models.exhibits import case_text
from models.exhibits.areas import pays_tax
from models.exhibits.board import (
    against_head,
    as_planned,
    board_table,
    compared_words,
    evidence_grade,
    net_of_benefits,
    recommendation_head,
    recommended,
    without_option,
)
from models.exhibits.dated import out_of_time
from models.exhibits.every_study import bests_in, judgement_in
from models.exhibits.figures import Table as Exhibit
from models.exhibits.figures import cumulative_figure, lasting
from models.exhibits.information import worth_name
from models.exhibits.paper_tables import called_beside
from models.exhibits.register_tables import no_risks, risks_left_out, risks_table
from models.exhibits.series_styles import none_judged
from models.exhibits.simulation import may_cost_far_more
from models.exhibits.studies import Shown
from models.exhibits.tripwires import (
    barred_then,
    once_allowed,
    only_if,
    out_of_reach,
    tripwires_finding,
    tripwires_table,
)
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Judgement, planned
from models.studies.information import Information
from models.studies.tripwires import Reopening
from models.studies.uncertainty import Uncertainty

LEAST_CHART, MOST_CHART = 92.0, 215.0
"""Points: the chart takes what the words leave."""

_GOOD_CHART, _WORTH_CUTTING = 120.0, 8.0
"""Points: a chart that is lower has labels beside it cut, where that gives it so many more."""

_NAMED_CHART = 135.0
"""Points from which there is room for the names of more than two crossovers."""

_SHORT_TITLE = 70
"""Characters up to which a title is set large."""


def page_one(told: Told, day: date) -> Flowable:
    """Return the first page as one block that never becomes two; it says so where studies are being worked out."""
    roomy, short = (_blocks(told, day, most=most) for most in (_LABEL, _ONE_LINE))
    if none_judged(told.case):
        return FirstPage([*roomy[0], *roomy[1]], "1  The decision", told.found)
    above, below = short if cuts_labels(PAGE_HEIGHT - _taken(*roomy), _taken(*roomy) - _taken(*short)) else roomy
    figure = lasting(cumulative_figure(told.plan, told.case, judgement=judgement_in(told.studies)))
    room = min(MOST_CHART, max(LEAST_CHART, PAGE_HEIGHT - _taken(above, below) - 4))
    chart = drawing(
        (
            replace(figure, marks=figure.marks[-2 if room >= LEAST_CHART + 14 else len(figure.marks) :])
            if room < _NAMED_CHART
            else figure
        ),
        WIDTH,
        room,
    )
    return FirstPage([*above, TaggedFigure(chart, figure.alternative), *below], "1  The decision", told.found)


_LABEL, _ONE_LINE = 48, 28
"""Characters of the labels in tables: as usual, and where the page would not hold two lines of each."""


def cuts_labels(left: float, gained: float) -> bool:
    """Return whether labels beside the chart are cut to one line: it would be low, and gains by it.

    left: points that whole labels leave for it. gained: points more that cut ones do.
    """
    return left < _GOOD_CHART and gained >= _WORTH_CUTTING


def _taken(above: Sequence[Flowable], below: Sequence[Flowable]) -> float:
    return height_of([*above, *below]) + _GAPS


def _blocks(told: Told, day: date, *, most: int) -> tuple[list[Flowable], list[Flowable]]:
    """Return what stands above and below the chart, with labels of so many characters at most."""
    plan, scenario, case, styles, studies = told.plan, told.scenario, told.case, told.styles, told.studies
    judgement = judgement_in(studies)
    figure = lasting(cumulative_figure(plan, case, judgement=judgement))
    options = board_table(plan, case, scenario, judgement, bests_in(studies))
    moved = as_planned(judgement)
    above = [
        *_head(plan, scenario, day, styles),
        *_decision(plan, scenario, case, judgement, styles, day),
        Spacer(1, 6),
    ]
    if not none_judged(case):  # a part of each cost is missing until then
        beside = f"{compared_words(options)}{net_of_benefits(case)}{called_beside(plan, scenario, case)}"
        above += [exhibit(options, even(_NAMED, options), size=_SIZE), paragraph(beside, styles.small)]
        above += [paragraph(f"{figure.title}{moved}", styles.heading), paragraph(figure.subtitle, styles.small)]
    best = recommended(plan, scenario, case, judgement)
    risks = _cut(risks_table(plan, scenario, 3, best.key if best is not None else ""), most)
    two = risks.rows[0][1].is_number
    # alone it has the whole width, and room for whole names
    room = (most, _LEFT) if two else (_LABEL, WIDTH)
    left: list[Flowable] = [
        paragraph(f"What would change our mind{moved}", styles.heading),
        *_switching(plan, scenario, case, styles, studies, *room),
    ]
    left_out = risks_left_out(plan, scenario, best.key) if best is not None else ""
    below: list[Flowable] = left
    if two:
        shown = Exhibit(risks.heads[:3], [row[:3] for row in risks.rows], risks.keys)
        drawn = exhibit(shown, (0.58, 0.2, 0.22), (0,), styles, size=_SIZE, width=_RIGHT)
        of = f" of {best.in_sentence}" if best is not None else ""
        told_too = [Spacer(1, 3), paragraph(left_out, styles.small)] if left_out else []
        below = [_beside(left, [paragraph(f"Largest risks{of}", styles.heading), drawn, *told_too])]
    else:
        below = [
            *left,
            paragraph(
                f"{no_risks(plan, scenario, best.key if best is not None else '')} {left_out}".strip(), styles.small
            ),
        ]
    grade = evidence_grade(plan, scenario)
    ends = (
        f"Amounts in {plan.currency} as paid, from prices of the decision month; hours {hours_a_month()} a month."
        f" Figures are those of the workbook with hash {told.input_hash}."
        f"{' Corporation tax is not in these figures.' if pays_tax(plan, scenario) else ''}"
    )
    below += [
        Spacer(1, 5),
        paragraph(
            f"Grade of evidence: {grade.letter}, {grade.meaning}.{_range(told)}{_worth_knowing(told)}"
            f" As at {day.day} {day:%B %Y}. {ends}",
            styles.small,
        ),
    ]
    return above, below


def _beside(left: list[Flowable], right: list[Flowable]) -> Flowable:
    """Return two columns."""
    plain = [
        ("FONT", (0, 0), (-1, -1), REGULAR, 9),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
    return LaidOut([[left, "", right]], colWidths=[_LEFT, WIDTH - _LEFT - _RIGHT, _RIGHT], style=plain)


def _range(told: Told) -> str:
    """Return what is recommended may cost far more than planned, in a sentence; empty where it may not."""
    found = told.studies["simulation"].behind if told.studies is not None else None
    return may_cost_far_more(told.plan, found) if isinstance(found, Uncertainty) else ""


def _worth_knowing(told: Told) -> str:
    """Return what it is worth to know before signing, in a sentence; empty where nothing is measurable."""
    found = told.studies["worth"].behind if told.studies is not None else None
    if not isinstance(found, Information) or not found.measurable:
        return ""
    first = found.measurable[0]
    symbol = SYMBOLS[told.plan.currency]
    return f" Knowing “{worth_name(told.plan, first)}” before signing is worth {money(first.value, symbol)}."


_TRIPWIRES = 3
"""Of the nearest, those that page one has; the study has more."""

_GAPS = 10.0
"""Points about the chart."""

_SIZE = 9.0
_LEFT, _RIGHT = 0.53 * WIDTH, 0.44 * WIDTH
_NAMED = 0.2
"""Share of the width that the names of options have."""


def _cut(table: Exhibit, most: int) -> Exhibit:
    """Return a table whose first column has so many characters at most."""
    return Exhibit.of(
        table.heads, [[case_text.short(str(row[0]), most), *row[1:]] for row in table.rows], table.keys, table.chosen
    )


def _head(plan: Plan, scenario: str, day: date, styles: Styles) -> list[Flowable]:
    paper = plan.paper
    right = ParagraphStyle("right", parent=styles.small, alignment=2)
    plain = [
        ("FONT", (0, 0), (-1, -1), REGULAR, 9),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
    first = [
        paragraph(
            f"{f'Paper for {paper.board}' if paper.board else 'Board paper'} · for decision · scenario:"
            f" {plan.scenario(scenario).name}",
            styles.small,
        ),
        paragraph(f"{day.day} {day:%B %Y}", right),
    ]
    names = [
        f"{name} {text}".strip()
        for name, text in (
            ("", paper.organisation),
            ("Sponsor:", paper.sponsor),
            ("Author:", paper.author),
            ("Classification:", paper.classification),
        )
        if text
    ]
    top = LaidOut(
        [first],
        colWidths=[WIDTH * 0.8, WIDTH * 0.2],
        style=[*plain, ("LINEBELOW", (0, 0), (-1, -1), 0.8, NAVY), ("BOTTOMPADDING", (0, 0), (-1, -1), 5)],
    )
    story: list[Flowable] = [top]
    if names:
        story += [Spacer(1, 3), paragraph(" · ".join(names), styles.small)]
    story += [
        Spacer(1, 6),
        paragraph(
            plan.title,
            (
                styles.title
                if len(plan.title) <= _SHORT_TITLE
                else ParagraphStyle("title", parent=styles.title, fontSize=14, leading=17, spaceAfter=4)
            ),
        ),
    ]
    if paper.purpose:
        story += [paragraph(paper.purpose, styles.body), Spacer(1, 4)]
    return story


def _decision(
    plan: Plan, scenario: str, case: CaseResult, judgement: Judgement | None, styles: Styles, day: date
) -> list[Flowable]:
    """Return resolution and recommendation, or why there is none, with that the plan begins before or long after."""
    late = out_of_time(plan, scenario, day)
    resolved = escape(case_text.resolution(plan, scenario, case, judgement, day))
    resolution = LaidOut(
        [[TaggedParagraph(f"<b>Resolution.</b> {resolved}", styles.body)]],
        colWidths=[WIDTH],
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 9),
            ("BACKGROUND", (0, 0), (-1, -1), PALE),
            ("LINEBEFORE", (0, 0), (0, -1), 3, NAVY),
            ("LEFTPADDING", (0, 0), (-1, -1), 12),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
        ],
    )
    best = recommended(plan, scenario, case, judgement)
    said = verdict(plan, case, judgement)
    story: list[Flowable] = [resolution, Spacer(1, 6)]
    if best is None:
        head, why = without_option(plan, scenario, case, judgement)
        story.append(TaggedParagraph(f"<b>{head}</b> {escape(in_whole_sentences(why, 600))}", styles.body))
    else:
        story.append(
            TaggedParagraph(
                f"<b>{escape(recommendation_head(best, judgement or Judgement(planned(case))))}</b>"
                f" {escape(shortened(case_text.reason(plan, case, judgement), 700))}",
                styles.body,
            )
        )
    # why nothing is recommended stands above: it is not said twice
    left = judgement.also_against if judgement is not None else ()
    if judgement is not None and left:
        reasons = whole_ones([one.text for one in left], _MOST_REASONS)
        story.append(TaggedParagraph(f"<b>{against_head(judgement)}.</b> {escape(reasons)}", styles.body))
    if note := " ".join(one for one in (late, said.warning) if one):
        story.append(TaggedParagraph(f"<b>Note.</b> {escape(note)}", styles.body))
    return story


_MOST_REASONS = 560
"""Characters of what speaks against a recommendation."""


def whole_ones(texts: Sequence[str], limit: int) -> str:
    """Return as many texts as fit, none of them cut but the first, and how many are left out."""
    told = [shortened(texts[0], limit)]
    for text in texts[1:]:
        if len(" ".join([*told, text])) > limit:
            break
        told.append(text)
    left = len(texts) - len(told)
    return " ".join([*told, *([f"And {left} more."] if left else [])])


def _switching(
    plan: Plan,
    scenario: str,
    case: CaseResult,
    styles: Styles,
    studies: Mapping[str, Shown] | None,
    most: int,
    width: float,
) -> list[Flowable]:
    """Return what reopens the decision. most: characters of a name. width: of its table, in points."""
    if studies is None:
        return [paragraph("Switching values are being worked out …", styles.body)]
    reopened = studies["tripwires"].behind
    assert isinstance(reopened, Reopening)
    table = tripwires_table(plan, scenario, reopened.tripwires).first(_TRIPWIRES)
    made = judgement_in(studies)
    standing = made.reopened_from if made is not None else planned(case)
    if only := only_if(plan, standing, reopened.tripwires):
        return [paragraph(f"Only that {only}.{once_allowed(plan, standing)}", styles.body)]
    full = " ".join(barred_then(plan, scenario, standing))
    left = [Spacer(1, 3), paragraph(full, styles.small)] if full else []
    if not table.rows:
        return [
            paragraph("No plausible figure, alone or with related ones, makes another option cheaper.", styles.body),
            *left,
        ]
    if out_of_reach(plan, reopened.tripwires):
        return [paragraph(tripwires_finding(plan, scenario, reopened.tripwires, made), styles.body), *left]
    nearest = _cut(Exhibit(table.heads[:3], [row[:3] for row in table.rows], table.keys), most)
    return [exhibit(nearest, (0.45, 0.15, 0.4), (0,), styles, size=_SIZE, width=width), *left]
