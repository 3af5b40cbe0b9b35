"""Prices of a pool that are far below every listed one of the same accelerator: a slip, and it may decide."""

from collections.abc import Mapping

from models.areas.compute import Pool
from models.areas.finance import PLAN_CURRENCY_RATES
from models.catalogue.records import devices, rent_offers, server_with
from models.plan.measured_rate import rate_of
from models.plan.plan import EvidenceKind, Plan
from models.quantities.declaration import Value
from models.quantities.writing import in_unit

_OF_THE_LEAST = 0.5
"""Of the least that an accelerator is listed at to rent: below it no supplier is known to let one on demand."""

_OF_A_SERVER = 1 / 3
"""Of the least that a server costs by its accelerators: below it not even a used one is sold."""

_SUPPLIERS = 2
"""Of one accelerator, from which its lowest listed price says what is usual."""

_MOST_IN_ONE = 16
"""Accelerators that one server holds at most; more stand in a rack."""

_SURE = frozenset({EvidenceKind.QUOTE, EvidenceKind.MEASURED})


def below_every_list(
    plan: Plan, scenario: str, key: str, row: str, values: Mapping[str, Value]
) -> tuple[str, float] | None:
    """Return what a price of a pool, or a count, looks like beside listed ones, and what it would be; None if nothing.

    A price that somebody quoted or was charged is one.
    """
    declared, evidence = plan.declaration(key), plan.entry(scenario, key).evidence
    device = devices().get(str(values[Pool.device.key_in(row)])) if declared.home == "pool" else None
    if device is None or evidence.kind in _SURE:
        return None
    # a pool has an accelerator before anybody has said which
    if plan.entry(scenario, Pool.device.key_in(row)).evidence.kind is EvidenceKind.DEFAULT:
        return None
    if declared.name == Pool.cloud_price.name:
        return _rented(plan, scenario, key, device.id, values)
    if declared.name in {Pool.server_price.name, Pool.server_gpus.name}:
        return _owned(plan, scenario, key, row, values)
    return None


def _rented(plan: Plan, scenario: str, key: str, device: str, values: Mapping[str, Value]) -> tuple[str, float] | None:
    declared, price = plan.declaration(key), float(values[key])
    rate = rate_of(values, f"{key.rpartition('.')[0]}.{declared.currency}")
    listed = {
        one.on_demand * float(values[PLAN_CURRENCY_RATES[one.currency]]) / rate: one
        for one in rent_offers().values()
        if one.device == device and one.currency in PLAN_CURRENCY_RATES and one.on_demand > 0
    }
    # what one supplier alone asks says little of what others do
    if len({one.provider for one in listed.values()}) < _SUPPLIERS or not 0 < price < _OF_THE_LEAST * min(listed):
        return None
    least = float(f"{min(listed):.4g}")
    told, lowest = (in_unit(one, declared, plan.symbol(scenario, key)) for one in (price, least))
    name = devices()[device].name
    return (
        f"{told} is less than half of the least that {name} is listed at, {lowest} ({listed[min(listed)].provider})",
        least,
    )


def _owned(plan: Plan, scenario: str, key: str, row: str, values: Mapping[str, Value]) -> tuple[str, float] | None:
    declared, device = plan.declaration(key), str(values[Pool.device.key_in(row)])
    server, gpus = server_with(device), float(values[Pool.server_gpus.key_in(row)])
    if server is None or server.currency not in PLAN_CURRENCY_RATES:
        return None
    price_key = Pool.server_price.key_in(row)
    rate = rate_of(values, f"{price_key.rpartition('.')[0]}.{Pool.server_price.currency}")
    least = server.low * float(values[PLAN_CURRENCY_RATES[server.currency]]) / rate / server.gpus
    price = float(values[price_key])
    too_many = gpus > _MOST_IN_ONE
    if not 0 < price < _OF_A_SERVER * least * gpus or too_many != (declared.name == Pool.server_gpus.name):
        return None
    each, lowest = (
        in_unit(float(f"{one:.4g}"), Pool.server_price, plan.symbol(scenario, price_key))
        for one in (price / gpus, least)
    )
    each, lowest = each.partition(" / ")[0], lowest.partition(" / ")[0]
    name = f"{each} for each {devices()[device].name}, with its share of the server,"
    said = f"{name} is less than a third of the least that it costs, {lowest}"
    if too_many:
        return f"{gpus:g} GPUs in one server: {said}", float(server.gpus)
    # it may be the price of one
    mended = price * gpus if least <= price <= server.high / server.low * least else least * gpus
    return f"{in_unit(price, declared, plan.symbol(scenario, key))}: {said}", float(f"{mended:.4g}")
