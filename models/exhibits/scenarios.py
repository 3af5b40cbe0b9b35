"""Scenarios beside each other: the inputs in which they differ, and every line of cost."""

from collections.abc import Mapping, Sequence

from models.appraisal.model import model
from models.appraisal.results import CaseResult, OptionResult
from models.areas.options import OPTION_LABELS, in_sentence
from models.areas.register import expanded
from models.exhibits.areas import AREA_LABELS, inside
from models.exhibits.case_text import ranked_cost
from models.exhibits.cells import BLANK, Cell, CellKind, Entered, month_number, number, text, thousands_in, typed_input
from models.exhibits.figures import Figure, Series, Table
from models.exhibits.in_a_word import cheapest_in_a_word
from models.exhibits.kept_studies import recalled
from models.exhibits.series_styles import SeriesStyle
from models.exhibits.spans import whole_month
from models.formula.node import Line
from models.plan.plan import Plan
from models.quantities.declaration import Input, Kind, Value
from models.quantities.writing import SYMBOLS, in_unit, legible, money
from models.rules.decisions import judged
from models.rules.judgement import Standing, State
from models.rules.sure_enough import MOST_DRAWN, judged_surely


def differences_table(plan: Plan, scenarios: Sequence[str]) -> Table:
    """Return every input in which the scenarios differ, with its value in each."""
    rows: list[list[Entered]] = []
    keys: list[str] = []
    values = {slug: plan.values(slug) for slug in scenarios}
    for key, declared, row in expanded(plan.slugs):
        if len({values[slug][key] for slug in scenarios}) > 1:
            name = f"{plan.row_name(declared.home, row)}: {declared.label}" if row else declared.label
            rows.append([name, *(_printed(plan, slug, key, declared, values[slug][key]) for slug in scenarios)])
            keys.append(key)
    heads = [
        "Input" if rows else "The scenarios have the same inputs",
        *(plan.scenario(slug).name for slug in scenarios),
    ]
    return Table.of(heads, rows, keys)


def _printed(plan: Plan, scenario: str, key: str, declared: Input, value: Value) -> Cell:
    if declared.kind is Kind.ROW:
        return text(plan.row_name(declared.table, str(value)), CellKind.CHOICE)
    if isinstance(value, (bool, str)):
        return text(in_unit(value, declared, ""), CellKind.CHOICE)
    known = legible(value)
    assert isinstance(known, (int, float))
    return typed_input(plan, scenario, key, known)


_INSET = "\u2003"
"""How a line stands under its area."""


def lines_table(plan: Plan, scenarios: Sequence[str], base: str = "") -> Table:
    """Return the cost of each option over the horizon in each scenario, in thousands: areas, and lines under them.

    base: the scenario the others are shown as differences from; amounts where there is none. Lines that cost nothing
    anywhere are left out.
    """
    thousands = thousands_in(plan)
    traced = model(plan.structure)
    lines = [line for option in traced.options for line in traced.costs(option)]
    keys = [line.key for line in lines]
    figures = {slug: traced.evaluate(plan.values(slug), keys) for slug in scenarios}
    sums = {line.key: [float(figures[slug].rows(line.key).sum()) for slug in scenarios] for line in lines}
    rows: list[list[Entered]] = []
    named: list[str] = []

    def add(key: str, name: str, amounts: Sequence[float]) -> None:
        if any(abs(amount) >= 1 for amount in amounts):
            rows.append([name, *(thousands(amount) for amount in differences(amounts, scenarios, base))])
            named.append(key)

    for option in traced.options:
        of_option = [line for line in lines if line.option == option]
        add(option, OPTION_LABELS[option], _added(sums, of_option))
        for area in dict.fromkeys(line.area for line in of_option):
            of_area = [line for line in of_option if line.area == area]
            label = f"{OPTION_LABELS[option]}: {inside(AREA_LABELS.get(area, area))}"
            add(f"{option}.{area}", label, _added(sums, of_area))
            for line in of_area:
                add(line.key, f"{_INSET}{line.label}", sums[line.key])
    return Table.of([f"{SYMBOLS[plan.currency]}k over the horizon", *heads_of(plan, scenarios, base)], rows, named)


def _added(sums: Mapping[str, Sequence[float]], lines: Sequence[Line]) -> list[float]:
    return [sum(amounts) for amounts in zip(*(sums[line.key] for line in lines), strict=True)]


def differences(amounts: Sequence[float], scenarios: Sequence[str], base: str) -> list[float]:
    """Return amounts by scenario, those of the others as differences from a base's where there is one."""
    if base not in scenarios:
        return list(amounts)
    ground = amounts[list(scenarios).index(base)]
    return [amount if slug == base else amount - ground for slug, amount in zip(scenarios, amounts, strict=True)]


def heads_of(plan: Plan, scenarios: Sequence[str], base: str) -> list[str]:
    """Return the names of scenarios as heads of columns, differences marked as such."""
    return [
        plan.scenario(slug).name + (", difference" if base in scenarios and slug != base else "") for slug in scenarios
    ]


def curves_by_scenario(plan: Plan, scenarios: Sequence[str], option: str) -> Figure:
    """Return the cumulative cost of one option in each scenario, each named with its amount at the end."""
    symbol = SYMBOLS[plan.currency]
    curves = [(slug, judged(plan, slug)) for slug in scenarios]
    series = [
        Series(slug, plan.scenario(slug).name, case.options[option].drawn("nominal"), _styled(plan, place, slug))
        for place, (slug, case) in enumerate(curves)
        if option in case.options
    ]
    ends = "; ".join(f"{one.label} {money(float(one.values[-1]), symbol)}" for one in series)
    title = f"{OPTION_LABELS[option]} by scenario"
    return Figure(
        title,
        f"Cumulative cost of {in_sentence(option)}, {symbol}, without resale at the end",
        series,
        [],
        plan.start,
        symbol,
        f"Line chart: {title.lower()}. At the end: {ends}.",
    )


