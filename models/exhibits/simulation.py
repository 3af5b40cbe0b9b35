"""A simulation as it is shown: how sure the verdict is, what explains the spread, how it settles, what was drawn."""

from collections.abc import Sequence

import numpy as np

from models.appraisal.results import A_PENNY
from models.areas.options import OPTION_LABELS, OWNING, in_sentence
from models.exhibits.case_text import ranked_cost, short
from models.exhibits.cells import (
    BLANK,
    CellKind,
    Entered,
    amount,
    between,
    month_number,
    number,
    of_input,
    share,
    text,
    thousands_in,
)
from models.exhibits.figures import Table
from models.exhibits.inputs import input_name
from models.exhibits.plots import Plot, PlotLine
from models.exhibits.scale import nice_ticks
from models.exhibits.series_styles import STYLES, awaits, barred_label
from models.exhibits.spans import horizon_in_words
from models.exhibits.studies import KEPT, MOST_BARS, Point, Shown
from models.exhibits.verdict_parts import alone, none_as_planned, to_mend
from models.plan.distributions import SHAPES
from models.plan.plan import Plan
from models.quantities.texts import counted as number_of
from models.quantities.writing import SYMBOLS, money, month_after
from models.rules.decisions import judged
from models.rules.judgement import planned
from models.studies.percentiles import PERCENTILES
from models.studies.sampling import Uncertain
from models.studies.uncertainty import Uncertainty, case_nearest, inputs_of_case

BINS = 24
SURE = 0.9995
"""A share of cases above this is written as all of them."""


def uncertainty_shown(plan: Plan, found: Uncertainty) -> Shown:
    """Return what a simulation found."""
    counted = bool(plan.values(found.scenario)["finance.bias_counted"])
    bias = "Every case includes optimism bias as the plan counts it" if counted else "No case includes optimism bias"
    note = (
        f"{found.cases:,} cases, {len(found.inputs)} inputs drawn{_risks_drawn(found.risks)}, seed"
        f" {found.seed}. {KEPT} {bias}."
    )
    charts = [_chances(plan, found), _savings(plan, found)] if found.other else [_chances(plan, found)]
    points = {
        f"p{percentile}": [
            Point(f"P{percentile} of the saving", inputs_of_case(plan, found, case_nearest(found, percentile)))
        ]
        for percentile in PERCENTILES
    }
    of_saving = (
        [saving_table(plan, found), drivers_table(plan, found), convergence_table(plan, found)] if found.other else []
    )
    tables = [
        outcome_table(plan, found),
        budget_table(plan, found),
        *of_saving,
        draws_table(plan, found.scenario, found.inputs),
    ]
    return Shown(
        "simulation", uncertainty_finding(plan, found), note, charts, tables, points if found.other else {}, found
    )


def _risks_drawn(count: int) -> str:
    return f" and {number_of(count, 'risk')} that {'occurs' if count == 1 else 'occur'} or not" if count else ""


def uncertainty_finding(plan: Plan, found: Uncertainty) -> str:
    """Return what a simulation says, in one or two sentences."""
    case = judged(plan, found.scenario)
    best = OPTION_LABELS[case.twins.get(found.best, found.best)]
    horizon = horizon_in_words(plan.structure.horizon)
    if not case.allowed():
        return f"{none_as_planned(case)}. {to_mend(case)}"
    if not found.other:
        low, high = cost_range(plan, found)
        why = (
            alone(planned(case))
            if len(found.options) == 1
            else "and the other options cost the same as the plan stands"
        )
        # where society ranks, what waits is forgone and no part of the cost
        counts = case.options[found.best].waiting_cost > A_PENNY and not case.by_society
        waits = ", with the work that waits in it," if counts else ""
        return f"{best} {why}; in 8 of 10 cases it costs {low} to {high}{waits} over {horizon} {case.basis_in_words}."
    said = (
        f"In 8 of 10 cases {in_sentence(found.best)} costs {saving_range(plan, found)} {in_sentence(found.other)} over"
        f" {horizon} {case.basis_in_words}; it is the cheapest of the options in"
        f" {_share(found.cheapest_at_end[found.best])}."
    )
    early = found.break_even.get(found.best)
    if early is not None and early.never > 1 - SURE and found.best in OWNING:
        said += f" In {_share(early.never)} its cumulative cash cost, before resale, never falls below the cloud's."
    return said


def cost_range(plan: Plan, found: Uncertainty) -> tuple[str, str]:
    """Return between which costs the cheapest option lies in 8 of 10 cases."""
    low, high = np.percentile(found.present_value[found.best], [10, 90])
    return money(float(low), SYMBOLS[plan.currency]), money(float(high), SYMBOLS[plan.currency])


