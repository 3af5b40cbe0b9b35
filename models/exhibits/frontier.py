"""The frontier: what each option's efficient settings cost against what they ask for, as points of a chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.areas.options import OPTION_LABELS, in_sentence
from models.exhibits.case_text import ranked_cost
from models.exhibits.scale import nice_ticks
from models.exhibits.series_styles import STYLES, SeriesStyle
from models.exhibits.settings_words import setting_words
from models.plan.plan import Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.unknown_carbon import calls
from models.studies.best import AllBest, Shortlisted
from models.studies.best_judged import Risked, Spread
from models.studies.decision_space import Settings

CAPITAL, P80, CARBON = "capital", "p80", "carbon"

ACROSS: Mapping[str, str] = {CAPITAL: "Total capital", P80: "8 of 10 cases below", CARBON: "Carbon, tonnes"}
"""What cost may be drawn against, in the order in which it is offered."""


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One candidate: the option it is of, what it asks for, its present value and its settings in words.

    planned: whether it is the plan's own. efficient: whether none costs less and asks for less as well.
    """

    option: str
    across: float
    cost: float
    words: str
    settings: Settings
    style: SeriesStyle
    planned: bool
    efficient: bool

    @property
    def label(self) -> str:
        """The option's name."""
        return OPTION_LABELS[self.option]


@dataclass(frozen=True, slots=True)
class Frontier:
    """Present value against something else that options ask for.

    symbol: of the currency. across_symbol: the same, empty where what they ask for is no money.
    """

    title: str
    across: str
    height: str
    points: Sequence[FrontierPoint]
    symbol: str
    across_symbol: str
    alternative: str

    def ticks(self) -> tuple[Sequence[float], Sequence[float]]:
        """Return the marks of both sides: what is asked for, from nothing on where that is near, and the cost."""
        asked, costs = [one.across for one in self.points], [one.cost for one in self.points]
        room = 0.08 * (max(costs) - min(costs)) or 0.05 * abs(costs[0]) or 1.0
        low = min(asked) if min(asked) > 0.5 * max(asked) else 0.0
        ys = nice_ticks(min(costs) - room, max(costs) + room, 5)
        while len({money(tick, self.symbol) for tick in ys}) < len(ys):
            room *= 2  # costs so near to each other that their marks would read the same
            ys = nice_ticks(min(costs) - room, max(costs) + room, 5)
        return nice_ticks(low, max(asked), 5) if max(asked) >= 1 else [0.0], ys

    def extent(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the lowest and highest that both sides show: what is asked for, and the cost."""
        xs, ys = self.ticks()
        asked, costs = [one.across for one in self.points], [one.cost for one in self.points]
        return (min(xs[0], *asked), max(xs[-1], *asked)), (min(ys[0], *costs), max(ys[-1], *costs))

    def told(self, point: FrontierPoint) -> str:
        """Return a point in words."""
        asks = f"{self.across.split(',')[0].lower()} {self.amount(point.across)}"
        of_plan = " (the plan's)" if point.planned else ""
        return f"{point.label}{of_plan}: {money(point.cost, self.symbol)}, {asks}. {_capital(point.words)}."

    def amount(self, across: float) -> str:
        """Return what a point asks for, as it is written."""
        return money(across, self.across_symbol) if self.across_symbol else f"{across:,.0f} t"


def frontier(
    plan: Plan, found: AllBest, judged: Mapping[str, Risked], across: str = CAPITAL, *, beside: bool = False
) -> Frontier | None:
    """Return the candidates of every option as points; None where there are fewer than two.

    across: one of ACROSS. beside: whether something beside the options, such as business as usual, is recommended.
    Raises KeyError where `across` is another.
    """
    head = ACROSS[across]
    pairs = [
        (one.kind, some, spread)
        for one in found.found
        for some, spread in zip(one.shortlist, judged[one.kind].shortlist, strict=True)
    ]
    if len(pairs) < 2:  # noqa: PLR2004 - one point is no frontier
        return None
    asked = [_asked(across, some, spread) for _, some, spread in pairs]
    order = sorted(range(len(pairs)), key=lambda place: (round(pairs[place][1].cost, 2), asked[place]))
    points: list[FrontierPoint] = []
    for place, efficient in zip(order, asks_less([asked[place] for place in order]), strict=True):
        kind, some, _ = pairs[place]
        words = setting_words(plan, some.settings)
        points.append(
            FrontierPoint(
                kind, asked[place], some.cost, words, some.settings, STYLES[kind], not some.settings, efficient
            )
        )
    symbol, cost = SYMBOLS[plan.currency], ranked_cost(plan, found.scenario).capitalize()
    cheapest = min(points, key=lambda one: one.cost)
    title = _title(points, head, symbol)
    if across == CARBON and calls(plan, found.scenario, cheapest.option):
        title = f"{cheapest.label} is cheapest; what its API emits is not known"
    if beside:
        leader = title if title[:3].isupper() else f"{title[0].lower()}{title[1:]}"
        title = f"Of the options, {leader}"
    made = Frontier(
        title,
        head if across == CARBON else f"{head}, {symbol}",
        f"{cost}, {symbol}, against {head[0].lower()}{head[1:]}; rings are the plan's own settings",
        points,
        symbol,
        "" if across == CARBON else symbol,
        "",
    )
    sentences = " ".join(made.told(one) for one in points if one.efficient)
    return Frontier(
        made.title, made.across, made.height, points, symbol, made.across_symbol, f"{title}. Efficient are: {sentences}"
    )


def asks_less(asked: Sequence[float]) -> list[bool]:
    """Return, of candidates from the cheapest on, which ask for less than every cheaper one by more than 1.

    >>> asks_less([500.0, 700.0, 499.5, 200.0])
    [True, False, False, True]
    """
    least, found = float("inf"), list[bool]()
    for one in asked:
        found.append(one < least - 1)
        least = min(least, one) if found[-1] else least
    return found


def _asked(across: str, some: Shortlisted, spread: Spread) -> float:
    return {CAPITAL: some.capital, P80: spread.p80, CARBON: some.carbon}[across]


def _title(points: Sequence[FrontierPoint], head: str, symbol: str) -> str:
    """Return what the frontier says: what is cheapest, and what asks for the least."""
    efficient = [one for one in points if one.efficient]
    cheapest, modest = efficient[0], efficient[-1]
    if max(one.across for one in points) < 1:
        return f"{cheapest.label} is cheapest; no option here has any {_measure(head)}"
    if len(efficient) == 1:
        alike = len({one.option for one in points if one.across <= cheapest.across + 1}) > 1
        also = f"cheapest, and none has a lower {_measure(head)}" if alike else "lowest on both measures"
        return f"{cheapest.label} is {also}"
    if cheapest.option == modest.option:
        more = money(modest.cost - cheapest.cost, symbol)
        return f"{cheapest.label} is cheapest as it is; with the least {_measure(head)} it costs {more} more"
    alike = list(dict.fromkeys(one.option for one in points if one.across <= modest.across + 1))
    names, have = listed([in_sentence(one) for one in alike]), "has" if len(alike) == 1 else "have"
    return f"{cheapest.label} is cheapest; {names} {have} the least {_measure(head)}"


def _measure(head: str) -> str:
    """Return what is held against cost, within a sentence."""
    return "cost that 8 of 10 cases stay below" if head == ACROSS[P80] else head.split(",", maxsplit=1)[0].lower()


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
