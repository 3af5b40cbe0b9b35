"""What a scenario comes to, in a word."""

from models.appraisal.results import CaseResult
from models.areas.options import OPTION_LABELS
from models.rules.judgement import State, planned


def cheapest_in_a_word(case: CaseResult) -> str:
    """Return what a scenario comes to as planned: the cheapest, what does the same work for less, or nothing."""
    standing = planned(case)
    match standing.state:
        case State.NONE:
            return "none can be judged" if standing.awaited else "none allowed"
        case State.USUAL:
            return "Business as usual"
        case State.NOTHING:
            return "None is worth its cost"
        case _:
            if standing.awaited and standing.state is State.ONLY:
                return f"{OPTION_LABELS[standing.recommended]} alone can be judged"
            if standing.awaited:
                return f"{OPTION_LABELS[standing.recommended]} of those that can be judged"
            close = " (small lead)" if standing.state is State.CLOSE else ""
            return f"{OPTION_LABELS[standing.recommended]}{close}"
