"""What leads once everything an option lacks is put right together: each alone may leave its lead."""

from collections.abc import Iterator, Mapping, Sequence

from models.appraisal.results import CaseResult, OptionResult
from models.areas.compute import Pool
from models.areas.options import OWNING, in_sentence
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import money
from models.rules.facts import Facts
from models.rules.its_people import lacking_people
from models.rules.judgement import Against, Judgement, State, of_conditions
from models.rules.priced import priced

_SEVERAL = 2


def all_put_right(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, judgement: Judgement, told: Sequence[Against]
) -> Iterator[Against]:
    """Yield that an option does not lead once all that it lacks is there, where no one thing alone turns it.

    case: as planned, with its blocked options marked. told: what speaks against it. What another option that owns lacks
    in people is given to that option too: it would lead only for want of them otherwise.
    """
    lacked = [one for one in of_conditions(told) if one.puts]
    if len(lacked) < _SEVERAL or any(one.turns for one in lacked) or judgement.told.state is not State.CLEAR:
        return
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    changes: dict[str, Value] = {}
    for other in OWNING:
        if other != option.key and other in case.options and other not in case.blocked:
            changes |= lacking_people(plan, facts, other)
    for one in lacked:
        changes |= one.puts
    found = priced(plan, scenario, case, option, changes, _twice(plan, scenario, changes))
    costs = f"With all that it lacks put right together, {option.in_sentence} costs"
    more = money(found.more, found.symbol)
    if found.leader and found.ahead >= 1:
        ahead = f"{in_sentence(found.leader)} leads by {money(found.ahead, found.symbol)}"
        text = f"{costs} {more} more, and {ahead}; each alone leaves it the cheapest."
        yield Against("together", text, found.ahead, turns=True, adds=found.more, first=_FIRST)
    elif close := found.then_close:
        apart = money(max(found.left or 0.0, 1.0), found.symbol)
        yield Against("together", f"{costs} {more} more, and {close}, {apart} apart.", found.more)


_FIRST = "all that it lacks being in the plan"


def _twice(plan: Plan, scenario: str, changes: Mapping[str, Value]) -> Mapping[str, float]:
    """Return the servers more that a hybrid keeps, by pool, where its compute stands twice."""
    kept = {pool: Pool.hybrid_servers.key_in(pool) for pool in plan.slugs["pool"]}
    stands = {pool: key for pool, key in kept.items() if Pool.standby.key_in(pool) in changes}
    return {pool: float(plan.entry(scenario, key).value) for pool, key in stands.items()}
