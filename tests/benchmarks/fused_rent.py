"""What renting costs in compiled loops: commitments, spot and what is left on demand."""

import numpy as np
from numba import njit

from tests.benchmarks.fused_inputs import SLICES
from tests.benchmarks.fused_prices import CLOUD_PRICES, GENERAL_PRICES, Array, Record, Weights, rate


@njit(cache=True)
def share_of(part: Array, whole: Array, share: Array) -> None:
    for month in range(len(whole)):
        share[month] = part[month] / whole[month] if whole[month] != 0 else 0.0


@njit(cache=True)
def rent(
    pool: Record,
    one: Record,
    index: Array,
    weight: Weights,
    use: Array,
    slices: Array,
    part_in_use: Array,
    demand: tuple[Array, Array, Array, Array, Array],
    committing: int,
    spare: Array,
    monthly: Array,
) -> None:
    """Add what renting costs.

    slices: demand at once before it is held to work that may leave; part_in_use: part of each slice in which it is
        there.
    demand: what of it is rented, its own mean, rented work that can wait, the share of that which saves its state, and
        where terms may begin.
    spare: scratch for GPUs committed, fees, GPUs of instances, demand above the commitment, and the rented share.
    """
    interactive, whole, deferrable, interruptible, begins = demand
    committed, fees, instances, above, allowed = spare[0], spare[1], spare[2], spare[3], spare[4]
    spare[:] = 0.0
    share_of(interactive, whole, allowed)
    quoted = pool.cloud_price * rate(one, pool.cloud_currency) * (1.0 - pool.negotiated_discount) * one.hours_per_month
    if committing:
        _commit(pool, one, quoted, index, interactive, deferrable, begins, spare)
    paid, highest, on_spot, tolerance = use[0], use[1], use[2], one.rounding
    for number in range(SLICES):
        part, on = slices[number], part_in_use[number]
        an_instance = 1.0 / (pool.instance_gpus * on)
        for month in range(len(committed)):
            demanded = part[month] * allowed[month]
            above[month] += max(demanded - committed[month], 0.0)
            held = np.ceil(max(demanded * an_instance - tolerance, 0.0)) * pool.instance_gpus
            instances[month] += on * max(held - committed[month], 0.0)
    rework, dearer, markup = (
        1.0 + pool.spot_rework,
        1.0 + pool.dearer_hours * pool.dearer_premium,
        (1.0 + pool.cloud_extras) * (1.0 + pool.cloud_support) * weight.billed,
    )
    software = pool.cloud_software * rate(one, pool.software_currency) / one.months_per_year * weight.billed
    for month in range(len(committed)):
        room = highest[month] * committed[month] - (interactive[month] - above[month] / SLICES)
        waiting = deferrable[month] - min(deferrable[month], max(room, 0.0))
        spot = waiting * interruptible[month] * on_spot[month]
        on_demand = (instances[month] / SLICES + waiting - spot) / paid[month]
        spend = (on_demand * dearer + spot * rework * (1.0 - pool.spot_discount)) * quoted * index[
            CLOUD_PRICES, month
        ] + fees[month]
        monthly[month] += (
            spend * markup + (on_demand + spot * rework + committed[month]) * software * index[GENERAL_PRICES, month]
        )


@njit(cache=True)
def _commit(
    pool: Record,
    one: Record,
    quoted: float,
    index: Array,
    interactive: Array,
    deferrable: Array,
    begins: Array,
    spare: Array,
) -> None:
    """Fill the GPUs committed and their fees: terms of one and of three years.

    Each for the demand of its first month.
    """
    committed, fees, horizon = spare[0], spare[1], spare.shape[1] - 1
    one_year, three_years = (
        (one.one_year, pool.committed_one_year, pool.one_year_discount),
        (one.three_years, pool.committed_three_years, pool.three_year_discount),
    )
    for term, share, discount in (one_year, three_years):
        length = int(term)
        for start in range(1, horizon + 1, length):
            beyond = start + length - 1 - horizon
            if beyond > 0 and pool.late_terms == 0:
                break
            gpus = (interactive[start] + deferrable[start]) * share * begins[start]
            fee = gpus * quoted * index[CLOUD_PRICES, start] * (1.0 - discount)
            for month in range(start, min(start + length, horizon + 1)):
                committed[month] += gpus
                fees[month] += fee
            fees[horizon] += fee * max(beyond, 0)
