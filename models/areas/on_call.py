"""A service that is watched round the clock: the smallest rota on call, and what it is paid for being there."""

from models.areas.finance import Prices
from models.formula.node import Line
from models.formula.trace import Area, Trace, declare
from models.quantities import units
from models.quantities.declaring import quantity


class OnCall(Area):
    """Who answers at night."""

    name = "operations"
    title = "Round the clock"

    rota = quantity(
        "People on the on-call rota",
        units.PERSON,
        default=0.0,
        bounds=(0, 1_000),
        plausible=(5, 8),
        decimals=1,
        help=(
            "0 where nobody is on call. A rota of one week in five needs five people in every option; an option with"
            " fewer is reported as having too few."
        ),
        source="plan",
    )
    allowance = quantity(
        "On-call allowance",
        units.MONEY_PER_PERSON_MONTH,
        default=300.0,
        bounds=(0, 1e5),
        plausible=(150, 600),
        decimals=0,
        blank=0,
        help="Paid to each person on the rota, on top of the salary.",
        source="assumption: a week in five at about £350",
        harmless=True,
    )


def on_call_costs(trace: Trace, option: str, on_call: OnCall, prices: Prices) -> Line:
    """Trace what an option pays for the rota on call; the same for every option."""
    with trace.section(f"{option}.operations", sheet=option, option=option):
        return trace.cost(
            "on_call",
            "On-call allowances",
            "operations",
            "people",
            on_call.rota * on_call.allowance * prices.wages * (trace.month > 0),
        )


GROUPS = declare(OnCall)
