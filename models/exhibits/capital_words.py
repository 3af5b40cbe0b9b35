"""What capital is asked for: how much, when, and what it buys, in the words of a resolution."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import A_PENNY, Curve, OptionResult
from models.areas.compute import Pool
from models.plan.plan import Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money, month_after, month_name
from models.studies.limits import CONTINGENCY, OF_PLAN

WORTH_NOTING = 0.005
"""Of what is paid up front; what follows later and is less is not noted in a resolution."""

_MOST_OF_IT, _LITTLE = 0.5, 0.01
"""Of what follows: a year with more than the first is named for it, one with less than the second is none."""

_NAMED = 0.05
"""Of what is bought at a time: what is less is not named beside it."""

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class _Bought:
    """What capital buys at a time.

    servers: how many. works, arrays, own: whether installation, storage arrays and costs of one's own are worth a word.
    """

    servers: int
    works: bool
    arrays: bool
    own: bool

    @property
    def others(self) -> list[str]:
        """What is bought beside servers and what comes with them."""
        return [name for name, there in (("storage arrays", self.arrays), ("other capital items", self.own)) if there]


def capital_now(plan: Plan, scenario: str, option: OptionResult, rest: str = "") -> str:
    """Return the approval of what is paid up front, empty where nothing is. rest: what the servers leave, in words."""
    if option.up_front <= 0:
        return ""
    symbol, share = SYMBOLS[plan.currency], contingency(plan, scenario)
    limit = whole_thousands(capital_approved(plan, scenario, option), symbol)
    within = _within(plan, scenario, option)
    before = f"{nearest_thousand(option.up_front, symbol)}{f', {within},' if within else ''}"
    made_of = f" ({before} and {share:.0%} contingency, rounded up)" if share > 0 else f" ({within})" if within else ""
    bought = _bought(plan, scenario, option.key, slice(0, 1))
    if bought.servers:
        counted = f"{number_in_words(bought.servers)} GPU server{'' if bought.servers == 1 else 's'}"
        works = f"{counted} and {'its' if bought.servers == 1 else 'their'} installation"
        if bought.others:
            works = listed([counted, f"{'its' if bought.servers == 1 else 'their'} installation", *bought.others])
    else:
        storage = "storage" if bought.works else "storage arrays"
        names = ((storage, bought.arrays), ("preparation", bought.works), ("other capital items", bought.own))
        works = listed([name for name, there in names if there] or ["capital items"])
    buys = f"{works}{rest}{made_of}{_out_of(plan, scenario)}"
    return f"to approve capital expenditure of up to {limit} now for {buys}"


def _within(plan: Plan, scenario: str, option: OptionResult) -> str:
    """Return the tax and the optimism bias that a sum to be approved has in it, where they weigh; empty without."""
    traced, symbol = model(plan.structure), SYMBOLS[plan.currency]
    lines = [one for one in traced.costs(option.key) if one.cost_class == "up-front" and one.derived]
    figures = traced.evaluate(plan.values(scenario), [one.key for one in lines])
    told: list[str] = []
    for part, name in (("vat", "irrecoverable VAT"), ("bias", "optimism bias")):
        amount = sum(float(figures.rows(one.key)[:, 0, 0].sum()) for one in lines if part in one.key.split(".")[-1])
        if amount > _NAMED * option.up_front:
            told.append(f"{name} of {nearest_thousand(amount, symbol)}")
    return f"including {listed(told)}" if told else ""


def capital_to_follow(plan: Plan, scenario: str, option: OptionResult) -> str:
    """Return what is noted of capital that follows, empty where that is not worth a word."""
    paid = _paid_later(plan, scenario, option.key)
    if not len(paid):
        return ""
    follows, symbol = float(paid.sum()), SYMBOLS[plan.currency]
    later = _bought(plan, scenario, option.key, slice(1, None))
    if not later.servers and follows <= WORTH_NOTING * option.up_front:
        return ""
    months = [int(one) + 1 for one in np.flatnonzero(paid > A_PENNY)]
    when = _in_years(plan, months, [float(paid[month - 1]) for month in months], symbol)
    there = _ordered(plan, scenario, option.key)[0] > 0 or _owns_already(plan, scenario)
    what, asked = listed(later.others) if later.others else "later purchases", ""
    if later.servers:
        several = "" if later.servers == 1 else "s"
        number = number_in_words(later.servers)
        replaced = _replaced(plan, scenario, option.key)
        if replaced:
            instead = (
                "one in place of a retired one"
                if replaced == 1
                else f"{number_in_words(replaced)} in place of retired ones"
            )
            several += f" ({instead})"
        servers = [f"{number} more server{several}"] if there else [f"its {number} server{several}", "works"]
        what = listed([*servers, *later.others])
        # where none is bought yet, what is approved now is the least of it
        first = int(np.flatnonzero(_ordered(plan, scenario, option.key))[0])
        asked = f", to be approved before {month_name(plan.start, first)}" if first else ""
        if first and float(paid[: first - 1].sum()) > A_PENNY:
            # storage, or what somebody pays beside, comes before the servers
            asked = f"; what is paid from {month_name(plan.start, first)} on is to be approved before then"
    before = ", before contingency," if contingency(plan, scenario) > 0 else ""
    return f"to note that {nearest_thousand(follows, symbol)}{before} for {what} follows {when}{asked}"


def capital_in_short(plan: Plan, scenario: str, option: OptionResult) -> str:
    """Return what approving an option would mean now and later, without what it buys."""
    now = capital_now(plan, scenario, option).partition(" now for ")[0]
    now = now.replace("to approve ", "approving ", 1) or "approving no capital expenditure"
    if not capital_to_follow(plan, scenario, option):
        return f"{now} now" if option.up_front > 0 else now
    before = ", before contingency," if contingency(plan, scenario) > 0 else ""
    follows = nearest_thousand(float(_paid_later(plan, scenario, option.key).sum()), SYMBOLS[plan.currency])
    return f"{now} now and noting that {follows}{before} follows"


def retired_by_pool(plan: Plan, scenario: str, option: str) -> Sequence[float]:
    """Return how many servers of each pool retire within the horizon, those owned before the decision too."""
    traced = model(plan.structure)
    ends, begin = f"{option}.retired", f"{option}.existing"
    figures = traced.evaluate(plan.values(scenario), [one for one in (ends, begin) if one in traced.lines])
    gone = figures.rows(ends)[:, :, 0].sum(axis=1) if ends in traced.lines else np.zeros(len(plan.slugs["pool"]))
    owned = figures.rows(begin)[:, :, 0] if begin in traced.lines else np.zeros((len(gone), 1))
    return [float(one) for one in gone + owned.max(axis=1) - owned[:, -1]]


def _replaced(plan: Plan, scenario: str, option: str) -> int:
    """Return how many of the servers ordered after the decision take the place of others of their pool."""
    later = _ordered_by_pool(plan, scenario, option)[:, 1:].sum(axis=1)
    retired = retired_by_pool(plan, scenario, option)
    return round(sum(min(bought, gone) for bought, gone in zip(later.tolist(), retired, strict=True)))


def _owns_already(plan: Plan, scenario: str) -> bool:
    """Return whether servers are owned before the decision."""
    values = plan.values(scenario)
    return any(
        float(values[Pool.owned_servers.key_in(pool)]) * float(values[Pool.owned_months.key_in(pool)]) > 0
        for pool in plan.slugs["pool"]
    )


def _ordered_by_pool(plan: Plan, scenario: str, option: str) -> NDArray[np.float64]:
    """Return the servers that an option orders, by pool and month; none where it owns none."""
    key, traced = OptionLine.ORDERED.of(option), model(plan.structure)
    if key not in traced.lines:
        return np.zeros((len(plan.slugs["pool"]), 1))
    return traced.evaluate(plan.values(scenario), [key]).rows(key)[:, :, 0]


def _ordered(plan: Plan, scenario: str, option: str) -> Sequence[float]:
    """Return the servers that an option orders, month by month."""
    return [float(one) for one in _ordered_by_pool(plan, scenario, option).sum(axis=0)]


def _bought(plan: Plan, scenario: str, option: str, months: slice) -> _Bought:
    """Return what an option pays capital for in some months; VAT and bias follow from it."""
    traced = model(plan.structure)
    lines = [one for one in traced.costs(option) if one.cost_class == "up-front" and not one.derived]
    figures = traced.evaluate(plan.values(scenario), [one.key for one in lines])
    sums = {"works": 0.0, "arrays": 0.0, "own": 0.0}
    for one in lines:
        kind = "own" if ".own." in one.key else "arrays" if one.area == "data" else "works"
        sums[kind] += max(0.0, float(figures.rows(one.key)[:, months, 0].sum()))
    least = max(_NAMED * sum(sums.values()), A_PENNY)
    servers = round(sum(_ordered(plan, scenario, option)[months]))
    return _Bought(servers, *(sums[kind] > least for kind in sums))


def number_in_words(count: int) -> str:
    """Return a number of things, up to twelve as a word."""
    return _WORDS[count] if count < len(_WORDS) else str(count)


def _in_years(plan: Plan, months: Sequence[int], amounts: Sequence[float], symbol: str) -> str:
    """Return the calendar years of some months, such as "in 2028 and 2030", and the year in which most of it falls."""
    by_year: dict[str, float] = {}
    for month, paid in zip(months, amounts, strict=True):
        year = str(month_after(plan.start, month).year)
        by_year[year] = by_year.get(year, 0.0) + paid
    years = [year for year, paid in by_year.items() if paid >= _LITTLE * sum(amounts)]
    told = f"in {listed(years)}" if len(years) <= 3 else f"from {years[0]} to {years[-1]}"  # noqa: PLR2004
    most = max(years, key=by_year.__getitem__)
    if len(years) > 1 and by_year[most] > _MOST_OF_IT * sum(by_year.values()):
        told += f", {nearest_thousand(by_year[most], symbol)} of it in {most}"
    return told


def _out_of(plan: Plan, scenario: str) -> str:
    """Return the capital that is available, where the plan says how much that is."""
    available = float(plan.entry(scenario, OF_PLAN["capital"]).value)
    return f", out of the {money(available, SYMBOLS[plan.currency])} available" if available > 0 else ""


def contingency(plan: Plan, scenario: str) -> float:
    """Return the contingency of the plan, as a share."""
    return float(plan.entry(scenario, CONTINGENCY).value)


def capital_approved(plan: Plan, scenario: str, option: OptionResult) -> float:
    """Return the sum to be approved: what is paid up front and the plan's contingency, to the next thousand."""
    return _up_to_thousand(option.up_front * (1 + contingency(plan, scenario)))


def capital_later(plan: Plan, scenario: str, option: str) -> float:
    """Return what is paid up front in later months, in money."""
    return float(_paid_later(plan, scenario, option).sum())


def _paid_later(plan: Plan, scenario: str, option: str) -> Curve:
    """Return what is paid up front month by month from the first on; empty where an option has no such cost."""
    line, traced = OptionLine.UP_FRONT.of(option), model(plan.structure)
    if line not in traced.lines:
        return np.empty(0)
    return traced.evaluate(plan.values(scenario), [line]).monthly(line)[1:, 0]


def whole_thousands(amount: float, symbol: str) -> str:
    """Return an amount up to the next thousand, in full."""
    return f"{symbol}{_up_to_thousand(amount):,}"


def _up_to_thousand(amount: float) -> int:
    return math.ceil(amount / 1000 - 1e-9) * 1000


def nearest_thousand(amount: float, symbol: str) -> str:
    """Return an amount to the nearest thousand, in full, as tables round it; one below a thousand to the pound."""
    least = 1000
    return f"{symbol}{round(amount / least) * least if amount >= least else round(amount):,}"
