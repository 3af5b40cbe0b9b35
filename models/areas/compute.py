"""Compute: cloud, on-premises and hybrid, pool by pool, as declared inputs."""

from models.areas.pool_device import PoolDevice
from models.areas.pool_housed import HousedPool
from models.areas.pool_owned import OwnedPool
from models.areas.pool_reliability import PoolReliability
from models.areas.pool_rented import RentedPool
from models.areas.pool_site import PoolSite
from models.areas.pool_terms import PoolTerms
from models.formula.trace import Area, declare
from models.quantities import units
from models.quantities.declaring import quantity


class Pool(RentedPool, PoolTerms, OwnedPool, HousedPool, PoolReliability, PoolDevice, PoolSite):
    """The table of pools: a kind of accelerator with the cloud instance and the server that provide it."""

    axis = "pool"
    home = "pool"
    title = "Accelerator pools"


class Compute(Area):
    """Where compute happens: cloud, on-premises or both."""

    name = "compute"
    title = "Compute"

    orchestration = quantity(
        "Cross-site orchestration",
        units.MONEY_PER_MONTH,
        default=500,
        bounds=(0, 1e7),
        plausible=(0, 5_000),
        decimals=0,
        blank=0,
        help="Kubernetes with the GPU operator and the network between sites, paid by the hybrid alone.",
        source="assumption",
    )


GROUPS = declare(Compute, Pool)
