"""What managed platforms meter, as declared inputs of a tool: GPU-hours and units such as DBUs, beside users."""

from models.formula.trace import Table
from models.quantities import units
from models.quantities.declaring import quantity


class MeteredTool(Table):
    """The columns of a tool that say what its provider bills by use."""

    metered = quantity(
        "Metered units",
        units.REQUESTS_PER_MONTH,
        default=0.0,
        bounds=(0, 1e12),
        plausible=(500, 50_000),
        decimals=0,
        help="What the platform counts, such as Databricks units or pipeline runs, in a full month.",
        source="usage report",
    )
    metered_price = quantity(
        "Price per thousand units",
        units.MONEY_PER_THOUSAND,
        default=0.0,
        bounds=(0, 1e7),
        plausible=(50, 700),
        decimals=2,
        help="A Databricks unit at 30p is £300 per thousand.",
        source="price list",
        harmless=True,
    )
    hour_fee = quantity(
        "Fee per GPU-hour",
        units.MONEY_PER_GPU_HOUR,
        default=0.0,
        bounds=(0, 1_000),
        plausible=(0.2, 2.0),
        help="What the platform adds to each GPU-hour at work that it manages, in every option that uses it.",
        source="price list",
    )
