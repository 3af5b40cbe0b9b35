"""Where data is kept, moved and governed: its cost lines."""

from dataclasses import dataclass

from models.areas.cost_management import Levers
from models.areas.data import Data
from models.areas.finance import Prices
from models.areas.options import ALL_RENTED
from models.areas.world import World
from models.formula.node import (
    ONE,
    ZERO,
    Line,
    Node,
    ahead,
    ceiling,
    compounded,
    cumulative,
    equals,
    greatest,
    lag,
    per_month,
    previous,
    stacked,
    total,
    value_of,
    where,
)
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Kept:
    """What data costs before it is shared out between cloud and own site, in money per month.

    tiers: terabytes by tier and month.
    storage: storage and retrieval in the cloud; sent: terabytes of egress, egress_price: money per terabyte of it; own:
        arrays bought and their support; line: the internet line.
    into_cloud, out_of_cloud: moving all of it, once.
    """

    tiers: Line
    storage: Line
    sent: Line
    egress_price: Line
    arrays: Line
    support: Line
    line: Line
    into_cloud: Line
    out_of_cloud: Line


def kept(trace: Trace, data: Data, levers: Levers, prices: Prices, world: World) -> Kept:
    """Trace how much data is held by tier, and what it costs in either place."""
    with trace.section("data", sheet="demand"):
        factor = trace.line(
            "growth_factor",
            "Growth of data, monthly factor",
            units.RATIO,
            (1 + data.growth) ** (1 / world.months_per_year),
        )
        grown = trace.line("growth_index", "Growth of data, index", units.RATIO, compounded(factor, ONE))
        tiers = _tiers(trace, data, levers, grown)
        storage, sent, egress_price = _in_cloud(trace, data, tiers, grown, prices, world)
        arrays, support = _on_arrays(trace, data, tiers, prices, world)
        line = trace.line(
            "line", "Internet line", units.MONEY_PER_MONTH, data.line_cost * prices.general * (trace.month > 0)
        )
        held = trace.line(
            "held_today",
            "Held today",
            units.TERABYTE,
            (data.hot + data.warm + data.cold) * (1 - data.compression) * (1 - data.deleted),
        )
        moving = trace.line(
            "moving",
            "Moving all of it",
            units.MONEY_PER_MONTH,
            per_month(held * data.migration * equals(trace.month, 0)),
        )
        billed = trace.line(
            "moving_egress",
            "Egress of all of it",
            units.MONEY_PER_MONTH,
            per_month(
                held
                * world.gigabytes_per_terabyte
                * prices.in_plan_currency(data.egress_price, data.cloud_currency)
                * equals(trace.month, 0)
            ),
        )
        into = trace.line("into_cloud", "Moving to the cloud", units.MONEY_PER_MONTH, moving * (1 - data.in_cloud))
        out = trace.line(
            "out_of_cloud", "Moving out of the cloud", units.MONEY_PER_MONTH, (moving + billed) * data.in_cloud
        )
    return Kept(tiers, storage, sent, egress_price, arrays, support, line, into, out)


