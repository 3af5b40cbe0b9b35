"""What the verdict of a workbook can come to, in words, and how each option may stand in it, as exported."""

from collections.abc import Sequence

from models.appraisal.results import CaseResult
from models.exhibits.series_styles import awaits
from models.rules.judgement import State, planned

MENDED, AWAITED = "mended", "awaited"
STATES: Sequence[tuple[str, str, str, str]] = (
    (MENDED, "An input", "must be corrected", "first"),
    (AWAITED, "No recommendation yet:", "an option that may cost least", "awaits an entry"),
    (State.NONE, "No option", "is allowed: the rules bar", "every one"),
    (State.USUAL, "Business as usual", "does the same work and costs less than", ""),
    (State.NOTHING, "Nothing", "is worth doing: the work is worth less than it costs with", ""),
    (State.ONLY, "", "is the only option", "that the rules do not bar"),
    (State.CLOSE, "", "is too close to call against", ""),
    (State.CLEAR, "", "costs less than", ""),
)
"""What it can come to, the first that applies: what is recommended, how, and against what, where these are words."""


def may_stand(case: CaseResult, option: str) -> float:
    """Return 1 for an option that can be judged, −1 for one that awaits an entry alone, 0 for one that is none."""
    if awaits(option, case):
        return -1.0
    return float(option in case.options and option not in case.blocked)


def waits(case: CaseResult) -> bool:
    """Return whether nothing is recommended before an entry that is missing."""
    return bool(planned(case).awaited)
