"""Scenarios of a plan: put in another order, and one of them made the base that the others differ from."""

from collections.abc import Sequence
from dataclasses import replace

from models.plan.plan import Entry, Plan, Scenario


def reordered(plan: Plan, slugs: Sequence[str]) -> Plan:
    """Return the plan with its scenarios in another order; the base stays first.

    slugs: of every scenario. Raises ValueError where one is missing or the base is not first.
    """
    if sorted(slugs) != sorted(one.slug for one in plan.scenarios) or slugs[0] != plan.scenarios[0].slug:
        raise ValueError("an order names every scenario once, the base first")
    return replace(plan, scenarios=tuple(plan.scenario(slug) for slug in slugs))


def rebased(plan: Plan, slug: str) -> Plan:
    """Return the plan with a scenario as its base; every scenario, the old base too, keeps the values it has.

    What a scenario had changed and the new base has alike is no change any more.
    """
    chosen = plan.scenario(slug)
    if chosen is plan.scenarios[0]:
        return plan
    entries = {**plan.entries, **chosen.changes}

    def against_the_new_base(one: Scenario) -> Scenario:
        changes: dict[str, Entry] = {}
        for key in {**chosen.changes, **one.changes}:
            entry = one.changes.get(key) or plan.entries[key]
            if entry != entries[key]:
                changes[key] = entry
        return replace(one, changes=changes)

    others = [against_the_new_base(one) for one in plan.scenarios if one is not chosen]
    return replace(plan, entries=entries, scenarios=(replace(chosen, changes={}), *others))
