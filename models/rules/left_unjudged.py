"""Options that nothing forbids and that the others are not held against, since an entry is missing for them."""

from collections.abc import Iterator

from models.appraisal.results import CaseResult
from models.areas.options import in_sentence
from models.quantities.texts import listed
from models.rules.judgement import Against, Standing
from models.rules.rule import reasons


def left_unjudged(case: CaseResult, standing: Standing) -> Iterator[Against]:
    """Yield the options that wait for an entry beside those that are judged; none where the verdict itself waits.

    case: with its blocked options marked.
    """
    if not case.awaited or standing.awaited:
        return
    named = listed([in_sentence(one) for one in case.awaited])
    said = f"{named[0].upper()}{named[1:]} cannot be judged yet, and might cost less."
    yield Against("awaited", " ".join([said, *reasons(case.awaited)]), turns=True, names=tuple(case.awaited))
