"""How far the ranking by criteria depends on the weights: the weight of each at which another option scores highest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.appraisal.results import present_options
from models.plan.plan import Plan

HIGHEST = 100.0
"""The largest swing weight."""


@dataclass(frozen=True, slots=True)
class WeightSwitch:
    """One criterion: its weight, and the nearest weight at which another option scores highest.

    None where there is none from 0 to 100.
    """

    slug: str
    name: str
    weight: float
    at: float | None
    to: str
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Criteria:
    """Weighted scores of the options, the highest, and the switch of each criterion's weight."""

    scores: Mapping[str, float]
    best: str
    switches: Sequence[WeightSwitch]


def criteria(plan: Plan, scenario: str) -> Criteria:
    """Return the ranking by criteria and its sensitivity to each weight, the others as they are.

    The weighted sum of an option is linear in one weight, so that two options change places at one weight at most.
    """
    rows = plan.rows["criterion"]
    options = present_options(plan, scenario)
    weights = {row.slug: _number(plan, scenario, row.slug, "weight") for row in rows}
    scored = {option: {row.slug: _number(plan, scenario, row.slug, option) for row in rows} for option in options}
    sums = {option: sum(weights[slug] * score for slug, score in scores.items()) for option, scores in scored.items()}
    whole = sum(weights.values())
    best = max(options, key=lambda option: sums[option])
    switches: list[WeightSwitch] = []
    for row in rows:
        weighed: list[tuple[float, str]] = []
        for option in options:
            slope = scored[option][row.slug] - scored[best][row.slug]
            if option != best and slope:
                at = weights[row.slug] + (sums[best] - sums[option]) / slope
                if 0 <= at <= HIGHEST:
                    weighed.append((at, option))
        nearest = min(weighed, key=lambda one: abs(one[0] - weights[row.slug]), default=None)
        switches.append(
            WeightSwitch(
                row.slug,
                row.name,
                weights[row.slug],
                nearest[0] if nearest else None,
                nearest[1] if nearest else "",
                {option: scored[option][row.slug] for option in options},
            )
        )
    return Criteria(
        {option: total / whole if whole else 0.0 for option, total in sums.items()}, best if whole else "", switches
    )


def _number(plan: Plan, scenario: str, slug: str, name: str) -> float:
    if name == "api":
        return _number(plan, scenario, slug, "cloud") + _number(plan, scenario, slug, "api_over_cloud")
    return float(plan.entry(scenario, f"criteria.criterion.{slug}.{name}").value)
