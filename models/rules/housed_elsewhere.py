"""Servers that an own room has no power for, and that a colocation would house."""

from collections.abc import Iterator, Mapping

from models.appraisal.results import CaseResult, OptionResult
from models.areas.compute import Pool
from models.areas.options import OWNING, in_sentence
from models.plan.plan import EvidenceKind, Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import findings, judged
from models.rules.judgement import Against, worth_telling
from models.studies.best import with_settings

_OWN, _COLOCATION = "own_room", "colocation"
_POWER = ("site_beyond_", "site_early_")


def housed_elsewhere(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield the owning option that lacks power in its own room alone, and would cost less in a colocation.

    The power that the room has says nothing of a colocation's. case: as planned, with its blocked options marked.
    """
    values = plan.values(scenario)
    rooms = [
        row
        for row in plan.slugs["pool"]
        if _OWN in {values[Pool.site.key_in(row)], values[Pool.hybrid_site.key_in(row)]}
        and (float(values[Pool.site_power.key_in(row)]) > 0 or float(values[Pool.site_from.key_in(row)]) > 0)
    ]
    moved: Mapping[str, Value] = {
        key: value
        for row in rooms
        for key, value in (
            (Pool.site.key_in(row), _COLOCATION),
            (Pool.hybrid_site.key_in(row), "same"),
            (Pool.site_power.key_in(row), 0.0),
            (Pool.site_from.key_in(row), 0),
        )
    }
    barred = [one for one in OWNING if one in case.blocked and one not in case.twins]
    lacking = [one for one in barred if _lacks_power(plan, scenario, case, one)]
    if not rooms or not lacking:
        return
    then = judged(with_settings(plan, scenario, moved), scenario)
    freed = [one for one in then.allowed() if one.key in lacking and one.key not in then.twins]
    if not freed or not worth_telling(less := option.compared - freed[0].compared, option):
        return
    name, told = in_sentence(freed[0].key), money(less, SYMBOLS[plan.currency])
    prices = [plan.entry(scenario, Pool.colocation_price.key_in(row)).evidence.kind for row in rooms]
    at = ", at default prices" if EvidenceKind.DEFAULT in prices else ""
    if any(float(values[Pool.facility_works.key_in(row)]) > 0 for row in rooms):
        at += ", with the works of the room still in it"
    yield Against(
        "freedom",
        f"Not tried: with its servers in colocation, {name} is allowed and would cost {told} less than"
        f" {option.in_sentence} does{at}.",
        less,
        turns=True,
        first=f"colocation being priced first, with which {name} would lead by {told}",
    )


def _lacks_power(plan: Plan, scenario: str, case: CaseResult, option: str) -> bool:
    """Return whether the power of its site is all that bars an option."""
    bars = [one.rule.key for one in findings(plan, scenario, case) if one.blocks and option in one.rule.options]
    return bool(bars) and all(one.startswith(_POWER) for one in bars)
