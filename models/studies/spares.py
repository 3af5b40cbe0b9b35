"""Spare servers by availability: the fewest with which enough are up for the peak as often as is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.appraisal.model import model
from models.areas.compute import Pool
from models.plan.plan import Plan
from models.quantities.declaration import Value

MOST_SPARES = 200
"""Spares up to which they are looked for."""

_WHOLE = 1e-6


def stand_whole(values: Mapping[str, Value], pool: str, servers: float) -> bool:
    """Return whether servers of a pool can be shared out over its two sites without one that would stand at both.

    Spares stand beside them, and servers that are no more than the spares do no work. Newer servers may stand for more
    than one of today's, of which only as many are counted.

    >>> two = {"compute.pool.p.standby": 1.0, "compute.pool.p.spares": 0, "compute.pool.p.gain": 0.0}
    >>> [stand_whole(two, "p", one) for one in (0, 1, 2, 3)]
    [True, False, True, False]
    >>> part = {**two, "compute.pool.p.standby": 0.25, "compute.pool.p.spares": 1}
    >>> stand_whole(part, "p", 6), stand_whole(part, "p", 3), stand_whole(part, "p", 1), stand_whole(part, "p", 0)
    (True, False, False, True)
    """
    standby, spares, gain = (float(values[of.key_in(pool)]) for of in (Pool.standby, Pool.spares, Pool.gain))
    at_work = (servers - spares) / (1 + standby)
    if only_spares(values, pool, servers):
        return False
    return standby <= 0 or gain > 0 or at_work <= 0 or abs(at_work - round(at_work)) < _WHOLE


def only_spares(values: Mapping[str, Value], pool: str, servers: float) -> bool:
    """Return whether there are servers of a pool, and no more than its spares."""
    return 0 < servers <= float(values[Pool.spares.key_in(pool)])


def keeps_some(values: Mapping[str, Value], pool: str, option: str) -> bool:
    """Return whether an option that owns keeps servers of a pool: a hybrid may rent all of it.

    >>> none = {"compute.pool.p.hybrid_servers": 0}
    >>> keeps_some(none, "p", "hybrid"), keeps_some(none, "p", "on_premises")
    (False, True)
    """
    return option != "hybrid" or float(values[Pool.hybrid_servers.key_in(pool)]) > 0


@dataclass(frozen=True, slots=True)
class SparesAsked:
    """Of a pool: the servers its peak needs, the spares its availability asks for and those the plan has."""

    pool: str
    servers: int
    asked: int
    planned: int
    availability: float

    @property
    def told(self) -> str:
        """The availability as it is written.

        >>> SparesAsked("h100", 4, 1, 0, 0.999).told, SparesAsked("h100", 4, 1, 0, 0.99999).told
        ('99.9%', '99.999%')
        """
        return f"{self.availability * 100:.7g}%"

    @property
    def out_of_reach(self) -> bool:
        """Whether no number of spares that is looked for gives it: repairs take too long."""
        return self.asked >= MOST_SPARES

    @property
    def key(self) -> str:
        """The input that holds the plan's spares."""
        return f"compute.pool.{self.pool}.spares"


def spares_needed(servers: int, availability: float, unavailability: float) -> int:
    """Return the least k with P(more than k of servers + k are down) at most 1 less the availability.

    Servers fail independently of each other, each down for a share of the time. Source: the binomial distribution.

    >>> spares_needed(4, 0.999, 0.01), spares_needed(4, 0.9, 0.01), spares_needed(0, 0.999, 0.01)
    (1, 0, 0)
    """
    if servers <= 0 or availability <= 0:
        return 0
    from scipy.special import bdtr  # noqa: PLC0415 - the binomial distribution, where availability is asked

    for spares in range(MOST_SPARES + 1):
        enough = float(bdtr(spares, servers + spares, unavailability))
        if 1 - enough <= 1 - availability + 1e-12:
            return spares
    return MOST_SPARES


def spares_asked(plan: Plan, scenario: str) -> Iterator[SparesAsked]:
    """Yield the pools of which some availability is asked, for the servers that all work needs at its peak."""
    values = plan.values(scenario)
    asked = [pool for pool in plan.slugs["pool"] if float(values[f"compute.pool.{pool}.availability"]) > 0]
    if not asked:
        return
    figures = model(plan.structure).evaluate(values, ["demand.need.working"]).rows("demand.need.working")
    for place, pool in enumerate(plan.slugs["pool"]):
        if pool not in asked:
            continue
        prefix = f"compute.pool.{pool}."
        repair, between = float(values[f"{prefix}repair_hours"]), float(values[f"{prefix}failure_hours"])
        servers, availability = int(figures[place].max()), float(values[f"{prefix}availability"])
        needed = spares_needed(servers, availability, repair / (between + repair))
        yield SparesAsked(pool, servers, needed, int(values[f"{prefix}spares"]), availability)
