"""What of a plan stands in its documents: the rows that somebody took, the inputs that a formula or a rule reads."""

from collections.abc import Sequence
from dataclasses import replace

from models.appraisal.model import model
from models.areas.features import BY_SLUG, FEATURES, Feature
from models.areas.register import TABLES, expanded
from models.plan.plan import Plan
from models.plan.used import opened_by
from models.quantities.declaration import Value


def rows_in_use(plan: Plan) -> Plan:
    """Return the plan without the rows the program offered and nobody took: switched off in every scenario.

    A table keeps its first row where all are off.
    """
    rows = dict(plan.rows)
    for table, group in TABLES.items():
        active = next((declared for declared in group.inputs if declared.name == "active"), None)
        if active is None or not group.starting_rows:
            continue
        taken = tuple(
            row
            for row in rows[table]
            if any(plan.entry(one.slug, active.key_in(row.slug)).value for one in plan.scenarios)
        )
        rows[table] = taken or rows[table][:1]
    if rows == dict(plan.rows):
        return plan
    slugs = {table: tuple(row.slug for row in some) for table, some in rows.items()}
    keys = [key for key, _, _ in expanded(slugs)]
    left = frozenset(keys)
    scenarios = tuple(
        replace(one, changes={key: entry for key, entry in one.changes.items() if key in left})
        for one in plan.scenarios
    )
    entries = {key: plan.entries[key] for key in keys}
    return replace(plan, rows=rows, entries=entries, scenarios=scenarios, kept_on=plan.features_unused)


def keys_in_use(plan: Plan) -> frozenset[str]:
    """Return the keys of the inputs that a document of the plan shows."""
    shown = rows_in_use(plan)
    inputs = model(shown.structure).used.inputs
    return frozenset(key for key, declared, _ in expanded(shown.slugs) if declared.key in inputs)


def inputs_shown(plan: Plan) -> frozenset[str]:
    """Return the declared inputs, by key, that a form of the plan shows: those that are read, and every switch."""
    return model(plan.structure).used.inputs | _SWITCHES


_SWITCHES = frozenset(gate.key for feature in FEATURES if not feature.quiet for gate in feature.gates if gate.is_switch)


def features_showing(plan: Plan, key: str) -> Sequence[Feature]:
    """Return what to turn on so that a form shows an input, by the key of its declaration; nothing where it does.

    Its own feature, else the first that brings it, else all that are off.
    """
    off = [one for one in FEATURES if one.slug not in plan.features]
    if key in inputs_shown(plan) or not off:
        return []
    own = [one for one in off if any(gate.key == key for gate in one.gates)]
    area = key.partition(".")[0]
    for one in (*own, *sorted(off, key=lambda one: one.area != area)):
        if key in inputs_shown(plan.keeping_on(plan.features | {one.slug})):
            return [one]
    return off


def turned_on(plan: Plan, key: str, value: Value) -> Sequence[Feature]:
    """Return the features that an input with this value turns on."""
    return [BY_SLUG[slug] for slug in sorted(opened_by({key: value}) - plan.features)]
