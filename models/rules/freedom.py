"""A decision that the search leaves alone unless freed, where another choice would turn what is recommended."""

from collections.abc import Iterator, Mapping

from models.appraisal.results import A_PENNY, CaseResult, OptionResult, case_result
from models.areas.compute import Pool
from models.areas.decisions import OUTLASTING
from models.areas.options import OWNING, in_sentence
from models.plan.plan import EvidenceKind, Plan
from models.quantities.declaration import Value
from models.quantities.texts import counted
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Against, worth_telling
from models.rules.other_ways import other_ways
from models.rules.priced import still_allowed
from models.rules.same_service import too_few_spares
from models.rules.worth_doing import BEFORE_THE_ROOM, untried

_PRICED_BY = {("site", "own_room"): ("pue",), ("site", "colocation"): ("colocation_price",)}
"""Inputs of a pool by which a choice is priced."""


def freedom(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield a decision that is not asked and would turn the recommendation.

    An option that owns is held to the same service: where it keeps fewer spares than it is asked for, it is told with
    them, and only where it leads with them.
    """
    spares = _spares(plan, scenario)
    base = case_result(plan, scenario, spares) if spares else case
    # what leads already, or is the same either way, is no reason to try it
    before = {one.key: one.compared for one in base.options.values()}
    for decision, choice, changes in untried(plan, scenario):
        if decision is OUTLASTING:  # its shares are looked for
            continue
        other = case_result(plan, scenario, {**changes, **spares}, [spares, *other_ways(plan, scenario)])
        allowed = [one for one in still_allowed(case, other) if before.get(one.key, 0.0) - one.compared > A_PENNY]
        # the option that leads makes the same choice: one that gains by it no less stays where it is
        own = other.options.get(option.key, option)
        gain = min(own.compared, option.compared) - allowed[0].compared if allowed else 0.0
        if allowed and allowed[0].key != option.key and worth_telling(gain, option):
            less = money(gain, SYMBOLS[plan.currency])
            where = choice.label[0].lower() + choice.label[1:]
            entered = _own_prices(plan, scenario, decision.declared.name, choice.value)
            at = [] if entered else ["at default prices"]
            if choice.value == "own_room":
                at.append(BEFORE_THE_ROOM)
            short = list(too_few_spares(plan, scenario, allowed[0].key))
            more = sum(one.asked - one.planned for one in short)
            each = {one.told for one in short}
            wanted = f"{short[0].told} availability" if len(each) == 1 else "the availability that is asked for"
            beside = f" and {counted(more, 'more spare server')} for {wanted}" if short else ""
            priced = f", {' and '.join(at)}" if at else ""
            yield Against(
                "freedom",
                f"Not tried: with {decision.phrase.format(where)}{beside} {in_sentence(allowed[0].key)} would cost"
                f" {less} less than {option.in_sentence} does{priced}.",
                gain,
                turns=True,
            )
            return


def _spares(plan: Plan, scenario: str) -> Mapping[str, Value]:
    """Return the spares that options which own are short of, and as many servers more for a hybrid that keeps some."""
    values = plan.values(scenario)
    short = {one.pool: one for option in OWNING for one in too_few_spares(plan, scenario, option)}
    kept = {Pool.hybrid_servers.key_in(pool): one.asked - one.planned for pool, one in short.items()}
    more = {key: float(values[key]) + servers for key, servers in kept.items() if float(values[key]) > 0}
    return {**{one.key: one.asked for one in short.values()}, **more}


def _own_prices(plan: Plan, scenario: str, name: str, choice: str) -> bool:
    """Return whether somebody has entered what a choice is priced by."""
    names = _PRICED_BY.get((name, choice), ())
    entries = [plan.entry(scenario, f"compute.pool.{row}.{one}") for row in plan.slugs["pool"] for one in names]
    return all(entry.evidence.kind is not EvidenceKind.DEFAULT for entry in entries)
