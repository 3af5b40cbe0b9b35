"""How reliable a pool's servers are and what is asked of them, as declared inputs that spares follow from."""

from models.formula.trace import Table
from models.quantities import units
from models.quantities.declaring import quantity, share


class PoolReliability(Table):
    """The columns of a pool that say how often servers fail and what availability the work asks for."""

    availability = share(
        "Availability target",
        default=0.0,
        bounds=(0, 0.99999),
        plausible=(0.99, 0.9999),
        help=(
            "Share of the time in which enough servers must be up for the peak, such as 99.9%. Spares follow from it;"
            " 0 for no target."
        ),
        source="plan",
    )
    failure_hours = quantity(
        "Mean time between failures",
        units.HOUR,
        default=8_000,
        bounds=(1, 1e7),
        plausible=(4_000, 40_000),
        decimals=0,
        help="Mean hours between failures that take a server of eight GPUs out of use.",
        source="Meta, The Llama 3 Herd of Models (2024), section 3.3.4: 327 of hardware in 54 days on 2,048 servers",
        harmless=True,
    )
    repair_hours = quantity(
        "Time to repair a server",
        units.HOUR,
        default=72,
        bounds=(0, 1e5),
        plausible=(4, 240),
        decimals=0,
        help="Until it is back in use, parts and people included.",
        source="assumption",
        harmless=True,
    )
