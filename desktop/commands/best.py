"""The command that finds the settings at which each option costs least."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.commands.studies import shown_text
from models.appraisal.results import CaseResult
from models.areas.compute import Pool
from models.areas.data import Data
from models.areas.options import OPTION_LABELS
from models.catalogue.records import RentOffer
from models.exhibits.best import best_shown
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan, Scenario
from models.plan.rows import slug_for
from models.quantities.limits import MOST_SCENARIOS
from models.quantities.texts import listed
from models.rules.best import best_by
from models.rules.best_levers import with_best_levers
from models.rules.best_offers import with_best_offers
from models.rules.decisions import judged as judged_case
from models.rules.judgement import Judgement, at_best, planned
from models.rules.offers import region_of
from models.studies.best import AllBest, Best, with_settings
from models.studies.best_judged import Risked, costs_at_best, risked
from models.studies.levers import LABELS
from models.studies.limits import LIMITS, with_those_of_plan


class BestError(Exception):
    """What was asked cannot be done; the message says why and what is expected."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: what is made least, limits by name, and the option, or all, whose settings are taken.

    free: what is searched beside what is free from the start: data, levers, offer, site.
    """

    objective: str = "compared"
    within: Mapping[str, float] = field(default_factory=dict[str, float])
    take: str | None = None
    free: Sequence[str] = ()


def limits(given: Sequence[str]) -> dict[str, float]:
    """Return limits by name from LIMIT=VALUE.

    Raises BestError where one is not known or its value is no number of 0 or more.
    """
    limit_values: dict[str, float] = {}
    for one in given:
        name, _, text = one.partition("=")
        if name not in LIMITS:
            known = ", ".join(f"{limit.name} ({limit.meaning})" for limit in LIMITS.values())
            raise BestError(f"--within {one[:80]}: expected {known}, each with =VALUE")
        try:
            value = float(text.replace(",", ""))
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and value >= 0):
            raise BestError(f"--within {one[:80]}: expected a number of 0 or more after {name}=")
        limit_values[name] = value
    return limit_values


def best_text(plan: Plan, scenario: str, asked: Asked, *, as_json: bool) -> tuple[str, Plan]:
    """Return each option at its best, and the plan with those settings.

    Raises BestError where an option's settings are to be taken that is not there.
    """
    if asked.take is not None and asked.take not in {ALL, *OPTION_LABELS}:
        raise BestError(f"--take {asked.take[:40]}: expected one of {', '.join((ALL, *OPTION_LABELS))}")
    freed = {key for name, key in FREED.items() if name in asked.free}
    within = with_those_of_plan(plan.values(scenario), asked.within)
    as_planned = judged_case(plan, scenario)
    offers: Mapping[str, RentOffer] = {}
    if "offer" in asked.free:
        plan, offers = with_best_offers(plan, scenario, within, freed)
    turned_on: Sequence[str] = ()
    if "levers" in asked.free:
        plan, turned_on = with_best_levers(plan, scenario, within, freed)
    bests = best_by(plan, scenario, asked.objective, within, freed)
    if offers or turned_on:
        held = [_held_against(one, as_planned) for one in bests.found]
        bests = replace(bests, found=held, usual_planned=as_planned.usual_compared)
    drawn = costs_at_best(plan, scenario, bests.found)
    judged = risked(plan, scenario, bests.found, drawn, within=within)
    better = _taken(plan, scenario, bests, asked.take) if asked.take else with_scenarios(plan, scenario, bests)
    if as_json:
        record = {
            **_record(bests, judged),
            "offers": {pool: one.id for pool, one in offers.items()},
            "levers": list(turned_on),
        }
        return json.dumps(record, ensure_ascii=False, allow_nan=False, indent=1), better
    case = judged_case(plan, scenario)
    together = with_settings(plan, scenario, bests.together)
    then = case if together is plan else judged_case(together, scenario)
    standing = at_best(case, bests, drawn, then)
    judgement = Judgement(planned(case), standing) if standing is not None else None
    shown = best_shown(plan, bests, judged, judgement)
    said = (
        "" if asked.objective == "compared" else f"\n\nChosen within a shortlist of each option by {asked.objective}."
    )
    rented = [
        f"{plan.row_name('pool', pool)} is rented as {one.name}, {region_of(one)}, in every option: with it the"
        " cheapest of them costs least, and a dearer one may cost less with another offer."
        for pool, one in offers.items()
    ]
    if "offer" in asked.free and not rented:
        rented = ["No other offer makes the cheapest option cheaper; a dearer one may cost less with another offer."]
    if "levers" in asked.free:
        rented.append(_turned_on(turned_on))
    if asked.within:
        rented.append(_only_here(asked.within))
    return "".join(f"{one}\n\n" for one in rented) + shown_text(shown) + said, better


def _only_here(within: Mapping[str, float]) -> str:
    """Return that limits hold for this search alone: the plan is judged without them."""
    said = (
        "Limits given with --within hold for this search alone: a plan that takes its settings is judged without them."
    )
    if "capital" in within:
        said += " A plan keeps a limit on capital as an input, finance.capital_limit, its contingency included."
    return said


def _held_against(one: Best, as_planned: CaseResult) -> Best:
    """Return an option's best held against what it costs in the plan itself, before offers or levers were moved."""
    if one.kind not in as_planned.options or one.kind in as_planned.blocked or one.kind in as_planned.twins:
        return replace(one, planned=None)
    return replace(one, planned=as_planned.options[one.kind].compared)


