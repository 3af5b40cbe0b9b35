"""The path of a new plan: the ten inputs that decide it, those that move the lead most first, and what is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.plan.plan import CONFIRMED, Entry, EvidenceKind, Plan
from models.quantities.writing import SYMBOLS, in_unit, money
from models.studies.influence import Influence, deciding

MOST = 10

TYPED = "typed in the window"


@dataclass(frozen=True, slots=True)
class Step:
    """One input of the path: its name with its row's, its value, what it moves, whether somebody has confirmed it."""

    key: str
    name: str
    value: str
    moves: str
    confirmed: bool


def confirmed(entry: Entry) -> bool:
    """Return whether somebody has confirmed a value: typed it, measured it or said that it is right."""
    evidence = entry.evidence
    return evidence.kind is EvidenceKind.MEASURED or evidence.source == TYPED or evidence.said_right


def as_confirmed(entry: Entry, day: str) -> Entry:
    """Return an entry with the same value, confirmed on a day such as "27 November 2026"."""
    kind = EvidenceKind.ASSUMPTION if entry.evidence.kind is EvidenceKind.DEFAULT else entry.evidence.kind
    note = " ".join(piece for piece in (f"{CONFIRMED} on {day}.", entry.evidence.note) if piece)
    return replace(entry, evidence=replace(entry.evidence, kind=kind, note=note))


def path(plan: Plan, scenario: str, found: Sequence[Influence]) -> list[Step]:
    """Return the path of a plan.

    found: how much each input moves the lead. What can turn the decision comes first, then what takes most off the
        lead, then what only adds to it; what moves nothing is left out.
    """
    symbol = SYMBOLS[plan.currency]
    steps: list[Step] = []
    for one in deciding(found):
        if len(steps) == MOST:
            break
        if one.size < 1 or one.key not in plan.entries:
            continue
        entry, declared = plan.entry(scenario, one.key), one.declared
        row = f"{plan.row_name(declared.home, one.key.split('.')[2])}: " if declared.home else ""
        least, most = money(one.takes, symbol), money(one.size, symbol)
        takes = f"takes up to {least} off the lead" if one.takes >= 1 else f"only adds to the lead, up to {most}"
        moves = f"can turn the decision, ±{most}" if one.flips else takes
        figure = float(f"{entry.value:.5g}") if isinstance(entry.value, float) else entry.value
        value = in_unit(figure, declared, plan.symbol(scenario, one.key))
        steps.append(Step(one.key, f"{row}{declared.label}", value, moves, confirmed(entry)))
    return steps
