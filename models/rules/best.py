"""Each option at its best, with what the rules allow: the search, asked what is allowed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from models.appraisal.model import model
from models.appraisal.results import CaseResult, case_result
from models.areas.compute import Pool
from models.areas.decisions import CALLS
from models.areas.hosting import Route
from models.areas.options import OWNING
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.conditions import air_gap_api, policy_api, regulated_abroad, resident_abroad
from models.rules.decisions import findings, judged
from models.rules.facts import Facts
from models.studies.best import AllBest, Best, best_of_each, with_settings
from models.studies.decision_space import Question, Settings, starts_with_power
from models.studies.limits import with_those_of_plan
from models.studies.settings_search import Look
from models.studies.taking import taken

_OF_POWER = frozenset(f"site_beyond_{option}" for option in OWNING)
_OF_SETTINGS = frozenset(
    [
        "keeps_nothing",
        "split_servers",
        "owns_nothing",
        *(f"calls_everything_{option}" for option in CALLS),
        *(f"capital_beyond_{option}" for option in OWNING),
        *(f"site_early_{option}" for option in OWNING),
    ]
)
"""Rules that bar the settings that are planned, and not the option."""

_API_RULES = (air_gap_api, policy_api, regulated_abroad, resident_abroad)


def best(
    plan: Plan,
    scenario: str,
    within: Mapping[str, float] | None = None,
    freed: Collection[str] = (),
    look: Look | None = None,
) -> AllBest:
    """Return every option at its best, the cheapest first, each only with settings that no rule blocks."""
    values = plan.values(scenario)
    case = judged(with_settings(plan, scenario, _hosted(plan.slugs["workload"])), scenario)
    forced = {key: value for key, value in _hosted(_barred(plan, scenario, case)).items() if values[key]}
    later = starts_with_power(plan, scenario)
    hosted = with_settings(plan, scenario, {**forced, **later})
    barred, limits = _smaller(hosted, scenario, case, within or {})
    question = Question(hosted, scenario, may_call(plan, scenario), barred, limits, frozenset(freed))
    bests = best_of_each(question, look)
    each = [_in_plan(plan, scenario, one, forced | (later if one.kind in OWNING else {})) for one in bests.found]
    refused = {one.kind: why for one in each if (why := _refused(plan, scenario, one))}
    each = [one for one in each if one.kind not in refused]
    return replace(bests, found=each, missing={**bests.missing, **refused}, together=taken(plan, scenario, each))


def _refused(plan: Plan, scenario: str, one: Best) -> str:
    """Return why an option is not allowed at the settings that were found for it, empty where it is."""
    return judged(with_settings(plan, scenario, one.settings), scenario).blocked.get(one.kind, "")


def _smaller(
    plan: Plan, scenario: str, case: CaseResult, within: Mapping[str, float]
) -> tuple[dict[str, str], dict[str, float]]:
    """Return which options are barred whatever their settings, and the limits of the search.

    Too little power at the site, or too little capital, bars the servers that are planned, and not fewer: they are
    limits.
    """
    limits = with_those_of_plan(plan.values(scenario), within)
    there = [float(plan.entry(scenario, Pool.site_power.key_in(pool)).value) for pool in plan.slugs["pool"]]
    if all(there):
        limits["power"] = min(sum(there), within.get("power", sum(there)))
    of_settings = _OF_SETTINGS | _OF_POWER if all(there) else _OF_SETTINGS
    barred = [one for one in findings(plan, scenario, case) if one.blocks]
    by_settings = [
        option
        for option in case.blocked
        if all(one.rule.key in of_settings for one in barred if option in one.rule.options)
    ]
    return {key: why for key, why in case.blocked.items() if key not in by_settings}, limits


def at_its_best(plan: Plan, scenario: str = "base") -> Plan:
    """Return the plan with every option of a scenario at its best, which is how a new plan begins."""
    return with_settings(plan, scenario, best(plan, scenario).together)


def _in_plan(plan: Plan, scenario: str, one: Best, forced: Settings) -> Best:
    """Return an option's best as settings of the plan itself, with the share of the work that it leaves undone.

    forced: what rules forbid the plan to call by API, hosted instead; nothing allowed is then planned.
    """
    settings = {**forced, **one.settings}
    return replace(
        one,
        settings=settings,
        planned=None if forced else one.planned,
        shortlist=[replace(some, settings={**forced, **some.settings}) for some in one.shortlist],
        undone=_undone(plan, scenario, replace(one, settings=settings)),
    )


def _undone(plan: Plan, scenario: str, one: Best) -> float:
    """Return the share of the work that an option leaves undone at its best."""
    return case_result(with_settings(plan, scenario, one.settings), scenario).options[one.kind].undone


def _hosted(works: Iterable[str]) -> dict[str, Value]:
    """Return the settings by which no option calls some workloads by API."""
    settings: dict[str, Value] = {}
    for work in works:
        settings[Route.api_share.key_in(work)] = 0.0
        settings |= {switch.key_in(work): False for switch in CALLS.values()}
    return settings


def may_call(plan: Plan, scenario: str) -> list[str]:
    """Return the workloads that count and that a commercial API may serve, as the model says it."""
    traced = model(plan.structure)
    if "api" not in traced.options:
        return []
    rows = traced.evaluate(plan.values(scenario), ["hosting.counted_by_api"]).rows("hosting.counted_by_api")
    return [slug for slug, may in zip(plan.slugs["workload"], rows[:, 0, 0], strict=True) if may > 0]


def _barred(plan: Plan, scenario: str, case: CaseResult) -> list[str]:
    """Return the workloads that rules forbid to be called by API."""
    values = dict(plan.values(scenario))
    works = Facts(plan, values, case).works()
    return [slug for slug, name, _ in works if _forbidden(plan, values, case, slug, name)]


def _forbidden(plan: Plan, values: Mapping[str, Value], case: CaseResult, slug: str, name: str) -> bool:
    """Return whether a rule would strike if a workload were called by API."""
    facts = Facts(plan, {**values, f"hosting.workload.{slug}.api_share": 1.0}, case)
    return any(name in list(rule(facts)) for rule in _API_RULES)
