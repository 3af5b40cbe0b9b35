"""Scenarios of a plan: put in another order, and one of them made the base that the others differ from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.plan.plan import Entry, Plan, Scenario
from models.quantities.declaration import Kind, Value

COLOURS: Mapping[str, str] = {
    "Blue": "#12436D",
    "Plum": "#801650",
    "Teal": "#28A197",
    "Orange": "#F46A25",
    "Grey": "#3D3D3D",
    "Lilac": "#A285D1",
}
"""Colours of scenarios by name, in the order in which they are given out."""

_MOST_STEM = 36
"""Characters of a name in its slug, which has 40 with a number behind it."""


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


def from_study(plan: Plan, scenario: str, name: str, inputs: Mapping[str, Value], source: str) -> tuple[Plan, str]:
    """Return the plan with a new scenario for one point of a study, and its slug.

    It has all that the scenario studied has changed, and the point's inputs on top.

    inputs: by key, exactly what the point stood for. source: the study, which becomes the evidence of these inputs. The
        new scenario makes its own decisions: what a study keeps as it was decided is planned afresh in it.
    """
    changes = dict(plan.scenario(scenario).changes)
    for key, value in inputs.items():
        declared = plan.declaration(key)
        if declared.scenario_may_change:
            own = (
                bool(value)
                if declared.kind is Kind.FLAG
                else round(float(value))
                if declared.kind is Kind.INTEGER
                else value
            )
            changes[key] = Entry(own, plan.entry(scenario, key).evidence.for_assumption(source, own))
    made = new_scenario(plan, name, changes)
    return plan.with_scenario(made), made.slug


def new_scenario(plan: Plan, name: str, changes: Mapping[str, Entry]) -> Scenario:
    """Return a scenario that a plan does not have yet, with a slug and a colour of its own."""
    stem = (re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_") or "scenario")[:_MOST_STEM]
    stem = stem if stem[0].isalpha() else f"s_{stem}"[:_MOST_STEM]
    taken = {one.slug for one in plan.scenarios}
    slug = next(
        candidate
        for number in range(1, len(taken) + 2)
        if (candidate := stem if number == 1 else f"{stem}_{number}") not in taken
    )
    return Scenario(slug, name, list(COLOURS.values())[len(plan.scenarios) % len(COLOURS)], dict(changes))
