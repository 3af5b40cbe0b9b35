"""Servers that go into use so late that they cost more than they save before the horizon ends."""

from collections.abc import Iterator

import numpy as np

from models.appraisal.results import CaseResult, OptionResult, case_result
from models.areas.compute import Pool
from models.areas.options import OWNING, in_sentence
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.facts import Facts
from models.rules.judgement import Against, Standing, worth_telling
from models.rules.start_of_owning import starts_of


def late_servers(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, standing: Standing
) -> Iterator[Against]:
    """Yield that servers of the option, or of the one that follows it, come late and cost more than they save.

    Late is in the second half of the horizon. What would lead, or follow as closely, without buying any is told of.
    """
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    horizon, symbol = plan.structure.horizon, SYMBOLS[plan.currency]
    for key in dict.fromkeys((option.key, standing.rival)):
        if key not in OWNING or key not in case.options or key in case.twins:
            continue
        from_month = _first_in_use(facts, key)
        if 2 * from_month <= horizon:
            continue
        without = case_result(plan, scenario, dict(starts_of(plan, horizon))).options.get(key)
        # work that nobody does is no saving
        if without is None or without.undone > case.options[key].undone + _AS_MUCH:
            continue
        less = case.options[key].compared - without.compared
        if not worth_telling(less, option):
            continue
        servers = f"go into use in month {from_month} of {horizon}"
        saved = f"without them it costs {money(less, symbol)} less"
        if key == option.key:
            sooner = "an earlier delivery of its servers being agreed"
            if _set_late(facts, key):
                sooner = "an earlier start of owning being agreed"
            yield Against(
                "late",
                f"Its servers {servers}, and cost more than they save by then: {saved}.",
                less,
                first=f"{sooner} ({saved})",
            )
        else:
            leads = standing.lead - less
            then = f"{option.in_sentence} leads it by {money(leads, symbol)}"
            if leads < 0:
                then = f"it leads by {money(-leads, symbol)}, and is not what its name says"
            yield Against(
                "late",
                f"{in_sentence(key).capitalize()}, which comes next, has servers that {servers}: {saved}, and {then}.",
                less,
                of_rival=True,
            )


_AS_MUCH = 1e-9
"""Of the work that is left undone: less is the same."""


def _set_late(facts: Facts, option: str) -> bool:
    """Return whether owning starts later than its servers can be delivered, in a pool that has some: as it is set."""
    start = Pool.hybrid_start if option == "hybrid" else Pool.owning_start
    in_use = facts.by_month(f"{option}.in_use").any(axis=1)
    return any(
        facts.number(start.key_in(pool)) > facts.number(Pool.lead.key_in(pool))
        for pool, used in zip(facts.plan.slugs["pool"], in_use, strict=True)
        if used
    )


def _first_in_use(facts: Facts, option: str) -> int:
    """Return the first month in which an option has a server in use; 0 where it has none, or has it at once."""
    in_use = facts.by_month(f"{option}.in_use").sum(axis=0)
    months = np.flatnonzero(in_use > 0)
    return int(months[0]) if len(months) else 0
