"""Servers that the organisation owns already: what keeping all of them costs, and what selling them would bring."""

from collections.abc import Iterator

from models.appraisal.results import A_PENNY, CaseResult, OptionResult, case_result
from models.areas.compute import Pool
from models.areas.options import OWNING
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import WORTH_TELLING, Against, Standing

_MOST_TRIED = 12
"""Numbers of servers that are tried, evenly between none and all."""


def owned_already(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, standing: Standing
) -> Iterator[Against]:
    """Yield that fewer of the servers owned already cost less, and that their sale would bring more than the lead.

    The plan's cost has what keeping them costs, and not what they would fetch; the economic cost has both.
    """
    if option.key not in OWNING:
        return
    values, symbol = plan.values(scenario), SYMBOLS[plan.currency]
    there = {
        pool: int(values[Pool.owned_servers.key_in(pool)])
        for pool in plan.slugs["pool"]
        if float(values[Pool.owned_months.key_in(pool)]) > 0 and int(values[Pool.owned_servers.key_in(pool)]) > 0
    }
    for pool, owned in there.items():
        least, kept = option.compared, owned
        for number in range(0, owned, max(1, -(-owned // _MOST_TRIED))):
            other = case_result(plan, scenario, {Pool.owned_servers.key_in(pool): number}).options.get(option.key)
            if other is not None and other.compared < least - A_PENNY:
                least, kept = other.compared, number
        if option.compared - least > WORTH_TELLING * option.compared:
            name = f" of {plan.row_name('pool', pool)}" if len(plan.slugs["pool"]) > 1 else ""
            less = money(option.compared - least, symbol)
            yield Against(
                "owned",
                f"Not tried: with {kept or 'none'} of the {owned} servers{name} that are owned already it costs"
                f" {less} less.",
            )
    sale = sum(number * float(values[Pool.owned_value.key_in(pool)]) for pool, number in there.items())
    if sale > max(standing.lead, A_PENNY) and standing.rival and not case.by_society:
        yield Against(
            "owned",
            f"The servers owned already would fetch {money(sale, symbol)} today, which its cost leaves out: more than"
            " its lead.",
        )
