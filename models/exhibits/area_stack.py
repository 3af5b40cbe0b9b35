"""What each option costs by decision area, stacked."""

from collections.abc import Sequence

from models.areas.options import in_sentence
from models.exhibits.areas import AREA_LABELS, inside
from models.exhibits.figures import to_draw
from models.exhibits.series_styles import STYLES
from models.exhibits.shapes import A_POUND, Stack, StackBar
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged

_OWN_AREA = {"api": "hosting"}
"""The area in which an option differs from others by what it is, where that is not compute."""


def _part_of(amounts: Sequence[float], place: int) -> str:
    """Return which part of what is paid one amount is.

    >>> _part_of([1.0, 80.0, 120.0, -1.0], 1), _part_of([1.0, 200.0, -1.0], 0)
    ('40% of it', 'less than 1% of it')
    """
    part = amounts[place] / max(sum(one for one in amounts if one > 0), 1.0)
    return f"{part:.0%} of it" if part >= 0.01 else "less than 1% of it"  # noqa: PLR2004 - a hundredth


def area_stack(plan: Plan, scenario: str) -> Stack:
    """Return the cost of each option over the horizon, stacked by decision area; resale of what is left lowers it."""
    symbol = SYMBOLS[plan.currency]
    case = judged(plan, scenario)
    options = to_draw(case)
    cheapest = case.allowed()[0].key if case.allowed() else ""
    areas = [area for area in AREA_LABELS if any(abs(one.areas.get(area, 0.0)) >= A_POUND for one in options)]
    resale = any(one.residual >= A_POUND for one in options)
    bars = [
        StackBar(
            one.label,
            [*(one.areas.get(area, 0.0) for area in areas), *([-one.residual] if resale else [])],
            STYLES[one.key],
        )
        for one in options
    ]
    parts = [*(AREA_LABELS[area] for area in areas), *(["Residual value"] if resale else [])]
    best = next((place for place, one in enumerate(options) if one.key == cheapest), 0)
    largest = max(range(len(parts)), key=lambda place: bars[best].amounts[place]) if parts else 0
    title = "Nothing costs anything"
    if parts:
        title = f"{parts[largest]} is the largest part of what {in_sentence(options[best].key)} costs"
        own = _OWN_AREA.get(options[best].key, "compute")
        if own in areas and areas.index(own) != largest:
            title += f"; {inside(AREA_LABELS[own])} is {_part_of(bars[best].amounts, areas.index(own))}"
    spoken = "; ".join(
        f"{bar.label} {money(bar.total, symbol)}: "
        + ", ".join(f"{part} {money(amount, symbol)}" for part, amount in zip(parts, bar.amounts, strict=True))
        for bar in bars
    )
    return Stack(
        title, f"Whole-life cost by decision area, {symbol}, not discounted", parts, bars, symbol, f"{title}. {spoken}."
    )