_MORE = 1.1
"""Times its planned cost, from which what it costs on average is told too."""

_FAR_MORE = 1.25
"""Times its planned cost, from which what an option costs in one case of ten is told on page one."""


def may_cost_far_more(plan: Plan, found: Uncertainty) -> str:
    """Return what the cheapest option costs in 8 of 10 cases, where its upper end is far above what is planned.

    As a sentence that follows; empty where it is not, or where that option is not allowed.
    """
    case = judged(plan, found.scenario)
    # an option that is another one is called by the other's name
    named = case.twins.get(found.best, found.best)
    option = case.options.get(named)
    if (
        option is None
        or named in case.blocked
        or float(np.percentile(found.present_value[found.best], 90)) <= _FAR_MORE * abs(option.compared)
    ):
        return ""
    low, high = cost_range(plan, found)
    symbol = SYMBOLS[plan.currency]
    average = float(found.present_value[found.best].mean())
    mean = f", {money(average, symbol)} on average" if average > _MORE * option.compared > 0 else ""
    return (
        f" In 8 of 10 cases {in_sentence(named)} costs {low} to {high} {case.basis_in_words}{mean},"
        f" against {money(option.compared, symbol)} planned."
    )


def saving_range(plan: Plan, found: Uncertainty) -> str:
    """Return the range of the saving in 8 of 10 cases, as less or more than the other option."""
    symbol = SYMBOLS[plan.currency]
    low, high = found.saving[0], found.saving[2]
    if low >= 0:
        return f"{money(low, symbol)} to {money(high, symbol)} less than"
    if high <= 0:
        return f"{money(-high, symbol)} to {money(-low, symbol)} more than"
    return f"between {money(-low, symbol)} more and {money(high, symbol)} less than"


def _share(part: float) -> str:
    if part >= SURE:
        return "all cases"
    if part <= 1 - SURE:
        return "no case"
    return f"{part:.0%} of cases" if 0.01 <= part <= 0.99 else f"{part:.1%} of cases"  # noqa: PLR2004


def outcome_table(plan: Plan, found: Uncertainty) -> Table:
    """Return, by option, present value at percentiles 10, 50 and 90 in thousands, and the chance to be cheapest."""
    thousands, case = thousands_in(plan), judged(plan, found.scenario)
    rows: list[list[Entered]] = []
    for option in found.options:
        low, middle, high = np.percentile(found.present_value[option], PERCENTILES)
        rows.append(
            [
                barred_label(option, case),
                thousands(float(low)),
                thousands(float(middle)),
                thousands(float(high)),
                BLANK if awaits(option, case) else share(found.cheapest_at_end[option]),
            ]
        )
    # business as usual is drawn against the cheapest option, and is none of them
    cheapest = "Cheapest option" if case.usual_ranked else "Cheapest"
    heads = [f"{SYMBOLS[plan.currency]}k, {ranked_cost(plan, found.scenario)}", "P10", "P50", "P90", cheapest]
    chosen = -1 if found.best in case.blocked else list(found.options).index(found.best)
    return Table.of(heads, rows, list(found.options), chosen)


def budget_table(plan: Plan, found: Uncertainty) -> Table:
    """Return, by option, the chance that its cash exceeds its budget.

    It also gives when it has made up for good what it costs more than the cloud.
    """
    rows: list[list[Entered]] = []
    for option in found.options:
        early = found.break_even.get(option)
        median: Entered = "–" if early is None else "past the horizon"
        if early is not None and early.median is not None:
            median = month_number(early.median).with_words("month ")
        rows.append(
            [
                OPTION_LABELS[option],
                amount(found.budget[option], SYMBOLS[plan.currency]),
                share(found.over[option]),
                median,
                "–" if early is None else share(early.never),
            ]
        )
    return Table.of(
        ["Budget and break-even", "Budget", "Exceeded", "Half break even by", "Never"], rows, list(found.options)
    )


def saving_table(plan: Plan, found: Uncertainty) -> Table:
    """Return the saving at percentiles 10, 50 and 90, its mean, and as the plan stands."""
    symbol = SYMBOLS[plan.currency]
    low, middle, high, mean, error = found.saving
    rows: list[list[Entered]] = [
        ["P10: one case in ten saves less", amount(low, symbol)],
        ["P50: half of all cases save less", amount(middle, symbol)],
        ["P90: one case in ten saves more", amount(high, symbol)],
        ["Mean, and its standard error", between(amount(mean, symbol), amount(error, symbol), " ± ")],
        ["As the plan stands", amount(found.planned, symbol)],
    ]
    return Table.of(
        [
            f"{OPTION_LABELS[found.best]} saves against {in_sentence(found.other)}",
            ranked_cost(plan, found.scenario).capitalize(),
        ],
        rows,
        ["p10", "p50", "p90", "mean", "planned"],
    )


