"""The cumulative cost of the three options worked out case by case in compiled loops, as a speed limit for the formula graph."""

import numpy as np
from numba import get_num_threads, njit, prange
from numpy.typing import NDArray

from tests.benchmarks.fused_inputs import (
    AT_ONCE,
    BRIDGING_CLOUD,
    COLOCATION,
    DEFERRABLE,
    EUR,
    INFERENCE,
    PLACE_CLOUD,
    PLACE_INSIDE,
    SHAPE_CURVE,
    SHAPE_MEASURED,
    SLICES,
    STEADY,
    USD,
)

CLOUD, ON_PREMISES, HYBRID = 0, 1, 2
ONE_YEAR, THREE_YEARS = 0, 1
ALL, OWNABLE, INSIDE = 0, 1, 2
CASES_IN_CHUNK = 64


def cumulative(
    shared: NDArray[np.void],
    workloads: NDArray[np.void],
    pools: NDArray[np.void],
    measured: NDArray[np.float64],
    horizon: int,
) -> NDArray[np.float64]:
    """Return the cumulative cost in the plan's money, by option (cloud, on-premises, hybrid), month and case."""
    chunks = max(get_num_threads(), -(-len(shared) // CASES_IN_CHUNK))
    return _cumulative(shared, workloads, pools, measured, horizon, chunks)


@njit(parallel=True, cache=True, fastmath=False)
def _cumulative(shared, workloads, pools, measured, horizon, chunks):
    cases, rows, sites = len(shared), workloads.shape[1], pools.shape[1]
    months = horizon + 1
    curves = np.empty((3, months, cases))
    for chunk in prange(chunks):
        # Scratch of a chunk: demand by workload, demand by pool and month, one fleet an option, and slices of one month.
        shape, peak, shape_sum = np.empty((rows, SLICES)), np.empty(rows), np.empty(rows)
        average, floor = np.zeros((rows, months)), np.zeros((rows, months))
        index = np.empty((4, months))
        pooled = np.empty((3, 5, sites, months))
        saved = np.empty((sites, months))
        needed = np.empty((2, sites, months))
        fleet = np.empty((2, 3, months))
        slices = np.empty((4, SLICES))
        monthly = np.empty((3, months))
        for case in range(chunk * cases // chunks, (chunk + 1) * cases // chunks):
            one = shared[case]
            _indices(one, index)
            for row in range(rows):
                _shape(workloads[case, row], measured[case, row], one, shape[row])
                peak[row] = _peak(workloads[case, row], one)
                shape_sum[row] = shape[row].sum()
                _demand(workloads[case, row], one, average[row], floor[row])
            _pool_demand(one, workloads[case], pools[case], shape, shape_sum, peak, average, floor, pooled, saved, needed)
            monthly[:] = 0.0
            kept = False
            for site in range(sites):
                pool = pools[case, site]
                for option in range(2):
                    _fleet(pool, needed[option, site], fleet[option, 0], fleet[option, 1])
                    _standing_costs(pool, one, index, fleet[option], monthly[option + 1])
                for month in range(months):
                    kept |= fleet[1, 1, month] > 0
                _use(one, pool, site, workloads[case], shape, average, floor, pooled, saved, index, fleet, slices, monthly)
            total_cloud = total_on_premises = total_hybrid = 0.0
            for month in range(months):
                if kept and month > 0:
                    monthly[HYBRID, month] += one.orchestration * index[3, month]
                total_cloud += monthly[CLOUD, month]
                total_on_premises += monthly[ON_PREMISES, month]
                total_hybrid += monthly[HYBRID, month]
                curves[CLOUD, month, case] = total_cloud
                curves[ON_PREMISES, month, case] = total_on_premises
                curves[HYBRID, month, case] = total_hybrid
    return curves


@njit(cache=True)
def _indices(one, index):
    """Fill the price indices of cloud, hardware, energy and the rest; month 0 is the price base."""
    exponent = 1.0 / one.months_per_year
    cloud, hardware = (1.0 + one.cloud_trend) ** exponent, (1.0 + one.hardware_trend) ** exponent
    energy, general = (1.0 + one.energy_trend) ** exponent, (1.0 + one.inflation) ** exponent
    index[:, 0] = 1.0
    for month in range(1, index.shape[1]):
        index[0, month] = index[0, month - 1] * cloud
        index[1, month] = index[1, month - 1] * hardware
        index[2, month] = index[2, month - 1] * energy
        index[3, month] = index[3, month - 1] * general


@njit(cache=True)
def _rate(one, currency):
    """Return what one unit of a currency is worth in the plan's."""
    if currency == USD:
        return one.dollar_rate
    if currency == EUR:
        return one.euro_rate
    return one.pound_rate


@njit(cache=True)
def _steady_peak(work, one):
    return max(1.0, one.hours_per_month / work.hours) if work.hours > 0 else 1.0


@njit(cache=True)
def _peak(work, one):
    """Return a workload's peak over its average."""
    if work.kind == STEADY:
        return _steady_peak(work, one)
    return work.peak if work.shape == SHAPE_CURVE or work.shape == SHAPE_MEASURED else 1.0


@njit(cache=True)
def _shape(work, measured, one, shape):
    """Fill the slices of a workload's demand over its average, the quietest twentieth of the hours first."""
    if work.kind == STEADY:
        peak = _steady_peak(work, one)
        idle = SLICES * (1.0 - 1.0 / peak)
        for number in range(SLICES):
            shape[number] = peak * min(1.0, max(0.0, number + 1 - idle))
    elif work.shape == SHAPE_CURVE:
        span = 1.0 - work.trough
        power = (work.peak - 1.0) / span + 1.0 if span > 0 else 1.0
        before = 0.0
        for number in range(SLICES):
            upto = ((number + 1) / SLICES) ** power
            shape[number] = work.trough + span * SLICES * (upto - before)
            before = upto
    elif work.shape == SHAPE_MEASURED:
        shape[:] = measured
    else:
        shape[:] = 1.0


@njit(cache=True)
def _demand(work, one, average, floor):
    """Fill a workload's average demand and the replicas it always keeps on, in GPUs by month."""
    average[:] = 0.0
    floor[:] = 0.0
    if work.active == 0:
        return
    if work.kind == INFERENCE:
        seconds = (work.tokens_in / work.prefill_rate + work.tokens_out / work.decode_rate) / work.efficiency
        hours = work.requests * seconds / one.seconds_per_hour
    elif work.kind == STEADY:
        hours = work.gpus * work.hours
    else:
        hours = work.runs * work.run_hours
    replicas = work.replicas * work.replica_gpus if work.kind == INFERENCE and work.timing != DEFERRABLE else 0.0
    full = hours / one.hours_per_month
    factor = (1.0 + work.growth) ** (1.0 / one.months_per_year)
    grown = 1.0
    last = min(int(work.end), len(average) - 1)
    for month in range(1, last + 1):
        if month > 1:
            grown *= factor
        if month >= work.start:
            average[month] = full * grown * min(1.0, (month - work.start + 1.0) / work.ramp)
            floor[month] = replicas


@njit(cache=True)
def _whole(value, tolerance):
    """Return the next whole number at or above a value, forgiving a small excess."""
    return np.ceil(max(value - tolerance, 0.0))


@njit(cache=True)
def _servers(pool, peak, mean, deferrable, tolerance):
    """Return the servers that demand needs: for its peak with headroom, or for its hours; with spares."""
    for_peak = _whole(peak * (1.0 + pool.headroom) / pool.server_gpus, tolerance)
    for_hours = _whole((mean + deferrable) / (pool.highest_use * pool.server_gpus), tolerance)
    working = max(for_peak, for_hours)
    return working + pool.spares if working > 0 else 0.0


@njit(cache=True)
def _pool_demand(one, workloads, pools, shape, shape_sum, peak, average, floor, pooled, saved, needed):
    """Fill demand by pool and month, and the servers it needs.

    pooled: for all work, work a hybrid may own and work that never leaves: mean demand at once, what every slice
    has, how far each slice follows the workloads, work that can wait, and peak demand at once.
    """
    rows, sites, months = len(workloads), len(pools), average.shape[1]
    for site in range(sites):
        pool = pools[site]
        for month in range(months):
            saved[site, month] = 0.0
            for group in range(3):
                mean = above = largest = always = waiting = 0.0
                for row in range(rows):
                    work = workloads[row]
                    if work.pool != site or (group == OWNABLE and work.place == PLACE_CLOUD) or (group == INSIDE and work.place != PLACE_INSIDE):
                        continue
                    level, base = average[row, month], floor[row, month]
                    if work.timing == DEFERRABLE:
                        waiting += level
                        if group == ALL and work.checkpointed:
                            saved[site, month] += level
                        continue
                    own_mean = level * shape_sum[row] / SLICES
                    if base > 0:
                        over = 0.0
                        for number in range(SLICES):
                            over += max(level * shape[row, number] - base, 0.0)
                        own_mean = base + over / SLICES
                    excess = max(max(base, level * peak[row]) - own_mean, 0.0)
                    mean += own_mean
                    always += base
                    above += excess
                    largest = max(largest, excess)
                joint = largest + one.coincidence * (above - largest)
                spread = joint / above if above != 0 else 0.0
                pooled[group, 0, site, month] = mean
                pooled[group, 1, site, month] = (1.0 - spread) * mean + spread * always
                pooled[group, 2, site, month] = spread
                pooled[group, 3, site, month] = waiting
                pooled[group, 4, site, month] = mean + joint
            need_all = _servers(pool, pooled[ALL, 4, site, month], pooled[ALL, 0, site, month], pooled[ALL, 3, site, month], one.rounding)
            own = _servers(pool, pooled[OWNABLE, 4, site, month], pooled[OWNABLE, 0, site, month], pooled[OWNABLE, 3, site, month], one.rounding)
            inside = _servers(pool, pooled[INSIDE, 4, site, month], pooled[INSIDE, 0, site, month], pooled[INSIDE, 3, site, month], one.rounding)
            needed[0, site, month] = need_all
            needed[1, site, month] = max(min(pool.hybrid_servers, own), inside)


@njit(cache=True)
def _fleet(pool, needed, bought, in_use):
    """Fill the servers delivered in each month, used from the next one on, and those in use."""
    horizon = len(needed) - 1
    lead, life, most = int(pool.lead), int(pool.life), needed.max()
    installed = 0.0
    for month in range(horizon + 1):
        in_use[month] = installed + (pool.owned_servers if month <= pool.owned_months else 0.0)
        retired = bought[month - life] if month >= life else 0.0
        bought[month] = 0.0
        if lead <= month < horizon:
            target = most if pool.purchase == AT_ONCE else needed[month + 1]
            if month + 1 <= pool.owned_months:
                target -= pool.owned_servers
            bought[month] = max(max(target, 0.0) - installed + retired, 0.0)
        installed += bought[month] - retired


@njit(cache=True)
def _resale(pool, years):
    """Return what a server fetches over the price paid, between the whole years of the table."""
    lost = (1.0 - pool.resale_1) * min(1.0, years) + (pool.resale_1 - pool.resale_2) * min(1.0, max(0.0, years - 1.0))
    lost += (pool.resale_2 - pool.resale_3) * min(1.0, max(0.0, years - 2.0)) + (pool.resale_3 - pool.resale_4) * min(1.0, max(0.0, years - 3.0))
    return 1.0 - lost - (pool.resale_4 - pool.resale_5) * min(1.0, max(0.0, years - 4.0))


@njit(cache=True)
def _standing_costs(pool, one, index, fleet, monthly):
    """Add what owning costs whatever the load: purchase, resale, maintenance, insurance, software, site and decommissioning."""
    bought, in_use, delivered = fleet[0], fleet[1], fleet[2]
    horizon, year = len(bought) - 1, one.months_per_year
    lead, life, bundled = int(pool.lead), int(pool.life), int(pool.bundled_support)
    quoted = pool.server_price * _rate(one, pool.server_currency)
    resale = _resale(pool, pool.life / year)
    software = pool.server_software * _rate(one, pool.software_currency) * pool.server_gpus / year
    hourly = pool.running_month + pool.running_hour * one.hours_per_month
    power = pool.server_power * pool.colocation_price if pool.site == COLOCATION else 0.0
    paid = 0.0
    for month in range(horizon + 1):
        value = bought[month] * quoted * index[1, month - lead] if bought[month] > 0 else 0.0
        before = paid
        paid += value
        delivered[month] = paid
        if value > 0:
            monthly[month - lead] += value * (1.0 + pool.network_share)
        retired = delivered[month - life - 1] if month > life else 0.0
        free = delivered[month - bundled - 1] if month > bundled else 0.0
        sunk = (pool.owned_servers if month <= pool.owned_months else 0.0) * quoted
        cost = (max(free - retired, 0.0) + sunk) * pool.maintenance / year + (before - retired + sunk) * pool.insurance / year
        standing = in_use[month] * (software + hourly + power)
        if pool.site == COLOCATION:
            standing += _whole(in_use[month] * pool.rack_units / pool.rack_capacity, one.rounding) * pool.rack_price
        if month >= life and bought[month - life] > 0:
            standing += bought[month - life] * pool.decommissioning
            cost -= (delivered[month - life] - retired) * resale
        monthly[month] += cost + standing * index[3, month]
    if paid > 0 or bought.max() > 0:
        monthly[0] += pool.facility_works


@njit(cache=True)
def _use(one, pool, site, workloads, shape, average, floor, pooled, saved, index, fleet, slices, monthly):
    """Add what depends on load, for one pool in all three options: renting, energy, and running cost of busy GPUs."""
    horizon = len(index[0]) - 1
    every, own, left = slices[0], slices[1], slices[2]
    terms = np.zeros((2, 2, 2))
    quoted = pool.cloud_price * _rate(one, pool.cloud_currency) * (1.0 - pool.negotiated_discount)
    gpus_owned = pool.server_gpus
    draw = one.hours_per_month * pool.pue * pool.server_power
    metered = pool.site != COLOCATION or pool.colocation_all_in == 0
    for month in range(horizon + 1):
        mean, waiting = pooled[ALL, 0, site, month], pooled[ALL, 3, site, month]
        interruptible = saved[site, month] / waiting if waiting > 0 else 0.0
        price = quoted * index[0, month]
        _slices(site, month, workloads, shape, average, floor, pooled, every, own)
        monthly[CLOUD, month] += _rent(
            pool, one, every, mean, 1.0, waiting, interruptible, price, index[3, month], month, horizon, True, terms[0]
        )
        for option in range(2):
            demanded_own = every if option == 0 else own
            waiting_own = waiting if option == 0 else pooled[OWNABLE, 3, site, month]
            in_use = fleet[option, 1, month]
            capacity = max(in_use - pool.spares, 0.0) * gpus_owned
            threshold = capacity / (1.0 + pool.headroom)
            interactive = left_sum = 0.0
            for number in range(SLICES):
                stays = min(demanded_own[number], threshold)
                left[number] = max(every[number] - stays, 0.0)
                interactive += stays
                left_sum += left[number]
            interactive /= SLICES
            left_mean = left_sum / SLICES
            deferrable = min(waiting_own, max(pool.highest_use * capacity - interactive, 0.0))
            busy = interactive + deferrable
            if in_use > 0:
                load = busy / (in_use * gpus_owned)
                cost = busy * one.hours_per_month * pool.running_busy_hour * index[3, month]
                if metered:
                    cost += draw * in_use * (pool.idle_power + (1.0 - pool.idle_power) * load) * pool.tariff * index[2, month]
                monthly[option + 1, month] += cost
            if option == 0 and pool.bridging != BRIDGING_CLOUD:
                continue
            rented = min(left_mean, mean - pooled[INSIDE, 0, site, month])
            rented_waiting = min(waiting - deferrable, waiting - pooled[INSIDE, 3, site, month])
            share = rented / left_mean if left_mean != 0 else 0.0
            committing = option == 1 and pool.hybrid_commitment != 0
            monthly[option + 1, month] += _rent(
                pool, one, left, rented, share, rented_waiting, interruptible, price, index[3, month], month, horizon, committing, terms[1]
            )


@njit(cache=True)
def _slices(site, month, workloads, shape, average, floor, pooled, every, own):
    """Fill demand at once by slice, in GPUs: of all work, and of work a hybrid may own."""
    every[:] = 0.0
    own[:] = 0.0
    for row in range(len(workloads)):
        work = workloads[row]
        level, base = average[row, month], floor[row, month]
        if work.pool != site or work.timing == DEFERRABLE or level == 0.0:
            continue
        into = every if work.place == PLACE_CLOUD else own
        for number in range(SLICES):
            into[number] += max(level * shape[row, number] - base, 0.0)
    common, spread = pooled[ALL, 1, site, month], pooled[ALL, 2, site, month]
    common_own, spread_own = pooled[OWNABLE, 1, site, month], pooled[OWNABLE, 2, site, month]
    for number in range(SLICES):
        every[number] = common + spread * (every[number] + own[number])
        own[number] = common_own + spread_own * own[number]


@njit(cache=True)
def _rent(pool, one, slices, interactive, allowed, deferrable, interruptible, price, general, month, horizon, committing, terms):
    """Return what renting costs in a month.

    terms: by kind of commitment, the GPUs committed and the monthly fee of the term that runs; renewed here.
    """
    fees = committed = 0.0
    if committing and month > 0:
        for kind in range(2):
            length = int(one.one_year if kind == ONE_YEAR else one.three_years)
            position = (month - 1) % length
            left = length - position - 1
            if position == 0:
                share, discount = pool.committed_one_year, pool.one_year_discount
                if kind == THREE_YEARS:
                    share, discount = pool.committed_three_years, pool.three_year_discount
                taken = pool.late_terms != 0 or month + left <= horizon
                terms[kind, 0] = (interactive + deferrable) * share if taken else 0.0
                terms[kind, 1] = terms[kind, 0] * one.hours_per_month * price * (1.0 - discount)
            committed += terms[kind, 0]
            fees += terms[kind, 1] * (1 + left) if month == horizon else terms[kind, 1]
    used_share = 1.0 - pool.idle_share
    an_instance = 1.0 / (pool.instance_gpus * used_share)
    instances = above = 0.0
    if interactive > 0:
        for number in range(SLICES):
            over = slices[number] - committed
            above += max(over, 0.0)
            instances += np.ceil(max(over * an_instance - one.rounding, 0.0))
    spot = deferrable * interruptible * pool.spot_share
    waiting = deferrable - spot
    room = max(pool.highest_use * committed - (interactive - allowed * above / SLICES), 0.0) if committed > 0 else 0.0
    on_demand = instances / SLICES * pool.instance_gpus * allowed + max(waiting - room, 0.0) / used_share
    hourly = on_demand * (1.0 + pool.dearer_hours * pool.dearer_premium) + spot * (1.0 - pool.spot_discount) * (1.0 + pool.spot_rework)
    spend = hourly * one.hours_per_month * price + fees
    software = pool.cloud_software * _rate(one, pool.software_currency) / one.months_per_year * general
    return spend * (1.0 + pool.cloud_extras) * (1.0 + pool.cloud_support) + (on_demand + spot + committed) * software
