"""What the chart of cumulative cost says, in a line above it."""

from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.areas.options import in_sentence
from models.exhibits.spans import horizon_in_words, whole_month
from models.exhibits.verdict_parts import alone, none_may_be
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Judgement, State, planned


def cumulative_finding(plan: Plan, case: CaseResult, judgement: Judgement | None = None, basis: str = "nominal") -> str:
    """Return the finding that heads the cumulative chart; a month is that of the curves that are drawn."""
    standing = judgement.planned if judgement is not None else planned(case)
    horizon = horizon_in_words(plan.structure.horizon)
    if not case.allowed():
        return none_may_be(case.awaited)
    best = case.allowed()[0]
    if len(case.allowed()) > 1 and abs(case.allowed()[-1].compared - best.compared) <= A_PENNY:
        return f"The options cost the same over {horizon}"
    if standing.state is State.USUAL and standing.tied:
        return f"Business as usual and {in_sentence(standing.rival)} are too close to call over {horizon}"
    if standing.state is State.USUAL:
        return f"Business as usual is cheapest over {horizon}"
    if standing.state is State.NOTHING:
        return f"{best.label} costs least over {horizon}, and more than its work is worth"
    if standing.state is State.CLOSE:
        return f"{best.label} and {in_sentence(standing.rival)} are too close to call over {horizon}"
    if "cloud" in case.blocked:
        return (
            f"{best.label} is the cheapest option allowed over {horizon}"
            if len(case.allowed()) > 1
            else f"{best.label} {alone(standing)}"
        )
    if best.key == "cloud":
        return (
            f"Cloud is cheapest {case.basis_in_words}, {case.allowed('nominal')[0].in_sentence} undiscounted"
            if case.verdicts_disagree
            else f"Cloud is {_cheapest(case, best)} over {horizon}"
        )
    month = case.pair("cloud", best.key, basis).sustained
    if month is None or month <= 0:
        return f"{best.label} is {_cheapest(case, best)} over {horizon}"
    return f"{best.label} is cheaper than cloud from month {whole_month(month)} on"


def _cheapest(case: CaseResult, best: OptionResult) -> str:
    """Return "cheapest", of the options alone where the line of business as usual is drawn below it."""
    below = case.usual.any() and case.usual[-1] < best.total_cost - A_PENNY
    return "the cheapest option" if below else "cheapest"


def yearly_finding(plan: Plan, case: CaseResult) -> str:
    """Return the finding that heads costs by year.

    What the first and the last year cost in the cheapest option and in its rival.
    """
    ranked = case.allowed() or case.ranked()
    best = ranked[0]
    rival = (
        case.options["cloud"] if best.key != "cloud" else ranked[1] if len(ranked) > 1 else case.options["on_premises"]
    )
    symbol, end = SYMBOLS[plan.currency], plan.structure.horizon
    first, last = (
        [
            money(float(part), symbol)
            for part in (option.cumulative[12], option.cumulative[end] - option.cumulative[end - 12])
        ]
        for option in (best, rival)
    )
    return (
        f"{best.label} costs {first[0]} up to month 12 and {first[1]} in the last twelve months, {rival.in_sentence}"
        f" {last[0]} and {last[1]}"
    )