def drivers_table(plan: Plan, found: Uncertainty, most: int = MOST_BARS) -> Table:
    """Return the inputs that explain the spread of the saving, the strongest first."""
    rows: list[list[Entered]] = []
    keys: list[str] = []
    for one in found.drivers[:most]:
        name = (
            f"Risk: {plan.row_name('risk', one.key.split('.')[2])}"
            if one.key.startswith("risks.")
            else input_name(plan, one.key)
        )
        if one.key.endswith(".low"):
            name += ", impact"
        rows.append([text(short(name), CellKind.INPUT), number(one.correlation, 2, signed=True), share(one.share)])
        keys.append(one.key)
    return Table.of(["Explains the spread of the saving", "Rank correlation", "Share"], rows, keys)


def convergence_table(plan: Plan, found: Uncertainty) -> Table:
    """Return how the percentiles of the saving settle with the number of cases."""
    symbol = SYMBOLS[plan.currency]
    rows = [
        [
            number(one.cases),
            *(amount(value, symbol) for value in (one.low, one.middle, one.high)),
            share(one.positive, 1),
        ]
        for one in found.steps
    ]
    return Table.of(
        ["After cases", "P10", "P50", "P90", "There is a saving"], rows, [str(one.cases) for one in found.steps]
    )


def draws_table(plan: Plan, scenario: str, inputs: Sequence[Uncertain]) -> Table:
    """Return every input that is drawn: its range, its distribution, its group."""
    rows: list[list[Entered]] = []
    for one in inputs:
        spread = one.distribution
        low, high = (of_input(plan, scenario, one.key, end, short=True) for end in (spread.low, spread.high))
        group = f", {one.group} {one.correlation:+.2f}".replace("-", "−") if one.group else ""
        rows.append(
            [
                text(short(input_name(plan, one.key)), CellKind.INPUT),
                of_input(plan, scenario, one.key, spread.value, short=True),
                between(low, high),
                f"{SHAPES[spread.shape].split(':', maxsplit=1)[0]}{group}",
            ]
        )
    return Table.of(["Input drawn", "Plan", "Range", "As"], rows, [one.key for one in inputs])


def _chances(plan: Plan, found: Uncertainty) -> Plot:
    months = np.arange(plan.structure.horizon + 1.0)
    step = 12 if len(months) <= 73 else 24  # noqa: PLR2004 - more names than six would touch
    names = [(float(month), f"{month_after(plan.start, month):%b %y}") for month in range(0, len(months), step)]
    lines = [PlotLine(OPTION_LABELS[option], found.cheapest[option] * 100, STYLES[option]) for option in found.options]
    chances = "; ".join(f"{OPTION_LABELS[option]} {found.cheapest[option][-1]:.0%}" for option in found.options)
    share = found.cheapest[found.best][-1]
    title = f"{OPTION_LABELS[found.best]} has cost least by the end in {share:.0%} of cases, before resale"
    return Plot(
        title,
        "Chance that an option has the lowest cumulative cost by then, not discounted, %",
        months,
        names,
        lines,
        "",
        f"{title}. Chances at the horizon: {chances}.",
    )


def _savings(plan: Plan, found: Uncertainty) -> Plot:
    symbol = SYMBOLS[plan.currency]
    saving = found.savings
    low, high = np.percentile(saving, [0.5, 99.5])
    if high - low < 1:
        low, high = low - 1, high + 1
    counts, edges = np.histogram(saving, BINS, range=(float(low), float(high)))
    middles = (edges[1:] + edges[:-1]) / 2
    ticks = nice_ticks(float(low), float(high), 6)
    names = [(tick, money(tick, symbol)) for tick in ticks if middles[0] <= tick <= middles[-1]]
    style = STYLES[found.best]
    title = f"Saving against {in_sentence(found.other)}: half of all cases above {money(found.saving[1], symbol)}"
    percentiles = f"P10 {money(found.saving[0], symbol)}, P90 {money(found.saving[2], symbol)}"
    line = PlotLine("of cases", counts / len(saving) * 100, style, steps=True)
    return Plot(
        title,
        f"Share of cases by saving in {ranked_cost(plan, found.scenario)}, %",
        middles,
        names,
        [line],
        "",
        f"{title}. {percentiles}.",
        [(0.0, "no saving")] if low < 0 < high else [],
    )
