"""The annexes of the business case: costs by line, glossary, areas, studies, offers, asks, measurements, register."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from desktop.documents.business_case.drawings import plot_drawing
from desktop.documents.business_case.leaf import Whole
from desktop.documents.business_case.studies import sensitivity, told_in_full
from desktop.documents.business_case.tables import exhibit, paragraph, shortened
from desktop.documents.business_case.tagging import TaggedFigure, TaggedItem
from desktop.documents.business_case.told import COSTS_TO_COME, MOST_LOADS, Told
from desktop.documents.workbook.cell_text import clean
from models.appraisal.in_use import keys_in_use
from models.areas.register import expanded
from models.exhibits import areas, calibration, case_text, measured, paper_tables, plots, tracking
from models.exhibits.figures import Table
from models.exhibits.glossary import GLOSSARY
from models.exhibits.overtaking import overtaking_table
from models.exhibits.route_costs import may_be_called, routes_table
from models.exhibits.series_styles import none_judged
from models.plan.plan import EvidenceKind
from models.quantities.declaration import Input, Kind
from models.quantities.writing import in_unit

_COMPACT = 8.5
_FEW_ROWS = 130.0
"""Points: the head of a long table and some of its rows stand on one page."""
_EVEN = (0.4, 0.15, 0.15, 0.15, 0.15)
_RESTING: Sequence[Sequence[float]] = ((0.7, 0.3), (0.52, 0.22, 0.14, 0.12))
_WAITING = "The studies are being worked out …"

_LETTERS: Mapping[EvidenceKind, str] = {
    EvidenceKind.MEASURED: "m",
    EvidenceKind.QUOTE: "q",
    EvidenceKind.ASSUMPTION: "a",
    EvidenceKind.DEFAULT: "d",
}
"""What stands behind a value of the register for what it rests on."""


def lines(told: Told) -> list[Flowable]:
    """Return every cost line of each option by year, and the sums by class."""
    words = (
        "Nominal, before residual value at the horizon; lines that cost nothing are left out. Year 1 is months 1 to 12."
    )
    if none_judged(told.case):
        return [paragraph(COSTS_TO_COME, told.styles.body)]
    loose = ParagraphStyle("heading", parent=told.styles.heading, keepWithNext=0)
    story: list[Flowable] = [paragraph(words, told.styles.small)]
    for option in told.case.apart:
        table = case_text.yearly_table(told.plan, told.scenario, option.key)
        widths = (0.3, *[0.7 / (len(table.heads) - 1)] * (len(table.heads) - 1))
        head = told.found.heading(option.label, loose, 2)
        story += [
            CondPageBreak(_FEW_ROWS),
            head,
            exhibit(table, widths, (0,), told.styles, size=_COMPACT),
            Spacer(1, 6),
        ]
    return story


def glossary(told: Told) -> list[Flowable]:
    """Return the terms the paper uses, each with its meaning."""
    style = ParagraphStyle("term", parent=told.styles.cell, spaceAfter=2)
    return [TaggedItem(f"<b>{escape(term)}.</b> {escape(meaning)}", style) for term, meaning in GLOSSARY.items()]


def areas_in_full(told: Told) -> list[Flowable]:
    """Return each decision area with its choices, its chart and its table; what is off or alike is left out."""
    plan, scenario, case = told.plan, told.scenario, told.case
    tables: Mapping[str, tuple[str, Table, Sequence[float] | None]] = {
        "hosting": ("Cost per task by route, at today's prices", routes_table(plan, scenario), (0.5, 0.25, 0.25)),
        "data": ("Data stored", areas.storage_table(plan, scenario), None),
        "cost_management": ("Cost levers, one after the other", areas.waterfall_table(told.plan, told.scenario), _EVEN),
    }
    charts = {"compute": plots.capacity, "hosting": plots.routes, "data": plots.storage, "operations": plots.team}
    if not may_be_called(plan, scenario):
        del charts["hosting"]
    story: list[Flowable] = []
    for area in ("compute", "hosting", "data", "security", "cost_management", "operations"):
        made: list[Flowable] = [told.found.heading(areas.AREA_LABELS[area], told.styles.heading, 2)]
        choices = paper_tables.choices_table(plan, scenario, area)
        if choices.rows:
            picked = replace(choices, heads=["What is chosen", ""])
            made += [exhibit(picked, (0.6, 0.4), (0, 1), told.styles, size=_COMPACT), Spacer(1, 6)]
        if area in charts:
            plot = charts[area](plan, scenario)
            made.append(
                Whole(
                    [
                        paragraph(plot.title, told.styles.strong),
                        paragraph(plot.height, told.styles.small),
                        TaggedFigure(plot_drawing(plot), plot.alternative),
                    ]
                )
            )
        if area in tables and tables[area][1].rows:
            name, table, widths = tables[area]
            drawn = exhibit(table, widths, (0,), told.styles)
            made.append(Whole([Spacer(1, 4), paragraph(name, told.styles.strong), drawn]))
        if area == "hosting":
            volumes = overtaking_table(plan, scenario)
            if volumes.rows:
                heading = paragraph("Volume above which hosting never costs more, from the totals", told.styles.strong)
                table = exhibit(volumes, (0.4, 0.16, 0.22, 0.22), (0, 2, 3), told.styles)
                made.append(Whole([Spacer(1, 4), heading, table]))
        if len(made) > 1:
            story += made
    shock = areas.bill_shock_table(plan, scenario, case)
    return [*story, *told.part("Bills above the estimate", shock, (0.36, 0.15, 0.17, 0.15, 0.17))]


def studies_in_full(told: Told) -> list[Flowable]:
    """Return every study with its finding, charts and tables."""
    if told.studies is None:
        return [paragraph(_WAITING, told.styles.body)]
    return sensitivity(told.plan, told.case, told.studies, told.styles, told.found)


def offers(told: Told) -> list[Flowable]:
    """Return what is offered for rent for the first pool, the dearest last."""
    if told.studies is None:
        return [paragraph(_WAITING, told.styles.body)]
    return told_in_full("offers", told.studies["offers"], told.styles)


def asks(told: Told) -> list[Flowable]:
    """Return what to ask of each supplier, so that an option wins, ties, or wins in most cases."""
    if told.studies is None:
        return [paragraph(_WAITING, told.styles.body)]
    found = [table for table in told.studies["tripwires"].tables if table.heads[:1] == ["For"]]
    return [exhibit(table, (0.15, 0.28, 0.19, 0.19, 0.19), (0, 1), told.styles) for table in found]


def register(told: Told) -> list[Flowable]:
    """Return every input in play with its value and what it rests on, a line for each row of a table.

    Sources stand once behind the row whose inputs have them.
    """
    plan, scenario, styles = told.plan, told.scenario, told.styles
    used = keys_in_use(plan)
    rows: dict[tuple[str, str, str], list[str]] = {}
    sources: dict[tuple[str, str, str], list[str]] = {}
    count = 0
    for key, declared, row in expanded(plan.slugs):
        if key not in used or declared.kind is Kind.CONSTANT:
            continue
        if not (plan.applies(scenario, key) and plan.counts(scenario, key)):
            continue
        entry = plan.entry(scenario, key)
        count += 1
        place = (key.split(".")[0], declared.home if row else "", row)
        label = f"{declared.label} {_value(told, key, declared)} {_LETTERS[entry.evidence.kind]}"
        rows.setdefault(place, []).append(shortened(label, 160))
        source = ", ".join(piece for piece in (entry.evidence.source, entry.evidence.date) if piece)
        known = sources.setdefault(place, [])
        if source and source not in known:
            known.append(source)
    story: list[Flowable] = [
        paragraph(
            f"{case_text.evidence_sentence(plan, scenario)} All {count} inputs in play follow, row by row; behind each"
            " value stands what it is based on: m measured, q quote or price list, a assumption, d default.",
            styles.small,
        ),
        Spacer(1, 4),
    ]
    small = ParagraphStyle("register", parent=styles.cell, fontSize=_COMPACT, leading=10, spaceAfter=2.5)
    area = ""
    for place, labels in rows.items():
        if place[0] != area:
            area = place[0]
            title = areas.AREA_LABELS.get(area, area.replace("_", " ").capitalize())
            story.append(told.found.heading(title, styles.heading, 2))
        name = plan.row_name(place[1], place[2]) if place[2] else "In general"
        from_where = shortened("; ".join(sources[place]), 300)
        text = f"<b>{escape(clean(shortened(name, 120)))}.</b> {escape(clean(' · '.join(labels)))}."
        if from_where:
            text += f' <font color="#5B6472">Sources: {escape(clean(from_where))}.</font>'
        story.append(TaggedItem(text, small))
    return story


def _value(told: Told, key: str, declared: Input) -> str:
    value = told.plan.entry(told.scenario, key).value
    if declared.kind is Kind.ROW:
        return told.plan.row_name(declared.table, str(value))
    return in_unit(value, declared, told.plan.symbol(told.scenario, key))


def measurements(told: Told) -> list[Flowable]:
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
                Whole([Spacer(1, 5), exhibit(table, widths, (0,), styles)])
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
            Whole(
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
