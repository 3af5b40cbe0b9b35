"""Each option at its best, with what the rules allow: the search, asked what is allowed."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from models.appraisal.model import model
from models.appraisal.results import CaseResult, case_result
from models.areas.compute import Pool
from models.areas.decisions import CALLS
from models.areas.hosting import Route
from models.areas.options import OPTIONS, OWNING
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.conditions import air_gap_api, inside_called, policy_api, regulated_abroad, resident_abroad
from models.rules.decisions import findings, judged
from models.rules.facts import Facts
from models.rules.own_storage import decided_by_storage
from models.rules.residency import called_outside_uk, places_abroad
from models.studies.bars import Bar
from models.studies.best import AIR_GAPPED, NO_API, AllBest, Best, best_of_each, with_settings
from models.studies.best_judged import chosen_by
from models.studies.decision_space import Question, Settings, starts_with_power
from models.studies.limits import with_those_of_plan
from models.studies.room_for_limits import with_room
from models.studies.settings_search import Look
from models.studies.taking import taken

_OF_IDENTITY = frozenset(
    ["keeps_nothing", "split_servers", "owns_nothing", *(f"calls_everything_{option}" for option in CALLS)]
)
"""Rules that say the settings that are planned make an option another one."""

_OF_LIMITS = frozenset(
    [
        *(f"capital_beyond_{option}" for option in OWNING),
        *(f"site_{how}_{option}" for option in OWNING for how in ("early", "beyond")),
        *(f"gpus_{where}_{option}" for where in ("abroad", "outside_uk") for option in OPTIONS),
    ]
)
"""Rules that bar the size or the place of what is planned."""

_OF_SETTINGS = _OF_IDENTITY | _OF_LIMITS
"""Rules that bar the settings that are planned, and not the option."""

_API_RULES = (air_gap_api, policy_api, inside_called, regulated_abroad, resident_abroad, called_outside_uk)


def best(
    plan: Plan,
    scenario: str,
    within: Mapping[str, float] | None = None,
    freed: Collection[str] = (),
    look: Look | None = None,
    only: str = "",
) -> AllBest:
    """Return every option at its best, the cheapest first, each only with settings that no rule blocks.

    only: the one option that is looked at.
    """
    values = plan.values(scenario)
    case = judged(with_settings(plan, scenario, _hosted(plan.slugs["workload"])), scenario)
    forced = {key: value for key, value in _hosted(_barred(plan, scenario, case)).items() if values[key]}
    later = starts_with_power(plan, scenario)
    hosted = with_settings(plan, scenario, {**forced, **later})

    def whole(kind: str, settings: Settings) -> Settings:
        """Return settings with what was set before the search."""
        hosted_by = {key: value for key, value in forced.items() if _is_of(key, kind)}
        return {**hosted_by, **(_starts_of(hosted, scenario, kind, settings, later)), **settings}

    def refused(kind: str, settings: Settings) -> str:
        """Return why an option is not allowed at some settings, empty where it is."""
        return judged(with_settings(plan, scenario, whole(kind, settings)), scenario).blocked.get(kind, "")

    question = Question(
        hosted,
        scenario,
        may_call(plan, scenario),
        {**_barred_whatever(hosted, scenario, case), **_not_asked(only)},
        with_those_of_plan(values, within or {}),
        frozenset(freed),
        _bars(hosted, scenario, case),
        _barred_by_limits(hosted, scenario, case),
        decided_by_storage(case),
    )
    bests = best_of_each(question, look, refused)
    as_planned = judged(plan, scenario)
    each = [_in_plan(plan, scenario, one, whole, as_planned) for one in bests.found]
    missing = dict(bests.missing)
    if missing.get("api") == NO_API:
        # what keeps it from serving, where a rule knows
        known = (one.message for one in findings(plan, scenario, case) if one.rule.key in _NO_API)
        missing["api"] = next(known, AIR_GAPPED if values["security.air_gapped"] else NO_API)
    return replace(bests, found=each, missing=missing, together=taken(plan, scenario, each))


_NO_API = ("api_left_out", "api_unpriced")
"""Rules that say why there is no API option."""


def best_by(
    plan: Plan, scenario: str, objective: str, within: Mapping[str, float] | None = None, freed: Collection[str] = ()
) -> AllBest:
    """Return every option at its best by an objective, the best first.

    compared is the cost at the plan's values; expected and p80 choose within a shortlist of each option. With p80
    limits are kept in eight of ten cases, for which candidates are looked for that leave room below them.
    Raises KeyError where there is no such objective.
    """
    found = best(plan, scenario, within, freed)
    if objective == "compared":
        return found
    if objective == "p80" and within:

        def again(kind: str, tight: Mapping[str, float]) -> AllBest:
            """Return one option at its best within tighter limits."""
            return best(plan, scenario, tight, freed, only=kind)

        found = with_room(plan, scenario, found, within, again)
    return chosen_by(plan, scenario, found, objective, within)


def _not_asked(only: str) -> Mapping[str, str]:
    """Return the options that are left out where one alone is looked at."""
    return {kind: "it is not looked at" for kind in OPTIONS if only and kind != only}


def _barred_whatever(plan: Plan, scenario: str, case: CaseResult) -> Mapping[str, str]:
    """Return the options that are barred whatever their settings, each with its reason.

    Too little power or capital, or GPUs rented abroad, bar the servers that are planned, and not fewer or more.
    """
    struck = _struck(plan, scenario, case)
    return {option: why for option, why in case.blocked.items() if struck[option] - _OF_SETTINGS}


def _barred_by_limits(plan: Plan, scenario: str, case: CaseResult) -> Mapping[str, str]:
    """Return the options of which a limit bars what is planned, each with its reason."""
    struck = _struck(plan, scenario, case)
    return {option: why for option, why in case.blocked.items() if struck[option] & _OF_LIMITS}


def _struck(plan: Plan, scenario: str, case: CaseResult) -> Mapping[str, frozenset[str]]:
    """Return by option the keys of the rules that bar it."""
    barred = [one.rule for one in findings(plan, scenario, case) if one.blocks]
    return {option: frozenset(rule.key for rule in barred if option in rule.options) for option in OPTIONS}


def _bars(plan: Plan, scenario: str, case: CaseResult) -> Mapping[str, Sequence[Bar]]:
    """Return by option what rules forbid at any settings: power that a site has not, and rent in regions abroad."""
    outside = places_abroad(Facts(plan, dict(plan.values(scenario)), case, scenario))
    every = range(len(plan.slugs["pool"]))
    return {
        option: [
            *([Bar(f"{option}.rented_gpus", outside)] if outside else []),
            *([Bar(f"{option}.site_{how}", every) for how in ("early", "beyond")] if option in OWNING else []),
        ]
        for option in OPTIONS
    }


def _starts_of(plan: Plan, scenario: str, kind: str, settings: Settings, later: Settings) -> Settings:
    """Return of later starts of owning those that count for an option: it owns servers of their pools."""
    if kind not in OWNING:
        return {}
    values = {**plan.values(scenario), **settings}
    return {
        key: month
        for key, month in later.items()
        if kind != "hybrid" or float(values[Pool.hybrid_servers.key_in(key.split(".")[2])]) > 0
    }


def at_its_best(plan: Plan, scenario: str = "base", look: Look | None = None) -> Plan:
    """Return the plan with every option of a scenario at its best, which is how a new plan begins."""
    return with_settings(plan, scenario, best(plan, scenario, look=look).together)


def _in_plan(
    plan: Plan, scenario: str, one: Best, whole: Callable[[str, Settings], Settings], as_planned: CaseResult
) -> Best:
    """Return an option's best as settings of the plan itself, with the share of the work that it leaves undone.

    whole: settings with what was set before the search: what rules forbid the plan to call by API is hosted, and owning
    starts when its site has power. Nothing is planned then where that bars the option as it is. as_planned: the plan
        with its blocked options marked.
    """
    settings = whole(one.kind, one.settings)
    return replace(
        one,
        settings=settings,
        planned=_planned(as_planned, one.kind) if whole(one.kind, {}) else one.planned,
        shortlist=[replace(some, settings=whole(one.kind, some.settings)) for some in one.shortlist],
        undone=_undone(plan, scenario, replace(one, settings=settings)),
    )


def _planned(case: CaseResult, kind: str) -> float | None:
    """Return what an option costs as planned; None where rules bar it or it is not planned."""
    barred = kind in case.blocked or kind in case.twins or kind not in case.options
    return None if barred else case.options[kind].compared


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


def _is_of(key: str, kind: str) -> bool:
    """Return whether what settles that a workload is hosted settles it for an option; the API's calls all it may."""
    own, name = CALLS.get(kind), key.rpartition(".")[2]
    return own is not None and name in (Route.api_share.name, own.name)


def may_call(plan: Plan, scenario: str) -> list[str]:
    """Return the workloads that count and that a commercial API may serve, as the model says it."""
    traced = model(plan.structure)
    if "api" not in traced.options:
        return []
    rows = traced.evaluate(plan.values(scenario), ["hosting.counted_by_api"]).rows("hosting.counted_by_api")
    return [slug for slug, may in zip(plan.slugs["workload"], rows[:, 0, 0], strict=True) if may > 0]


def _barred(plan: Plan, scenario: str, case: CaseResult) -> list[str]:
    """Return the workloads that no option may call by API, or that no API does: they are no inference."""
    values = dict(plan.values(scenario))
    works = Facts(plan, values, case).entered()
    return [
        slug
        for slug, name, prefix in works
        if values[f"{prefix}kind"] != "inference" or _forbidden(plan, values, case, slug, name)
    ]


def _forbidden(plan: Plan, values: Mapping[str, Value], case: CaseResult, slug: str, name: str) -> bool:
    """Return whether a rule would strike if a workload were called by API."""
    facts = Facts(plan, {**values, f"hosting.workload.{slug}.api_share": 1.0}, case)
    return any(name in list(rule(facts)) for rule in _API_RULES)
