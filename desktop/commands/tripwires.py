"""The command that tells what reopens a decision, and holds new files against it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from desktop.commands.studies import shown_text, tables_of
from desktop.imports.files import offered
from desktop.imports.offers import accepted
from models.exhibits.every_study import Asked, asked_study
from models.exhibits.held_figures import crossed_by, crossing, verdict_now
from models.exhibits.tripwires import tripwire_name
from models.plan.plan import Plan
from models.studies.tripwires import Reopening, Tripwire


def tripwires_text(plan: Plan, scenario: str, files: Sequence[Path], *, as_json: bool) -> tuple[str, bool]:
    """Return what reopens the decision, held against files, and whether a tripwire is crossed.

    Raises ImportRefusedError where a file cannot be taken.
    """
    shown = asked_study("tripwires", plan, scenario, Asked())
    found = shown.behind
    assert isinstance(found, Reopening)
    values, moved = _figures(plan, scenario, files)
    crossed = crossed_by(plan, scenario, found.tripwires, values)
    now = verdict_now(moved, scenario) if crossed else ""
    if as_json:
        record = {
            "finding": shown.finding,
            "tripwires": [_record(plan, one, crossed=one in crossed) for one in found.tripwires],
            "verdict": now or None,
            "tables": tables_of(shown),
        }
        return json.dumps(record, ensure_ascii=False, indent=1), bool(crossed)
    told = shown_text(shown)
    if files:
        held = ", ".join(file.name for file in files)
        said = crossing(plan, scenario, crossed, now) if crossed else "No tripwire is crossed."
        told = f"{told}\n\nHeld against {held}: {said}"
    return told, bool(crossed)


def _figures(plan: Plan, scenario: str, files: Sequence[Path]) -> tuple[Mapping[str, float], Plan]:
    """Return the new figures that files offer, by key, and the plan with them."""
    values: dict[str, float] = {}
    for file in files:
        offers = offered(plan, file).possible
        plan = accepted(plan, offers)
        for offer in offers:
            if offer.key in plan.entries and plan.declaration(offer.key).numeric:
                values[offer.key] = float(plan.values(scenario)[offer.key])
    return values, plan


def _record(plan: Plan, one: Tripwire, *, crossed: bool) -> dict[str, object]:
    return {
        "key": one.key,
        "name": tripwire_name(plan, replace(one, once_bought=False)),
        "inputs": list(one.keys),
        "now": one.now,
        "at": one.at,
        "below": one.below,
        "to": one.to,
        "planned_anew": {"at": one.anew.at, "to": one.anew.to} if one.anew is not None else None,
        "crossed": crossed,
    }
