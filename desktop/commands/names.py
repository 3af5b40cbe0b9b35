"""The commands of the command line, by name: the one list that parser, dispatch, tests and manual page follow."""

from collections.abc import Mapping
from enum import StrEnum


class Command(StrEnum):
    """What the program does without a window; the value is the word that is typed."""

    NEW = "new"
    INPUTS = "inputs"
    CATALOGUE = "catalogue"
    CHOOSE = "choose"
    SET = "set"
    EVALUATE = "evaluate"
    COMPARE = "compare"
    LEVERS = "levers"
    CLAIMS = "claims"
    EXPLAIN = "explain"
    BEST = "best"
    OFFERS = "offers"
    SPLIT = "split"
    SIMULATE = "simulate"
    SENSITIVITY = "sensitivity"
    MAP = "map"
    STRESS = "stress"
    WORTH = "worth"
    TRIPWIRES = "tripwires"
    OWNING = "owning"
    DECIDE = "decide"
    REVIEW = "review"
    DIFF = "diff"
    MEASURED = "measured"
    EXPORT = "export"
    IMPORT = "import"
    AUDIT = "audit"
    CHECK = "check"
    BENCH = "bench"


BENCHED: Mapping[str, tuple[str, ...]] = {
    "start": ("--version",),
    "evaluate": ("evaluate", "plan.boardcase"),
    "simulate": ("simulate", "plan.boardcase", "--cases", "10000"),
    "sensitivity": ("sensitivity", "plan.boardcase"),
    "best": ("best", "plan.boardcase"),
    "export": (
        "export",
        "plan.boardcase",
        "--xlsx",
        "a.xlsx",
        "--pdf",
        "a.pdf",
        "--pptx",
        "a.pptx",
        "--html",
        "a.html",
    ),
}
"""The jobs that are measured, each with its words, on a plan of that name."""
