"""The command that tells what reopens a decision, and holds new files against it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.commands.studies import shown_text, tables_of
from desktop.imports.files import offered
from desktop.imports.offers import accepted
from models.exhibits.every_study import STUDIES, Asked
from models.exhibits.tripwires import tripwire_name
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.rules.decisions import judged
from models.rules.judging import judge
from models.studies.tripwires import Reopening, Tripwire


def tripwires_text(plan: Plan, scenario: str, files: Sequence[Path], *, as_json: bool) -> tuple[str, bool]:
    """Return what reopens the decision, held against files, and whether a tripwire is crossed.

    Raises ImportRefusedError where a file cannot be taken.
    """
    shown = STUDIES["tripwires"](plan, scenario, Asked(), None)
    found = shown.behind
    assert isinstance(found, Reopening)
    values, moved = _figures(plan, scenario, files)
    crossed = [one for one in found.tripwires if one.crossed(values, plan.values(scenario))]
    now = _verdict(moved, scenario) if crossed else ""
    names = [tripwire_name(plan, one) for one in crossed]
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
        said = (
            f"Tripwire crossed: {'; '.join(names)}. With the new figures: {now}"
            if crossed
            else "No tripwire is crossed."
        )
        told = f"{told}\n\nHeld against {held}: {said}"
    return told, bool(crossed)


def _figures(plan: Plan, scenario: str, files: Sequence[Path]) -> tuple[Mapping[str, float], Plan]:
    """Return the new figures that files offer, by key, and the plan with them."""
    values: dict[str, float] = {}
    for file in files:
        offers = offered(plan, file).possible
        plan = accepted(plan, offers)
        for offer in offers:
            if plan.declaration(offer.key).numeric:
                values[offer.key] = float(plan.values(scenario)[offer.key])
    return values, plan


def _verdict(plan: Plan, scenario: str) -> str:
    case = judged(plan, scenario)
    return verdict(plan, case, judge(plan, scenario, case)).text


def _record(plan: Plan, one: Tripwire, *, crossed: bool) -> dict[str, object]:
    return {
        "key": one.key,
        "name": tripwire_name(plan, one),
        "inputs": list(one.keys),
        "now": one.now,
        "at": one.at,
        "below": one.below,
        "to": one.to,
        "crossed": crossed,
    }
