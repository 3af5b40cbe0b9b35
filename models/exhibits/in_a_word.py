"""What a scenario comes to, in a word."""

from models.appraisal.results import CaseResult
from models.areas.options import OPTION_LABELS
from models.exhibits.verdict_parts import TOO_CLOSE
from models.rules.judgement import Standing, State, planned

_CLOSE = f" ({TOO_CLOSE[0].lower()}{TOO_CLOSE[1:]})"


def cheapest_in_a_word(case: CaseResult, drawn: Standing | None = None) -> str:
    """Return what a scenario comes to as planned: the cheapest, what does the same work for less, or nothing.

    drawn: how its options stand with the chance from cases, where these were drawn; a lead that is within its tolerance
        or does not hold often enough is too close to call then.
    """
    return standing_in_a_word(drawn or planned(case), drawn=drawn is not None)


def standing_in_a_word(standing: Standing, *, drawn: bool = False) -> str:
    """Return what some options come to. drawn: the chance from cases is known."""
    match standing.state:
        case State.NONE:
            return "none can be judged" if standing.awaited else "none allowed"
        case State.USUAL:
            return f"Business as usual{_CLOSE if drawn and standing.tied else ''}"
        case State.NOTHING:
            return "None is worth its cost"
        case _:
            if standing.awaited and standing.state is State.ONLY:
                return f"{OPTION_LABELS[standing.recommended]} alone can be judged"
            if standing.awaited:
                return f"{OPTION_LABELS[standing.recommended]} of those that can be judged"
            close = (_CLOSE if drawn else " (small lead)") if standing.state is State.CLOSE else ""
            return f"{OPTION_LABELS[standing.recommended]}{close}"
