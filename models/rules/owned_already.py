"""Servers that the organisation owns already: what keeping all of them costs, and what selling them would bring."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from models.appraisal.results import A_PENNY, CaseResult, OptionResult, case_result
from models.areas.compute import Pool
from models.areas.options import ALL_RENTED, OWNING, in_sentence
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged
from models.rules.judgement import Against, Standing, worth_telling
from models.studies.best import with_settings

_MOST_TRIED = 12
"""Numbers of servers that are tried first, evenly between none and all; then those between the best of them."""


_MOST_JUDGED = 3
"""Of the numbers that cost least, those that rules are asked about."""

_MOST_LEFT = 0.5
"""Of a lead: where fewer of the servers owned already leave less of it, that is told."""


def owned_already(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, standing: Standing
) -> Iterator[Against]:
    """Yield that fewer of the servers owned already cost less, and that their sale would bring more than the lead.

    Fewer may be what makes another option the cheapest: that is told where this one owns nothing, too.

    The plan's cost has what keeping them costs, and not what they would fetch; the economic cost has both.
    """
    symbol, there = SYMBOLS[plan.currency], _there(plan, scenario)
    turned, fewer = False, None
    for pool, owned in there.items():
        least = _least(plan, scenario, pool, owned)
        rivals = {key: one for key, one in least.items() if key != option.key}
        nearest = min(rivals, key=lambda key: rivals[key], default="")
        for key, (cost, kept) in least.items():
            those = _those(plan, pool, kept, owned)
            if key == option.key and worth_telling(option.compared - cost, option):
                # what is left of a lead once the rest is sold is another sum
                fewer = (pool, cost, kept)
                less = money(option.compared - cost, symbol)
                said = f"Not tried: {those} {option.in_sentence} costs {less} less."
                yield Against("owned", said, option.compared - cost, settles=True)
            elif key == nearest and cost < min(option.compared, least.get(option.key, (cost + 1, 0))[0]) - A_PENNY:
                gain = option.compared - cost
                # what keeps none of them can sell those too that the other one keeps; society's cost has their sale
                value = float(plan.values(scenario)[Pool.owned_value.key_in(pool)])
                after = gain - kept * value if option.key not in OWNING and not case.by_society else gain
                turned = after > A_PENNY
                sold = _once_sold(case, gain, after, kept, owned, symbol)
                than = f"{money(gain, symbol)} less than {option.in_sentence} does{sold}"
                told = f"Not tried: {those} {in_sentence(key)} would cost {than}."
                yield Against("owned", told, max(after, 0.0), turns=turned)
            elif key == nearest and key not in case.blocked and key not in case.twins:
                before = case.options[key].compared - option.compared
                left = cost - min(option.compared, least.get(option.key, (option.compared, 0))[0])
                if 0 <= left < min(_MOST_LEFT * before, _next_allowed(case, option.key, option.compared)):
                    less, only = (money(one, symbol) for one in (case.options[key].compared - cost, left))
                    then = f"{in_sentence(key)} would cost {less} less"
                    ahead = f"{option.in_sentence} would lead it by only {only}"
                    yield Against("owned", f"Not tried: {those} {then}, and {ahead}.", before - left)
    if option.key in OWNING:
        if fewer is None or not _leads_still(plan, scenario, case, option.key, *fewer):
            yield from sale_forgone(plan, scenario, case, option.key, option.compared)
    elif not turned:
        # what leads with fewer of them is not compared with all of them sold
        yield from (replace(one, first="") for one in sale_of_rivals(plan, scenario, case, standing))


def _once_sold(case: CaseResult, gain: float, after: float, kept: int, owned: int, symbol: str) -> str:
    """Return what a gain from keeping fewer servers comes to once those are sold that an option does not keep.

    gain: by the plan's cost, which leaves sales out. after: with the sale of those that the other option could sell.
    """
    if case.by_society:
        return ""
    if after == gain:
        return f", before {'it is' if owned == 1 else 'the others are' if kept else 'they are'} sold"
    if after > A_PENNY:
        return f", and {money(after, symbol)} less once each sells what it does not keep"
    return f", but {money(-after, symbol)} more once each sells what it does not keep"


def _next_allowed(case: CaseResult, key: str, cost: float) -> float:
    """Return by how much an option, business as usual among them, leads the next one that is allowed."""
    others = (one.compared for one in case.allowed() if one.key not in {key, *case.twins})
    return min(others, default=math.inf) - cost


def _cheapest_rented(case: CaseResult) -> OptionResult | None:
    """Return the cheapest option that is allowed and keeps no server; None where there is none."""
    return next((one for one in case.allowed() if one.key in ALL_RENTED and one.key not in case.twins), None)


def _leads_still(plan: Plan, scenario: str, case: CaseResult, option: str, pool: str, cost: float, kept: int) -> bool:
    """Return whether an option leads clearly what keeps none, with fewer servers of a pool kept and all others sold.

    cost: of it with so many kept.
    """
    rented = _cheapest_rented(case)
    owned = _there(plan, scenario)[pool]
    sold = (owned - kept) * float(plan.values(scenario)[Pool.owned_value.key_in(pool)])
    if rented is None:
        return False
    left = rented.compared - cost - (_sale(plan, scenario) - sold)
    return left > case.tolerances.get(frozenset({option, rented.key}), 0.0)


def sale_of_rivals(plan: Plan, scenario: str, case: CaseResult, standing: Standing) -> Iterator[Against]:
    """Yield that selling the servers owned already would settle what is too close to call, for what keeps none of them.

    Decided for all the same, what keeps them is subject to a decision on their sale.
    """
    sale, symbol = _sale(plan, scenario), SYMBOLS[plan.currency]
    option, rival = (case.options.get(key) for key in (standing.recommended, standing.rival))
    if not standing.tied or option is None or rival is None or option.key in OWNING or rival.key not in OWNING:
        return
    lead = rival.compared - option.compared
    if case.by_society or sale <= A_PENNY or lead < 0 or lead + sale <= standing.tolerance:
        return
    less, leads = f"costs {money(lead + sale, symbol)} less", "" if lead <= A_PENNY else f", not {money(lead, symbol)}"
    yield Against(
        "owned",
        f"The servers owned already would fetch {money(sale, symbol)} today, which the cost of {rival.in_sentence}"
        f" leaves out: with their sale {option.in_sentence} {less}{leads}.",
        sale,
        settles=True,
        first=f"a decision on the sale of the servers owned already, with which {option.in_sentence} {less}",
    )


def sale_forgone(plan: Plan, scenario: str, case: CaseResult, key: str, cost: float) -> Iterator[Against]:
    """Yield that selling the servers owned already makes an option that keeps none cheaper than what keeps them.

    Or that it takes most of the lead.

    key, cost: of what keeps them, business as usual among it, which is what it is ranked by. The economic cost has what
    they would fetch.
    """
    sale, symbol = _sale(plan, scenario), SYMBOLS[plan.currency]
    rented = _cheapest_rented(case)
    if case.by_society or sale <= A_PENNY or rented is None:
        return
    less = cost + sale - rented.compared
    lead = rented.compared - cost
    # what still costs more than the next option, which keeps them too, decides nothing
    nearest = _next_allowed(case, key, cost)
    turns = less > A_PENNY
    tolerance = case.tolerances.get(frozenset({key, rented.key}), 0.0)
    close = not turns and -less < tolerance <= lead
    if lead < 0 or not (turns or -less <= min(lead if close else _MOST_LEFT * lead, nearest)):
        return
    then = f"costs {money(less, symbol)} less" if turns else f"costs only {money(-less, symbol)} more"
    pair = f"{in_sentence(key)} and {rented.in_sentence} are too close to call"
    which = pair if close else f"{rented.in_sentence} {then}"
    yield Against(
        "owned",
        f"The servers owned already would fetch {money(sale, symbol)} today, which the cost of {in_sentence(key)}"
        f" leaves out: with their sale {rented.in_sentence} {then}{', too close to call' if close else ''}.",
        less if turns else sale,
        turns=turns,
        first=f"a decision on the sale of the servers owned already, with which {which}" if turns or close else "",
    )


def _sale(plan: Plan, scenario: str) -> float:
    """Return what the servers owned already would fetch today, in money."""
    values = plan.values(scenario)
    there = _there(plan, scenario)
    return sum(number * float(values[Pool.owned_value.key_in(pool)]) for pool, number in there.items())


def _there(plan: Plan, scenario: str) -> dict[str, int]:
    """Return the servers that are owned already and still run, by pool."""
    values = plan.values(scenario)
    return {
        pool: int(values[Pool.owned_servers.key_in(pool)])
        for pool in plan.slugs["pool"]
        if float(values[Pool.owned_months.key_in(pool)]) > 0 and int(values[Pool.owned_servers.key_in(pool)]) > 0
    }


def _those(plan: Plan, pool: str, kept: int, owned: int) -> str:
    name = f" of {plan.row_name('pool', pool)}" if len(plan.slugs["pool"]) > 1 else ""
    if owned == 1:
        return f"without the server{name} that is owned already"
    return f"with {kept or 'none'} of the {owned} servers{name} that are owned already"


def fewer_owned(plan: Plan, scenario: str) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Yield, by pool, the number of servers owned already with which an option that owns costs least, if not all."""
    for pool, owned in _there(plan, scenario).items():
        least = _least(plan, scenario, pool, owned)
        if least:
            _, kept = min(least.values())
            yield _those(plan, pool, kept, owned), {Pool.owned_servers.key_in(pool): kept}


