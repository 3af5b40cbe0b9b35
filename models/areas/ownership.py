"""How an option owns: from which month, all at once or as demand grows, and where its servers stand."""

from dataclasses import dataclass

from models.areas.compute import Pool
from models.formula.node import Node, greatest, value_of
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Ownership:
    """How an option owns, by pool: the first month in which servers may be there.

    It also holds 1 where they are all bought at once, and where they stand in colocation.
    """

    delivery: Node
    at_once: Node
    colocated: Node


def ownership(trace: Trace, pool: Pool, option: str) -> Ownership:
    """Trace how an option owns, within its section; the hybrid may differ from the on-premises option.

    Owning that is to start later than the lead time allows is delivered in the month it is to start.
    """
    starts: Node = pool.owning_start
    at_once: Node = pool.purchase.is_("at_once")
    colocated: Node = pool.site.is_("colocation")
    if option == "hybrid":
        bought_apart = pool.hybrid_purchase.is_("growth") + pool.hybrid_purchase.is_("at_once")
        stands_apart = pool.hybrid_site.is_("own_room") + pool.hybrid_site.is_("colocation")
        starts = pool.owning_start * (1 - pool.hybrid_terms) + pool.hybrid_start * pool.hybrid_terms
        at_once = at_once * (1 - bought_apart) + pool.hybrid_purchase.is_("at_once")
        if value_of(stands_apart) != 0:
            there = colocated * (1 - stands_apart) + pool.hybrid_site.is_("colocation")
            colocated = trace.line("in_colocation", "Servers stand in colocation", units.FLAG, there)
    if value_of(starts) == 0:
        return Ownership(pool.lead, at_once, colocated)
    delivery = trace.line(
        "delivery_month", "First delivery possible in month", units.MONTH, greatest(pool.lead, starts)
    )
    return Ownership(delivery, at_once, colocated)
