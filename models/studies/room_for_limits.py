"""Settings that keep a limit in eight of ten cases and not at the plan's values alone: those that leave room below it.

The search holds limits at the plan's values, so that its cheapest candidates come as near to them as they can.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from models.appraisal.model import model
from models.plan.plan import Plan
from models.studies.best import MOST_SHORTLISTED, AllBest, Best, Shortlisted, with_settings
from models.studies.best_judged import EIGHT_IN_TEN, Drawing
from models.studies.limits import LIMITS

type Again = Callable[[str, Mapping[str, float]], AllBest]
"""Searches an option within other limits."""

_TIMES = 5
"""Searches of an option, each within limits halfway between two before it, or a little tighter than the last."""

_FURTHER = 0.1


def with_room(plan: Plan, scenario: str, found: AllBest, within: Mapping[str, float], again: Again) -> AllBest:
    """Return every option with a shortlist that keeps limits in eight of ten cases, where such settings are found.

    within: limits by name. An option of which none are found keeps its shortlist.
    """
    options: list[Best] = []
    for one in found.found:
        drawing = Drawing(plan, scenario, [one])
        keeping = _keeping(drawing, one, within)
        if any(some.settings == one.settings for some in keeping):
            options.append(one)
            continue
        room = _room(plan, scenario, one, within)
        kept = _looked_for(plan, scenario, one.kind, within, room, again)
        keeping = _both(keeping, kept)
        options.append(replace(one, shortlist=keeping) if keeping else one)
    return replace(found, found=options)


def _keeping(drawing: Drawing, one: Best, within: Mapping[str, float]) -> list[Shortlisted]:
    """Return of a shortlist the candidates that keep every limit in eight of ten cases."""
    chances = [min(drawing.kept(one.kind, some.settings, within).values()) for some in one.shortlist]
    return [some for some, chance in zip(one.shortlist, chances, strict=True) if 100 * chance >= EIGHT_IN_TEN]


def _looked_for(
    plan: Plan, scenario: str, kind: str, within: Mapping[str, float], room: Mapping[str, float], again: Again
) -> list[Shortlisted]:
    """Return candidates of an option that keep limits in eight of ten cases, found within tighter ones; may be none.

    room: what would be left below each limit if what it holds moved in proportion. Where nothing is found so far below
    it, half of that is tried, and so on; where the cheapest found there is still not kept often enough, a little more.
    """
    least, most, part = 0.0, math.inf, 1.0
    known: list[Shortlisted] = []
    for _ in range(_TIMES):
        tight = {name: value + part * room[name] for name, value in within.items()}
        other = next((some for some in again(kind, tight).found if some.kind == kind), None)
        if other is None:
            most = part
        else:
            kept = _keeping(Drawing(plan, scenario, [other]), other, within)
            known = _both(known, kept)
            if any(some.settings == other.settings for some in kept):
                break
            least = part
        part = (least + most) / 2 if math.isfinite(most) else part + _FURTHER
    return known


def _room(plan: Plan, scenario: str, one: Best, within: Mapping[str, float]) -> dict[str, float]:
    """Return what has to be left below each limit, negative where it is the most allowed, for an option at its best."""
    at_best = with_settings(plan, scenario, one.settings)
    traced = model(at_best.structure)
    drawn = Drawing(plan, scenario, [one]).held(one.kind, one.settings, within)
    room: dict[str, float] = {}
    for name, value in within.items():
        limit = LIMITS[name]
        lines = limit.lines(traced, one.kind)
        held = limit.holds(traced.evaluate(at_best.values(scenario), lines), lines).max() if lines else 0.0
        often = float(np.percentile(drawn[name], 100 - EIGHT_IN_TEN if limit.floor else EIGHT_IN_TEN))
        more = value * (float(held) / often - 1) if often > 0 else 0.0
        room[name] = max(more, 0.0) if limit.floor else min(more, 0.0)
    return room


def _both(some: Sequence[Shortlisted], others: Sequence[Shortlisted]) -> list[Shortlisted]:
    """Return candidates of two shortlists, those that cost least, each once."""
    known = [one.settings for one in some]
    every = [*some, *(one for one in others if one.settings not in known)]
    return sorted(every, key=lambda one: one.cost)[:MOST_SHORTLISTED]
