"""Each option at its best, with what the rules allow: the search, asked what is allowed."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from models.appraisal.results import CaseResult, case_result
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.conditions import air_gap_api, regulated_abroad, resident_abroad
from models.rules.decisions import judged
from models.rules.facts import Facts
from models.studies.best import AllBest, Best, best_of_each, with_settings
from models.studies.settings_search import Look, Question

_API_RULES = (air_gap_api, regulated_abroad, resident_abroad)


def best(
    plan: Plan,
    scenario: str,
    within: Mapping[str, float] | None = None,
    freed: Collection[str] = (),
    look: Look | None = None,
) -> AllBest:
    """Return every option at its best, the cheapest first, each only with settings that no rule blocks."""
    called = {f"hosting.workload.{row}.api_share": 0.0 for row in plan.slugs["workload"]}
    hosted = with_settings(plan, scenario, called)
    case = judged(hosted, scenario)
    question = Question(
        plan, scenario, may_call(plan, scenario, case), dict(case.blocked), dict(within or {}), frozenset(freed)
    )
    found = best_of_each(question, look)
    whole = [replace(one, undone=_undone(plan, scenario, one)) for one in found.found]
    return replace(found, found=sorted(whole, key=lambda one: round(one.cost, 2)))


SOME_WORK = 0.01
"""Share of the work from which on an option that leaves it undone does not do the same work."""


def _undone(plan: Plan, scenario: str, one: Best) -> float:
    """Return the share of the work that an option leaves undone at its best."""
    return case_result(with_settings(plan, scenario, one.settings), scenario).options[one.option].undone


def may_call(plan: Plan, scenario: str, case: CaseResult | None = None) -> list[str]:
    """Return the workloads that a commercial API may serve: inference that may leave, at a price, no rule against."""
    values: dict[str, Value] = dict(plan.values(scenario))
    case = case or case_result(plan, scenario)
    found: list[str] = []
    for slug, name, prefix in Facts(plan, values, case).works():
        route = f"hosting.workload.{slug}."
        if values[f"{prefix}kind"] != "inference" or values[f"{prefix}place"] == "inside":
            continue
        if float(values[f"{route}api_in"]) + float(values[f"{route}api_out"]) <= 0:
            continue
        facts = Facts(plan, {**values, f"{route}api_share": 1.0}, case)
        if not any(name in list(rule(facts)) for rule in _API_RULES):
            found.append(slug)
    return found
