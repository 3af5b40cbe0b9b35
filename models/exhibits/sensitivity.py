"""What moves the verdict, and what would change it: tornado and switching values as they are shown."""

from collections.abc import Sequence

from models.areas.options import in_sentence
from models.exhibits.case_text import ranked_cost, short
from models.exhibits.cells import Cell, CellKind, Entered, amount, between, number, of_input, span, text, written
from models.exhibits.figures import Table
from models.exhibits.inputs import input_name, input_value
from models.exhibits.shapes import Tornado, TornadoBar
from models.exhibits.studies import KEPT, MOST_BARS, MOST_ROWS, Point, Shown
from models.exhibits.verdict_parts import may_be, none_as_planned
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged
from models.studies.influence import Influence
from models.studies.switching import POINTS, Flip, SwitchingValue


def tornado_shown(plan: Plan, scenario: str, found: Sequence[Influence]) -> Shown:
    """Return the tornado."""
    symbol = SYMBOLS[plan.currency]
    moving = [one for one in found if one.size >= 1]
    rows: list[list[Entered]] = []
    points: dict[str, list[Point]] = {}
    bars: list[TornadoBar] = []
    for one in moving[:MOST_ROWS]:
        name = input_name(plan, one.key)
        ends = [input_value(plan, scenario, one.key, value) for value in (one.low, one.high)]
        rows.append(
            [
                text(short(name), CellKind.INPUT),
                span(plan, scenario, one.key, (one.low, one.high), short=True),
                amount(one.at_low, symbol),
                amount(one.at_high, symbol),
            ]
        )
        points[one.key] = [
            Point(f"{name} {end}"[:120], one.inputs_at(high=high))
            for end, high in zip(ends, (False, True), strict=True)
        ]
        bars.append(TornadoBar(short(name), one.at_low, one.at_high, *ends))
    lead = moving[0].saving if moving else 0.0
    finding = tornado_finding(plan, found)
    swings = "; ".join(
        f"{bar.label} {money(bar.at_low, symbol)} to {money(bar.at_high, symbol)}" for bar in bars[:MOST_BARS]
    )
    title = "Lead of the cheapest option over the next"
    chart = Tornado(
        title,
        f"{symbol} of {ranked_cost(plan, scenario)}, each input through its plausible range",
        bars[:MOST_BARS],
        lead,
        symbol,
        f"{finding} {title}: {swings}.",
    )
    table = Table.of(
        ["Input", "Plausible range", "Lead, low end", "high end"], rows, [one.key for one in moving[:MOST_ROWS]]
    )
    return Shown(
        "tornado",
        finding,
        f"{len(found)} inputs, one at a time through their plausible range, the {min(len(moving), MOST_ROWS)} strongest"
        f" shown. {KEPT}",
        [chart] if bars else [],
        [table],
        points,
        found,
    )


def tornado_finding(plan: Plan, found: Sequence[Influence]) -> str:
    """Return what the tornado says, in one sentence."""
    if not found or found[0].size < 1:
        return "No input moves the verdict: none has a plausible range that counts, or there are not two options."
    symbol, first = SYMBOLS[plan.currency], found[0]
    flips = sum(one.flips for one in found)
    low, high = sorted((first.at_low, first.at_high))
    alone = (
        "no input alone flips the verdict"
        if not flips
        else (
            "it alone can flip the verdict"
            if flips == 1 and first.flips
            else (
                f"{flips} input{'' if flips == 1 else 's'} alone flip{'s' if flips == 1 else ''} the verdict at an end"
                f" of {'its' if flips == 1 else 'their'} range"
            )
        )
    )
    return (
        f"“{input_name(plan, first.key)}” moves the lead of the cheapest option most, from {money(low, symbol)} to"
        f" {money(high, symbol)}; {alone}."
    )


