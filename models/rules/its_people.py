"""Whether an option has the people that it needs, from the month in which it needs them, and what they would cost."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.appraisal.results import CaseResult, OptionResult, case_result
from models.areas.compute import Pool
from models.areas.options import OWNING
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.texts import counted
from models.quantities.writing import SYMBOLS, money
from models.rules.facts import SOMEBODY, Facts
from models.rules.judgement import Against, Judgement, Standing
from models.rules.priced import priced, still_allowed, without
from models.rules.supply import MOST_GPUS_A_PERSON, owned_gpus
from models.rules.unsettled import unsettled
from models.studies.decision_space import called_share

_NOBODY = 0.005
"""Of a person: less is nobody at all."""
_A_TENTH = 0.1
"""Of the lead: people who cost more than this weigh more than what money and criteria say."""


def too_few(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that an option owns more GPUs than its people can look after, with what enough of them cost."""
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    if not plan.slugs["role"]:
        return
    gpus, people = owned_gpus(facts, option.key) if option.key in OWNING else 0.0, facts.people(option.key)
    # who runs servers needs a part of a day for it; of what owns none any share is somebody's
    if people < (SOMEBODY if gpus > 0 else _NOBODY):
        yield _nobody(plan, scenario, case, option, facts) if gpus > 0 else _nobody_at_all(option)
        return
    team = _asked_team(plan, facts, option.key) if option.key in OWNING else None
    if team is None:
        return
    words = priced(plan, scenario, case, option, team.changes).words
    enough = f"; with {team.asked}, {words}." if words else f"; {team.asked} are usual."
    adds = _adds(plan, scenario, option, team.changes)
    yield Against("people", f"Too few people: {team.said}{enough}", adds=adds, puts=team.changes)


@dataclass(frozen=True, slots=True)
class _Team:
    """How many people the servers of an option ask for, what there are of both, and the inputs that bring them."""

    asked: int
    said: str
    changes: Mapping[str, Value]


def _asked_team(plan: Plan, facts: Facts, option: str) -> _Team | None:
    """Return the team that the servers of an option ask for, None where it is there."""
    gpus, people = owned_gpus(facts, option), facts.people(option)
    asked = math.ceil(gpus / MOST_GPUS_A_PERSON)
    if gpus < MOST_GPUS_A_PERSON or asked <= people:
        return None
    keys = [f"operations.role.{row}.people_{option}" for row in plan.slugs["role"]]
    largest = max(keys, key=lambda key: float(facts.values[key]))
    return _Team(asked, f"{gpus:,.0f} GPUs for {people:g}", {largest: float(facts.values[largest]) + asked - people})


def rival_too_few(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, standing: Standing
) -> Iterator[Against]:
    """Yield that what makes the call close owns more GPUs than its people can look after, and the lead with enough."""
    rival = case.options.get(standing.rival)
    if rival is None or not standing.close or rival.key not in OWNING or not plan.slugs["role"]:
        return
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    team = _asked_team(plan, facts, rival.key)
    if team is None:
        return
    # what leads is given all that it lacks itself
    own = _asked_team(plan, facts, option.key) if option.key in OWNING else None
    other = case_result(plan, scenario, {**team.changes, **(own.changes if own is not None else {})})
    allowed = still_allowed(case, other)
    if len(allowed) > 1 and allowed[0].key == option.key:
        lead = allowed[1].compared - allowed[0].compared
        if lead > standing.tolerance:
            yield Against(
                "people",
                f"{rival.label} has too few people{' too' if own is not None else ''}: {team.said}; with"
                f" {team.asked}{f', and {own.asked} for {option.in_sentence}' if own is not None else ''},"
                f" {option.in_sentence} leads by {money(lead, SYMBOLS[plan.currency])}.",
                of_rival=True,
            )


