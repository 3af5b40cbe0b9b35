"""The command that holds two plans against each other."""

import json
from collections.abc import Sequence

from desktop.commands.listing import table_text
from models.exhibits.figures import Table
from models.exhibits.plans_apart import apart_finding, changes_table, evidence_table, step_name, verdicts_table
from models.rules.plans_apart import Effect, PlansApart


def differences(found: PlansApart, first: str, second: str) -> tuple[str, Sequence[Table]]:
    """Return how two plans differ in words, and the tables behind it. first, second: what they are called."""
    made = (make(found, first, second) for make in (verdicts_table, changes_table, evidence_table))
    return apart_finding(found, first, second), [table for table in made if table.rows]


def diff_text(found: PlansApart, first: str, second: str, *, as_json: bool) -> str:
    """Return how two plans differ, input by input, with the effect of each difference.

    first, second: what they are called.
    """
    finding, tables = differences(found, first, second)
    if not as_json:
        return "\n\n".join([finding, *(table_text(table) for table in tables)])
    record = {
        "finding": finding,
        "first": {"recommended": found.start.recommended, "compared_cost": dict(found.start.compared)},
        "second": {"recommended": found.end.recommended, "compared_cost": dict(found.end.compared)},
        "differences": [_record(found, one) for one in found.effects],
        "renamed": {key: list(names) for key, names in found.renamed.items()},
        "tables": [table.records() for table in tables],
    }
    return json.dumps(record, ensure_ascii=False, indent=1)


def _record(found: PlansApart, one: Effect) -> dict[str, object]:
    return {
        "key": one.step.key,
        "name": step_name(found, one),
        "before": one.step.before,
        "after": one.step.after,
        "inputs": list(one.step.keys),
        "adds": dict(one.adds),
        "recommended": one.standing.recommended,
    }


def plan_label(path: str, scenario: str) -> str:
    """Return what a plan is called beside another: its file, with the scenario where that is not the base."""
    return path if not scenario else f"{path}, {scenario}"
