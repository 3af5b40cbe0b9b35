"""Rules on what is paid today, held against the work that the plan has."""

from collections.abc import Iterator

import numpy as np

from models.areas.finance import BILLS, Finance
from models.quantities.writing import SYMBOLS, money
from models.rules.facts import Facts
from models.rules.rule import ALL, Effect, Rule
from models.studies.together import is_a_bill

_A_TENTH = 0.1
"""By how much more than its bill work may grow before it is told."""

_TIMES = 10
"""Growth from which it is told as so many times, not in per cent."""

_UNLIKE = 5
"""How many times as much as a bill, or as little, options may cost that is not said to pay for the same work."""

_PAID_ALIKE = ("compute", "hosting", "data")
"""Areas that a bill of a provider pays for."""


def bill_unlike(facts: Facts) -> Iterator[str]:
    """Yields today's bill and what the options pay for the same, where one is many times the other.

    Nobody said that it does the same work; where somebody did, it is ranked and told of beside the options.
    """
    if not is_a_bill(facts.values) or facts.is_on("finance.usual_same_work"):
        return
    paid = [
        sum(option.areas.get(area, 0.0) for area in _PAID_ALIKE)
        for option in facts.case.options.values()
        if option.key not in facts.case.twins
    ]
    bill, symbol = float(facts.case.usual[-1]), SYMBOLS[facts.plan.currency]
    if not paid or bill < 1 or max(paid) < 1:
        return
    told = f"today's bill comes to {money(bill, symbol)}"
    if min(paid) > _UNLIKE * bill:
        least = f"the least that any option pays is {money(min(paid), symbol)}, {min(paid) / bill:,.0f} times as much"
        yield f"{told} and {least}. Check how much work is planned, and what of it is paid for today"
    elif max(paid) < bill / _UNLIKE:
        most = f"no option pays more than {money(max(paid), symbol)}, 1/{bill / max(paid):,.0f} of it"
        yield f"{told} and {most}. Check what else it pays for, and whether work is missing from the plan"


def usual_flat(facts: Facts) -> Iterator[str]:
    """Yields how today's bill and the work that it is said to do grow, where the work grows by more."""
    year, horizon = 12, facts.plan.structure.horizon
    is_bill = is_a_bill(facts.values)
    allowed = facts.case.allowed()
    # a bill that grew would be dearer still: it speaks against what is the cheapest alone
    leads = facts.case.usual_ranked and bool(allowed) and facts.case.usual_compared < allowed[0].compared
    if not is_bill or not leads or horizon < 2 * year:
        return
    volume, average = facts.by_month("workloads.volume"), facts.by_month("workloads.average")
    done = np.zeros(horizon + 1)
    for row, by_month in enumerate(volume):
        runs = np.flatnonzero((by_month > 0) & (average[row] > 0))
        if len(runs):
            # in GPUs as its first month takes them: what levers save later is no less work
            done += by_month * average[row][runs[0]] / by_month[runs[0]]
    first, last = float(done[1 : year + 1].sum()), float(done[-year:].sum())
    bill = (1 + facts.number("finance.usual_growth")) ** (horizon / year - 1) - 1
    if first > 0 and last / first - 1 > bill + _A_TENTH:
        grows = f"by {last / first - 1:.0%}" if last / first < _TIMES else f"{last / first:,.0f} times over"
        yield f"{grows} from the first year to the last, its bill by {f'{bill:.0%}'.replace('-', '−')}"


def usual_other(facts: Facts) -> Iterator[str]:
    """Yields the bill that is entered beside another sort of business as usual, which does not use it."""
    basis, bill = str(facts.values[Finance.usual_today.key]), facts.number(Finance.usual_cost.key)
    if basis not in BILLS and bill > 0:
        named = next(one.label for one in Finance.usual_today.choices if one.value == basis)
        told = f"{money(bill, SYMBOLS[facts.plan.currency])} a month"
        yield f"{told}, and the basis of business as usual is “{named}”"


def usual_without_servers(facts: Facts) -> Iterator[str]:
    """Yields once where business as usual is today's servers and none is entered."""
    if facts.values["finance.usual_today"] == "servers" and not any(
        facts.number(f"{prefix}owned_servers") > 0 and facts.number(f"{prefix}owned_months") > 0
        for _, prefix in facts.pools()
    ):
        yield ""


TODAYS_BILL_RULES: tuple[Rule, ...] = (
    Rule(
        "usual_flat",
        "A bill that does not grow with its work",
        ALL,
        Effect.WARNS,
        "Business as usual is said to do the same work, which grows {}: a bill that kept pace would cost more.",
        "by definition: the same work costs more where there is more of it",
        ("usual_growth", "usual_same_work"),
        usual_flat,
    ),
    Rule(
        "usual_without_servers",
        "Today's servers are not entered",
        ALL,
        Effect.WARNS,
        "Business as usual is today's servers, and no server is owned already: enter them under Compute. Until then it"
        " costs what people, data and tools cost today, and no server.",
        "plan",
        ("usual_today", "owned_servers"),
        usual_without_servers,
    ),
    Rule(
        "usual_other",
        "A bill that is not used",
        ALL,
        Effect.WARNS,
        "Today's bill is entered as {}: the bill is not used. Choose the bill as that basis, or enter 0 for it.",
        "by definition: business as usual is one of the two",
        ("usual_today", "usual_cost"),
        usual_other,
    ),
    Rule(
        "bill_unlike",
        "A bill unlike the plan",
        ALL,
        Effect.WARNS,
        "For compute, models and data over the horizon, {}.",
        "by definition: what is paid today and what is planned are of one kind",
        ("usual_cost", "usual_same_work", "requests"),
        bill_unlike,
    ),
)
"""Rules on what is paid today, in the order in which they are told."""
