"""What an option costs on average over the cases that are drawn, beside what is planned and beside others."""

from collections.abc import Iterator

from models.appraisal.results import OptionResult
from models.areas.options import in_sentence
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Against, Standing, worth_telling


def on_average(plan: Plan, option: OptionResult, standing: Standing) -> Iterator[Against]:
    """Yield another option that costs less on average over the cases: it is not so dear where things go wrong."""
    least = max(standing.dearer_by, key=standing.dearer_by.__getitem__, default="")
    if least and worth_telling(standing.dearer_by[least], option):
        less = money(standing.dearer_by[least], SYMBOLS[plan.currency])
        yield Against(
            "average",
            f"On average over the cases drawn {in_sentence(least)} costs {less} less: where {option.in_sentence} is the"
            " dearer of the two, it is so by more.",
        )


_MORE = (
    (2.0, "more than three times as much as"),
    (1.0, "more than twice as much as"),
    (0.75, "more than three quarters more than"),
    (0.5, "more than half as much again as"),
    (0.25, "over a quarter more than"),
)
"""By how much more than planned an option costs on average, with its words; the page has the figure beside it."""


def above_plan(option: OptionResult, standing: Standing) -> Iterator[Against]:
    """Yield that an option costs much more on average over the cases than planned, so that its sum is a low one."""
    planned = standing.compared.get(option.key, 0.0)
    more = standing.expected / planned - 1 if planned > 0 else 0.0
    said = next((words for least, words in _MORE if more >= least), "")
    if said and standing.recommended == option.key:
        yield Against(
            "average",
            f"On average over the cases drawn {option.in_sentence} costs {said} planned: what it may cost reaches"
            " further up than down.",
        )
