"""Offers with what bars them: the study of offers, asked what the rules allow."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.appraisal.results import CaseResult
from models.areas.compute import Pool
from models.catalogue.records import UNSAID, RentOffer, devices, priced_device
from models.plan.plan import Plan
from models.rules.decisions import judged
from models.rules.facts import Facts
from models.rules.replicas import SLOWER, replicas_of, spanning
from models.rules.residency import abroad, bound_in, in_uk_alone, where_data_stays
from models.rules.rule import NOT_AS_PLANNED
from models.rules.supply import hosted, too_large
from models.studies.offers import Offered, device_name, no_rates, offered


@dataclass(frozen=True, slots=True)
class Judged:
    """An offer and why it may not be used; empty where it may."""

    offered: Offered
    barred: str


def judged_offers(plan: Plan, scenario: str, pool: str, case: CaseResult | None = None) -> Sequence[Judged]:
    """Return every offer for a pool: those that may be used, the cheapest first, then those that may not.

    case: the plan as it stands, with what rules block, where it is known.
    """
    case = case or judged(plan, scenario)
    whole = case.blocked.get("cloud", "") if not _of_supply(case.blocked.get("cloud", "")) else ""
    judged_all = [
        Judged(one, whole or _barred(plan, scenario, pool, one, case)) for one in offered(plan, scenario, pool, case)
    ]
    own = _device_of(plan, scenario, pool)

    def place(one: Judged) -> tuple[bool, bool, float, str]:
        # of those that may not be used the pool's own device comes first: what bars them can often be put right
        another = bool(one.barred) and one.offered.offer.device != own
        return bool(one.barred), another, round(one.offered.present_value, 2), one.offered.offer.id

    return sorted(judged_all, key=place)


def _of_supply(reason: str) -> bool:
    """Return whether a reason is one that another offer may mend."""
    return NOT_AS_PLANNED in reason or "the cloud price is not entered" in reason


def _barred(plan: Plan, scenario: str, pool: str, one: Offered, case: CaseResult) -> str:
    """Return why an offer may not be used, empty where it may."""
    values = {**plan.values(scenario), **one.settings}
    facts = Facts(plan, values, case, scenario)
    here = f"compute.pool.{pool}."
    works = [(name, prefix) for name, prefix, on in hosted(facts, "cloud") if on == here]
    timed = _timed(facts, pool, one)
    if timed:
        return (
            f"the GPU-hours of {', '.join(timed)} are those of {_named(_device_of(plan, scenario, pool))}, and nobody"
            f" has said how many {device_name(one.offer)} takes"
        )
    # on the pool's own device the plan counts with the rates that it has, and rules say whose they are
    another = one.offer.device != _device_of(plan, scenario, pool)
    missing = no_rates(plan, scenario, one, works) if another else []
    if missing:
        return f"no rates on {device_name(one.offer)} are known for {', '.join(missing)}"
    small = list(too_large("cloud")(facts))
    if small:
        return small[0]
    name = plan.row_name("pool", pool)
    if name in abroad(facts):
        bounds = (
            "the UK, and data must stay in it"
            if in_uk_alone(facts)
            else ("the UK and EU, and data must stay inside them")
        )
        return f"{one.offer.region} is outside {bounds}"
    if values[f"{here}region"] == UNSAID and name in bound_in(facts, UNSAID) and not facts.is_on("security.air_gapped"):
        return f"its region is not stated, and data must stay in {where_data_stays(facts)}"
    return ""


def _timed(facts: Facts, pool: str, one: Offered) -> list[str]:
    """Return the workloads of a pool whose GPU-hours were given for another device than an offer's."""
    if _device_of(facts.plan, facts.scenario, pool) in {"", one.offer.device}:
        return []
    return [
        name
        for _, name, prefix in facts.works()
        if facts.values[f"{prefix}pool"] == pool and facts.values[f"{prefix}kind"] != "inference"
    ]


def _device_of(plan: Plan, scenario: str, pool: str) -> str:
    """Return the device of a pool: what was said, or else what its price is of; empty where neither is known."""
    said = str(plan.entry(scenario, f"compute.pool.{pool}.device").value)
    priced = priced_device(plan.entry(scenario, f"compute.pool.{pool}.cloud_price").evidence.catalogue)
    return said if said != UNSAID else priced or ""


def _named(device: str) -> str:
    return devices()[device].name if device in devices() else "a CPU server"


def cheapest_elsewhere(
    plan: Plan, scenario: str, case: CaseResult, pools: Sequence[str] | None = None
) -> Offered | None:
    """Return the offer with which the cloud costs least of those that may be used; None where none may.

    Of plans with several pools each pool's offer is looked at alone. case: with what rules block. pools: those that are
    looked at, None for all.
    """
    if "cloud" not in case.options:
        return None
    allowed = [
        one.offered
        for pool in (plan.slugs["pool"] if pools is None else pools)
        for one in judged_offers(plan, scenario, pool, case)
        if not one.barred
    ]
    return min(allowed, key=lambda one: (round(one.present_value, 2), one.offer.id), default=None)


def spans_instances(plan: Plan, scenario: str, one: Offered) -> str:
    """Return which model an offer's instances cannot hold whole, though those that are rented do; empty where none."""
    gpus_now = float(plan.entry(scenario, Pool.instance_gpus.key_in(one.pool)).value)
    facts = Facts(plan, {**plan.values(scenario), **one.settings}, judged(plan, scenario), scenario)
    for name, pool, gpus, _ in replicas_of(facts, "cloud"):
        if pool == f"compute.pool.{one.pool}." and one.offer.gpus < gpus <= gpus_now:
            return f"{spanning(name, gpus, one.offer.gpus)}: {SLOWER}"
    return ""


def rented_as(plan: Plan, scenario: str, one: Offered) -> str:
    """Return what renting an offer is: of which pool where there are several, and whether its servers change too."""
    pool = f"{plan.row_name('pool', one.pool)} " if len(plan.slugs["pool"]) > 1 else ""
    told = f"{pool}rented as {one.offer.name}, {where(one)}"
    price = f"compute.pool.{one.pool}.server_price"
    owns = price in one.settings and one.settings[price] != plan.entry(scenario, price).value
    return f"{told}, and owned with {device_name(one.offer)}" if owns else told


def where(one: Offered) -> str:
    """Return where an offer's GPUs stand."""
    return region_of(one.offer)


def region_of(offer: RentOffer) -> str:
    """Return the region of an offer in words."""
    return offer.region if offer.jurisdiction != UNSAID else "region not stated"
