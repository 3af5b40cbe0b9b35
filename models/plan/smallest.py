"""The smallest offer to rent that the models of a pool fit, which is what a new plan starts from."""

import math
from collections.abc import Mapping

from models.catalogue.records import RentOffer, devices, rent_offers
from models.plan.device_rates import measured_on, rates_on
from models.plan.plan import Plan

USABLE = 0.9
"""Of a GPU's memory, what a server of models takes for weights and context. Source: vLLM's gpu_memory_utilization."""

BYTES: Mapping[str, float] = {"fp16": 2.0, "fp8": 1.0, "int8": 1.0, "int4": 0.5}
"""Bytes of a parameter, by precision."""

_OF_MODEL = ("parameters", "kv_kilobytes", "context", "replica_gpus")


def smallest_offer(plan: Plan, scenario: str, pool: str) -> RentOffer | None:
    """Return the smallest offer of the kingdom that a pool's models fit, the cheapest of those; None where none does.

    An offer fits where rates on its GPU are known for every model, and one instance holds a replica of each with a
    longest context. Where nothing is hosted it is one of the pool's own device, whose servers the plan has a price of.
    """
    fitting = [
        offer for offer in rent_offers().values() if offer.jurisdiction == "uk" and _fits(plan, scenario, pool, offer)
    ]
    return min(fitting, key=lambda one: (one.gpus * devices()[one.device].memory, one.on_demand, one.id), default=None)


def _fits(plan: Plan, scenario: str, pool: str, offer: RentOffer) -> bool:
    known = dict(rates_on(plan, scenario, pool, offer.device))
    hosted = any(
        (plan.entry(scenario, f"workloads.workload.{row.slug}.kind").value) == "inference"
        and plan.entry(scenario, f"workloads.workload.{row.slug}.pool").value == pool
        for row in plan.rows["workload"]
    )
    if not hosted:
        return offer.device == plan.entry(scenario, f"compute.pool.{pool}.device").value
    for row in plan.rows["workload"]:
        home = f"workloads.workload.{row.slug}."
        kind, on = (plan.entry(scenario, f"{home}{name}").value for name in ("kind", "pool"))
        if kind != "inference" or on != pool:
            continue
        if row.slug not in known and measured_on(plan, scenario, row.slug) != offer.device:
            return False
        rows = known.get(row.slug, {})
        given = {name: float(plan.entry(scenario, f"{home}{name}").value) for name in _OF_MODEL}
        replica = rows["replica_gpus"].typical if "replica_gpus" in rows else given["replica_gpus"]
        weights = given["parameters"] * BYTES[str(plan.entry(scenario, f"{home}precision").value)]
        context = given["kv_kilobytes"] * given["context"] / 1e6
        needed = math.ceil((weights + context) / (devices()[offer.device].memory * USABLE))
        if max(needed, math.ceil(replica)) > offer.gpus:
            return False
    return True
