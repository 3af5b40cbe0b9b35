"""The sections after page one: each is named in the plan's paper.

Also shows exhibits that window and workbook show too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from reportlab.graphics.shapes import Drawing
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Spacer

from desktop.documents.business_case.annexes import assumptions, method
from desktop.documents.business_case.drawings import bars_drawing, plot_drawing
from desktop.documents.business_case.kept import record, review
from desktop.documents.business_case.pages import Heading
from desktop.documents.business_case.studies import sensitivity
from desktop.documents.business_case.tables import exhibit, paragraph
from desktop.documents.business_case.tagging import TaggedFigure, TaggedTable
from desktop.documents.business_case.told import SHORT, Told
from models.exhibits import areas, case_text, paper_tables, plots, register_tables
from models.exhibits.cells import number
from models.exhibits.figures import Table
from models.exhibits.overtaking import overtaking_table
from models.exhibits.shapes import yearly_bars
from models.plan.paper import SECTIONS

_WIDE = (0.4, 0.2, 0.2, 0.2)


type Builder = Callable[[Told], list[Flowable]]


def sections(told: Told) -> list[Flowable]:
    """Return every section that is shown and has something to say, in the order the paper gives.

    Where the five cases are asked for, sections stand under their headings.
    """
    story: list[Flowable] = []
    for case, names in told.plan.paper.shown():
        if case and not names:
            continue
        if case:
            story += [PageBreak(), told.found.heading(case, told.styles.title, 0), Spacer(1, 4)]
        built = {name: parts for name in names if (parts := BUILDERS[name](told))}
        for place, (name, parts) in enumerate(built.items()):
            if place or not case:
                story.append(CondPageBreak(170))
            style = told.styles.title if not case else told.styles.section
            story += [Spacer(1, 8 if place or case else 0), told.found.heading(SECTIONS[name], style, 1 if case else 0)]
            story += parts
    return kept(story)


def kept(story: Sequence[Flowable]) -> list[Flowable]:
    """Return the story with every heading bound to what follows it, also where that is a block of its own.

    Which the library leaves apart.
    """
    made: list[Flowable] = []
    waiting: list[Flowable] = []
    for one in story:
        if isinstance(one, Heading) or (waiting and isinstance(one, Spacer)):
            waiting.append(one)
            continue
        inner: Sequence[Flowable] = getattr(one, "_content", [one]) if isinstance(one, KeepTogether) else [one]
        long = isinstance(one, TaggedTable) and len(getattr(one, "_cellvalues", ())) > SHORT
        if (waiting or isinstance(one, TaggedTable)) and not long and not isinstance(one, PageBreak):
            made.append(KeepTogether([*waiting, *inner]))
        else:
            made += [*waiting, one]
        waiting = []
    return [*made, *waiting]


def _background(told: Told) -> list[Flowable]:
    plan = told.plan
    story = told.words(
        plan.paper.background
        or plan.story
        or (
            "The organisation decides how it gets the infrastructure for AI: where compute happens, how models are"
            " reached, how data flows, what protects it and who operates it."
        )
    )
    story.append(told.found.heading("Why now", told.styles.heading, 2))
    usual = (
        "Each of these decisions constrains the others, and each month without one is paid at today's prices. This"
        " paper sets out what the options cost over the horizon, what each requires, and what would change the answer."
    )
    return [*story, *told.words(plan.paper.strategic or usual)]


def _workloads(told: Told) -> list[Flowable]:
    table = paper_tables.workloads_table(told.plan, told.scenario)
    shape = plots.load_duration(told.plan, told.scenario)
    return [
        exhibit(table, (0.2, 0.13, 0.14, 0.27, 0.11, 0.15), range(6), told.styles),
        *_chart(told, shape.title, shape.height, plot_drawing(shape), shape.alternative),
    ]


def _chart(told: Told, title: str, below: str, drawn: Drawing, alternative: str) -> list[Flowable]:
    return [
        KeepTogether(
            [
                paragraph(title, told.styles.strong),
                paragraph(below, told.styles.small),
                Spacer(1, 3),
                TaggedFigure(drawn, alternative),
            ]
        )
    ]


def _options(told: Told) -> list[Flowable]:
    story: list[Flowable] = []
    for label, text in paper_tables.options_described(told.plan, told.scenario, told.case):
        story.append(
            KeepTogether([told.found.heading(label, told.styles.heading, 2), paragraph(text, told.styles.body)])
        )
    return story


def _areas(told: Told) -> list[Flowable]:
    """Return each decision area with its choice, its chart or table, and what it costs."""
    plan, scenario, case = told.plan, told.scenario, told.case
    story = told.part("Cost by decision area over the horizon", areas.areas_table(plan, case), _WIDE)
    tables: Mapping[str, tuple[str, Table, Sequence[float] | None]] = {
        "hosting": (
            "API against self-hosted, at today's prices",
            areas.routes_table(plan, scenario),
            (0.5, 0.25, 0.25),
        ),
        "data": ("Data stored", areas.storage_table(plan, scenario), None),
        "security": ("Controls in place", areas.coverage_table(plan, scenario), _WIDE),
        "cost_management": ("Cost levers, one after the other", areas.waterfall_table(plan, scenario), _WIDE),
        "operations": ("People", areas.team_table(plan, scenario), None),
    }
    charts = {"compute": plots.capacity, "hosting": plots.routes, "data": plots.storage, "operations": plots.team}
    for area in ("compute", "hosting", "data", "security", "cost_management", "operations"):
        made: list[Flowable] = [told.found.heading(areas.AREA_LABELS[area], told.styles.heading, 2)]
        choices = paper_tables.choices_table(plan, scenario, area)
        if choices.rows:
            made += [
                exhibit(replace(choices, heads=["What is chosen", ""]), (0.6, 0.4), (0, 1), told.styles),
                Spacer(1, 6),
            ]
        if area in charts:
            plot = charts[area](plan, scenario)
            made += _chart(told, plot.title, plot.height, plot_drawing(plot), plot.alternative)
        if area in tables:
            name, table, widths = tables[area]
            made += [
                Spacer(1, 4),
                KeepTogether([paragraph(name, told.styles.strong), exhibit(table, widths, (0,), told.styles)]),
            ]
        if area == "hosting":
            volumes = overtaking_table(plan, scenario)
            heading = paragraph("Volume above which hosting never costs more, from the totals", told.styles.strong)
            table = exhibit(volumes, (0.4, 0.16, 0.22, 0.22), (0, 2, 3), told.styles)
            made += [Spacer(1, 4), KeepTogether([heading, table])]
        story.append(KeepTogether(made[:3]))
        story += made[3:]
    story += told.part(
        "Bills above the estimate", areas.bill_shock_table(plan, scenario, case), (0.36, 0.15, 0.17, 0.15, 0.17)
    )
    return story


def _costs(told: Told) -> list[Flowable]:
    story: list[Flowable] = []
    for option in told.case.options.values():
        table = case_text.yearly_table(told.plan, told.scenario, option.key)
        widths = (0.3, *[0.7 / (len(table.heads) - 1)] * (len(table.heads) - 1))
        story += told.part(option.label, table, widths)
    story.append(
        paragraph(
            "Every line that costs anything, then the sums by class. Nominal, before the resale of what is left at the"
            " horizon. Year 1 is months 1 to 12.",
            told.styles.small,
        )
    )
    return story


def _cash(told: Told) -> list[Flowable]:
    plan, scenario = told.plan, told.scenario
    bars = yearly_bars(plan, scenario)
    story = _chart(told, bars.title, bars.height, bars_drawing(bars), bars.alternative)
    for view, heading, note in (
        ("cash", "Cash, nominal", "What is paid, when it is paid, at the prices of the day."),
        ("value", "Present value", "The same cash in today's money."),
        (
            "accounts",
            "Charge to profit and loss",
            "Hardware is depreciated over its life in the accounts; nothing here is cash.",
        ),
    ):
        story += told.part(
            heading,
            paper_tables.by_year_table(plan, scenario, told.case, view),
            before=[paragraph(note, told.styles.small)],
        )
    return story


def _economic(told: Told) -> list[Flowable]:
    plan, scenario, case = told.plan, told.scenario, told.case
    story = told.part(
        "Economic table: real, without VAT", paper_tables.economic_table(plan, case), (0.24, 0.19, 0.2, 0.19, 0.18)
    )
    story.append(
        paragraph(
            f"{paper_tables.rate_words(plan, scenario)} Without VAT, tax, interest and depreciation; owned assets at"
            " the resale forgone; carbon at its official value. No ratio here is a pass mark.",
            told.styles.small,
        )
    )
    story += told.part(
        "Financial table: nominal, with irrecoverable VAT",
        paper_tables.financial_table(plan, case),
        (0.28, 0.18, 0.18, 0.18, 0.18),
    )
    bridge = paper_tables.bias_table(plan, scenario)
    story += told.part("From estimate over bias and risk to cost", bridge, _WIDE)
    paper = plan.paper
    told_of = [paper_tables.bias_words(plan, scenario)]
    if paper.reference_class:
        told_of.append(f"Reference class: {paper.reference_class}.")
    story += [Spacer(1, 4), paragraph(" ".join(told_of), told.styles.body), *told.words(paper.mitigation)]
    return story


def _tax(told: Told) -> list[Flowable]:
    plan, scenario = told.plan, told.scenario
    story = told.part("Cash and accounts by year", areas.yearly_cash_table(plan, scenario))
    story += told.part(
        "Lease or loan against buying, after tax at the cost of debt",
        areas.financing_table(plan, scenario),
        (0.4, 0.25, 0.35),
    )
    story += told.part("Other views of the options", areas.views_table(plan, told.case), _WIDE)
    story.append(
        paragraph("Tax rates and thresholds are those of November 2026. Nothing here is advice.", told.styles.small)
    )
    return story


def _sensitivity(told: Told) -> list[Flowable]:
    if told.studies is None:
        return [paragraph("The studies are being worked out …", told.styles.body)]
    return sensitivity(told.plan, told.case, told.studies, told.styles, told.found)


def _risks(told: Told) -> list[Flowable]:
    table = register_tables.risks_table(told.plan, told.scenario)
    return [
        exhibit(table, (0.38, 0.12, 0.15, 0.35), (0, 3), told.styles),
        paragraph(
            "Expected: probability times the mean of low, four times likely, and high impact, at today's prices.",
            told.styles.small,
        ),
    ]


def _compliance(told: Told) -> list[Flowable]:
    story = told.part("Requirements covered", areas.coverage_table(told.plan, told.scenario), _WIDE)
    return [
        *story,
        *told.part(
            "Rules between decisions",
            areas.rules_table(told.plan, told.scenario, told.case),
            (0.2, 0.19, 0.35, 0.26),
            (0, 1, 2, 3),
        ),
    ]


def _carbon(told: Told) -> list[Flowable]:
    rows = [
        [option.label, number(option.views.get("energy_kwh", 0.0)), number(option.views.get("carbon_tonnes", 0.0))]
        for option in told.case.options.values()
    ]
    table = Table.of(["Over the horizon", "kWh", "tCO₂e"], rows, list(told.case.options))
    return [
        exhibit(table, (0.4, 0.3, 0.3), (0,), told.styles),
        paragraph("Electricity used and servers made; rented GPUs with their share of both.", told.styles.small),
    ]


def _criteria(told: Told) -> list[Flowable]:
    return [
        exhibit(
            register_tables.criteria_table(told.plan, told.scenario),
            (0.32, 0.1, 0.11, 0.16, 0.11, 0.2),
            (0,),
            told.styles,
        ),
        paragraph(
            "Scores of 0 to 100 by swing weight; the last column says at which weight another option leads.",
            told.styles.small,
        ),
    ]


def _delivery(told: Told) -> list[Flowable]:
    own = told.words(told.plan.paper.delivery) or [
        paragraph("The steps below follow from the lead times and start months of the plan.", told.styles.body)
    ]
    return [
        *own,
        Spacer(1, 4),
        exhibit(paper_tables.delivery_table(told.plan, told.scenario), (0.08, 0.18, 0.54, 0.2), (1, 2, 3), told.styles),
    ]


BUILDERS: Mapping[str, Builder] = {
    "background": _background,
    "workloads": _workloads,
    "options": _options,
    "areas": _areas,
    "costs": _costs,
    "cash": _cash,
    "economic": _economic,
    "tax": _tax,
    "sensitivity": _sensitivity,
    "risks": _risks,
    "compliance": _compliance,
    "carbon": _carbon,
    "criteria": _criteria,
    "delivery": _delivery,
    "assumptions": assumptions,
    "method": method,
    "review": review,
    "record": record,
}
