"""What the cost rests on: the share of measurements, quotes and assumptions, and what is worth measuring next."""

from collections.abc import Mapping

from models.areas.options import in_sentence
from models.exhibits.cells import CellKind, Entered, of_input, share, text
from models.exhibits.figures import Table
from models.exhibits.inputs import input_name
from models.exhibits.studies import Shown
from models.plan.plan import EvidenceKind, Plan
from models.studies.resting import Resting

KINDS: Mapping[EvidenceKind, str] = {
    EvidenceKind.MEASURED: "Measured",
    EvidenceKind.QUOTE: "Quotes and list prices",
    EvidenceKind.ASSUMPTION: "Assumptions",
    EvidenceKind.DEFAULT: "Defaults not yet reviewed",
}

_SMALL = 0.005
_MOST_ROWS = 10


def resting_finding(found: Resting) -> str:
    """Return what the cost of an option rests on, in one sentence."""
    shares = found.shares
    label = in_sentence(found.option)
    quoted, assumed = shares[EvidenceKind.QUOTE], shares[EvidenceKind.ASSUMPTION] + shares[EvidenceKind.DEFAULT]
    return (
        f"{shares[EvidenceKind.MEASURED]:.0%} of the cost of {label} rests on measurements, {quoted:.0%} on quotes and"
        f" list prices, {assumed:.0%} on assumptions and defaults."
    )


def resting_shown(plan: Plan, scenario: str, found: Resting) -> Shown:
    """Return what the cost rests on: shares by kind of evidence.

    It also gives the heaviest inputs that nobody has measured or quoted.
    """
    shares = Table.of(
        ["What the cost is based on", "Share"],
        [[KINDS[kind], share(found.shares[kind])] for kind in KINDS],
        [kind.value for kind in KINDS],
    )
    whole = sum(one.moves for one in found.weights) or 1.0
    loose = [
        one
        for one in found.weights
        if one.kind in {EvidenceKind.ASSUMPTION, EvidenceKind.DEFAULT} and one.moves / whole >= _SMALL
    ][:_MOST_ROWS]
    rows: list[list[Entered]] = [
        [
            text(input_name(plan, one.key), CellKind.INPUT),
            of_input(plan, scenario, one.key, plan.entry(scenario, one.key).value),
            KINDS[one.kind].split(" ")[0].rstrip("s"),
            share(one.moves / whole),
        ]
        for one in loose
    ]
    heaviest = Table.of(
        ["Worth measuring or quoting next", "Value", "Based on", "Share"], rows, [one.key for one in loose]
    )
    note = (
        "Each number in play is moved by 1%, one after the other, with the plan's decisions kept; its share is that of"
        " all movement of present value. Choices, dates and what is 0 have no share."
    )
    return Shown("evidence", resting_finding(found), note, [], [shares, heaviest] if rows else [shares])
