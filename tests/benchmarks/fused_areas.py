"""The areas beside compute in the fused kernel: data, security, levers, people, tools and risks."""

from numba import njit

from tests.benchmarks.fused_prices import (
    CLOUD,
    GENERAL_PRICES,
    HARDWARE_PRICES,
    HYBRID,
    ON_PREMISES,
    WAGES,
    Array,
    Record,
    Records,
    Weights,
    first_month,
    rate,
)


@njit(cache=True)
def training_burden(one: Record, controls: Records) -> float:
    """Return hours of a run over those of one without loss or privacy."""
    added = 0.0
    for row in range(len(controls)):
        added += controls[row].overhead if controls[row].active else 0.0
    return (1.0 + added) / one.goodput


@njit(cache=True)
def add_data(
    one: Record, index: Array, weight: Weights, kept: bool, tiers: Array, spare: Array, monthly: Array
) -> None:
    """Add what options pay for data: each keeps a part of it in the cloud and the rest on arrays.

    tiers, spare: scratch for terabytes by tier, and for growth, new data so far, all of it in the cloud, all of it on
        arrays and the price of egress.
    """
    grown, so_far, cloud, arrays, a_terabyte = spare[0], spare[1], spare[2], spare[3], spare[4]
    _grow(one, grown, so_far)
    _fill_tiers(one, grown, so_far, tiers)
    _bill_storage(one, index, weight, grown, tiers, cloud, a_terabyte)
    arrays[:] = 0.0
    for tier in range(3):
        price = one.array_hot if tier == 0 else one.array_warm if tier == 1 else one.array_cold
        _buy_arrays(one, index, weight, price, tiers[tier], so_far, arrays)
    moved = (one.hot + one.warm + one.cold) * (1.0 - one.compression) * (1.0 - one.deleted)
    billed = one.egress_price * rate(one, one.cloud_currency) * one.gigabytes_per_terabyte
    into, out = (0.0, one.migration + billed) if one.in_cloud else (one.migration, 0.0)
    for option in range(3):
        away = (
            1.0
            if option == CLOUD or (option == HYBRID and not kept)
            else 0.0
            if option == ON_PREMISES
            else one.hybrid_cloud
        )
        line = one.line_cost * weight.service if away < 1 else 0.0
        monthly[option, 0] += moved * (into * away + out * (1.0 - away)) * weight.service + arrays[0] * (1.0 - away)
        for month in range(1, len(grown)):
            leaving = max(one.egress * grown[month] * away - one.egress_allowance, 0.0)
            monthly[option, month] += (
                cloud[month] * away
                + leaving * a_terabyte[month]
                + arrays[month] * (1.0 - away)
                + line * index[GENERAL_PRICES, month]
            )


@njit(cache=True)
def _grow(one: Record, grown: Array, so_far: Array) -> None:
    """Fill holdings over those of today, from month 1, and the data that has come in."""
    factor = (1.0 + one.growth) ** (1.0 / one.months_per_year)
    grown[0], so_far[0] = 1.0, 0.0
    for month in range(1, len(grown)):
        grown[month] = 1.0 if month == 1 else grown[month - 1] * factor
        so_far[month] = so_far[month - 1] + one.ingestion * grown[month]


@njit(cache=True)
def _older(so_far: Array, month: int, age: float) -> float:
    """Return the new data that is at least so many months old."""
    return so_far[month - int(age)] if month >= age else 0.0


@njit(cache=True)
def _fill_tiers(one: Record, grown: Array, so_far: Array, tiers: Array) -> None:
    """Fill terabytes stored, hot, warm and cold: what is there today.

    Also new data that ages, turns cold and is deleted.
    """
    size = (1.0 + one.versions * one.version_share) * (1.0 - one.compression)
    moves, deletes = first_month(one.lifecycle, one.lifecycle_start), first_month(one.retain, one.retain_start)
    cold_age = one.hot_months + one.warm_months
    sooner_warm, sooner_cold, sooner_gone = (
        min(one.hot_months, one.lifecycle_hot),
        min(cold_age, one.lifecycle_hot + one.lifecycle_warm),
        min(one.retention, one.retain_months),
    )
    more_moved, more_deleted = max(one.moved_cold, one.lifecycle_moved), max(one.deleted, one.retain_deleted)
    for month in range(len(grown)):
        moving, deleting = month >= moves, month >= deletes
        moved, deleted = more_moved if moving else one.moved_cold, more_deleted if deleting else one.deleted
        gone = _older(so_far, month, sooner_gone if deleting else one.retention)
        not_hot = max(_older(so_far, month, sooner_warm if moving else one.hot_months), gone)
        not_warm = max(_older(so_far, month, sooner_cold if moving else cold_age), gone)
        today, stays = grown[month] * (1.0 - deleted), 1.0 - moved
        tiers[0, month] = size * (one.hot * stays * today + so_far[month] - not_hot)
        tiers[1, month] = size * (one.warm * stays * today + not_hot - not_warm)
        tiers[2, month] = size * ((one.cold + (one.hot + one.warm) * moved) * today + not_warm - gone)


