"""What the servers of an option draw, against the power of their site."""

from collections.abc import Callable, Iterator

import numpy as np

from models.areas.options import in_sentence
from models.rules.facts import Facts


def site(option: str, line: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that the site's power is too little, or too late, for an option's servers."""

    def condition(facts: Facts) -> Iterator[str]:
        key = f"{option}.{line}"
        if not facts.has(key):
            return
        for (name, prefix), flag in zip(facts.pools(), facts.rows(key), strict=True):
            if flag > 0 and line == "site_beyond":
                there, owned = facts.number(f"{prefix}site_power"), facts.number(f"{prefix}owned_servers")
                most, of_one = _draw(facts, option, prefix.split(".")[2])
                draw = owned * of_one
                already = f"; servers owned already draw {_kilowatts(draw)} by themselves" if draw > there else ""
                yield (
                    f"{name} draws up to {_kilowatts(most)} with its cooling, of the {_kilowatts(there)} available"
                    f" {_WHERE[_site_of(facts, option, prefix)]}{already}"
                )
            elif flag > 0:
                first = facts.number(f"{prefix}site_from")
                yield f"{name} is in use before month {first:.0f}, from which its power is available"

    return condition


_ONE_IN_100 = 0.01

_NEARLY = 0.6
"""Of the power that is available, from which it is told how much is left."""


def nearly_full(facts: Facts, option: str) -> Iterator[str]:
    """Yield how much more an option may draw before its site is full: it is then not allowed, whatever it costs."""
    if not facts.has(f"{option}.site_drawn"):
        return
    for name, prefix in facts.pools():
        there = facts.number(f"{prefix}site_power")
        most, _ = _draw(facts, option, prefix.split(".")[2])
        if there > 0 and _NEARLY * there <= most <= there:
            left = there / most - 1
            more = f"{left:.0%}" if left >= _ONE_IN_100 else _kilowatts(there - most)
            yield (
                f"{name} draws up to {_kilowatts(most)} of the {_kilowatts(there)} available"
                f" {_WHERE[_site_of(facts, option, prefix)]}: drawing {more} more, {in_sentence(option)} is no longer"
                " allowed"
            )


_WHERE = {"own_room": "in the own server room", "colocation": "in colocation"}


_WHOLE = 100
"""Kilowatts from which they are told whole."""


def _kilowatts(power: float) -> str:
    return f"{power:,.0f} kW" if power >= _WHOLE else f"{power:,.3g} kW"


def _site_of(facts: Facts, option: str, pool: str) -> str:
    """Return where the servers of an option stand."""
    own = str(facts.values[f"{pool}hybrid_site"]) if option == "hybrid" else "same"
    return str(facts.values[f"{pool}site"]) if own == "same" else own


def _draw(facts: Facts, option: str, pool: str) -> tuple[float, float]:
    """Return the most that servers of an option draw with their site, and what one of them draws then, in kW."""
    row = facts.plan.slugs["pool"].index(pool)
    drawn, used = (facts.by_month(f"{option}.{line}")[row] for line in ("site_drawn", "in_use"))
    most = int(np.argmax(drawn))
    return float(drawn[most]), float(drawn[most] / used[most]) if used[most] > 0 else 0.0
