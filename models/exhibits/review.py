"""What people said of inputs: who agrees, who does not, what is asked, in a sentence and a table."""

from collections.abc import Sequence

from models.areas.register import expanded
from models.exhibits.case_text import short
from models.exhibits.cells import CellKind, Entered, text
from models.exhibits.figures import Table
from models.exhibits.inputs import input_name, input_value
from models.plan.plan import Plan
from models.plan.remarks import Remark, Says, Standpoint, by_input, standpoint


def standing_of(plan: Plan, scenario: str, key: str) -> Standpoint:
    """Return where an input of a scenario stands with those who reviewed it."""
    remarks = by_input(plan.remarks).get((scenario, key), ())
    return standpoint(remarks, plan.entry(scenario, key).value)


def reviewed(plan: Plan, scenario: str) -> Sequence[tuple[str, Sequence[Remark], Standpoint]]:
    """Return the inputs of a scenario that somebody remarked on: those with something open first."""
    every = by_input(plan.remarks)
    found = [
        (key, every[scenario, key], standpoint(every[scenario, key], plan.entry(scenario, key).value))
        for key, _, _ in expanded(plan.slugs)
        if (scenario, key) in every
    ]
    return sorted(found, key=lambda one: not one[2].open)


def review_table(plan: Plan, scenario: str) -> Table:
    """Return the inputs that were remarked on: value, who agrees, what is open, what was said last."""
    rows: list[list[Entered]] = []
    keys: list[str] = []
    for key, remarks, stands in reviewed(plan, scenario):
        value = plan.entry(scenario, key).value
        rows.append(
            [
                text(short(input_name(plan, key)), CellKind.INPUT),
                input_value(plan, scenario, key, value),
                _agreement(plan, scenario, key, stands),
                "; ".join(f"{one.by}: {one.text}" for one in stands.questions) or "–",
                _last(remarks),
            ]
        )
        keys.append(key)
    return Table.of(["Input", "Value", "Agreement", "Open questions", "Last remark"], rows, keys)


def _agreement(plan: Plan, scenario: str, key: str, stands: Standpoint) -> str:
    parts: list[str] = []
    if stands.agreed:
        parts.append(f"agreed by {_people(stands.agreed)}")
    if stands.disagreed:
        parts.append(f"not agreed by {_people(stands.disagreed)}")
    parts += [
        f"{one.by} agreed to {input_value(plan, scenario, key, one.value)} on {one.on}"
        for one in stands.stale
        if one.value is not None
    ]
    return "; ".join(parts) or "–"


def _people(remarks: Sequence[Remark]) -> str:
    return ", ".join(f"{one.by} ({one.on})" for one in remarks)


def _last(remarks: Sequence[Remark]) -> str:
    said = [one for one in remarks if one.text and one.says is not Says.QUESTION]
    return f"{said[-1].by}, {said[-1].on}: {said[-1].text}" if said else "–"


def review_finding(plan: Plan, scenario: str) -> str:
    """Return in a sentence how far the inputs of a scenario have been reviewed."""
    every = reviewed(plan, scenario)
    if not every:
        return "Nobody has reviewed an input yet."
    agreed = sum(bool(one.agreed) and not one.open for _, _, one in every)
    against = sum(bool(one.disagreed) for _, _, one in every)
    stale = sum(bool(one.stale) for _, _, one in every)
    questions = sum(len(one.questions) for _, _, one in every)
    parts = [f"{agreed} of {len(every)} reviewed inputs {'is' if agreed == 1 else 'are'} agreed"]
    if against:
        parts.append(f"{against} {'is' if against == 1 else 'are'} not agreed")
    if stale:
        parts.append(f"{stale} changed after {'it was' if stale == 1 else 'they were'} agreed")
    if questions:
        parts.append(f"{questions} question{' is' if questions == 1 else 's are'} open")
    return f"{'; '.join(parts)}."
