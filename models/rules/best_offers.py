"""Offers as a decision: each pool rented by the offer with which what rents, at its best, costs least."""

from collections.abc import Collection, Mapping

from models.appraisal.results import A_PENNY
from models.areas.options import RENTING
from models.catalogue.records import RentOffer
from models.plan.choosing import chosen
from models.plan.plan import Plan
from models.rules.best import best
from models.rules.offers import judged_offers

OFFERS_TRIED = 5
"""Offers of a pool that are searched, the cheapest first at the plan's own settings."""


def with_best_offers(
    plan: Plan, scenario: str, within: Mapping[str, float] | None = None, freed: Collection[str] = ()
) -> tuple[Plan, Mapping[str, RentOffer]]:
    """Return the plan with the offers that serve it best, and those that are not what it rents, by pool.

    Only offers that may be used are tried: models fit and have rates there, and data may be where it stands. Pools are
    taken one after the other.
    """
    taken: dict[str, RentOffer] = {}
    least = _least(plan, scenario, within, freed)
    for pool in plan.slugs["pool"]:
        start = plan
        for one in judged_offers(start, scenario, pool)[:OFFERS_TRIED]:
            if one.barred:
                break
            offer = one.offered.offer
            with_it = chosen(start, scenario, f"compute.pool.{pool}", f"offer.{offer.id}")
            cost = _least(with_it, scenario, within, freed)
            if cost < least - A_PENNY:
                plan, least = with_it, cost
                taken[pool] = offer
    return plan, taken


def _least(plan: Plan, scenario: str, within: Mapping[str, float] | None, freed: Collection[str]) -> float:
    """Return what the cheapest option that rents costs at its best, infinite where none is allowed."""
    found = best(plan, scenario, within, freed).found
    return min((one.cost for one in found if one.kind in RENTING), default=float("inf"))
