"""The best settings of every option taken into the plan at once, each option on its own."""

from collections.abc import Mapping, Sequence

from models.areas.decisions import CALLS, DECISIONS, DecisionVariable, Tried
from models.plan.plan import Plan
from models.plan.used import pattern_of
from models.quantities.declaration import Value
from models.studies.best import Best, with_settings
from models.studies.decision_space import Settings, planned_value


def taken(plan: Plan, scenario: str, found: Sequence[Best]) -> Settings:
    """Return the settings by which every option found is at its best, by key, where they differ from the plan's.

    A value that options share is that of the cheapest option that has none of its own; others have their own then.
    """
    values = plan.values(scenario)
    at_best = {one.kind: with_settings(plan, scenario, one.settings).values(scenario) for one in found}
    settings: dict[str, Value] = {}
    for decision in DECISIONS:
        ranked = [kind for kind in at_best if kind in decision.options]
        if not ranked:
            continue
        for row in decision.rows(plan.slugs):
            asked = {kind: planned_value(at_best.get(kind, values), decision, row, kind) for kind in decision.options}
            calls = decision.tried is Tried.NONE_OR_ALL
            settings |= _calls(row, asked) if calls else _own(decision, row, asked, ranked)
    settings |= _switches(plan, {**values, **settings})
    return {key: value for key, value in settings.items() if value != values[key] and _counts(key, settings)}


def _counts(key: str, settings: Mapping[str, Value]) -> bool:
    """Return whether a value counts: an option's own does where it has values of its own."""
    for decision in DECISIONS:
        for kind, own in decision.own.items():
            switch = decision.switches.get(kind)
            if switch is not None and pattern_of(key) == own.key:
                return bool(settings[switch.key_in(key.split(".")[2])])
    return True


def _calls(row: str, asked: Mapping[str, Value]) -> dict[str, Value]:
    """Return how options reach the models of a workload: the share of all, and who sends every request."""
    parts = [share for share in asked.values() if share != 1]
    shared = parts[0] if parts else 1.0
    share = next(one for one in DECISIONS if one.tried is Tried.NONE_OR_ALL).declared.key_in(row)
    return {share: shared} | {CALLS[kind].key_in(row): one == 1 and shared != 1 for kind, one in asked.items()}


def _own(decision: DecisionVariable, row: str, asked: Mapping[str, Value], ranked: Sequence[str]) -> dict[str, Value]:
    """Return the value that is shared, and those of options that have their own."""
    sharing = [kind for kind in ranked if kind not in decision.own]
    settings: dict[str, Value] = {decision.declared.key_in(row): asked[sharing[0]]} if sharing else {}
    for kind, own in decision.own.items():
        follows = kind not in decision.switches and sharing and asked[kind] == asked[sharing[0]]
        settings[own.key_in(row)] = own.choices[0].value if follows else asked[kind]
    return settings


def _switches(plan: Plan, together: Mapping[str, Value]) -> dict[str, Value]:
    """Return whether options have terms of their own: where what they take is not what they would share."""
    switches: dict[str, Value] = {}
    for decision in DECISIONS:
        for kind, own in decision.own.items():
            switch = decision.switches.get(kind)
            if switch is None:
                continue
            for row in decision.rows(plan.slugs):
                key = switch.key_in(row)
                shared = planned_value({**together, key: False}, decision, row, kind)
                switches[key] = bool(switches.get(key)) or shared != together[own.key_in(row)]
    return switches