def switching_shown(plan: Plan, scenario: str, found: Sequence[SwitchingValue]) -> Shown:
    """Return the switching values."""
    rows: list[list[Entered]] = []
    points: dict[str, list[Point]] = {}
    flipping = [one for one in found if one.nearest]
    for one in flipping[:MOST_ROWS]:
        assert one.nearest is not None
        flips = [flip_cell(plan, scenario, one, flip) for flip in one.flips[:2]]
        plausible = " (plausible)" if one.is_plausible(one.nearest) else " (beyond)"
        flips[-1] = flips[-1].with_words(flips[-1].before, flips[-1].after + plausible)
        nothing = flip_cell(plan, scenario, one, one.zeros[0], named=False) if one.zeros else "never"
        rows.append(
            [
                text(short(one.label), CellKind.INPUT),
                of_input(plan, scenario, one.key, one.plan),
                flips[0] if len(flips) == 1 else between(flips[0], flips[1], "; "),
                nothing,
            ]
        )
        points[one.key] = [
            Point(
                f"{one.label} {input_value(plan, scenario, one.key, _beyond(one, flip))}"[:120],
                {one.key: _beyond(one, flip)},
            )
            for flip in one.flips
        ]
    reference = in_sentence(found[0].reference) if found else "the other"
    table = Table.of(
        ["Input", "Plan", "Verdict flips", f"No saving on {reference}"], rows, [one.key for one in flipping[:MOST_ROWS]]
    )
    tables = [table, scans_table(plan, scenario, found)] if found else [table]
    note = (
        f"{len(found)} inputs, each alone over its full range: coarsely first, then at up to {POINTS} points, or each"
        " whole number, where the sign may change; each change is narrowed down. “At” and “from” mean that the saving"
        f" jumps there. A flip and a flip back between two points are not detected. {KEPT}"
    )
    return Shown("switching", switching_finding(plan, scenario, found), note, [], tables, points, found)


def switching_finding(plan: Plan, scenario: str, found: Sequence[SwitchingValue]) -> str:
    """Return what the switching values say, in one sentence."""
    if not found:
        case = judged(plan, scenario)
        many = f"Only one option {may_be(case)}" if case.allowed() else none_as_planned(case)
        return f"{many}: no input changes the verdict."
    flipping = [one for one in found if one.nearest]
    if not flipping:
        return f"None of {len(found)} inputs changes the verdict at any value within its bounds."
    first = flipping[0]
    assert first.nearest is not None
    plausible = sum(any(one.is_plausible(flip) for flip in one.flips) for one in flipping)
    within = "flips it within its plausible range" if plausible == 1 else "flip it within their plausible range"
    at, now = flip_text(plan, scenario, first, first.nearest), input_value(plan, scenario, first.key, first.plan)
    return (
        f"The verdict flips first with “{first.label}” {at} (planned {now}), where all is bought as now planned;"
        f" {plausible} of {len(found)} inputs {within}, {len(found) - len(flipping)} flip it at no value."
    )


def flip_text(plan: Plan, scenario: str, one: SwitchingValue, flip: Flip) -> str:
    """Return where a flip lies and to which option, such as "below £6.44, to cloud"."""
    return written(flip_cell(plan, scenario, one, flip))


def flip_cell(plan: Plan, scenario: str, one: SwitchingValue, flip: Flip, *, named: bool = True) -> Cell:
    """Return where a flip lies, with the words of its direction and of the option it flips to."""
    where = "below" if flip.below else "above"
    if flip.jump:
        where = "at" if flip.below else "from"
    to = f", to {in_sentence(flip.to)}" if named else ""
    return of_input(plan, scenario, one.key, flip.value, short=True).with_words(f"{where} ", to)


def scans_table(plan: Plan, scenario: str, found: Sequence[SwitchingValue], most: int = MOST_ROWS) -> Table:
    """Return the inputs that flip nothing, with the limits of their scan."""
    still = [one for one in found if not one.nearest][:most]
    rows = [
        [
            text(short(one.label), CellKind.INPUT),
            of_input(plan, scenario, one.key, one.plan),
            "none in range",
            span(plan, scenario, one.key, one.scanned),
            number(one.points),
        ]
        for one in still
    ]
    return Table.of(["Changes nothing", "Plan", "", "Scanned", "Points"], rows, [one.key for one in still])


def _beyond(one: SwitchingValue, flip: Flip) -> float:
    """Return a value just beyond a flip, seen from the plan, at which the other option is the cheaper."""
    if flip.jump:
        return flip.value
    step = max(abs(flip.value), abs(flip.value - one.plan)) * 1e-6
    low, high = one.declared.bounds
    return min(max(flip.value - step if flip.below else flip.value + step, low), high)
