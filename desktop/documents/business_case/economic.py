"""Pages of the choice: options, appraisal for society, benefits, how sure it is, what would change our mind."""

from reportlab.platypus import Spacer

from desktop.documents.business_case.chart import drawing
from desktop.documents.business_case.frontier import frontier_drawing
from desktop.documents.business_case.leaf import Grown, Part, fits
from desktop.documents.business_case.map_drawing import map_drawing
from desktop.documents.business_case.strategic import grown
from desktop.documents.business_case.tables import WIDTH, even, exhibit, paragraph
from desktop.documents.business_case.told import COSTS_TO_COME, Told
from models.areas.options import OPTION_LABELS
from models.exhibits import board_pages, paper_tables, plots, register_tables, two_appraisals
from models.exhibits.board import as_planned
from models.exhibits.emissions import carbon
from models.exhibits.figures import Table, cumulative_figure, lasting, with_bands
from models.exhibits.frontier import Frontier
from models.exhibits.route_costs import may_be_called, routes_table
from models.exhibits.scenarios import other_scenarios_table
from models.exhibits.series_styles import none_judged
from models.exhibits.shapes import Map
from models.exhibits.simulation import outcome_table
from models.exhibits.tripwires import AS_BOUGHT, nearest, reopened_finding, tripwires_table
from models.exhibits.views import views_table
from models.quantities.texts import counted
from models.quantities.writing import SYMBOLS, money
from models.studies.tripwires import Reopening
from models.studies.uncertainty import Uncertainty

_WORKED_OUT = "The studies are being worked out …"
_WORTH = "What it is worth to know before deciding"
_TITLE = 40.0
"""Points that the title of a section takes."""

_MOST_WORTH, _MOST_TRIPWIRES, _MOST_SWITCHING, _FEWEST_SWITCHING = 7, 6, 5, 2


def options(told: Told) -> list[Part]:
    """Return the longlist with each option at its best, what was dropped and why, and the frontier."""
    known = told.known
    if none_judged(told.case):
        return _awaited(told)
    longlist = board_pages.longlist_table(known)
    story: list[Part] = [exhibit(longlist, even(0.22, longlist), (0,), told.styles)]
    notes = {
        board_pages.AT_BEST: "At its best: commitments, spot, servers and APIs set so that the option costs least"
        " within what was asked and the rules allow, which may be dearer than settings that they bar.",
        board_pages.CHEAPEST_IN: "Cheapest in: of 2,000 cases, each at its best.",
        board_pages.CRITERIA: "Criteria: the non-financial ones, of 100.",
    }
    said = [words for head, words in notes.items() if head in longlist.heads]
    story += [paragraph(" ".join(said), told.styles.small), Spacer(1, 4)]
    dropped = board_pages.dropped_table(known)
    story += told.part("Dropped, and why", dropped, (0.2, 0.8), (0, 1))
    if told.plan.paper.considered.strip() or not dropped.rows:
        story += [Spacer(1, 4), *told.own("considered")]
    described = paper_tables.options_described(told.plan, told.scenario, told.case)
    what = Table.of(["Option", "What it is"], [[label, text] for label, text in described[1:]])
    story += told.part("", what, (0.17, 0.83), (0, 1))
    if told.studies is None:
        return [*story, paragraph(_WORKED_OUT, told.styles.body)]
    best = told.studies["best"]
    # what bars every setting of an option stands above, as why it is dropped
    said_above = {(OPTION_LABELS[key], reason) for key, reason in told.case.blocked.items()}
    settings = best.tables[1]
    kept = [row for row, text in zip(settings.rows, settings.texts(), strict=True) if tuple(text) not in said_above]
    story += told.part("Settings at their best", Table.of(settings.heads, kept), (0.17, 0.83), (0, 1))
    shown = next((chart for chart in best.charts if isinstance(chart, Frontier)), None)
    if shown is not None:
        story += [
            Spacer(1, 6),
            Grown(shown.title, shown.height, lambda height: frontier_drawing(shown, height), shown.alternative, 110.0),
        ]
    return story


def _awaited(told: Told) -> list[Part]:
    """Return what each option is and what it lacks, where none can be judged yet: no cost of them is whole."""
    described = paper_tables.options_described(told.plan, told.scenario, told.case)
    what = Table.of(["Option", "What it is"], [[label, text] for label, text in described[1:]])
    own = told.own("considered") if told.plan.paper.considered.strip() else []
    return [*told.part("", what, (0.17, 0.83), (0, 1)), *own]