def _tiers(trace: Trace, data: Data, levers: Levers, grown: Line) -> Line:
    """Trace terabytes held by tier: what is there today and grows, and what comes in and ages."""
    own = levers.inputs
    coming = trace.line("coming", "New data", units.TERABYTES_PER_MONTH, data.ingestion * grown * (trace.month > 0))
    so_far = trace.line("so_far", "New data so far", units.TERABYTE, cumulative(coming))
    warm_end = trace.line("cold_age", "Age at which data turns cold", units.MONTH, data.hot_months + data.warm_months)
    warm_end_lever = trace.line(
        "cold_age_lever", "The same with lifecycle moves", units.MONTH, own.lifecycle_hot + own.lifecycle_warm
    )
    left_hot = trace.line(
        "left_hot",
        "New data past the hot tier",
        units.TERABYTE,
        levers.raised("lifecycle", lag(so_far, data.hot_months), lag(so_far, own.lifecycle_hot)),
    )
    left_warm = trace.line(
        "left_warm",
        "New data past the warm tier",
        units.TERABYTE,
        levers.raised("lifecycle", lag(so_far, warm_end), lag(so_far, warm_end_lever)),
    )
    gone = trace.line(
        "gone",
        "New data past its retention",
        units.TERABYTE,
        levers.raised("retain", lag(so_far, data.retention), lag(so_far, own.retain_months)),
    )
    past_hot = trace.line("past_hot", "New data no longer hot", units.TERABYTE, greatest(left_hot, gone))
    past_warm = trace.line("past_warm", "New data no longer warm", units.TERABYTE, greatest(left_warm, gone))
    moved = trace.line(
        "moved_share",
        "Data moved to cold",
        units.SHARE,
        levers.raised("lifecycle", data.moved_cold, own.lifecycle_moved),
    )
    stays = trace.line(
        "kept_share", "Data not deleted", units.SHARE, 1 - levers.raised("retain", data.deleted, own.retain_deleted)
    )
    old = trace.line("old_index", "Data held relative to today", units.RATIO, grown * stays)
    warmer = trace.line("warmer", "Hot and warm data moved", units.TERABYTE, (data.hot + data.warm) * moved * old)
    by_tier = [
        data.hot * (1 - moved) * old + so_far - past_hot,
        data.warm * (1 - moved) * old + past_hot - past_warm,
        data.cold * old + warmer + past_warm - gone,
    ]
    logical = trace.line("logical", "Data held", units.TERABYTE, stacked(by_tier, "tier"))
    size = trace.line(
        "size", "Size over data held", units.RATIO, (1 + data.versions * data.version_share) * (1 - data.compression)
    )
    return trace.line("stored", "Stored", units.TERABYTE, logical * size)


def _in_cloud(
    trace: Trace, data: Data, tiers: Line, grown: Line, prices: Prices, world: World
) -> tuple[Line, Line, Line]:
    rate = trace.line(
        "cloud_rate", "Exchange rate of cloud storage", units.RATIO, prices.exchange_rate(data.cloud_currency)
    )
    price = trace.line(
        "cloud_price",
        "Cloud price by tier",
        units.MONEY_PER_GIGABYTE_MONTH,
        stacked([data.price_hot, data.price_warm, data.price_cold], "tier"),
    )
    stored = trace.line(
        "cloud_stored",
        "All of it stored in the cloud, list price",
        units.MONEY_PER_MONTH,
        total(tiers * price * world.gigabytes_per_terabyte, "tier"),
    )
    read = trace.line(
        "read",
        "Cold-tier retrieval, list price",
        units.MONEY_PER_MONTH,
        data.retrieved * grown * world.gigabytes_per_terabyte * data.retrieval_price,
    )
    storage = trace.line(
        "cloud_storage",
        "All of it in the cloud",
        units.MONEY_PER_MONTH,
        (stored + read) * rate * prices.general * (trace.month > 0),
    )
    sent = trace.line(
        "egress_sent", "Egress of all traffic", units.TERABYTES_PER_MONTH, data.egress * grown * (trace.month > 0)
    )
    price = trace.line(
        "egress_price",
        "Price of egress",
        units.MONEY_PER_TERABYTE,
        data.egress_price * world.gigabytes_per_terabyte * rate * prices.general,
    )
    return storage, sent, price


