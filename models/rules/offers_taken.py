"""Offers in the place of what is rented: the best of one pool, and then of the others, and how that is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from models.appraisal.results import A_PENNY, CaseResult, case_result
from models.areas.compute import Pool
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.texts import listed
from models.rules.best import best
from models.rules.decisions import judged
from models.rules.offers import cheapest_elsewhere, rented_as, spans_instances, where
from models.studies.best import with_settings
from models.studies.offers import Offered


@dataclass(frozen=True, slots=True)
class Taken:
    """Offers that are rented instead, one for each of some pools.

    settings: the inputs they set, by key, and those that a search with them has found. present_value: of the cloud.
    moved: the options whose settings that search has moved.
    """

    offers: Sequence[Offered]
    settings: Mapping[str, Value]
    present_value: float
    moved: frozenset[str] = field(default_factory=frozenset[str])

    def among(self, *options: str) -> "Taken":
        """Return it for a sentence that names some options alone."""
        return replace(self, moved=self.moved.intersection(options))

    @property
    def no_terms(self) -> Mapping[str, Value]:
        """What is set to nothing because offers have no such terms: the plan may do so without them."""
        return {
            key: value
            for one in self.offers
            for key, value in one.no_terms.items()
            if self.settings.get(key, value) == value
        }


def taken_elsewhere(plan: Plan, scenario: str, case: CaseResult) -> Taken | None:
    """Return the offers with which the cloud costs least of those that may be used; None where none may.

    Pools are taken one after the other, those first by which it saves most. case: with what rules block.
    """
    found = cheapest_elsewhere(plan, scenario, case)
    if found is None:
        return None
    taken = Taken([found], found.settings, found.present_value)
    left = [pool for pool in plan.slugs["pool"] if pool != found.pool]
    while left:
        with_it = with_settings(plan, scenario, taken.settings)
        beside = cheapest_elsewhere(with_it, scenario, judged(with_it, scenario), left)
        if beside is None or beside.present_value >= taken.present_value - A_PENNY:
            break
        settings = {**taken.settings, **beside.settings}
        taken = Taken([*taken.offers, beside], settings, beside.present_value)
        left.remove(beside.pool)
    return taken


def at_their_best(plan: Plan, scenario: str, taken: Taken) -> Taken:
    """Return offers with the settings at which each option costs least with them, which may be others than planned."""
    with_it = with_settings(plan, scenario, taken.settings)
    found = best(with_it, scenario)
    values = with_it.values(scenario)
    moved = {one.kind for one in found.found if any(values[key] != value for key, value in one.settings.items())}
    settings = {**taken.settings, **found.together}
    cloud = case_result(plan, scenario, settings).options.get("cloud")
    if not moved or cloud is None:
        return taken
    return replace(taken, settings=settings, present_value=cloud.compared, moved=frozenset(moved))


def rented_with(plan: Plan, scenario: str, taken: Taken) -> str:
    """Return what renting the offers is, and whether servers change too."""
    return " and ".join(rented_as(plan, scenario, one) for one in taken.offers)


def slower_with(plan: Plan, scenario: str, taken: Taken) -> str:
    """Return which models their instances cannot hold whole, as sentences after a space; empty where none is such."""
    return "".join(f" {spans}." for one in taken.offers if (spans := spans_instances(plan, scenario, one)))


def priced_first(plan: Plan, scenario: str, taken: Taken, then: str) -> str:
    """Return that offers have to be asked for before anything is resolved which they would overturn, as a clause."""
    named = listed([f"{one.offer.name}, {where(one)}," for one in taken.offers]).removesuffix(",")
    return f"{named}, being priced first, with which {then} at {prices(plan, scenario, taken)}"


def prices(plan: Plan, scenario: str, taken: Taken) -> str:
    """Return at which of their prices offers are held against the plan, and whether with other settings."""
    planned = plan.values(scenario)
    values = {**planned, **taken.settings}
    its, it = ("its", "it") if len(taken.offers) == 1 else ("their", "them")
    on_spot = [
        one
        for one in taken.offers
        if float(taken.settings.get(Pool.spot_discount.key_in(one.pool), 0.0))
        and any(float(values[Pool.spot_share.key_in(pool)]) > 0 for pool in plan.slugs["pool"])
    ]
    at = f"{its} listed prices, {_on_spot(planned, on_spot[0])}" if on_spot else f"{its} list price"
    at += "s" if len(taken.offers) > 1 and not on_spot else ""
    if not taken.moved:
        return at
    whose = "the cloud at its best" if taken.moved <= {"cloud"} else "each option at its best"
    return f"{at}, with {whose} for {'them' if on_spot else it}"


def _on_spot(values: Mapping[str, Value], one: Offered) -> str:
    """Return what an offer takes off on spot, and what is planned where that is something else."""
    key = Pool.spot_discount.key_in(one.pool)
    off, planned = (f"{float(some):.0%}" for some in (one.settings.get(key, values[key]), values[key]))
    return f"with {off} off on spot{'' if off == planned else f' where the plan has {planned}'}"