def economic(told: Told) -> list[Part]:
    """Return the economic table apart from the financial one, and the bridge over bias and risk."""
    if none_judged(told.case):
        return [paragraph(COSTS_TO_COME, told.styles.body), *told.own("mitigation")]
    plan, scenario, case = told.plan, told.scenario, told.case
    economic = two_appraisals.economic_table(plan, case)
    story: list[Part] = [
        *told.part("Economic table: real, without VAT", economic, even(0.22, economic)),
        paragraph(
            f"{two_appraisals.rate_words(plan, scenario)} Without VAT, tax, interest and depreciation; owned assets at"
            " the resale forgone; carbon at its official value. No ratio here is a pass mark.",
            told.styles.small,
        ),
        *told.part(
            "Financial table: nominal, with irrecoverable VAT",
            two_appraisals.financial_table(plan, case),
            (0.28, 0.18, 0.18, 0.18, 0.18),
        ),
        *told.part(
            "From estimate to cost",
            board_pages.without_nothing(two_appraisals.bias_table(plan, scenario)),
            (0.32, 0.17, 0.17, 0.17, 0.17),
        ),
    ]
    paper = plan.paper
    told_of = [two_appraisals.bias_words(plan, scenario)]
    if paper.reference_class:
        told_of.append(f"Reference class: {paper.reference_class}.")
    return [*story, Spacer(1, 6), paragraph(" ".join(told_of), told.styles.body), Spacer(1, 4), *told.own("mitigation")]


def benefits(told: Told) -> list[Part]:
    """Return what the work brings: in the user's words, in money where it was entered, beyond money, and in carbon."""
    plan, case = told.plan, told.case
    net = board_pages.net_table(told.known)
    entered = paper_tables.benefits_words(plan, case)
    silent = not (plan.paper.benefits or entered or net.rows)
    story: list[Part] = [*told.own("benefits")] if plan.paper.benefits else []
    if entered:
        story += [paragraph(entered, told.styles.body), Spacer(1, 4)]
    story += told.part("Value of the work, cost and net benefit", net, (0.34, 0.22, 0.22, 0.22))
    if not net.rows:
        why = "no value has been entered for the work"
        if case.worth > 0:
            has = "has" if case.unvalued == 1 else "have"
            worth = money(case.worth, SYMBOLS[plan.currency])
            why = f"{counted(case.unvalued, 'workload')} {has} no value entered; that of the others comes to {worth}"
            why += " in today's money"
        words = f"{'Benefits and net benefit' if silent else 'Net benefit'}: not stated, since {why}."
        story += [paragraph(words, told.styles.body), Spacer(1, 4)]
    return story if none_judged(case) else [*story, *_measures(told), *_emitted(told), *_by_route(told)]


def _measures(told: Told) -> list[Part]:
    """Return what the options are beside their cost: other measures, and criteria beyond money."""
    plan, scenario, case = told.plan, told.scenario, told.case
    story: list[Part] = []
    views = views_table(plan, case)
    shown = [
        (row, key)
        for row, key in zip(views.rows, views.keys, strict=True)
        if key not in {"carbon_tonnes", "criteria_score"}
    ]
    story += told.part(
        "Other measures",
        board_pages.without_nothing(Table(views.heads, [row for row, _ in shown], [key for _, key in shown])),
        (0.36, 0.16, 0.16, 0.16, 0.16),
    )
    story += told.part(
        "Non-financial criteria",
        register_tables.criteria_table(plan, scenario),
        (0.3, 0.1, 0.11, 0.12, 0.13, 0.11, 0.13),
    )
    story.append(
        paragraph(
            "Scores of 0 to 100 by swing weight; the last column says at which weight another option leads.",
            told.styles.small,
        )
    )
    return story


def _emitted(told: Told) -> list[Part]:
    """Return the electricity that each option takes, and its carbon."""
    plan, case = told.plan, told.case
    emitted = [
        [option.label, carbon(plan, case, key, "energy_kwh"), carbon(plan, case, key)]
        for key, option in case.options.items()
    ]
    table = Table.of(["Over the horizon", "kWh", "tCO₂e"], emitted, list(case.options))
    words = "Electricity used and servers made; rented GPUs with their share of both."
    said = [paragraph(words, told.styles.small), Spacer(1, 6)]
    return [*told.part("Energy and carbon", table, (0.4, 0.3, 0.3)), *said]


