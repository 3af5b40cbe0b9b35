"""An offer of the catalogue that makes the cloud cheaper than planned, held against what is recommended."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models.appraisal.results import A_PENNY, CaseResult, OptionResult, case_result
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.closeness import too_close
from models.rules.decisions import judged
from models.rules.judgement import Against, worth_telling
from models.rules.offers_taken import (
    Taken,
    at_their_best,
    priced_first,
    prices,
    rented_with,
    slower_with,
    taken_elsewhere,
)
from models.rules.priced import still_allowed
from models.studies.best import with_settings

_MOST_LEFT = 0.5
"""Of a lead over the cloud: an offer that leaves less of it is told, for its price is there to be had."""


def cheaper_offer(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, *, at_best: bool = False, clear: bool = True
) -> Iterator[Against]:
    """Yield the offer to rent that makes the cloud cheaper than planned, or takes the lead or most of it away.

    Every option that rents pays its price: they are held against each other with it. Of several pools each has one.

    at_best: the options are held against each other at their best, so each is searched again with the offer. clear:
        whether the option leads clearly without it: what is too close to call already waits for no offer.
    """
    found = taken_elsewhere(plan, scenario, case)
    if found is None:
        return
    found = at_their_best(plan, scenario, found) if at_best else found
    if "cloud" in case.blocked:
        yield from _allowed_with(plan, scenario, case, option, found)
        return
    symbol, cloud = SYMBOLS[plan.currency], case.options["cloud"]
    # what dropping terms saves that the offer does not have is no merit of the offer
    saved = min(cloud.compared, _without_terms(plan, scenario, cloud, found)) - found.present_value
    with_it = still_allowed(case, case_result(plan, scenario, found.settings))
    if option.key == "cloud" and (not with_it or with_it[0].key == "cloud"):
        close = case.tolerances.get(frozenset({"cloud", option.key}), case.close_call * option.compared)
        if saved > max(close, A_PENNY):
            less = f"the cloud would cost {money(saved, symbol)} less"
            told = _offered(plan, scenario, found.among("cloud"), less)
            yield replace(told, stake=saved, helps=True)
        return
    own = next((one for one in with_it if one.key == option.key), None)
    if own is not None and saved > A_PENNY:
        yield from _against_another(plan, scenario, case, option, _With(found, with_it, own, saved, clear=clear))


@dataclass(frozen=True, slots=True)
class _With:
    """The options with an offer, the cheapest first, and the recommended one of them.

    saved: what the cloud costs less with it. clear: whether the recommended option leads clearly without it.
    """

    found: Taken
    options: Sequence[OptionResult]
    own: OptionResult
    saved: float
    clear: bool

    @property
    def leader(self) -> OptionResult:
        """The option that leads with the offer."""
        return self.options[0]


def _against_another(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, with_it: _With
) -> Iterator[Against]:
    """Yield an offer that takes the lead, or most of it, away from an option that another one may follow."""
    symbol, cloud, found = SYMBOLS[plan.currency], case.options["cloud"], with_it.found
    leader, own, saved = with_it.leader, with_it.own, with_it.saved
    # what would be dearer with the offer does without it
    cost = min(own.compared, option.compared)
    left = next((one.compared for one in with_it.options if one.key == "cloud"), math.inf) - cost
    behind, gain = cost - leader.compared, option.compared - own.compared
    # every option that rents pays the offer's price, the recommended one too
    worth = worth_telling(gain, own)
    said = [f"{option.in_sentence} would cost {money(gain, symbol)} less"] if worth else []
    asked = ""
    found = found.among(option.key, *(one.key for one in with_it.options[:2])) if behind > A_PENNY else found
    with_it = replace(with_it, found=found)
    if behind > A_PENNY:
        leads, asked = _leads(plan, scenario, case, option, with_it, behind)
        said.append(leads)
    elif (fallen := _fallen(plan, scenario, case, option, with_it, cost)) is not None:
        said.append(fallen[0])
        asked = fallen[1]
    elif 0 <= left < min(_MOST_LEFT * (cloud.compared - option.compared), _nearest(case, option)):
        found = found.among(option.key, "cloud")
        above = f"still {money(left, symbol)} more than {option.in_sentence}"
        margin = case.tolerances.get(frozenset({"cloud", option.key}), 0.0)
        near = left < margin and too_close(plan, scenario, found.settings, (option.key, "cloud"), left, margin)
        whole = cloud.compared - found.present_value
        # by both of these it is so much nearer to what leads
        part = (
            f" ({money(whole - saved, symbol)} of it by committing nothing)"
            if worth_telling(whole - saved, own)
            else ""
        )
        less = f"{money(whole if part else saved, symbol)} less{part}"
        said.append(f"the cloud would cost {less}, {above}{': too close to call' if near else ''}")
        if near and with_it.clear:
            then = f"the cloud and {option.in_sentence} are too close to call"
            asked = priced_first(plan, scenario, found, then)
    if said:
        told = _offered(plan, scenario, found, " and ".join(said))
        yield replace(told, stake=max(gain, saved, behind), turns=behind > A_PENNY, first=asked)


def _fallen(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, with_it: _With, cost: float
) -> tuple[str, str] | None:
    """Return to what an option's lead falls with an offer, over another than the cloud, and what is asked for first.

    None where half of its lead is left, or more. cost: of the option with the offer, or without where that is less.
    """
    rival = next((one for one in with_it.options if one.key != option.key), None)
    if rival is None or rival.key == "cloud":
        return None
    lead, left = _next(case, option) - option.compared, rival.compared - cost
    if not 0 <= left < _MOST_LEFT * lead:
        return None
    margin = case.tolerances.get(frozenset({rival.key, option.key}), 0.0)
    near = too_close(plan, scenario, with_it.found.settings, (option.key, rival.key), left, margin)
    over = f"its lead over {rival.in_sentence} would fall to {money(left, SYMBOLS[plan.currency])}"
    if not near or not with_it.clear:
        return over + (": too close to call" if near else ""), ""
    then = f"{option.in_sentence} and {rival.in_sentence} are too close to call"
    return f"{over}: too close to call", priced_first(plan, scenario, with_it.found, then)


def _leads(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, with_it: _With, behind: float
) -> tuple[str, str]:
    """Return which option leads another with an offer, and what has to be asked for first; empty where nothing has to.

    behind: what the option costs more than the one that leads.
    """
    symbol, leader, found = SYMBOLS[plan.currency], with_it.leader, with_it.found

    def near(other: str, lead: float) -> bool:
        """Return whether the leader is too close to call to another option."""
        close = case.tolerances.get(frozenset({leader.key, other}), case.close_call * leader.compared)
        return too_close(plan, scenario, found.settings, (leader.key, other), lead, close)

    name = "the cloud" if leader.key == "cloud" else leader.in_sentence
    if near(option.key, behind):
        fallen = f"{money(leader.compared, symbol)}, {money(behind, symbol)} below {option.in_sentence}"
        then = f"{name} and {option.in_sentence} are too close to call"
        said = f"{name} would fall to {fallen}: too close to call"
        return said, priced_first(plan, scenario, found, then) if with_it.clear else ""
    second = next(one for one in with_it.options if one.key != leader.key)
    if second.key != option.key and near(second.key, apart := second.compared - leader.compared):
        # which of the two leads is open: only that neither is what is recommended is not
        both = f"{name} and {second.in_sentence}"
        above = f"{second.in_sentence}, {money(apart, symbol)} above it, too close to call"
        said = f"{name} would cost {money(behind, symbol)} less than {option.in_sentence}, and {above}"
        return said, priced_first(plan, scenario, found, f"{both} cost less than {option.in_sentence}")
    of = "" if second.key == option.key else f" over {option.in_sentence}"
    said = f"{name} would lead{of} by {money(behind, symbol)}"
    return said, priced_first(plan, scenario, found, said)


def _nearest(case: CaseResult, option: OptionResult) -> float:
    """Return what the option that comes next costs more than one, the cloud apart."""
    return _next(case, option, "cloud") - option.compared


def _next(case: CaseResult, option: OptionResult, *apart: str) -> float:
    """Return what the option costs that comes next, some apart; infinite where there is none."""
    others = [one.compared for one in case.allowed() if one.key not in {option.key, *apart, *case.twins}]
    return min(others, default=math.inf)


def _without_terms(plan: Plan, scenario: str, cloud: OptionResult, found: Taken) -> float:
    """Return what the cloud costs with what is rented today on the terms that an offer leaves."""
    if not any(plan.entry(scenario, key).value for key in found.no_terms):
        return cloud.compared
    return case_result(plan, scenario, found.no_terms).options["cloud"].compared


def _allowed_with(plan: Plan, scenario: str, case: CaseResult, option: OptionResult, found: Taken) -> Iterator[Against]:
    """Yield the option that is not allowed as planned, is with an offer, and costs less than the recommended one."""
    with_it = judged(with_settings(plan, scenario, found.settings), scenario)
    freed = [one for one in with_it.allowed() if one.key in case.blocked and one.key not in with_it.twins]
    if not freed or option.key in with_it.blocked:
        return
    own = with_it.options[option.key].compared
    less = min(option.compared, own) - freed[0].compared
    if less > A_PENNY:
        than = f"cost {money(less, SYMBOLS[plan.currency])} less than {option.in_sentence} does"
        told = _offered(plan, scenario, found, f"{freed[0].in_sentence} is allowed and would {than}")
        with_it = f"{freed[0].in_sentence} would {than.removesuffix(' does')}"
        yield replace(told, stake=less, turns=True, first=priced_first(plan, scenario, found, with_it))


def _offered(plan: Plan, scenario: str, found: Taken, what: str) -> Against:
    """Return what an offer would do, and at which of its prices."""
    at, values_of_plan = prices(plan, scenario, found), plan.values(scenario)
    # an offer without terms is paid by the hour, whatever is committed as planned
    terms = ", nothing committed" if any(values_of_plan[key] for key in found.no_terms) else ""
    slower = slower_with(plan, scenario, found)
    return Against("offer", f"Not tried: {rented_with(plan, scenario, found)}{terms}, {what}, at {at}.{slower}")
