"""Whether an option has the people that it needs, from the month in which it needs them, and what they would cost."""

import math
from collections.abc import Iterator

from models.appraisal.results import CaseResult, OptionResult
from models.areas.options import OWNING
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.texts import counted
from models.rules.facts import SOMEBODY, Facts
from models.rules.judgement import Against, Judgement
from models.rules.priced import priced
from models.rules.supply import MOST_GPUS_A_PERSON, owned_gpus

_A_TENTH = 0.1
"""Of the lead: people who cost more than this weigh more than what money and criteria say."""


def too_few(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that an option owns more GPUs than its people can look after, with what enough of them cost."""
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    if option.key not in OWNING or not plan.slugs["role"]:
        return
    gpus, people = owned_gpus(facts, option.key), facts.people(option.key)
    if gpus > 0 and people < SOMEBODY:
        yield _nobody(plan, scenario, case, option, facts)
        return
    asked = math.ceil(gpus / MOST_GPUS_A_PERSON)
    if gpus < MOST_GPUS_A_PERSON or asked <= people:
        return
    keys = [f"operations.role.{row}.people_{option.key}" for row in plan.slugs["role"]]
    largest = max(keys, key=lambda key: float(facts.values[key]))
    changes: dict[str, Value] = {largest: float(facts.values[largest]) + asked - people}
    words = priced(plan, scenario, case, option, changes).words
    yield Against(
        "people",
        f"Too few people: {gpus:,.0f} GPUs for {people:g}"
        + (f"; with {asked}, {words}." if words else f"; {asked} are usual."),
    )


def _nobody(plan: Plan, scenario: str, case: CaseResult, option: OptionResult, facts: Facts) -> Against:
    """Return that nobody is planned to run servers, with what the people of the cloud option would cost there."""
    roles = [f"operations.role.{row}.people_" for row in plan.slugs["role"]]
    changes: dict[str, Value] = {
        f"{role}{option.key}": facts.number(f"{role}cloud") for role in roles if facts.number(f"{role}cloud") > 0
    }
    words = priced(plan, scenario, case, option, changes).words if changes else ""
    said = "Nobody is planned to run its servers"
    return Against("people", f"{said}; with the people of the cloud option {words}." if words else f"{said}.")


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
    there = priced(plan, scenario, case, option, dict.fromkeys(delays, 0.0))
    said = f"Its people are not in post: the last is hired after {counted(round(max(waits)), 'month')}"
    words = f"; paid from the start, {there.words}." if there.words else "."
    weighs = bool(there.leader) or there.more > _A_TENTH * abs(judgement.final.lead)
    return weighs, [Against("people", said + words)]