def _by_route(told: Told) -> list[Part]:
    """Return what a task costs by each route, where some work may be called."""
    plan, scenario = told.plan, told.scenario
    story: list[Part] = []
    served = routes_table(plan, scenario)
    if served.rows:
        story += told.part("Cost per task by route, at today's prices", served, (0.5, 0.25, 0.25))
    if served.rows and may_be_called(plan, scenario):
        story += [Spacer(1, 6), grown(plots.routes(plan, scenario), optional=True)]
    return story


def certainty(told: Told) -> list[Part]:
    """Return the curves with their bands, the chances, and what it is worth to know."""
    if told.studies is None:
        return [paragraph(_WORKED_OUT, told.styles.body)]
    plan, simulation, worth = told.plan, told.studies["simulation"], told.studies["worth"]
    if none_judged(told.case):
        return [paragraph(simulation.finding, told.styles.body)]
    found = simulation.behind
    assert isinstance(found, Uncertainty)
    figure = with_bands(
        lasting(cumulative_figure(plan, told.case)),
        {option: bands["nominal"] for option, bands in found.bands.items()},
        found.cases,
    )
    story: list[Part] = [
        paragraph(_of_planned(told, simulation.finding), told.styles.body),
        Spacer(1, 6),
        Grown(figure.subtitle, "", lambda height: drawing(figure, WIDTH, height), figure.alternative, 150.0, 300.0),
        Spacer(1, 4),
        *told.part("", outcome_table(plan, found), (0.36, 0.16, 0.16, 0.16, 0.16)),
    ]
    story += [paragraph(simulation.note, told.styles.small)]
    known = worth.tables[0]
    said = [paragraph(worth.finding, told.styles.body), Spacer(1, 4)]
    scenarios = other_scenarios_table(plan, told.scenario)
    if len(known.heads) != 3:  # noqa: PLR2004 - input, worth and its error
        story += [told.found.heading(_WORTH, told.styles.heading, 2), *said]
    else:
        story += told.part(_WORTH, known.first(_MOST_WORTH), (0.56, 0.24, 0.2), before=said)
    return [*story, *told.part("In the plan's scenarios", scenarios, (0.4, 0.28, 0.14, 0.18), (0, 1, 3))]


def _of_planned(told: Told, finding: str) -> str:
    """Return what the simulation of the plan's settings found, said to be of these where others lead the paper."""
    if not as_planned(told.known.judgement):
        return finding
    return f"As planned: {finding[0].lower() if finding.startswith('In ') else finding[0]}{finding[1:]}"


def switching(told: Told) -> list[Part]:
    """Return tripwires, the map over two inputs, stress tests and switching values."""
    if told.studies is None:
        return [paragraph(_WORKED_OUT, told.styles.body)]
    plan, scenario, studies = told.plan, told.scenario, told.studies
    reopened = studies["tripwires"].behind
    assert isinstance(reopened, Reopening)
    standing = told.known.judgement.reopened_from
    wires, moved = reopened.tripwires, as_planned(told.known.judgement)
    shown = tripwires_table(plan, scenario, wires).first(_MOST_TRIPWIRES)
    story: list[Part] = [
        *told.part(f"What reopens the decision{moved}", shown, (0.38, 0.08, 0.23, 0.1, 0.21), (0, 3, 4)),
        *([] if shown.rows else [paragraph(reopened_finding(plan, scenario, standing, wires), told.styles.body)]),
        *([paragraph(AS_BOUGHT, told.styles.small)] if any(one.once_bought for one in nearest(plan, wires)) else []),
        Spacer(1, 6),
    ]
    if none_judged(told.case):
        return story
    over_two = studies["map"]
    story += [
        Grown(chart.title, chart.height, lambda height, one=chart: map_drawing(one, height), chart.alternative, 92.0)
        for chart in over_two.charts
        if isinstance(chart, Map) and sum(bool(one.outlines) for one in chart.regions) > 1
    ]
    stress, values = studies["stress"], studies["switching"]
    story += told.part(
        "If one thing goes wrong",
        stress.tables[0],
        even(0.34, stress.tables[0]),
        before=[paragraph(stress.finding, told.styles.body), Spacer(1, 3)],
        size=8.5,
    )
    said = [paragraph(values.finding, told.styles.body), Spacer(1, 3)]
    alone = [
        told.part("Each input alone", flips, (0.37, 0.08, 0.39, 0.16), (0, 2), before=said, size=8.5)
        for flips in (values.tables[0].first(most) for most in range(_MOST_SWITCHING, _FEWEST_SWITCHING - 1, -1))
    ]
    # a few rows of it on a page of their own say less than fewer rows on this one
    return [*story, *next((one for one in alone if fits([*story, *one], told.styles, _TITLE)), alone[0])]
