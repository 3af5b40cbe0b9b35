"""Demand in the fused kernel: what each workload asks for and what it buys of APIs.

Also the demand of the workloads of a pool together.
"""

import numpy as np
from numba import njit

from tests.benchmarks import fused_inputs as codes
from tests.benchmarks.fused_inputs import SLICES
from tests.benchmarks.fused_prices import (
    API_PRICES,
    GENERAL_PRICES,
    Array,
    Record,
    Records,
    Weights,
    first_month,
    rate,
    whole,
)

ALL, OWNABLE, INSIDE = 0, 1, 2
LOGARITHMS = np.log(np.arange(1, SLICES + 1) / SLICES)


@njit(cache=True)
def shape_of(work: Record, measured: Array, one: Record, shape: Array) -> float:
    """Fill the slices of a workload's demand over its average, the quietest twentieth of the hours first.

    Return its peak over average.
    """
    shape[:] = 1.0
    if work.kind == codes.STEADY:
        peak = max(1.0, one.hours_per_month / work.hours) if work.hours > 0 else 1.0
        for number in range(SLICES):
            shape[number] = peak * min(1.0, max(0.0, number + 1 - SLICES * (1.0 - 1.0 / peak)))
        return peak
    if work.shape == codes.SHAPE_MEASURED:
        shape[:] = measured
    elif work.shape == codes.SHAPE_CURVE:
        span, before = 1.0 - work.trough, 0.0
        power = (work.peak - 1.0) / span + 1.0 if span > 0 else 1.0
        for number in range(SLICES):
            upto = np.exp(power * LOGARITHMS[number])
            shape[number] = work.trough + span * SLICES * (upto - before)
            before = upto
    else:
        return 1.0
    return work.peak


@njit(cache=True)
def demand(
    work: Record, one: Record, index: Array, weight: Weights, burden: float, average: Array, floor: Array, bought: Array
) -> None:
    """Fill a workload's average demand and the replicas it always keeps on, in GPUs by month, and add what all options
    pay for its models beside GPUs.

    burden: hours of a run over those of one without loss or privacy.
    """
    average[:], floor[:] = 0.0, 0.0
    if work.active == 0:
        return
    inference = work.kind == codes.INFERENCE
    if inference:
        full = work.requests
    elif work.kind == codes.STEADY:
        full = work.gpus * work.hours / one.hours_per_month
    else:
        full = work.runs * work.run_hours * burden / one.hours_per_month
    first, last, factor = (
        int(work.start),
        min(int(work.end), len(average) - 1),
        (1.0 + work.growth) ** (1.0 / one.months_per_year),
    )
    grown = factor ** (first - 1)
    for month in range(first, last + 1):
        average[month] = full * grown * min(1.0, (month - first + 1.0) / work.ramp)
        grown *= factor
    if inference:
        _requests(work, one, index, weight, first, last, average, floor, bought)
    fixed = work.api_tuning * weight.billed if inference and work.api_share + work.escalation > 0 else 0.0
    if inference and work.api_share < 1:
        fixed += work.fixed_cost * weight.service
    for month in range(first, last + 1):
        bought[month] += fixed * index[GENERAL_PRICES, month]


@njit(cache=True)
def _requests(
    work: Record,
    one: Record,
    index: Array,
    weight: Weights,
    first: int,
    last: int,
    average: Array,
    floor: Array,
    bought: Array,
) -> None:
    """Turn requests by month into GPUs of hosted models, fill their replicas, and add what APIs bill."""
    own, escalated = 1.0 - work.api_share, (1.0 - work.api_share) * work.escalation
    a_request, step = _api_price(work, one) * weight.billed, int(work.step_month)
    changed = work.step_factor if step > 0 else 1.0
    large, small = (
        work.tokens_in / work.prefill_rate + work.tokens_out / work.decode_rate,
        work.tokens_in / one.small_prefill + work.tokens_out / one.small_decode,
    )
    speeds, sizes = (1.0, one.speed_fp8, one.speed_int8, one.speed_int4), (one.bytes_fp16, 1.0, 1.0, one.bytes_int4)
    smaller_by = sizes[work.precision] / sizes[one.quantise_level]
    faster = max(speeds[one.quantise_level] / speeds[work.precision], 1.0) if smaller_by > 1 else 1.0
    fewer = min(whole(work.replica_gpus / max(smaller_by, 1.0), one.rounding), work.replica_gpus)
    replicas = work.replicas if own > 0 and work.timing != codes.DEFERRABLE else 0.0
    caches, mixes = first_month(one.cache, one.cache_start), first_month(one.right_size, one.right_size_start)
    quantises, batches = first_month(one.quantise, one.quantise_start), first_month(one.batch, one.batch_start)
    for month in range(first, last + 1):
        asked = average[month] * (1.0 - (max(work.cache_hits, one.cache_level) if month >= caches else work.cache_hits))
        little = one.right_size_level if month >= mixes else 0.0
        usable = max(work.efficiency, one.batch_level) if month >= batches else work.efficiency
        seconds = ((1.0 - little) * large / (faster if month >= quantises else 1.0) + little * small) / usable
        average[month] = asked * own * seconds / (one.seconds_per_hour * one.hours_per_month)
        replica = (fewer if month >= quantises else work.replica_gpus) if little < 1 else 0.0
        floor[month] = replicas * (replica + (one.small_replica if little > 0 else 0.0))
        moved = changed * index[API_PRICES, month - step] if month >= step else 1.0
        sent = work.api_share * (1.0 - little * (1.0 - one.small_api)) + escalated
        bought[month] += asked * sent * a_request * moved


