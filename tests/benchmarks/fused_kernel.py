"""The cumulative cost of the three options worked out case by case in compiled loops, as a speed limit for the formula graph."""

from typing import Any

import numpy as np
from numba import get_num_threads, njit, prange
from numpy.typing import NDArray

from tests.benchmarks import fused_inputs as codes
from tests.benchmarks.fused_inputs import SLICES, Packed, packed

__all__ = ["cumulative", "packed"]

type Array = NDArray[np.float64]
type Record = Any
type Records = NDArray[np.void]

CLOUD, HYBRID = 0, 2
ALL, OWNABLE, INSIDE = 0, 1, 2
CASES_IN_CHUNK = 64
LOGARITHMS = np.log(np.arange(1, SLICES + 1) / SLICES)


def cumulative(cases: Packed) -> Array:
    """Return the cumulative cost in the plan's money, by option (cloud, on-premises, hybrid), month and case."""
    chunks = max(get_num_threads(), -(-len(cases.shared) // CASES_IN_CHUNK))
    return _cumulative(*cases, chunks)


@njit(parallel=True, cache=True, fastmath=False)
def _cumulative(shared: Records, workloads: Records, pools: Records, measured: Array, horizon: int, chunks: int) -> Array:
    cases, rows, sites, months = len(shared), workloads.shape[1], pools.shape[1], horizon + 1
    curves = np.empty((3, months, cases))
    for chunk in prange(chunks):
        # Scratch of a chunk: every array ends in months, so that the innermost loops run over neighbours in memory.
        shape, peak = np.empty((rows, SLICES)), np.empty(rows)
        average, floor, index = np.zeros((rows, months)), np.zeros((rows, months)), np.empty((4, months))
        pooled, saved, needed = np.empty((3, 5, months)), np.empty((2, months)), np.empty((2, months))
        in_use_part, always = np.empty(SLICES), np.ones(months)
        every, own, left = np.empty((SLICES, months)), np.empty((SLICES, months)), np.empty((SLICES, months))
        fleet, used, spare, monthly = np.empty((2, 2, months)), np.empty((6, months)), np.empty((5, months)), np.empty((3, months))
        for case in range(chunk * cases // chunks, (chunk + 1) * cases // chunks):
            one = shared[case]
            _indices(one, index)
            for row in range(rows):
                peak[row] = _shape(workloads[case, row], measured[case, row], one, shape[row])
                _demand(workloads[case, row], one, average[row], floor[row])
            monthly[:], kept = 0.0, False
            for site in range(sites):
                pool = pools[case, site]
                _add_works(site, workloads[case], shape, peak, average, floor, one.rounding, pooled, saved, every, own, spare)
                _part_in_use(site, workloads[case], shape, peak, one.rounding, in_use_part)
                _pool_demand(one, pooled, every, own)
                _needed(one, pool, pooled, needed)
                for option in range(2):
                    _fleet(pool, needed[option], fleet[option, 0], fleet[option, 1])
                    _standing_costs(pool, one, index, fleet[option, 0], fleet[option, 1], monthly[option + 1])
                kept |= fleet[1, 1].max() > 0
                _share(saved[0], pooled[ALL, 3], used[4])
                _rent(pool, one, index, every, in_use_part, (pooled[ALL, 0], pooled[ALL, 0], pooled[ALL, 3], used[4], always), 1, spare, monthly[CLOUD])
                for option in range(2):
                    _serve(pool, one, index, every, every if option == ALL else own, pooled, saved, option, fleet[option], left, used, monthly[option + 1])
                    if option == 1 or pool.bridging == codes.BRIDGING_CLOUD:
                        rest = (used[0], used[1], used[2], used[4], used[5])
                        _rent(pool, one, index, left, in_use_part, rest, pool.hybrid_commitment * option, spare, monthly[option + 1])
            if kept:
                monthly[HYBRID, 1:] += one.orchestration * index[3, 1:]
            for option in range(3):
                curves[option, :, case] = np.cumsum(monthly[option])
    return curves


@njit(cache=True)
def _indices(one: Record, index: Array) -> None:
    """Fill the price indices of cloud, hardware, energy and the rest; month 0 is the price base."""
    for kind, yearly in enumerate((one.cloud_trend, one.hardware_trend, one.energy_trend, one.inflation)):
        factor = (1.0 + yearly) ** (1.0 / one.months_per_year)
        index[kind, 0] = 1.0
        for month in range(1, index.shape[1]):
            index[kind, month] = index[kind, month - 1] * factor


@njit(cache=True)
def _rate(one: Record, currency: int) -> float:
    """Return what one unit of a currency is worth in the plan's."""
    return one.dollar_rate if currency == codes.USD else one.euro_rate if currency == codes.EUR else one.pound_rate


@njit(cache=True)
def _shape(work: Record, measured: Array, one: Record, shape: Array) -> float:
    """Fill the slices of a workload's demand over its average, the quietest twentieth of the hours first; return its peak over average."""
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
def _demand(work: Record, one: Record, average: Array, floor: Array) -> None:
    """Fill a workload's average demand and the replicas it always keeps on, in GPUs by month."""
    average[:], floor[:] = 0.0, 0.0
    if work.active == 0:
        return
    if work.kind == codes.INFERENCE:
        seconds = (work.tokens_in / work.prefill_rate + work.tokens_out / work.decode_rate) / work.efficiency
        hours = work.requests * seconds / one.seconds_per_hour
    elif work.kind == codes.STEADY:
        hours = work.gpus * work.hours
    else:
        hours = work.runs * work.run_hours
    replicas = work.replicas * work.replica_gpus if work.kind == codes.INFERENCE and work.timing != codes.DEFERRABLE else 0.0
    full, factor, grown = hours / one.hours_per_month, (1.0 + work.growth) ** (1.0 / one.months_per_year), 1.0
    for month in range(1, min(int(work.end), len(average) - 1) + 1):
        if month >= work.start:
            average[month] = full * grown * min(1.0, (month - work.start + 1.0) / work.ramp)
            floor[month] = replicas
        grown *= factor


@njit(cache=True)
def _whole(value: float, tolerance: float) -> float:
    """Return the next whole number at or above a value, forgiving a small excess."""
    return np.ceil(max(value - tolerance, 0.0))


@njit(cache=True)
def _servers(one: Record, pool: Record, group: Array, month: int) -> float:
    """Return the servers that a group's demand needs: for its peak with headroom, or for its hours; with spares."""
    for_peak = _whole(group[4, month] * (1.0 + pool.headroom) / pool.server_gpus, one.rounding)
    for_hours = _whole((group[0, month] + group[3, month]) / (pool.highest_use * pool.server_gpus), one.rounding)
    return max(for_peak, for_hours) + pool.spares if max(for_peak, for_hours) > 0 else 0.0


@njit(cache=True)
def _add_works(site: int, workloads: Records, shape: Array, peak: Array, average: Array, floor: Array, rounding: float, pooled: Array, saved: Array, every: Array, own: Array, spare: Array) -> None:
    """Sum the workloads of a pool, in the groups each belongs to."""
    pooled[:], saved[:], every[:], own[:] = 0.0, 0.0, 0.0, 0.0
    for row in range(len(workloads)):
        work = workloads[row]
        if work.pool == site and work.timing != codes.DEFERRABLE:
            into = every if work.place == codes.PLACE_CLOUD else own
            _add_at_once(average[row], floor[row], shape[row], peak[row], rounding, work.place, pooled, into, spare)
        elif work.pool == site:
            for group in range(3):
                if _belongs(work.place, group):
                    pooled[group, 3] += average[row]
                    if group != INSIDE and work.checkpointed:
                        saved[group] += average[row]


@njit(cache=True)
def _part_in_use(site: int, workloads: Records, shape: Array, peak: Array, rounding: float, part: Array) -> None:
    """Fill the part of each slice in which a pool is in use: less than 1 where all of it is steady use that begins in the slice."""
    part[:] = 0.0
    for row in range(len(workloads)):
        work = workloads[row]
        if work.pool == site and work.timing != codes.DEFERRABLE and work.active:
            for number in range(SLICES):
                on = shape[row, number] / peak[row] if work.kind == codes.STEADY else 1.0
                part[number] = max(part[number], on if on > rounding else 1.0)
    for number in range(SLICES):
        part[number] = part[number] if part[number] > 0.0 else 1.0


@njit(cache=True)
def _add_at_once(level: Array, base: Array, shape: Array, peak: float, rounding: float, place: int, pooled: Array, into: Array, spare: Array) -> None:
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
    return group == ALL or (group == OWNABLE and place != codes.PLACE_CLOUD) or (group == INSIDE and place == codes.PLACE_INSIDE)


@njit(cache=True)
def _share(part: Array, whole: Array, share: Array) -> None:
    for month in range(len(whole)):
        share[month] = part[month] / whole[month] if whole[month] != 0 else 0.0


@njit(cache=True)
def _pool_demand(one: Record, pooled: Array, every: Array, own: Array) -> None:
    """Turn the sums of a pool's workloads into its demand.

    pooled: by group, mean at once, replicas always on, sum of peaks above mean, work that can wait, largest peak above mean;
    in the end mean, what every slice has, how far slices of all work follow the workloads, work that can wait, and peak.
    every, own: demand at once by slice, of the rest and ownable, in the end of all and ownable; both follow alike.
    """
    for group in range(3):
        mean, common, apart, largest, spread = pooled[group, 0], pooled[group, 1], pooled[group, 2], pooled[group, 4], pooled[ALL, 2]
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


@njit(cache=True)
def _needed(one: Record, pool: Record, pooled: Array, needed: Array) -> None:
    """Fill the servers that all work needs, and those the hybrid keeps."""
    for month in range(needed.shape[1]):
        needed[0, month] = _servers(one, pool, pooled[ALL], month)
        needed[1, month] = max(min(pool.hybrid_servers, _servers(one, pool, pooled[OWNABLE], month)), _servers(one, pool, pooled[INSIDE], month))


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
def _standing_costs(pool: Record, one: Record, index: Array, bought: Array, in_use: Array, monthly: Array) -> None:
    """Add what owning costs whatever the load: purchase, resale, maintenance, insurance, software, site and decommissioning."""
    horizon, year = len(bought) - 1, one.months_per_year
    lead, life, bundled = int(pool.lead), int(pool.life), int(pool.bundled_support)
    quoted, general = pool.server_price * _rate(one, pool.server_currency), index[3]
    resale, maintenance, insurance = _resale(pool, pool.life / year), pool.maintenance / year, pool.insurance / year
    a_server = pool.server_software * _rate(one, pool.software_currency) * pool.server_gpus / year
    a_server += pool.running_month + pool.running_hour * one.hours_per_month
    if pool.site == codes.COLOCATION:
        a_server += pool.server_power * pool.colocation_price
    a_rack = pool.rack_price if pool.site == codes.COLOCATION else 0.0
    for month in range(horizon + 1):
        racks = _whole(in_use[month] * pool.rack_units / pool.rack_capacity, one.rounding)
        monthly[month] += (in_use[month] * a_server + racks * a_rack) * general[month]
    owned_months, ordered = int(pool.owned_months), False
    if 0 < owned_months <= horizon:
        monthly[owned_months] += pool.owned_servers * pool.decommissioning * general[owned_months]
    for month in range(1, min(owned_months, horizon) + 1):
        monthly[month] += pool.owned_servers * quoted * (maintenance + insurance)
    for month in range(lead, horizon):
        if bought[month] <= 0:
            continue
        if not ordered:
            monthly[month - lead] += (pool.network_works + pool.facility_works) * general[month - lead]
        ordered = True
        value = bought[month] * quoted * index[1, month - lead]
        monthly[month - lead] += value * (1.0 + pool.network_share + pool.facility_share)
        last = min(month + life, horizon)
        for later in range(month + 1, last + 1):
            monthly[later] += value * insurance
        for later in range(month + bundled + 1, last + 1):
            monthly[later] += value * maintenance
        if month + life <= horizon:
            monthly[month + life] += bought[month] * pool.decommissioning * general[month + life] - value * resale


@njit(cache=True)
def _serve(pool: Record, one: Record, index: Array, every: Array, demanded: Array, pooled: Array, saved: Array, group: int, fleet: Array, left: Array, used: Array, monthly: Array) -> None:
    """Fill what owned servers leave by slice, and add energy and the running cost of busy GPUs.

    demanded: demand at once of the group that may run on them. used: mean rented at once, mean left, rented work that can wait,
    demand that stays, the share of the work left that saves its state, and 1 where a commitment may begin.
    """
    rented, left_mean, rented_waiting, threshold, interruptible, begins = used[0], used[1], used[2], used[3], used[4], used[5]
    in_use, delivers = fleet[1], group == OWNABLE and fleet[0].max() > 0
    for month in range(len(threshold)):
        threshold[month] = max(in_use[month] - pool.spares, min(in_use[month], 1.0)) * pool.server_gpus / (1.0 + pool.headroom)
        rented[month], left_mean[month] = 0.0, 0.0
    for number in range(SLICES):
        total, part, rest = every[number], demanded[number], left[number]
        for month in range(len(threshold)):
            over = max(part[month] - threshold[month], 0.0)
            rest[month] = over + (total[month] - part[month])
            rented[month] += over
            left_mean[month] += rest[month]
    tariff = pool.tariff if pool.site != codes.COLOCATION or not pool.colocation_all_in else 0.0
    delivered = 0.0
    energy, by_hour = one.hours_per_month * pool.pue * pool.server_power * tariff, one.hours_per_month * pool.running_busy_hour
    for month in range(len(threshold)):
        mean, waiting, capacity = pooled[group, 0, month], pooled[group, 3, month], threshold[month] * (1.0 + pool.headroom)
        interactive = mean - rented[month] / SLICES
        deferrable = min(waiting, max(pool.highest_use * capacity - interactive, 0.0))
        busy = interactive + deferrable
        servers = pool.idle_power * in_use[month] + (1.0 - pool.idle_power) * busy / pool.server_gpus
        monthly[month] += servers * energy * index[2, month] + busy * by_hour * index[3, month]
        begins[month] = 0.0 if delivers and delivered <= 0 else 1.0
        delivered += fleet[0, month]
        allowed = 1.0 if pool.bridging == codes.BRIDGING_CLOUD else begins[month] if group == OWNABLE else 0.0
        left_mean[month] /= SLICES
        rented[month] = min(left_mean[month], pooled[ALL, 0, month] - mean + allowed * (mean - pooled[INSIDE, 0, month]))
        later = pooled[ALL, 3, month] - waiting + allowed * (waiting - pooled[INSIDE, 3, month])
        rented_waiting[month] = min(pooled[ALL, 3, month] - deferrable, later)
        if group == OWNABLE:
            left_waiting = (waiting - deferrable) + (pooled[ALL, 3, month] - waiting)
            left_saved = saved[0, month] - (saved[1, month] / waiting * deferrable if waiting != 0 else 0.0)
            interruptible[month] = left_saved / left_waiting if left_waiting != 0 else 0.0


@njit(cache=True)
def _rent(pool: Record, one: Record, index: Array, slices: Array, part_in_use: Array, demand: tuple[Array, Array, Array, Array, Array], committing: int, spare: Array, monthly: Array) -> None:
    """Add what renting costs.

    slices: demand at once before it is held to work that may leave; part_in_use: part of each slice in which it is there.
    demand: what of it is rented, its own mean, rented work that can wait, the share of that which saves its state, and where terms may begin.
    spare: scratch for GPUs committed, fees, GPUs of instances, demand above the commitment, and the rented share.
    """
    interactive, whole, deferrable, interruptible, begins = demand
    committed, fees, instances, above, allowed = spare[0], spare[1], spare[2], spare[3], spare[4]
    spare[:] = 0.0
    _share(interactive, whole, allowed)
    quoted = pool.cloud_price * _rate(one, pool.cloud_currency) * (1.0 - pool.negotiated_discount) * one.hours_per_month
    if committing:
        _commit(pool, one, quoted, index, interactive, deferrable, begins, spare)
    used_share, tolerance = 1.0 - pool.idle_share, one.rounding
    for number in range(SLICES):
        part, on = slices[number], part_in_use[number]
        an_instance = 1.0 / (pool.instance_gpus * on)
        for month in range(len(committed)):
            demanded = part[month] * allowed[month]
            above[month] += max(demanded - committed[month], 0.0)
            held = np.ceil(max(demanded * an_instance - tolerance, 0.0)) * pool.instance_gpus
            instances[month] += on * max(held - committed[month], 0.0)
    rework, dearer, markup = 1.0 + pool.spot_rework, 1.0 + pool.dearer_hours * pool.dearer_premium, (1.0 + pool.cloud_extras) * (1.0 + pool.cloud_support)
    software = pool.cloud_software * _rate(one, pool.software_currency) / one.months_per_year
    for month in range(len(committed)):
        room = pool.highest_use * committed[month] - (interactive[month] - above[month] / SLICES)
        waiting = deferrable[month] - min(deferrable[month], max(room, 0.0))
        spot = waiting * interruptible[month] * pool.spot_share
        on_demand = (instances[month] / SLICES + waiting - spot) / used_share
        spend = (on_demand * dearer + spot * rework * (1.0 - pool.spot_discount)) * quoted * index[0, month] + fees[month]
        monthly[month] += spend * markup + (on_demand + spot * rework + committed[month]) * software * index[3, month]


@njit(cache=True)
def _commit(pool: Record, one: Record, quoted: float, index: Array, interactive: Array, deferrable: Array, begins: Array, spare: Array) -> None:
    """Fill the GPUs committed and their fees: terms of one and of three years, each for the demand of its first month."""
    committed, fees, horizon = spare[0], spare[1], spare.shape[1] - 1
    one_year, three_years = (one.one_year, pool.committed_one_year, pool.one_year_discount), (one.three_years, pool.committed_three_years, pool.three_year_discount)
    for term, share, discount in (one_year, three_years):
        length = int(term)
        for start in range(1, horizon + 1, length):
            beyond = start + length - 1 - horizon
            if beyond > 0 and pool.late_terms == 0:
                break
            gpus = (interactive[start] + deferrable[start]) * share * begins[start]
            fee = gpus * quoted * index[0, start] * (1.0 - discount)
            for month in range(start, min(start + length, horizon + 1)):
                committed[month] += gpus
                fees[month] += fee
            fees[horizon] += fee * max(beyond, 0)
