"""What an option would cost if the plan had what it leaves out, and which option would lead then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.appraisal.results import CaseResult, OptionResult, case_result
from models.areas.compute import Pool
from models.areas.options import in_sentence
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS, money
from models.studies.spares import stand_whole

_HALF = 0.5
"""Of a lead: what falls below it is told."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What more an option costs than planned. leader: the option that leads then, by ahead; empty where it does.

    left, before: by how much the option leads the next one then, and as planned; None where there is none. rival: that
    next one, and what more it costs then. tolerance: to it, below which a lead is too close to call.
    """

    option: OptionResult
    more: float
    leader: str
    ahead: float
    symbol: str
    left: float | None = None
    before: float | None = None
    rival: str = ""
    rival_more: float = 0.0
    tolerance: float = 0.0

    @property
    def then_close(self) -> str:
        """Which two options are too close to call then, where they were not before; else empty."""
        if self.leader or self.left is None or self.before is None or not self.rival:
            return ""
        if not self.left < self.tolerance < self.before:
            return ""
        return f"{self.option.in_sentence} and {in_sentence(self.rival)} are too close to call"

    @property
    def words(self) -> str:
        """It as the end of a sentence; empty where it costs no more."""
        if self.more < 1:
            return ""
        costs = f"{self.option.in_sentence} costs {money(self.more, self.symbol)} more"
        if self.leader and self.ahead >= 1:
            return f"{costs}, and {in_sentence(self.leader)} leads by {money(self.ahead, self.symbol)}"
        if self.rival and self.rival_more >= 1:
            costs += f" and {in_sentence(self.rival)} {money(self.rival_more, self.symbol)} more"
        if close := self.then_close:
            return f"{costs}, and {close}, {money(max(self.left or 0.0, 1.0), self.symbol)} apart"
        if self.left is not None and self.before is not None and self.left < _HALF * self.before:
            return f"{costs}, and the lead falls to {money(self.left, self.symbol)}"
        # as much as it leads by would be read as the end of its lead, where others cost more too
        if self.left is not None and self.before is not None and self.more >= self.before and self.left >= 1:
            grows = money(self.left, self.symbol) != money(self.before, self.symbol) and self.left > self.before
            still = "leads" if grows else "still leads"
            return f"{costs}, and {self.option.in_sentence} {still} by {money(self.left, self.symbol)}"
        return costs


def priced(
    plan: Plan,
    scenario: str,
    case: CaseResult,
    option: OptionResult,
    changes: Mapping[str, Value],
    servers: Mapping[str, float] | None = None,
) -> Priced:
    """Return what an option costs with some inputs changed.

    case: as planned, with its blocked options marked. servers: by pool, those that a hybrid buys with the changes,
    unless it does better without; a server stands at one of two sites.
    """
    tried = [case_result(plan, scenario, changes)]
    if "hybrid" in case.options and servers:
        keys = {Pool.hybrid_servers.key_in(pool): more for pool, more in servers.items()}
        bought = {key: float(plan.entry(scenario, key).value) + more for key, more in keys.items()}
        with_more = case_result(plan, scenario, {**changes, **bought})
        tried = [with_more, *tried] if all(_whole(plan, scenario, changes, pool) for pool in servers) else [with_more]
    tried = [one for one in tried if option.key in one.options]
    of = option.key if "hybrid" not in case.options else "hybrid"
    other = min(tried, key=lambda one: one.options.get(of, one.options[option.key]).compared, default=case)
    with_it = other.options[option.key]
    allowed = still_allowed(case, other)
    leads = allowed[0] if allowed and allowed[0].key != option.key else with_it
    rival = next((one for one in allowed if one.key != option.key), None)
    return Priced(
        option,
        added(with_it, option, case),
        "" if leads is with_it else leads.key,
        with_it.compared - leads.compared,
        SYMBOLS[plan.currency],
        _lead(with_it, allowed),
        _lead(option, [one for one in case.allowed() if one.key not in case.twins]),
        rival.key if rival is not None else "",
        rival.compared - case.options[rival.key].compared if rival is not None and rival.key in case.options else 0.0,
        other.tolerances.get(frozenset((option.key, rival.key)), 0.0) if rival is not None else 0.0,
    )


def added(then: OptionResult, now: OptionResult, case: CaseResult) -> float:
    """Return what an option costs more than as planned, without what the same waiting work would count at then.

    Work that waits without a value counts at what a busy hour costs: what is added to the option raises that too, and
    would be told as many times over as there is work that waits.
    """
    more = then.compared - now.compared
    same = abs(then.undone - now.undone) <= _SAME_WORK and not case.by_society
    return more - (then.waiting_cost - now.waiting_cost) if same else more


_SAME_WORK = 1e-9


def _whole(plan: Plan, scenario: str, changes: Mapping[str, Value], pool: str) -> bool:
    """Return whether the servers that a hybrid keeps of a pool stand whole at both of its sites, with some changes."""
    values = {**plan.values(scenario), **changes}
    return stand_whole(values, pool, float(values[Pool.hybrid_servers.key_in(pool)]))


def still_allowed(case: CaseResult, other: CaseResult) -> list[OptionResult]:
    """Return the options of a case that differs by some inputs, the cheapest first, without what rules bar as planned.

    case: as planned, with its blocked options marked.
    """
    return [one for one in other.ranked() if one.key not in case.blocked and one.key not in other.twins]


def without(plan: Plan, scenario: str, case: CaseResult, option: OptionResult, changes: Mapping[str, Value]) -> str:
    """Return which option leads, and by how much, once something is left out; empty where the option still does.

    case: as planned, with its blocked options marked.
    """
    other = case_result(plan, scenario, changes)
    allowed = still_allowed(case, other)
    if not allowed or allowed[0].key == option.key or option.key not in other.options:
        return ""
    ahead = other.options[option.key].compared - allowed[0].compared
    return f"{in_sentence(allowed[0].key)} leads by {money(ahead, SYMBOLS[plan.currency])}" if ahead >= 1 else ""


def _lead(option: OptionResult, allowed: Sequence[OptionResult]) -> float | None:
    """Return by how much an option leads the cheapest other one; None where there is none."""
    others = [one.compared for one in allowed if one.key != option.key]
    return min(others) - option.compared if others else None