def _turned_on(levers: Sequence[str]) -> str:
    """Return which levers were turned on, and that a cost does not say what else they do."""
    if not levers:
        return "No other cost lever makes the cheapest option cheaper."
    names = listed([LABELS[one][0].lower() + LABELS[one][1:] for one in levers])
    return (
        f"On in every option: {names}, each at its own inputs. Their cost does not say what they do to answers and to"
        " data that is deleted."
    )


FREED = {"site": Pool.site.key, "data": Data.hybrid_cloud.key}
"""Inputs that the search moves only where asked, by what is asked for."""

ALL = "all"
"""What is given in place of an option where every option's settings are taken."""


def _taken(plan: Plan, scenario: str, found: AllBest, kind: str) -> Plan:
    if kind == ALL:
        return with_settings(plan, scenario, found.together)
    one = next((one for one in found.found if one.kind == kind), None)
    if one is None:
        raise BestError(f"--take {kind}: {found.missing.get(kind, 'it was not worked out')}")
    return with_settings(plan, scenario, one.settings)


def with_scenarios(plan: Plan, scenario: str, found: AllBest) -> Plan:
    """Return the plan with a scenario for each option whose best differs from the plan."""
    base = plan.scenario(scenario)
    for one in found.found:
        if one.settings and len(plan.scenarios) < MOST_SCENARIOS:
            plan = plan.with_scenario(_scenario(plan, base, one))
    return plan


def _scenario(plan: Plan, base: Scenario, one: Best) -> Scenario:
    name = f"{OPTION_LABELS[one.kind]} at its best"
    evidence = Evidence(EvidenceKind.ASSUMPTION, "best settings found")
    changes = {**base.changes, **{key: Entry(value, evidence) for key, value in one.settings.items()}}
    slug = slug_for(name, [known.slug for known in plan.scenarios])
    return replace(base, slug=slug, name=name, changes=changes)


def _record(found: AllBest, judged: Mapping[str, Risked]) -> dict[str, object]:
    return {
        "options": {
            one.kind: {
                "planned": one.planned,
                "best": one.cost,
                "settings": dict(one.settings),
                "up_front": one.capital,
                "undone": one.undone,
                "expected": judged[one.kind].expected,
                "p80": judged[one.kind].p80,
                "regret": judged[one.kind].regret,
                "chance": judged[one.kind].chance,
                "kept": dict(judged[one.kind].kept),
                "shortlist": [
                    {
                        "settings": dict(some.settings),
                        "cost": some.cost,
                        "up_front": some.capital,
                        "carbon": some.carbon,
                        "expected": spread.expected,
                        "p80": spread.p80,
                        "regret": spread.regret,
                    }
                    for some, spread in zip(one.shortlist, judged[one.kind].shortlist, strict=True)
                ],
            }
            for one in found.found
        },
        "together": dict(found.together),
        "missing": dict(found.missing),
        "candidates": sum(one.tried for one in found.found),
        "complete": found.complete,
        "seconds": found.seconds,
    }