def _least(plan: Plan, scenario: str, pool: str, owned: int) -> dict[str, tuple[float, int]]:
    """Return the least that each option costs that owns, and with how many of the servers owned already, if not all.

    An option is there only where no rule bars it with so many.
    """
    costs: dict[str, dict[int, float]] = {}
    step = max(1, -(-owned // _MOST_TRIED))
    tried = set[int]()

    def attempt(numbers: Iterable[int]) -> None:
        for number in sorted({*numbers} - tried):
            tried.add(number)
            case = case_result(plan, scenario, {Pool.owned_servers.key_in(pool): number})
            for key in OWNING:
                if key in case.options:
                    costs.setdefault(key, {})[number] = case.options[key].compared

    def beside_best() -> set[int]:
        best = (min(of_it, key=of_it.__getitem__) for of_it in costs.values())
        return {near for number in best for near in (number - step, number + step) if 0 <= near < owned}

    attempt(range(0, owned, step))
    while step > 1 or beside_best() - tried:
        step = max(1, step // 2)
        attempt(beside_best())
    least: dict[str, tuple[float, int]] = {}
    for key, of_it in costs.items():
        for number in sorted(of_it, key=of_it.__getitem__)[:_MOST_JUDGED]:
            fewer = with_settings(plan, scenario, {Pool.owned_servers.key_in(pool): number})
            if key not in judged(fewer, scenario).blocked:
                least[key] = of_it[number], number
                break
    return least