@njit(cache=True)
def _bill_storage(
    one: Record, index: Array, weight: Weights, grown: Array, tiers: Array, cloud: Array, a_terabyte: Array
) -> None:
    """Fill what a provider bills for all data, storage and reading, and for a terabyte of egress."""
    a_unit = one.gigabytes_per_terabyte * rate(one, one.cloud_currency) * weight.billed
    cloud[0], a_terabyte[0] = 0.0, 0.0
    for month in range(1, len(cloud)):
        stored = tiers[0, month] * one.price_hot + tiers[1, month] * one.price_warm + tiers[2, month] * one.price_cold
        cloud[month] = (
            (stored + one.retrieved * grown[month] * one.retrieval_price) * a_unit * index[GENERAL_PRICES, month]
        )
        a_terabyte[month] = one.egress_price * a_unit * index[GENERAL_PRICES, month]


@njit(cache=True)
def _buy_arrays(
    one: Record, index: Array, weight: Weights, price: float, stored: Array, bought: Array, cost: Array
) -> None:
    """Add what arrays of one tier cost.

    Bought a month before they are needed, supported while in use, replaced at the end of their life.
    """
    horizon, life, installed = len(stored) - 1, int(one.array_life), 0.0
    capital, support = price * weight.asset, price * one.array_support / one.months_per_year * weight.service
    for month in range(horizon + 1):
        cost[month] += installed * support * index[GENERAL_PRICES, month]
        if month < horizon:
            retired = bought[month - life] if month >= life else 0.0
            bought[month] = max(stored[month + 1] * one.redundancy - installed + retired, 0.0)
            installed += bought[month] - retired
            cost[month] += bought[month] * capital * index[HARDWARE_PRICES, month]


@njit(cache=True)
def add_organisation(
    one: Record,
    controls: Records,
    roles: Records,
    tools: Records,
    risks: Records,
    index: Array,
    weight: Weights,
    kept: bool,
    pay: Array,
    monthly: Array,
) -> None:
    """Add what options pay for people, consultants, tools, controls, levers and risks; a hybrid that keeps no server is
    the cloud in all of them.

    pay: scratch for what a month's pay rises by, by option and month.
    """
    pay[:] = 0.0
    _hire(one, roles, index, weight, kept, pay, monthly)
    running = _use_tools(one, tools, weight, kept, pay)
    once, controlling = _secure(one, controls, weight, kept, pay)
    days = (
        one.consultant_days_cloud,
        one.consultant_days_on_premises,
        one.consultant_days_hybrid if kept else one.consultant_days_cloud,
    )
    _bring_in_levers(one, index, weight, monthly)
    _expect(one, risks, index, kept, monthly)
    orchestration = one.orchestration * weight.service if kept else 0.0
    for option in range(3):
        monthly[option, 0] += once + days[option] * one.consultant_rate * weight.service
        paid, every_month = 0.0, running[option] + controlling[option] + (orchestration if option == HYBRID else 0.0)
        for month in range(1, monthly.shape[1]):
            paid += pay[option, month]
            monthly[option, month] += paid * index[WAGES, month] + every_month * index[GENERAL_PRICES, month]