_DASHES = ((), (6, 3), (2, 2), (8, 3, 2, 3), (10, 4), (4, 2, 1, 2))
_MARKERS = ("circle", "square", "triangle", "diamond")


def _styled(plan: Plan, place: int, scenario: str) -> SeriesStyle:
    """Return the style of a scenario's curve: its own colour, and a dash by its place, so that colour is not alone."""
    return SeriesStyle(plan.scenario(scenario).colour, _DASHES[place % len(_DASHES)], _MARKERS[place % len(_MARKERS)])


def scenarios_table(
    plan: Plan, scenarios: Sequence[str] | None = None, base: str = "", *, drawn: bool = False
) -> Table:
    """Return every scenario: what ranks each option in thousands, the cheapest allowed, its break-even.

    It also gives how many inputs differ. scenarios: those that are shown, all where left out. base: the one the others'
    amounts are differences from, none where it is empty. drawn: whether each is told as sure as its cases are, where
    there are not too many: that takes a tenth of a second each.
    """
    shown = [one for one in plan.scenarios if scenarios is None or one.slug in scenarios]
    ground = judged(plan, base) if any(one.slug == base for one in shown) else None
    options = list(model(plan.structure).options)
    # beside the options where it does the same work in some scenario, as in every other table
    usual = any(judged(plan, one.slug).usual_ranked for one in shown)
    thousands = thousands_in(plan)
    rows: list[list[Entered]] = []
    waits = False

    def sure(slug: str, case: CaseResult) -> Standing | None:
        return _standing(plan, slug, case) if drawn and len(shown) <= MOST_DRAWN else None

    for scenario in shown:
        case = judged(plan, scenario.slug)
        other = ground is not None and scenario.slug != base
        less: Mapping[str, OptionResult] = ground.options if ground is not None and other else {}
        below = ground.usual_compared if ground is not None and other else 0.0
        best = case.allowed()[0] if case.allowed() else None
        waits |= any(one.waiting_cost >= 1 for one in case.options.values())
        month = case.pair("cloud", best.key, "nominal").sustained if best is not None and best.key != "cloud" else None
        since: Entered = "" if month is None else "from the start" if month <= 0 else _from_month(month)
        rows.append(
            [
                scenario.name,
                *(
                    _told_barred(
                        thousands(case.options[option].compared - (less[option].compared if option in less else 0.0)),
                        case,
                        option,
                    )
                    if option in case.options
                    else BLANK
                    for option in options
                ),
                *([thousands(case.usual_compared - below) if case.usual_ranked else BLANK] if usual else []),
                cheapest_in_a_word(case, sure(scenario.slug, case)),
                since,
                number(len(scenario.changes)),
            ]
        )
    heads = [
        f"{SYMBOLS[plan.currency]}k, {ranked_cost(plan, plan.scenarios[0].slug)}"
        + (" with work that waits" if waits else "")
        + (f", others as differences from {plan.scenario(base).name}" if ground is not None else ""),
        *(OPTION_LABELS[option] for option in options),
        *(["Business as usual"] if usual else []),
        "Cheapest",
        "Below cloud",
        "Inputs changed",
    ]
    return Table.of(heads, rows, [scenario.slug for scenario in shown])


def _standing(plan: Plan, scenario: str, case: CaseResult) -> Standing:
    """Return how the options of a scenario stand as planned, as it was found in an earlier start."""
    return recalled(Standing, plan, scenario, judged_surely.__name__, lambda: judged_surely(plan, scenario, case))


def _told_barred(cost: Entered, case: CaseResult, option: str) -> Entered:
    """Return what an option costs, said to be barred where it is not allowed; not what lacks a price."""
    if option in case.awaited:
        return "not judged"
    return cost.with_words("not allowed: ") if option in case.blocked and isinstance(cost, Cell) else cost


def _from_month(at: float) -> Entered:
    return month_number(whole_month(at)).with_words("from month ")


MOST_SCENARIOS = 8
"""Scenarios of a plan that a paper tells beside its own."""


def other_scenarios_table(plan: Plan, scenario: str) -> Table:
    """Return what the plan's scenarios come to as planned, the paper's own first: the cheapest, by how much, than what.

    No row where the plan has one scenario.
    """
    slugs = [scenario, *(one.slug for one in plan.scenarios if one.slug != scenario)]
    thousands = thousands_in(plan)
    rows: list[list[Entered]] = []
    for slug in slugs[: MOST_SCENARIOS + 1] if len(slugs) > 1 else ():
        case = judged(plan, slug)
        standing = _standing(plan, slug, case)
        led = standing.state in {State.CLEAR, State.CLOSE, State.USUAL} and bool(standing.rival)
        than = in_sentence(standing.rival) if led else BLANK
        by = thousands(standing.lead) if led else BLANK
        rows.append([plan.scenario(slug).name, cheapest_in_a_word(case, standing), by, than])
    heads = ["Scenario", "Cheapest, as planned", f"By, {SYMBOLS[plan.currency]}k", "Than"]
    return Table.of(heads, rows, slugs[: len(rows)])
