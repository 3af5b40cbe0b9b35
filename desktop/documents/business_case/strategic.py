"""Pages of why and what: objectives, why now and what doing nothing costs, the work, what it must satisfy."""

from reportlab.platypus import Spacer

from desktop.documents.business_case.drawings import plot_drawing
from desktop.documents.business_case.leaf import Grown, Part
from desktop.documents.business_case.tables import exhibit, paragraph
from desktop.documents.business_case.told import Told
from models.areas.security import REQUIREMENTS
from models.exhibits import areas, board_pages, paper_tables, plots
from models.exhibits.board import as_planned
from models.exhibits.figures import Table
from models.exhibits.plots import Plot
from models.exhibits.series_styles import none_judged

_MOST_RULES, _MOST_CONTROLS = 6, 12


def objectives(told: Told) -> list[Part]:
    """Return what is to be achieved and what an option must do to be acceptable."""
    return [*told.own("objectives", "success_factors")]


def background(told: Told) -> list[Part]:
    """Return the background, why now, and what doing nothing and doing the minimum cost."""
    plan = told.plan
    story: list[Part] = [*told.words(plan.paper.background or plan.story)]
    story += told.own("strategic")
    if not none_judged(told.case):
        story += told.part(
            "Doing nothing, the minimum, and what is proposed",
            board_pages.doing_nothing_table(told.known),
            (0.34, 0.13, 0.14, 0.12, 0.14, 0.13),
        )
    usual = dict(paper_tables.options_described(plan, told.scenario, told.case))["Business as usual"]
    story += [Spacer(1, 4), paragraph(f"Business as usual: {usual}", told.styles.small)]
    if told.studies is not None and told.known.owning_matters:
        owning = told.studies["owning"]
        story += [
            told.found.heading(f"What waiting costs{as_planned(told.known.judgement)}", told.styles.heading, 2),
            paragraph(owning.finding, told.styles.body),
            Spacer(1, 6),
        ]
        story += [grown(chart, title=False) for chart in owning.charts if isinstance(chart, Plot)]
    return story


def grown(plot: Plot, *, title: bool = True, most: float = 270.0, optional: bool = False) -> Grown:
    """Return a line chart that takes the room there is; without its title where a sentence above says the same."""
    return Grown(
        plot.title if title else plot.height,
        plot.height if title else "",
        lambda height: plot_drawing(plot, height),
        plot.alternative,
        most=most,
        optional=optional,
    )


_WORKLOADS = {5: (0.26, 0.16, 0.18, 0.26, 0.14), 6: (0.22, 0.14, 0.14, 0.24, 0.12, 0.14)}
"""Widths of the table of workloads, with and without where they may run."""


def workloads(told: Told) -> list[Part]:
    """Return the workloads with their growth, the busiest hours, and the servers they ask for."""
    plan, scenario = told.plan, told.scenario
    table = paper_tables.workloads_table(plan, scenario)
    return [
        exhibit(table, _WORKLOADS[len(table.heads)], range(len(table.heads)), told.styles),
        Spacer(1, 8),
        *_busiest(told),
        grown(plots.capacity(plan, scenario)),
    ]


def _busiest(told: Told) -> list[Part]:
    """Return the busiest hours as a chart; where none is busier than another, a sentence says so in its place."""
    shape = plots.load_duration(told.plan, told.scenario)
    if all(float(line.values.max()) == float(line.values.min()) for line in shape.lines):
        none = not any(line.values.any() for line in shape.lines if line.steps)
        level = f"{shape.title}." if none else "No hour is busier than another."
        return [paragraph(level, told.styles.body), Spacer(1, 8)]
    return [grown(shape), Spacer(1, 8)]


def compliance(told: Told) -> list[Part]:
    """Return requirements that apply with their controls, rules that strike, resilience and exit."""
    plan, scenario = told.plan, told.scenario
    every = areas.coverage_table(plan, scenario)
    applies = [
        (row, key)
        for row, key in zip(every.rows, every.keys, strict=True)
        if bool(plan.entry(scenario, f"security.{key}").value)
    ]
    covered = Table(every.heads, [row for row, _ in applies], [key for _, key in applies])
    story: list[Part] = [*told.part("Controls planned, of those asked for", covered, (0.36, 0.16, 0.16, 0.16, 0.16))]
    silent = [label for key, label in REQUIREMENTS if key not in {key for _, key in applies}]
    if silent:
        story.append(paragraph(f"Not asked of this plan: {', '.join(silent)}.", told.styles.small))
    bounds = board_pages.bounds_in_words(told.known)
    if bounds:
        story.append(paragraph(bounds, told.styles.small))
    controls = board_pages.controls_table(told.known).first(_MOST_CONTROLS)
    story += told.part("Controls required", controls, (0.42, 0.14, 0.44), (0, 1, 2))
    rules = areas.rules_table(plan, scenario, told.case).first(_MOST_RULES)
    story += [Spacer(1, 4)]
    if str(rules.rows[0][1]):
        story += told.part("Rules between decisions", rules, (0.2, 0.17, 0.4, 0.23), (0, 1, 2, 3))
    else:
        story.append(paragraph("No rule between the decisions applies.", told.styles.body))
    recovery = board_pages.recovery_table(told.known)
    story += told.part("Recovery after the loss of a site", recovery, (0.32, 0.16, 0.32, 0.2), (0, 1, 2, 3))
    return [*story, Spacer(1, 6), *told.own("resilience", "exit")]