@njit(cache=True)
def _hire(one: Record, roles: Records, index: Array, weight: Weights, kept: bool, pay: Array, monthly: Array) -> None:
    """Add people, paid from the month after their hiring.

    Also what their hiring costs where they are not there already.
    """
    for row in range(len(roles)):
        role = roles[row]
        month = int(role.hire_delay) + 1
        if month >= monthly.shape[1]:
            continue
        wanted = (role.people_cloud, role.people_on_premises, role.people_hybrid if kept else role.people_cloud)
        insured = max(role.salary - one.ni_threshold, 0.0)
        yearly = role.salary * (1.0 + one.pension) + insured * one.ni_rate + (one.training if role.salary > 0 else 0.0)
        hiring = role.salary * role.hire_cost * index[WAGES, month] * weight.service if month > 1 else 0.0
        for option in range(3):
            pay[option, month] += wanted[option] * yearly / one.months_per_year * weight.own
            monthly[option, month] += wanted[option] * hiring


@njit(cache=True)
def _use_tools(one: Record, tools: Records, weight: Weights, kept: bool, pay: Array) -> tuple[float, float, float]:
    """Add the effort for tools to pay; return what they cost a month, by option."""
    cloud, on_premises, hybrid = 0.0, 0.0, 0.0
    for row in range(len(tools)):
        tool = tools[row]
        if not tool.active:
            continue
        price = (tool.licence / one.months_per_year + tool.hosting + tool.user_price * tool.users) * weight.service
        effort, in_hybrid = tool.effort * one.day_rate * weight.own, tool.hybrid if kept else tool.cloud
        cloud, on_premises, hybrid = (
            cloud + price * tool.cloud,
            on_premises + price * tool.on_premises,
            hybrid + price * in_hybrid,
        )
        pay[CLOUD, 1] += effort * tool.cloud
        pay[ON_PREMISES, 1] += effort * tool.on_premises
        pay[HYBRID, 1] += effort * in_hybrid
    return cloud, on_premises, hybrid


@njit(cache=True)
def _secure(
    one: Record, controls: Records, weight: Weights, kept: bool, pay: Array
) -> tuple[float, tuple[float, float, float]]:
    """Add the effort for controls to pay; return what setting them up costs, and what they cost a month, by option."""
    once, cloud, on_premises, hybrid, a_day = one.clearance, 0.0, 0.0, 0.0, one.day_rate * weight.own
    for row in range(len(controls)):
        control = controls[row]
        if not control.active:
            continue
        once += control.setup
        cloud, on_premises, hybrid = (
            cloud + control.running_cloud,
            on_premises + control.running_on_premises,
            hybrid + (control.running_hybrid if kept else control.running_cloud),
        )
        pay[CLOUD, 1] += control.effort_cloud * a_day
        pay[ON_PREMISES, 1] += control.effort_on_premises * a_day
        pay[HYBRID, 1] += (control.effort_hybrid if kept else control.effort_cloud) * a_day
    return once * weight.service, (cloud * weight.service, on_premises * weight.service, hybrid * weight.service)


@njit(cache=True)
def _bring_in_levers(one: Record, index: Array, weight: Weights, monthly: Array) -> None:
    """Add what each lever costs in the month in which it begins to work, at the prices of that month."""
    serving = (
        (one.spot, one.spot_start, one.spot_cost),
        (one.right_size, one.right_size_start, one.right_size_cost),
        (one.quantise, one.quantise_start, one.quantise_cost),
    )
    using = (
        (one.batch, one.batch_start, one.batch_cost),
        (one.cache, one.cache_start, one.cache_cost),
        (one.tune, one.tune_start, one.tune_cost),
    )
    keeping = (
        (one.lifecycle, one.lifecycle_start, one.lifecycle_cost),
        (one.retain, one.retain_start, one.retain_cost),
    )
    for switched, start, cost in (*serving, *using, *keeping):
        month = first_month(switched, start)
        if month < monthly.shape[1]:
            monthly[:, month] += cost * weight.service * index[GENERAL_PRICES, month]


@njit(cache=True)
def _expect(one: Record, risks: Records, index: Array, kept: bool, monthly: Array) -> None:
    """Add the expected value of risks in the months in which they would strike."""
    if not one.expected:
        return
    for row in range(len(risks)):
        risk = risks[row]
        month = int(risk.month)
        if risk.active and month < monthly.shape[1]:
            impact = (risk.low + one.likely_weight * risk.likely + risk.high) / (one.likely_weight + 2.0)
            value = risk.probability * impact * index[GENERAL_PRICES, month]
            monthly[CLOUD, month] += value * risk.cloud
            monthly[ON_PREMISES, month] += value * risk.on_premises
            monthly[HYBRID, month] += value * (risk.hybrid if kept else risk.cloud)
