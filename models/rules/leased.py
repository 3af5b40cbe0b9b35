"""Servers that no capital is there for, and that a lease would pay for."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import findings
from models.rules.facts import Facts
from models.rules.judgement import Against, worth_telling
from models.rules.on_a_lease import beside_a_lease
from models.rules.same_service import second_site_asked
from models.studies.limits import contingency_on, with_those_of_plan

_OWNS = "on_premises"
_BY_CAPITAL = f"capital_beyond_{_OWNS}"

_LITTLE = 0.1
"""Of the capital available, or of what a lease would save: a lease is told where less capital than that is missing."""


_A_TRIFLE = 0.01
"""Of what the recommended option costs: less capital than that which is missing hides no lease."""


@dataclass(frozen=True, slots=True)
class OnLease:
    """On-premises with its servers on a lease, where the capital available alone bars it bought.

    compared: what it costs then, by what ranks options. most: the capital available. short: what is missing of it for
    works and storage, which are on no lease, below 0 where enough is left. missing: the same with its contingency.
    """

    compared: float
    most: float
    short: float
    missing: float


def on_lease(plan: Plan, scenario: str, case: CaseResult) -> OnLease | None:
    """Return on-premises with its servers on a lease; None where more than the capital bars it, or nothing is bought.

    case: as planned, with its blocked options marked.
    """
    if _OWNS not in case.blocked or _OWNS not in case.options or _OWNS in case.twins:
        return None
    bars = {one.rule.key for one in findings(plan, scenario, case) if one.blocks and _OWNS in one.rule.options}
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    most = with_those_of_plan(facts.values, {}).get("capital")
    if (
        bars != {_BY_CAPITAL}
        or most is None
        or not facts.has("financing.rental")
        or facts.line("financing.rental") <= 0
    ):
        return None
    short = beside_a_lease(facts) - most
    compared = case.options[_OWNS].compared + facts.line("financing.lease_gain")
    return OnLease(compared, most, short, short * (1 + contingency_on(facts.values, "capital", most)))


def leased(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that on-premises, which the capital available alone bars, would cost less with its servers on a lease.

    Or hardly more: what the plan leaves as the next option may be far behind, and is no sign of a clear lead then.

    case: as planned, with its blocked options marked.
    """
    found = on_lease(plan, scenario, case)
    if found is None:
        return
    # works and storage are on no lease of servers: there has to be capital for them
    less = option.compared - found.compared
    if found.short > max(_LITTLE * max(found.most, less), _A_TRIFLE * abs(option.compared)):
        return
    symbol = SYMBOLS[plan.currency]
    missing = money(found.missing, symbol)
    also = f" and {missing} more capital for what is on no lease" if found.short > A_PENNY else ""
    with_it = f"with its servers on a lease, which takes no capital for them,{also}{',' if also else ''}"
    priced = f"a lease being priced first{f' and {missing} more capital made available' if also else ''}, with which"
    if worth_telling(less, option):
        told = money(less, symbol)
        close = less < case.tolerances.get(frozenset({_OWNS, option.key}), 0.0)
        # with a second site, which it lacks, it may not lead
        facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
        as_planned = " as planned" if second_site_asked(facts) else ""
        tied = f"on-premises and {option.in_sentence} would be too close to call"
        yield Against(
            "lease",
            f"Not tried: {with_it} on-premises would cost {told} less than {option.in_sentence} does"
            f"{', too close to call' if close else ''}.",
            less,
            turns=not close and not as_planned,
            first=f"{priced} {tied if close else f'on-premises would lead by {told}{as_planned}'}",
        )
    elif abs(less) < case.tolerances.get(frozenset({_OWNS, option.key}), 0.0) and not _as_near(case, option, -less):
        told = money(abs(less), symbol)
        apart = f"only {told} {'less' if less > 0 else 'more'} than {option.in_sentence}"
        yield Against(
            "lease",
            f"Not tried: {with_it} on-premises would cost {apart}.",
            max(less, 0.0),
            first=f"{priced} on-premises would cost {apart}",
        )


def _as_near(case: CaseResult, option: OptionResult, behind: float) -> bool:
    """Return whether another option that is allowed is as little behind one as some money."""
    others = (one.compared for one in case.allowed() if one.key not in {option.key, *case.twins})
    return any(one - option.compared <= behind for one in others)