@njit(cache=True)
def _api_price(work: Record, one: Record) -> float:
    """Return what an API bills for a request today, in the plan's currency."""
    a_token_in = work.api_in + (work.api_cached - work.api_in) * work.cached_share
    listed = (work.tokens_in * a_token_in + work.tokens_out * work.api_out) / one.tokens_per_million
    surcharge = work.residency_surcharge if work.regional_endpoint else 0.0
    terms = (1.0 - work.batch_share * work.batch_discount) * (1.0 - work.negotiated_discount) * (1.0 + surcharge)
    return listed * terms * rate(one, work.api_currency)


@njit(cache=True)
def add_works(
    site: int,
    workloads: Records,
    one: Record,
    shape: Array,
    peak: Array,
    average: Array,
    floor: Array,
    pooled: Array,
    saved: Array,
    every: Array,
    own: Array,
    spare: Array,
) -> None:
    """Sum the workloads of a pool, in the groups each belongs to.

    With the lever on spot, all work that can wait saves its state.
    """
    pooled[:], saved[:], every[:], own[:] = 0.0, 0.0, 0.0, 0.0
    spot = first_month(one.spot, one.spot_start)
    for row in range(len(workloads)):
        work = workloads[row]
        if work.pool == site and work.timing != codes.DEFERRABLE:
            into = every if work.place == codes.PLACE_CLOUD else own
            _add_at_once(average[row], floor[row], shape[row], peak[row], one.rounding, work.place, pooled, into, spare)
        elif work.pool == site:
            for group in range(3):
                if _belongs(work.place, group):
                    pooled[group, 3] += average[row]
                    if group != INSIDE:
                        for month in range(0 if work.checkpointed else min(spot, saved.shape[1]), saved.shape[1]):
                            saved[group, month] += average[row, month]


@njit(cache=True)
def _add_at_once(
    level: Array,
    base: Array,
    shape: Array,
    peak: float,
    rounding: float,
    place: int,
    pooled: Array,
    into: Array,
    spare: Array,
) -> None:
    over, excess = spare[0], spare[1]
    over[:] = 0.0
    for number in range(SLICES):
        factor, target = shape[number], into[number]
        for month in range(len(level)):
            above = max(level[month] * factor - base[month], 0.0)
            target[month] += above
            over[month] += above
    for month in range(len(level)):
        over[month] = base[month] + over[month] / SLICES
        above = max(base[month], level[month] * peak) - over[month]
        excess[month] = above if above > over[month] * rounding else 0.0
    for group in range(3):
        if _belongs(place, group):
            mean, always, total, largest = pooled[group, 0], pooled[group, 1], pooled[group, 2], pooled[group, 4]
            for month in range(len(level)):
                mean[month] += over[month]
                always[month] += base[month]
                total[month] += excess[month]
                largest[month] = max(largest[month], excess[month])


@njit(cache=True)
def _belongs(place: int, group: int) -> bool:
    return (
        group == ALL
        or (group == OWNABLE and place != codes.PLACE_CLOUD)
        or (group == INSIDE and place == codes.PLACE_INSIDE)
    )


@njit(cache=True)
def part_in_use(site: int, workloads: Records, one: Record, shape: Array, peak: Array, part: Array) -> None:
    """Fill the part of each slice in which a pool is in use.

    Less than 1 where all of it is steady use that begins in the slice.
    """
    part[:] = 0.0
    for row in range(len(workloads)):
        work = workloads[row]
        if work.pool == site and work.timing != codes.DEFERRABLE and work.active:
            for number in range(SLICES):
                on = shape[row, number] / peak[row] if work.kind == codes.STEADY else 1.0
                part[number] = max(part[number], on if on > one.rounding else 1.0)
    for number in range(SLICES):
        part[number] = part[number] if part[number] > 0.0 else 1.0


@njit(cache=True)
def pool_demand(one: Record, pooled: Array, every: Array, own: Array) -> None:
    """Turn the sums of a pool's workloads into its demand.

    pooled: by group, mean at once, replicas always on, sum of peaks above mean, work that can wait, largest peak above
        mean;
    in the end mean, what every slice has, how far slices of all work follow the workloads, work that can wait, and
    peak.
    every, own: demand at once by slice, of the rest and ownable, in the end of all and ownable; both follow alike.
    """
    for group in range(3):
        mean, common, apart, largest, spread = (
            pooled[group, 0],
            pooled[group, 1],
            pooled[group, 2],
            pooled[group, 4],
            pooled[ALL, 2],
        )
        for month in range(len(mean)):
            joint = largest[month] + one.coincidence * (apart[month] - largest[month])
            largest[month] = mean[month] + joint
            if group == ALL:
                spread[month] = joint / spread[month] if spread[month] != 0 else 0.0
            common[month] = (1.0 - spread[month]) * mean[month] + spread[month] * common[month]
    common, common_own, spread = pooled[ALL, 1], pooled[OWNABLE, 1], pooled[ALL, 2]
    for number in range(SLICES):
        total, part = every[number], own[number]
        for month in range(len(common)):
            total[month] = common[month] + spread[month] * (total[month] + part[month])
            part[month] = common_own[month] + spread[month] * part[month]
