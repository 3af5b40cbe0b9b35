"""The cumulative cost of the three options worked out case by case in compiled loops.

As a speed limit for the formula graph.
"""

import numpy as np
from numba import get_num_threads, njit, prange

from tests.benchmarks import fused_inputs as codes
from tests.benchmarks.fused_areas import add_data, add_organisation, training_burden
from tests.benchmarks.fused_demand import ALL, INSIDE, OWNABLE, add_works, demand, part_in_use, pool_demand, shape_of
from tests.benchmarks.fused_inputs import SLICES, Packed, packed
from tests.benchmarks.fused_prices import (
    CLOUD,
    ENERGY_PRICES,
    GENERAL_PRICES,
    HARDWARE_PRICES,
    Array,
    Record,
    Records,
    Weights,
    fill_indices,
    first_month,
    rate,
    weights,
    whole,
)
from tests.benchmarks.fused_rent import rent, share_of

__all__ = ["cumulative", "packed"]

CASES_IN_CHUNK = 64


def cumulative(cases: Packed) -> Array:
    """Return the cumulative cost in the plan's money, by option (cloud, on-premises, hybrid), month and case."""
    chunks = max(get_num_threads(), -(-len(cases.shared) // CASES_IN_CHUNK))
    return _cumulative(*cases, chunks)


@njit(parallel=True, cache=True, fastmath=False)
def _cumulative(
    shared: Records,
    workloads: Records,
    pools: Records,
    controls: Records,
    roles: Records,
    tools: Records,
    risks: Records,
    measured: Array,
    horizon: int,
    chunks: int,
) -> Array:
    cases, rows, sites, months = len(shared), workloads.shape[1], pools.shape[1], horizon + 1
    curves = np.empty((3, months, cases))
    for chunk in prange(chunks):
        # Scratch of a chunk: every array ends in months, so that the innermost loops run over neighbours in memory.
        shape, peak = np.empty((rows, SLICES)), np.empty(rows)
        average, floor, index = np.zeros((rows, months)), np.zeros((rows, months)), np.empty((6, months))
        pooled, saved, needed, use = (
            np.empty((3, 5, months)),
            np.empty((2, months)),
            np.empty((2, months)),
            np.empty((3, months)),
        )
        in_use_part, always = np.empty(SLICES), np.ones(months)
        every, own, left = np.empty((SLICES, months)), np.empty((SLICES, months)), np.empty((SLICES, months))
        fleet, used, spare, monthly = (
            np.empty((2, 2, months)),
            np.empty((6, months)),
            np.empty((5, months)),
            np.empty((3, months)),
        )
        for case in range(chunk * cases // chunks, (chunk + 1) * cases // chunks):
            one = shared[case]
            fill_indices(one, index)
            weight, burden = weights(one), training_burden(one, controls[case])
            monthly[:], kept = 0.0, False
            for row in range(rows):
                peak[row] = shape_of(workloads[case, row], measured[case, row], one, shape[row])
                demand(workloads[case, row], one, index, weight, burden, average[row], floor[row], monthly[CLOUD])
            monthly[1], monthly[2] = monthly[CLOUD], monthly[CLOUD]
            for site in range(sites):
                pool = pools[case, site]
                add_works(site, workloads[case], one, shape, peak, average, floor, pooled, saved, every, own, spare)
                part_in_use(site, workloads[case], one, shape, peak, in_use_part)
                pool_demand(one, pooled, every, own)
                _use(pool, one, use)
                _needed(one, pool, use[1], pooled, needed)
                for option in range(2):
                    _fleet(pool, needed[option], fleet[option, 0], fleet[option, 1])
                    _standing_costs(pool, one, index, weight, fleet[option, 0], fleet[option, 1], monthly[option + 1])
                kept |= fleet[1, 1].max() > 0
                share_of(saved[0], pooled[ALL, 3], used[4])
                whole_demand = (pooled[ALL, 0], pooled[ALL, 0], pooled[ALL, 3], used[4], always)
                rent(pool, one, index, weight, use, every, in_use_part, whole_demand, 1, spare, monthly[CLOUD])
                for option in range(2):
                    slices = (every, every if option == ALL else own)
                    _serve(
                        pool,
                        one,
                        index,
                        weight,
                        use[1],
                        slices,
                        pooled,
                        saved,
                        option,
                        fleet[option],
                        left,
                        used,
                        monthly[option + 1],
                    )
                    if option == 1 or pool.bridging == codes.BRIDGING_CLOUD:
                        rest = (used[0], used[1], used[2], used[4], used[5])
                        rent(
                            pool,
                            one,
                            index,
                            weight,
                            use,
                            left,
                            in_use_part,
                            rest,
                            pool.hybrid_commitment * option,
                            spare,
                            monthly[option + 1],
                        )
            add_data(one, index, weight, kept, used, spare, monthly)
            add_organisation(
                one, controls[case], roles[case], tools[case], risks[case], index, weight, kept, used[:3], monthly
            )
            for option in range(3):
                curves[option, :, case] = np.cumsum(monthly[option])
    return curves


@njit(cache=True)
def _use(pool: Record, one: Record, use: Array) -> None:
    """Fill the used share of hours on demand, the highest utilisation of what is held.

    Also the share of interruptible work on spot, by month.
    """
    tuned, spot = first_month(one.tune, one.tune_start), first_month(one.spot, one.spot_start)
    for month in range(use.shape[1]):
        use[0, month] = 1.0 - (min(pool.idle_share, one.tune_idle) if month >= tuned else pool.idle_share)
        use[1, month] = max(pool.highest_use, one.tune_use) if month >= tuned else pool.highest_use
        use[2, month] = max(pool.spot_share, one.spot_level) if month >= spot else pool.spot_share


@njit(cache=True)
def _servers(one: Record, pool: Record, highest: Array, group: Array, month: int) -> float:
    """Return the servers that a group's demand needs: for its peak with headroom, or for its hours; with spares."""
    for_peak = whole(group[4, month] * (1.0 + pool.headroom) / pool.server_gpus, one.rounding)
    for_hours = whole((group[0, month] + group[3, month]) / (highest[month] * pool.server_gpus), one.rounding)
    return max(for_peak, for_hours) + pool.spares if max(for_peak, for_hours) > 0 else 0.0


@njit(cache=True)
def _needed(one: Record, pool: Record, highest: Array, pooled: Array, needed: Array) -> None:
    """Fill the servers that all work needs, and those the hybrid keeps."""
    for month in range(needed.shape[1]):
        needed[0, month] = _servers(one, pool, highest, pooled[ALL], month)
        needed[1, month] = max(
            min(pool.hybrid_servers, _servers(one, pool, highest, pooled[OWNABLE], month)),
            _servers(one, pool, highest, pooled[INSIDE], month),
        )


@njit(cache=True)
def _fleet(pool: Record, needed: Array, bought: Array, in_use: Array) -> None:
    """Fill the servers delivered in each month, used from the next one on, and those in use."""
    horizon, lead, life, most, installed = len(needed) - 1, int(pool.lead), int(pool.life), needed.max(), 0.0
    for month in range(horizon + 1):
        in_use[month] = installed + (pool.owned_servers if 0 < month <= pool.owned_months else 0.0)
        retired = bought[month - life] if month >= life else 0.0
        bought[month] = 0.0
        if lead <= month < horizon:
            target = most if pool.purchase == codes.AT_ONCE else needed[month + 1]
            if month + 1 <= pool.owned_months:
                target -= pool.owned_servers
            bought[month] = max(max(target, 0.0) - installed + retired, 0.0)
        installed += bought[month] - retired


@njit(cache=True)
def _resale(pool: Record, years: float) -> float:
    """Return what a server fetches over the price paid, between the whole years of the table."""
    table = (1.0, pool.resale_1, pool.resale_2, pool.resale_3, pool.resale_4, pool.resale_5)
    before = min(int(years), 4)
    return table[before] + (table[before + 1] - table[before]) * min(years - before, 1.0)


@njit(cache=True)
def _standing_costs(
    pool: Record, one: Record, index: Array, weight: Weights, bought: Array, in_use: Array, monthly: Array
) -> None:
    """Add what owning costs whatever the load.

    Purchase, resale, maintenance, insurance, software, site and decommissioning.
    """
    horizon, year = len(bought) - 1, one.months_per_year
    lead, life, bundled = int(pool.lead), int(pool.life), int(pool.bundled_support)
    quoted, general = pool.server_price * rate(one, pool.server_currency), index[GENERAL_PRICES]
    maintenance, insurance, removal = (
        pool.maintenance / year * weight.service,
        pool.insurance / year * weight.own,
        pool.decommissioning * weight.service,
    )
    a_server = pool.server_software * rate(one, pool.software_currency) * pool.server_gpus / year
    a_server += pool.running_month + pool.running_hour * one.hours_per_month
    if pool.site == codes.COLOCATION:
        a_server += pool.server_power * pool.colocation_price
    a_server *= weight.service
    a_rack = pool.rack_price * weight.service if pool.site == codes.COLOCATION else 0.0
    for month in range(horizon + 1):
        racks = whole(in_use[month] * pool.rack_units / pool.rack_capacity, one.rounding)
        monthly[month] += (in_use[month] * a_server + racks * a_rack) * general[month]
    resale, with_share, works = (
        _resale(pool, pool.life / year),
        weight.asset * (1.0 + pool.network_share + pool.facility_share),
        weight.asset * (pool.network_works + pool.facility_works),
    )
    owned_months, ordered = int(pool.owned_months), False
    if 0 < owned_months <= horizon:
        monthly[owned_months] += pool.owned_servers * removal * general[owned_months]
    for month in range(1, min(owned_months, horizon) + 1):
        monthly[month] += pool.owned_servers * quoted * (maintenance + insurance)
    for month in range(lead, horizon):
        if bought[month] <= 0:
            continue
        if not ordered:
            monthly[month - lead] += works * general[month - lead]
        ordered = True
        value = bought[month] * quoted * index[HARDWARE_PRICES, month - lead]
        monthly[month - lead] += value * with_share
        last = min(month + life, horizon)
        for later in range(month + 1, last + 1):
            monthly[later] += value * insurance
        for later in range(month + bundled + 1, last + 1):
            monthly[later] += value * maintenance
        if month + life <= horizon:
            monthly[month + life] += bought[month] * removal * general[month + life] - value * resale


@njit(cache=True)
def _serve(
    pool: Record,
    one: Record,
    index: Array,
    weight: Weights,
    highest: Array,
    slices: tuple[Array, Array],
    pooled: Array,
    saved: Array,
    group: int,
    fleet: Array,
    left: Array,
    used: Array,
    monthly: Array,
) -> None:
    """Fill what owned servers leave by slice, and add energy and the running cost of busy GPUs.

    slices: demand at once of all work and of the group that may run on them. used: mean rented at once, mean left,
        rented work that can wait,
    demand that stays, the share of the work left that saves its state, and 1 where a commitment may begin.
    """
    rented, left_mean, rented_waiting, threshold, interruptible, begins = (
        used[0],
        used[1],
        used[2],
        used[3],
        used[4],
        used[5],
    )
    in_use, delivers, delivered = fleet[1], group == OWNABLE and fleet[0].max() > 0, 0.0
    for month in range(len(threshold)):
        threshold[month] = (
            max(in_use[month] - pool.spares, min(in_use[month], 1.0)) * pool.server_gpus / (1.0 + pool.headroom)
        )
        rented[month], left_mean[month] = 0.0, 0.0
    for number in range(SLICES):
        total, part, rest = slices[0][number], slices[1][number], left[number]
        for month in range(len(threshold)):
            over = max(part[month] - threshold[month], 0.0)
            rest[month] = over + (total[month] - part[month])
            rented[month] += over
            left_mean[month] += rest[month]
    tariff = pool.tariff if pool.site != codes.COLOCATION or not pool.colocation_all_in else 0.0
    hours = one.hours_per_month * weight.service
    energy, by_hour = hours * pool.pue * pool.server_power * tariff, hours * pool.running_busy_hour
    for month in range(len(threshold)):
        mean, waiting, capacity = (
            pooled[group, 0, month],
            pooled[group, 3, month],
            threshold[month] * (1.0 + pool.headroom),
        )
        interactive = mean - rented[month] / SLICES
        deferrable = min(waiting, max(highest[month] * capacity - interactive, 0.0))
        busy = interactive + deferrable
        servers = pool.idle_power * in_use[month] + (1.0 - pool.idle_power) * busy / pool.server_gpus
        monthly[month] += servers * energy * index[ENERGY_PRICES, month] + busy * by_hour * index[GENERAL_PRICES, month]
        begins[month] = 0.0 if delivers and delivered <= 0 else 1.0
        delivered += fleet[0, month]
        allowed = 1.0 if pool.bridging == codes.BRIDGING_CLOUD else begins[month] if group == OWNABLE else 0.0
        left_mean[month] /= SLICES
        rented[month] = min(
            left_mean[month], pooled[ALL, 0, month] - mean + allowed * (mean - pooled[INSIDE, 0, month])
        )
        later = pooled[ALL, 3, month] - waiting + allowed * (waiting - pooled[INSIDE, 3, month])
        rented_waiting[month] = min(pooled[ALL, 3, month] - deferrable, later)
        if group == OWNABLE:
            left_waiting = (waiting - deferrable) + (pooled[ALL, 3, month] - waiting)
            left_saved = saved[0, month] - (saved[1, month] / waiting * deferrable if waiting != 0 else 0.0)
            interruptible[month] = left_saved / left_waiting if left_waiting != 0 else 0.0
