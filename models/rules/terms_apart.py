"""A lead between two ways to rent that rests on the commitments and spot shares they hold, and on nothing else."""

from collections.abc import Iterator, Mapping

from models.appraisal.results import A_PENNY, CaseResult, OptionResult, case_result
from models.areas.compute import Pool
from models.areas.decisions import COMMITTED, DECISIONS
from models.areas.options import ALL_RENTED, in_sentence
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Against
from models.rules.priced import still_allowed
from models.studies.decision_space import planned_value

_TERMS = tuple(one for one in DECISIONS if one.declared in {*COMMITTED, Pool.spot_share})
"""What cloud and API may each hold of their own."""


def terms_apart(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that cloud would lead API, or API cloud, on the terms of the one that is recommended.

    Where each is at its best each has the terms that suit it; as planned one of them may hold none.
    """
    others = [one for one in ALL_RENTED if one != option.key and one in case.options and one not in case.blocked]
    if option.key not in ALL_RENTED or not others:
        return
    (rival,) = others
    changes = _taking(plan, scenario, rival, option.key)
    if not changes:
        return
    other = case_result(plan, scenario, changes)
    allowed = still_allowed(case, other)
    with_them = next((one for one in allowed if one.key == rival), None)
    own = other.options.get(option.key)
    if with_them is None or own is None or with_them.compared >= own.compared - A_PENNY:
        return
    symbol, less = SYMBOLS[plan.currency], money(own.compared - with_them.compared, SYMBOLS[plan.currency])
    saved = case.options[rival].compared - with_them.compared
    # options that own servers may hold the same terms: what is next then need not be the one that leads now
    ahead = allowed[1].compared - with_them.compared if allowed[0] is with_them and len(allowed) > 1 else 0.0
    then = f" and lead by {money(ahead, symbol)}" if ahead > A_PENNY else f", {less} less than {option.in_sentence}"
    yield Against(
        "terms",
        f"It leads by its terms alone: with the commitments and spot share of {option.in_sentence},"
        f" {in_sentence(rival)} would cost {money(saved, symbol)} less{then}.",
        saved,
        turns=True,
    )


def _taking(plan: Plan, scenario: str, kind: str, other: str) -> Mapping[str, Value]:
    """Return what gives an option the terms of another, each with its own; empty where they are the same."""
    values = plan.values(scenario)
    changes: dict[str, Value] = {}
    apart = False
    for pool in plan.slugs["pool"]:
        for decision in _TERMS:
            mine, theirs = (planned_value(values, decision, pool, one) for one in (kind, other))
            apart |= mine != theirs
            # the one that has no terms of its own is the cloud, whose terms the plan's are
            changes[decision.declared.key_in(pool)] = theirs
            changes[decision.own["api"].key_in(pool)] = theirs
        changes[Pool.api_terms.key_in(pool)] = True
    return changes if apart else {}
