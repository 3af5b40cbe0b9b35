"""Features of a plan turned on and off, each as a new plan."""

from collections.abc import Sequence
from dataclasses import replace

from models.areas.features import BY_SLUG, Feature
from models.plan.plan import Plan, default_entry
from models.plan.used import pattern_of


class FeatureError(Exception):
    """A feature that cannot be turned off; the message says why."""


def with_feature(plan: Plan, slug: str) -> Plan:
    """Return the plan with a feature on: its inputs stand there at their neutral values, and no figure moves."""
    return plan.keeping_on(plan.features | {slug})


def changing_scenarios(plan: Plan, slug: str) -> Sequence[str]:
    """Return the names of the scenarios that change an input which opens a feature."""
    gates = {gate.key for gate in BY_SLUG[slug].gates}
    return [one.name for one in plan.scenarios if any(pattern_of(key) in gates for key in one.changes)]


def without_feature(plan: Plan, slug: str) -> Plan:
    """Return the plan with a feature off: what opens it is back at its neutral value, in every scenario.

    Raises FeatureError where it is the value of a choice, which is changed where it is chosen.
    """
    feature = BY_SLUG[slug]
    chosen = next((gate for gate in feature.gates if gate.value), None)
    if chosen is not None:
        raise FeatureError(f"{feature.title} follows from “{chosen.declared.label}”; choose another value there")
    gates = {gate.key for gate in feature.gates}
    entries = {
        key: default_entry(plan.declaration(key), plan.slugs, blank=True) if pattern_of(key) in gates else entry
        for key, entry in plan.entries.items()
    }
    scenarios = tuple(
        replace(one, changes={key: entry for key, entry in one.changes.items() if pattern_of(key) not in gates})
        for one in plan.scenarios
    )
    closed = replace(plan, entries=entries, scenarios=scenarios, kept_on=frozenset())
    return closed.keeping_on(plan.features - {slug})


def offered(keys: Sequence[str]) -> Sequence[Feature]:
    """Return the features to be turned on beside some declared inputs: those that no input in sight opens."""
    return [
        feature
        for feature in BY_SLUG.values()
        if feature.gates[0].key in keys and not any(gate.is_switch for gate in feature.gates)
    ]