def _on_arrays(trace: Trace, data: Data, tiers: Line, prices: Prices, world: World) -> tuple[Line, Line]:
    """Trace arrays bought a month before they are needed, as holdings grow, and replaced at the end of their life."""
    need = trace.line("array_need", "Capacity needed", units.TERABYTE, tiers * data.redundancy * (trace.month > 0))
    next_need = trace.line("array_next", "Capacity needed a month later", units.TERABYTE, ahead(need, world.one_month))
    may_buy = trace.line("array_may_buy", "Bought before the horizon", units.FLAG, trace.month < prices.finance.horizon)
    missing: Line | None = None
    by_unit: Node = ZERO
    size: Node = ZERO
    if value_of(data.array_unit) != 0:
        by_unit = trace.line("array_by_unit", "Arrays come in units", units.FLAG, data.array_unit > 0)
        any_size = world.one_terabyte * (1 - by_unit)
        size = trace.line("array_size", "Size of a unit", units.TERABYTE, data.array_unit + any_size)
    retired = trace.declared("array_retired", "Capacity retired", units.TERABYTE, like=next_need)
    if value_of(data.array_unit) != 0:
        missing = trace.declared("array_missing", "Capacity missing", units.TERABYTE, like=next_need)
    bought = trace.declared("array_bought", "Capacity bought", units.TERABYTE, like=next_need)
    installed = trace.declared("array_installed", "Capacity installed", units.TERABYTE, like=next_need)
    retired.define(lag(bought, data.array_life))
    if missing is None:
        bought.define(may_buy * greatest(next_need - previous(installed) + retired, 0))
    else:
        missing.define(greatest(next_need - previous(installed) + retired, 0))
        any_amount = missing * (1 - by_unit)
        bought.define(may_buy * (any_amount + ceiling(missing / size, world.rounding) * size * by_unit))
    installed.define(previous(installed) + bought - retired)
    more = bought.formula
    trace.decides(bought, bought, lambda kept: greatest(kept, more))
    price = trace.line(
        "array_price",
        "Price of arrays by tier",
        units.MONEY_PER_TERABYTE,
        stacked([data.array_hot, data.array_warm, data.array_cold], "tier"),
    )
    spend = trace.line("array_spend", "Spend on arrays", units.MONEY, total(bought * price, "tier") * prices.hardware)
    arrays = trace.line("arrays", "Arrays for all of it", units.MONEY_PER_MONTH, per_month(spend))
    in_use = trace.line("array_in_use", "Capacity in use", units.TERABYTE, previous(installed))
    value = trace.line("array_value", "Price today of what is in use", units.MONEY, total(in_use * price, "tier"))
    support = trace.line(
        "array_support",
        "Support of these arrays",
        units.MONEY_PER_MONTH,
        value * data.array_support / world.months_per_year * prices.general,
    )
    return arrays, support


def data_costs(trace: Trace, option: str, kept: Kept, data: Data, hybrid_keeps: Node) -> Node:
    """Trace what an option pays for data; return what of it a cloud provider bills, in money per month.

    hybrid_keeps: 1 where the hybrid keeps a server at all; one that keeps none is the cloud.
    """
    with trace.section(f"{option}.data", sheet=option, option=option):
        if option == "on_premises":
            _on_site(trace, kept, ONE)
            trace.cost("migration", "Moving data", "data", "one-off", kept.out_of_cloud)
            return ZERO
        if option in ALL_RENTED:
            trace.cost("migration", "Moving data", "data", "one-off", kept.into_cloud)
            return trace.cost("storage", "Cloud storage", "data", "running", kept.storage) + _egress(
                trace, kept, data, ONE
            )
        in_cloud = trace.line(
            "cloud_share", "Share of data in the cloud", units.SHARE, where(hybrid_keeps, data.hybrid_cloud, 1)
        )
        _on_site(trace, kept, 1 - in_cloud)
        trace.cost(
            "migration",
            "Moving data",
            "data",
            "one-off",
            kept.into_cloud * in_cloud + kept.out_of_cloud * (1 - in_cloud),
        )
        storage = trace.cost("storage", "Cloud storage", "data", "running", kept.storage * in_cloud)
        return storage + _egress(trace, kept, data, in_cloud)


def _egress(trace: Trace, kept: Kept, data: Data, part: Node) -> Line:
    """Trace the egress of the part of the data that is in the cloud, above the free allowance."""
    billed = trace.line(
        "egress_billed",
        "Egress billed",
        units.TERABYTES_PER_MONTH,
        greatest(kept.sent * part - data.egress_allowance, 0),
    )
    return trace.cost("egress", "Egress", "data", "running", billed * kept.egress_price)


def _on_site(trace: Trace, kept: Kept, part: Node) -> None:
    trace.cost("arrays", "Storage arrays", "data", "up-front", kept.arrays * part)
    trace.cost("support", "Storage array support", "data", "running", kept.support * part)
    trace.cost("line", "Internet line", "data", "running", kept.line * (part > 0))