def fewer_than_api(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that an option that calls APIs beside its servers leads by having fewer people than the API option has."""
    if option.key not in OWNING or "api" not in case.options or "api" in case.blocked:
        return
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    works = [slug for slug, _, prefix in facts.works() if facts.values[f"{prefix}kind"] == "inference"]
    if not any(called_share(facts.values, work, option.key) == 1 for work in works):
        return
    more: dict[str, Value] = {}
    for row in plan.slugs["role"]:
        role = f"operations.role.{row}."
        of_api = facts.number(f"{role}people_cloud") * facts.number(f"{role}api_part")
        more |= {key: of_api for one in OWNING if facts.number(key := f"{role}people_{one}") < of_api}
    found = without(plan, scenario, case, option, more) if more else ""
    if found:
        own, its = facts.people(option.key), facts.people("api")
        yield Against(
            "people",
            f"{option.label} calls APIs too, and has {own:.3g} people for it and its servers where the API option has"
            f" {its:.3g}: with no fewer in any role, {found}.",
            turns=True,
        )


def _nobody_at_all(option: OptionResult) -> Against:
    """Return that nobody is planned for an option that owns nothing: somebody watches bills, access and answers."""
    return Against("people", f"Nobody is planned to run it: no role has a share of its time for {option.in_sentence}.")


def _nobody(plan: Plan, scenario: str, case: CaseResult, option: OptionResult, facts: Facts) -> Against:
    """Return that nobody is planned to run servers, with what the people of the cloud option would cost there."""
    changes = _those_of_cloud(plan, facts, option.key)
    found = priced(plan, scenario, case, option, changes) if changes else None
    said = "Nobody is planned to run its servers"
    if found is None or not found.words:
        return Against("people", f"{said}.")
    return Against(
        "people",
        f"{said}; with the people of the cloud option {found.words}.",
        turns=bool(found.leader),
        adds=_adds(plan, scenario, option, changes),
        puts=changes,
    )


def _those_of_cloud(plan: Plan, facts: Facts, option: str) -> dict[str, Value]:
    """Return the inputs that give an option the people of the cloud option."""
    roles = [f"operations.role.{row}.people_" for row in plan.slugs["role"]]
    return {f"{role}{option}": facts.number(f"{role}cloud") for role in roles if facts.number(f"{role}cloud") > 0}


def lacking_people(plan: Plan, facts: Facts, option: str) -> Mapping[str, Value]:
    """Return the inputs that bring the people whom an option that owns servers lacks; empty where it lacks none."""
    if not plan.slugs["role"] or owned_gpus(facts, option) <= 0:
        return {}
    if facts.people(option) < SOMEBODY:
        return _those_of_cloud(plan, facts, option)
    team = _asked_team(plan, facts, option)
    return team.changes if team is not None else {}


def not_in_post(
    plan: Plan, scenario: str, case: CaseResult, judgement: Judgement, option: OptionResult
) -> tuple[bool, list[Against]]:
    """Return who is still to be hired, with what they would cost from the start, and whether that weighs much."""
    values = plan.values(scenario)
    column = f"people_{option.key if option.key in OWNING else 'cloud'}"
    delays = {f"operations.role.{row}.hire_delay": row for row in plan.slugs["role"]}
    waits = [
        float(values[key])
        for key, row in delays.items()
        if float(values[f"operations.role.{row}.{column}"]) > 0 and float(values[key]) > 0
    ]
    if not waits:
        return False, []
    from_the_start: dict[str, Value] = dict.fromkeys(delays, 0.0)
    there = priced(plan, scenario, case, option, from_the_start)
    said = f"Its people are not in post: the last is hired after {counted(round(max(waits)), 'month')}"
    # they are paid from when servers go into use, if that is sooner than planned
    in_time: dict[str, Value] = {key: min(float(values[key]), _first_used(plan, scenario, option)) for key in delays}
    adds = _adds(plan, scenario, option, in_time)
    # a lead that is clear only while nobody is paid ends with the very condition that they are in post
    ends = unsettled(plan, scenario, case, option, judgement, from_the_start)
    if ends is not None and there.more >= 1:
        # of two that are too close to call neither leads clearly, before or after
        turns = ends.turns and not judgement.told.tied
        costs = f"{option.in_sentence} costs {money(there.more, there.symbol)} more, and {ends.then}"
        text = f"{said}; paid from the start, {costs}."
        return True, [Against("people", text, there.more, turns=turns, adds=adds, puts=in_time)]
    weighs = bool(there.leader) or there.more > _A_TENTH * abs(judgement.told.lead)
    words = f"; paid from the start, {there.words}." if there.words else "."
    return weighs, [Against("people", said + words, adds=adds, puts=in_time)]


def _first_used(plan: Plan, scenario: str, option: OptionResult) -> float:
    """Return the months until the first servers of an option go into use; what is rented does at once."""
    if option.key not in OWNING:
        return 0.0
    values = plan.values(scenario)
    there = any(float(values[Pool.owned_servers.key_in(pool)]) > 0 for pool in plan.slugs["pool"])
    return 0.0 if there else min((float(values[Pool.lead.key_in(pool)]) for pool in plan.slugs["pool"]), default=0.0)


def _adds(plan: Plan, scenario: str, option: OptionResult, changes: Mapping[str, Value]) -> float:
    """Return what changes add to the planned cost of an option over the horizon, as paid."""
    then = case_result(plan, scenario, changes).options.get(option.key)
    return max(0.0, then.total_cost - option.total_cost) if then is not None else 0.0
