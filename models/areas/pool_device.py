"""Which accelerator a pool has and where it is rented, as declared inputs that rules and studies look at."""

from models.catalogue.records import JURISDICTIONS, UNSAID, device_choices
from models.formula.trace import Table
from models.quantities import units
from models.quantities.declaring import choice, quantity


class PoolDevice(Table):
    """The columns of a pool that say what its GPUs are and where they stand when rented."""

    device = choice(
        "Accelerator",
        *device_choices(),
        default="h100",
        blank=UNSAID,
        harmless=True,
        help="The kind of GPU, rented and owned alike. Throughput of the workloads must have been measured on it.",
        source="price list",
    )
    device_memory = quantity(
        "GPU memory",
        units.GIGABYTE_PER_GPU,
        default=80,
        bounds=(0, 10_000),
        plausible=(24, 288),
        decimals=0,
        blank=0,
        harmless=True,
        help="What a model and its context must fit into; 0 if not known.",
        source="price list",
    )
    region = choice(
        "Region of rented GPUs",
        *JURISDICTIONS.items(),
        default="uk",
        blank=UNSAID,
        harmless=True,
        help="The jurisdiction in which they are: rules on residency and regulated data are checked against it.",
        source="price list",
    )
