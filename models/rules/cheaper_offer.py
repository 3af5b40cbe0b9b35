"""An offer of the catalogue that makes the cloud cheaper than planned, held against what is recommended."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from models.appraisal.results import A_PENNY, CaseResult, OptionResult, case_result
from models.areas.compute import Pool
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS, money
from models.rules.best import best
from models.rules.closeness import too_close
from models.rules.decisions import judged
from models.rules.judgement import Against, worth_telling
from models.rules.offers import cheapest_elsewhere, rented_as, spans_instances, where
from models.rules.priced import still_allowed
from models.studies.best import with_settings
from models.studies.offers import Offered

_MOST_LEFT = 0.5
"""Of a lead over the cloud: an offer that leaves less of it is told, for its price is there to be had."""


def cheaper_offer(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, *, at_best: bool = False
) -> Iterator[Against]:
    """Yield the offer to rent that makes the cloud cheaper than planned, or takes the lead or most of it away.

    Every option that rents pays its price: they are held against each other with it.

    at_best: the options are held against each other at their best, so the cloud is searched again with the offer.
    """
    found = cheapest_elsewhere(plan, scenario, case)
    if found is None:
        return
    found = _searched_again(plan, scenario, found) if at_best else found
    if "cloud" in case.blocked:
        yield from _allowed_with(plan, scenario, case, option, found)
        return
    symbol, cloud = SYMBOLS[plan.currency], case.options["cloud"]
    # what dropping terms saves that the offer does not have is no merit of the offer
    saved = min(cloud.compared, _without_terms(plan, scenario, cloud, found)) - found.present_value
    if option.key == "cloud":
        close = case.tolerances.get(frozenset({"cloud", option.key}), case.close_call * option.compared)
        if saved > max(close, A_PENNY):
            told = _offered(plan, scenario, found, f"the cloud would cost {money(saved, symbol)} less")
            yield replace(told, stake=saved, helps=True)
        return
    yield from _against_another(plan, scenario, case, option, found, saved)


def _against_another(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, found: Offered, saved: float
) -> Iterator[Against]:
    """Yield an offer that takes the lead, or most of it, away from another option than the cloud.

    saved: what the cloud costs less with it.
    """
    symbol, cloud = SYMBOLS[plan.currency], case.options["cloud"]
    with_it = still_allowed(case, case_result(plan, scenario, found.settings))
    own = next((one for one in with_it if one.key == option.key), None)
    if own is None or saved <= A_PENNY:
        return
    leader = with_it[0]
    close = case.tolerances.get(frozenset({leader.key, option.key}), case.close_call * leader.compared)
    # what would be dearer with the offer does without it
    cost = min(own.compared, option.compared)
    left = next((one.compared for one in with_it if one.key == "cloud"), math.inf) - cost
    behind, gain = cost - leader.compared, option.compared - own.compared
    name = "the cloud" if leader.key == "cloud" else leader.in_sentence
    # every option that rents pays the offer's price, the recommended one too
    worth = worth_telling(gain, own)
    said = [f"{option.in_sentence} would cost {money(gain, symbol)} less"] if worth else []
    pair = (leader.key, option.key)
    clear = behind > A_PENNY and not too_close(plan, scenario, found.settings, pair, behind, close)
    asked = ""
    if clear:
        of = "" if with_it[1].key == option.key else f" over {option.in_sentence}"
        said.append(f"{name} would lead{of} by {money(behind, symbol)}")
        asked = _asked_first(plan, scenario, found, said[-1])
    elif behind > A_PENNY:
        fallen = f"{money(leader.compared, symbol)}, {money(behind, symbol)} below {option.in_sentence}"
        said.append(f"{name} would fall to {fallen}: too close to call")
        if option.compared + case.tolerances.get(frozenset(pair), 0.0) < _next(case, option):
            asked = _asked_first(plan, scenario, found, f"{name} and {option.in_sentence} are too close to call")
    elif 0 <= left < min(_MOST_LEFT * (cloud.compared - option.compared), _nearest(case, option)):
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
        if near and option.compared + margin < _next(case, option):
            asked = _asked_first(plan, scenario, found, f"the cloud and {option.in_sentence} are too close to call")
    if said:
        told = _offered(plan, scenario, found, " and ".join(said))
        yield replace(told, stake=max(gain, saved), turns=behind > A_PENNY, first=asked)


def _searched_again(plan: Plan, scenario: str, found: Offered) -> Offered:
    """Return an offer with the settings at which the cloud costs least with it, which need not be the planned ones."""
    with_it = with_settings(plan, scenario, found.settings)
    again = next(iter(best(with_it, scenario, only="cloud").found), None)
    if again is None or again.cost >= found.present_value - A_PENNY:
        return found
    beside = {key: value for key, value in again.settings.items() if key not in found.settings}
    return replace(found, settings={**found.settings, **again.settings}, present_value=again.cost, beside=beside)


def _nearest(case: CaseResult, option: OptionResult) -> float:
    """Return what the option that comes next costs more than one, the cloud apart."""
    return _next(case, option, "cloud") - option.compared


def _next(case: CaseResult, option: OptionResult, *apart: str) -> float:
    """Return what the option costs that comes next, some apart; infinite where there is none."""
    others = [one.compared for one in case.allowed() if one.key not in {option.key, *apart, *case.twins}]
    return min(others, default=math.inf)


def _without_terms(plan: Plan, scenario: str, cloud: OptionResult, found: Offered) -> float:
    """Return what the cloud costs with what is rented today on the terms that an offer leaves."""
    if not any(plan.entry(scenario, key).value for key in found.no_terms):
        return cloud.compared
    return case_result(plan, scenario, found.no_terms).options["cloud"].compared


def _allowed_with(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, found: Offered
) -> Iterator[Against]:
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
        yield replace(told, stake=less, turns=True, first=_asked_first(plan, scenario, found, with_it))


def _asked_first(plan: Plan, scenario: str, found: Offered, then: str) -> str:
    """Return that an offer has to be asked for before anything is resolved which it would overturn, as a clause."""
    at = _prices(plan, scenario, found)
    return f"{found.offer.name}, {where(found)}, being priced first, with which {then} at {at}"


def _on_spot(values: Mapping[str, Value], found: Offered) -> str:
    """Return what an offer takes off on spot, and what is planned where that is something else."""
    key = Pool.spot_discount.key_in(found.pool)
    off, planned = (f"{float(one):.0%}" for one in (found.settings.get(key, values[key]), values[key]))
    return f"with {off} off on spot{'' if off == planned else f' where the plan has {planned}'}"


def _prices(plan: Plan, scenario: str, found: Offered) -> str:
    """Return at which of its prices an offer is held against the plan, and whether with other settings of the cloud."""
    planned = plan.values(scenario)
    values = {**planned, **found.settings}
    on_spot = any(
        float(values[Pool.spot_share.key_in(pool)]) > 0
        and float(found.settings.get(Pool.spot_discount.key_in(pool), 0.0))
        for pool in plan.slugs["pool"]
    )
    at = f"its listed prices, {_on_spot(planned, found)}" if on_spot else "its list price"
    return f"{at}, with the cloud at its best for {'them' if on_spot else 'it'}" if found.beside else at


def _offered(plan: Plan, scenario: str, found: Offered, what: str) -> Against:
    """Return what an offer would do, and at which of its prices."""
    at, values_of_plan = _prices(plan, scenario, found), plan.values(scenario)
    # an offer without terms is paid by the hour, whatever is committed as planned
    terms = ", nothing committed" if any(values_of_plan[key] for key in found.no_terms) else ""
    spans = spans_instances(plan, scenario, found)
    slower = f" {spans}." if spans else ""
    return Against("offer", f"Not tried: {rented_as(plan, scenario, found)}{terms}, {what}, at {at}.{slower}")
