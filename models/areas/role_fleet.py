"""People that follow the fleet, as declared inputs of a role: they grow with GPUs and with work called by API."""

from models.formula.trace import Table
from models.quantities import units
from models.quantities.declaring import quantity


class FleetRole(Table):
    """The columns of a role that say how its people follow what there is to operate."""

    per_owned = quantity(
        "People per 100 owned GPUs",
        units.PERSON,
        default=0.0,
        bounds=(0, 100),
        plausible=(0.0, 2.0),
        decimals=2,
        help="On top of the people above, for GPUs owned; they start a month before the servers arrive.",
        source="plan",
    )
    per_rented = quantity(
        "People per 100 rented GPUs",
        units.PERSON,
        default=0.0,
        bounds=(0, 100),
        plausible=(0.0, 1.0),
        decimals=2,
        help="On top of the people above, for GPUs rented.",
        source="plan",
    )
    per_called = quantity(
        "People per API workload",
        units.PERSON,
        default=0.0,
        bounds=(0, 100),
        plausible=(0.0, 0.5),
        decimals=2,
        help="On top of the people above, for each workload that an API serves: prompts, evaluation, suppliers.",
        source="plan",
    )
