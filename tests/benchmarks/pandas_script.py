"""The month-by-month script an analyst writes for one case: a row a month, column arithmetic, a loop for purchases."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd

from models.plan.plan import Plan
from models.quantities.declaration import Value
from tests.benchmarks.pandas_areas import (
    Inputs,
    answered,
    burden,
    data_of,
    final,
    in_plan_currency,
    models_of,
    nothing,
    organisation_of,
)

HOURS = 730
SLICES = 20
TOLERANCE = 1e-9
OPTIONS = ("cloud", "on_premises", "hybrid")
BYTES = {"fp16": 2.0, "fp8": 1.0, "int8": 1.0, "int4": 0.5}
TERMS, LONG = (("one_year", 12, "one_year"), ("three_year", 36, "three_years")), 36


@dataclass(frozen=True, slots=True)
class Work:
    """A workload by month, in GPUs.

    table: average demand, replicas always on, mean with these, peak above that mean, and 1 where it may be interrupted.
    slices: demand above the replicas, a column a slice of the hours.
    models: what all options pay for its models beside GPUs, by month and sort.
    """

    inputs: Inputs
    table: pd.DataFrame
    slices: pd.DataFrame
    models: pd.DataFrame


class Pool(Inputs):
    """The inputs of a pool, with how fully it is used by month and what its prices come to in the plan's currency."""

    def __init__(self, values: Mapping[str, Value], name: str, month: pd.Series) -> None:
        super().__init__(values, f"compute.pool.{name}.")
        levers = Inputs(values, "cost_management.")
        self.used = 1 - levers.lowered("tune", month, self["idle_share"], levers["tune_idle"])
        self.highest_use = levers.raised("tune", month, self["highest_use"], levers["tune_use"])
        self._month = month

    def committed(self, option: str, term: str) -> float:
        """Return the share that an option commits: its own, or the cloud's."""
        if option == "hybrid" and self["hybrid_terms"]:
            return self[f"hybrid_{term}"]
        shared = self[term if "after" in term else f"committed_{term}"]
        return shared if option != "hybrid" or self["hybrid_commitment"] else 0.0

    def on_spot(self, option: str) -> pd.Series:
        """Return the share of interruptible work on spot, an option's own or the cloud's, by month."""
        own = option != "cloud" and self[f"{option}_terms"]
        levers = Inputs(self.values, "cost_management.")
        share = self[f"{option}_spot" if own else "spot_share"]
        return levers.raised("spot", self._month, share, levers["spot_level"])

    def price(self, name: str, currency: str) -> float:
        """Return a quoted price in the plan's currency."""
        return self[name] * in_plan_currency(Inputs(self.values, "finance."), self.text(currency))


@dataclass(frozen=True, slots=True)
class Group:
    """Workloads together on one pool: a row a month of mean, peak, waiting and what of that saves its state, and a
    column a slice of the hours.

    spread: how far slices follow the workloads apart, by month; on: the part of each slice in use.
    """

    table: pd.DataFrame
    slices: pd.DataFrame
    spread: pd.Series
    on: pd.Series


def cumulative(plan: Plan, scenario: str) -> pd.DataFrame:
    """Return the cumulative cost in the plan's money: a row a month, a column an option."""
    values = plan.values(scenario)
    finance = Inputs(values, "finance.")
    month = pd.Series(np.arange(plan.structure.horizon + 1.0))
    trends = {
        "cloud": "cloud_trend",
        "hardware": "hardware_trend",
        "energy": "energy_trend",
        "general": "inflation",
        "api": "api_trend",
        "wage": "wage_trend",
    }
    table = pd.DataFrame(
        {"month": month, **{f"{name}_index": (1 + finance[trend]) ** (month / 12) for name, trend in trends.items()}}
    )
    all_works = [_work(values, row, table, burden(plan, values)) for row in plan.slugs["workload"]]
    costs = {option: sum((work.models for work in all_works), nothing(table)) for option in OPTIONS}
    coincidence, kept = Inputs(values, "workloads.")["coincidence"], False
    for name in plan.slugs["pool"]:
        pool = Pool(values, name, month)
        works = [work for work in all_works if work.inputs.text("pool") == name]
        everything = _together(works, month, coincidence)
        ownable = _together(
            [work for work in works if work.inputs.text("place") != "cloud"], month, coincidence, everything.spread
        )
        inside = _together(
            [work for work in works if work.inputs.text("place") == "inside"], month, coincidence, everything.spread
        )
        interruptible = _over(everything.table["saved"], everything.table["waiting"])
        need = everything.table.assign(share=1.0, interruptible=interruptible, may_commit=1.0)
        costs["cloud"]["billed"] += _rented(pool, table, everything, everything.slices, need, "cloud")
        servers = _needed(pool, everything)
        costs["on_premises"] += _owned(pool, table, servers, (everything, everything, inside), hybrid=False)
        servers = _needed(pool, ownable).clip(upper=pool["hybrid_servers"]).clip(lower=_needed(pool, inside))
        costs["hybrid"] += _owned(pool, table, servers, (everything, ownable, inside), hybrid=True)
        kept = kept or bool((_fleet(pool, month, servers)["in_use"] > 0).any())
    for option in OPTIONS:
        serving = option if kept or option != "hybrid" else "cloud"
        away = {"cloud": 1.0, "on_premises": 0.0, "hybrid": Inputs(values, "data.")["hybrid_cloud"]}[serving]
        costs[option] += data_of(values, table, away) + organisation_of(plan, values, table, serving)
    return pd.DataFrame({option: final(values, cost) for option, cost in costs.items()}).cumsum()


def _work(values: Mapping[str, Value], row: str, table: pd.DataFrame, job_burden: float) -> Work:
    """Return the demand of a workload; job_burden: hours of a run over those of one without loss or privacy."""
    inputs, levers, month = (
        Inputs(values, f"workloads.workload.{row}."),
        Inputs(values, "cost_management."),
        table["month"],
    )
    kind = inputs.text("kind")
    live = inputs["active"] * month.between(inputs["start"], inputs["end"])
    ramp = ((month - inputs["start"] + 1) / inputs["ramp"]).clip(0, 1)
    volume = live * ramp * (1 + inputs["growth"]) ** ((month - 1).clip(lower=0) / 12)
    floor = month * 0.0
    if kind == "inference":
        seconds, replica = _hosted(inputs, levers, Inputs(values, "hosting."), month)
        own = 1 - Inputs(values, f"hosting.workload.{row}.")["api_share"]
        busy_hours = volume * answered(levers, inputs, month) * own * seconds / 3600
        if own > 0 and inputs.text("timing") == "interactive":
            floor = live * inputs["replicas"] * replica
    elif kind == "steady":
        busy_hours = volume * inputs["gpus"] * inputs["hours"]
    else:
        busy_hours = volume * inputs["runs"] * inputs["run_hours"] * job_burden
    shape, peak = _shape(inputs)
    average = busy_hours / HOURS
    slices = pd.DataFrame({i: (average * share - floor).clip(lower=0) for i, share in enumerate(shape)})
    mean = floor + slices.sum(axis=1) / SLICES
    above_mean = (average * peak).clip(lower=floor) - mean
    above_mean = above_mean.where(above_mean > mean * TOLERANCE, 0.0)
    saves = levers.raised("spot", month, inputs["checkpointed"], 1.0)
    demand = pd.DataFrame({"average": average, "floor": floor, "mean": mean, "above_mean": above_mean, "saves": saves})
    return Work(inputs, demand, slices, models_of(values, inputs, table, volume, live))


def _hosted(inputs: Inputs, levers: Inputs, hosting: Inputs, month: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return GPU seconds of a request on hosted models, and GPUs a replica of them, by month."""
    to, own = levers.text("quantise_level"), inputs.text("precision")
    speed = {"fp16": 1.0, **{name: levers[f"speed_{name}"] for name in ("fp8", "int8", "int4")}}
    faster = levers.raised("quantise", month, 1.0, speed[to] / speed[own] if BYTES[to] < BYTES[own] else 1.0)
    denser = levers.raised("quantise", month, 1.0, BYTES[own] / BYTES[to])
    usable = levers.raised("batch", month, inputs["efficiency"], levers["batch_level"])
    little = levers.raised("right_size", month, 0.0, levers["right_size_level"])
    large_seconds = (
        inputs["tokens_in"] / inputs["prefill_rate"] + inputs["tokens_out"] / inputs["decode_rate"]
    ) / faster
    little_seconds = inputs["tokens_in"] / hosting["small_prefill"] + inputs["tokens_out"] / hosting["small_decode"]
    large_replica = _whole(inputs["replica_gpus"] / denser).clip(upper=inputs["replica_gpus"])
    replica = large_replica * (little < 1) + hosting["small_replica"] * (little > 0)
    return ((1 - little) * large_seconds + little * little_seconds) / usable, replica


def _shape(inputs: Inputs) -> tuple[list[float], float]:
    """Return twenty slices of demand over its average, the quietest first, and its peak."""
    kind = "steady" if inputs.text("kind") == "steady" else inputs.text("shape")
    numbers = range(1, SLICES + 1)
    if kind == "steady":
        peak = max(1.0, HOURS / inputs["hours"]) if inputs["hours"] else 1.0
        return [peak * min(1.0, max(0.0, i - SLICES * (1 - 1 / peak))) for i in numbers], peak
    if kind == "measured":
        return [inputs[f"measured_{i:02}"] for i in numbers], inputs["peak"]
    if kind == "flat":
        return [1.0] * SLICES, 1.0
    span = 1 - inputs["trough"]
    power = (inputs["peak"] - 1) / span + 1 if span else 1.0
    rise = [(i / SLICES) ** power - ((i - 1) / SLICES) ** power for i in numbers]
    return [inputs["trough"] + span * SLICES * step for step in rise], inputs["peak"]


def _together(works: list[Work], month: pd.Series, coincidence: float, spread: pd.Series | None = None) -> Group:
    """Return workloads together; spread: that of all work of the pool, left out for all work itself."""
    at_once = [work for work in works if work.inputs.text("timing") == "interactive"]
    waiting = [work for work in works if work.inputs.text("timing") == "deferrable"]
    none = month * 0.0
    above = pd.DataFrame({i: work.table["above_mean"] for i, work in enumerate(at_once)}, index=month.index)
    mean = sum((work.table["mean"] for work in at_once), none)
    floor = sum((work.table["floor"] for work in at_once), none)
    highest, summed = above.max(axis=1).fillna(0.0), above.sum(axis=1)
    joint = highest + coincidence * (summed - highest)
    spread = _over(joint, summed) if spread is None else spread
    slices = pd.DataFrame(0.0, index=month.index, columns=range(SLICES))
    for work in at_once:
        slices += work.slices
    slices = slices.mul(spread, axis=0).add((1 - spread) * mean + spread * floor, axis=0)
    deferred = sum((work.table["average"] for work in waiting), none)
    saved = sum((work.table["average"] * work.table["saves"] for work in waiting), none)
    on = pd.Series(0.0, index=range(SLICES))
    for work in at_once:
        if work.inputs["active"]:
            shape, highest_slice = _shape(work.inputs)
            steady = work.inputs.text("kind") == "steady"
            parts = [share / highest_slice if steady and share / highest_slice > 1e-9 else 1.0 for share in shape]
            on = pd.Series(parts).combine(on, max)
    return Group(
        pd.DataFrame({"mean": mean, "peak": mean + joint, "waiting": deferred, "saved": saved}),
        slices,
        spread,
        on.where(on > 0, 1.0),
    )


def _over(part: pd.Series, whole: pd.Series) -> pd.Series:
    return (part / whole).where(whole != 0, 0.0)


def _whole(column: pd.Series) -> pd.Series:
    return (column - TOLERANCE).clip(lower=0).floordiv(-1).mul(-1)


def _rented(
    pool: Pool, table: pd.DataFrame, work: Group, slices: pd.DataFrame, need: pd.DataFrame, option: str
) -> pd.Series:
    """Return what renting costs an option by month.

    work: all work of the pool. slices: demand at once before it is held to work that may leave.
    need: mean and waiting are rented, in GPUs; share is the rented share of the slices; interruptible is that of
        waiting;
    may_commit is 1 where a commitment may begin.
    """
    price = pool.price("cloud_price", "cloud_currency") * (1 - pool["negotiated_discount"]) * table["cloud_index"]
    committed, fees = table["month"] * 0.0, table["month"] * 0.0
    horizon = len(table) - 1
    for name, length, share in TERMS:
        for start in range(1, horizon + 1, length):
            end = start + length - 1
            if not need["may_commit"][start] or (end > horizon and not pool["late_terms"]):
                continue
            later = length < LONG and (start - 1) // LONG * LONG + LONG > horizon and not pool["late_terms"]
            taken = pool.committed(option, share) + later * pool.committed(option, "one_year_after")
            gpus = taken * (need["mean"] + need["waiting"])[start]
            fee = gpus * HOURS * price[start] * (1 - pool[f"{name}_discount"])
            committed.loc[start:end] += gpus
            fees.loc[start:end] += fee
            fees.loc[horizon] += max(end - horizon, 0) * fee
    above = slices.mul(need["share"], axis=0).sub(committed, axis=0).clip(lower=0)
    held = slices.mul(need["share"], axis=0).div(pool["instance_gpus"] * work.on).apply(_whole) * pool["instance_gpus"]
    beyond = held.sub(committed, axis=0).clip(lower=0).mul(work.on).sum(axis=1) / SLICES
    room = (pool.highest_use * committed - (need["mean"] - above.sum(axis=1) / SLICES)).clip(lower=0)
    deferred = need["waiting"] - need["waiting"].clip(upper=room)
    spot = deferred * need["interruptible"] * pool.on_spot(option)
    on_demand = (beyond + deferred - spot) / pool.used
    dearer = price * (1 + pool["dearer_hours"] * pool["dearer_premium"])
    spot_hours = spot * (1 + pool["spot_rework"])
    spend = on_demand * HOURS * dearer + spot_hours * HOURS * price * (1 - pool["spot_discount"]) + fees
    extras = spend * pool["cloud_extras"]
    support = (spend + extras) * pool["cloud_support"]
    software = (
        (on_demand + spot_hours + committed)
        * pool.price("cloud_software", "software_currency")
        / 12
        * table["general_index"]
    )
    return spend + extras + support + software


def _needed(pool: Pool, group: Group) -> pd.Series:
    """Return the servers a demand needs by month, with spares."""
    need = group.table
    for_peak = _whole(need["peak"] * (1 + pool["headroom"]) / pool["server_gpus"])
    for_hours = _whole((need["mean"] + need["waiting"]) / pool.highest_use / pool["server_gpus"])
    working = for_peak.clip(lower=for_hours)
    return working + pool["spares"] * (working > 0)


def _fleet(pool: Pool, month: pd.Series, needed: pd.Series) -> pd.DataFrame:
    """Return servers delivered, retired and in use by month: the loop over purchases."""
    lead, life, horizon = int(pool["lead"]), int(pool["life"]), len(month) - 1
    existing = pool["owned_servers"] * month.between(1, pool["owned_months"])
    target = needed * 0 + needed.max() if pool.text("purchase") == "at_once" else needed
    to_have = (target - existing).clip(lower=0)
    bought, retired, in_use = [0.0] * len(month), [0.0] * len(month), [0.0] * len(month)
    installed = 0.0
    for m in range(horizon + 1):
        in_use[m] = installed + existing[m]
        retired[m] = bought[m - life] if m >= life else 0.0
        if lead <= m < horizon:
            bought[m] = max(0.0, to_have[m + 1] - installed + retired[m])
        installed += bought[m] - retired[m]
    return pd.DataFrame({"bought": bought, "retired": retired, "in_use": in_use, "existing": existing})


def _owned(
    pool: Pool, table: pd.DataFrame, needed: pd.Series, groups: tuple[Group, Group, Group], *, hybrid: bool
) -> pd.DataFrame:
    """Return what owned servers cost by month and sort, with the renting of what they leave.

    groups: all work, the work that may run on them, and the work that never leaves.
    """
    everything, own, inside = groups
    fleet = _fleet(pool, table["month"], needed)
    capacity = (fleet["in_use"] - pool["spares"]).clip(lower=fleet["in_use"].clip(upper=1)) * pool["server_gpus"]
    over = own.slices.sub(capacity / (1 + pool["headroom"]), axis=0).clip(lower=0)
    left = over + (everything.slices - own.slices)
    interactive = own.table["mean"] - over.sum(axis=1) / SLICES
    deferred = own.table["waiting"].clip(upper=(pool.highest_use * capacity - interactive).clip(lower=0))
    cost = _standing(pool, table, fleet)
    cost["services"] += _by_load(pool, table, fleet["in_use"], interactive + deferred)
    bought = cast("Any", fleet["bought"])
    bridging: Any = (bought.cumsum().shift(fill_value=0.0) <= 0) & (bought > 0).any()
    allowed: Any = 1.0 if pool.text("bridging") == "cloud" else (1.0 - bridging) * hybrid
    all_left = left.sum(axis=1) / SLICES
    mean = all_left.clip(
        upper=everything.table["mean"] - own.table["mean"] + allowed * (own.table["mean"] - inside.table["mean"])
    )
    all_waiting, own_waiting = everything.table["waiting"], own.table["waiting"]
    waiting = (all_waiting - deferred).clip(
        upper=all_waiting - own_waiting + allowed * (own_waiting - inside.table["waiting"])
    )
    interruptible = _over(everything.table["saved"], all_waiting)
    if hybrid:
        saved = everything.table["saved"] - _over(own.table["saved"], own_waiting) * deferred
        interruptible = _over(saved, (own_waiting - deferred) + (all_waiting - own_waiting))
    may_commit: Any = (1.0 - bridging) * (1.0 if hybrid else 0.0)
    need = {
        "mean": mean,
        "waiting": waiting,
        "share": _over(mean, all_left),
        "interruptible": interruptible,
        "may_commit": may_commit,
    }
    option = "hybrid" if hybrid else "on_premises"
    cost["billed"] = _rented(pool, table, everything, left, pd.DataFrame(need), option)
    return cost


def _standing(pool: Pool, table: pd.DataFrame, fleet: pd.DataFrame) -> pd.DataFrame:
    """Return what servers cost by month and sort whatever their load."""
    lead, life, bundled = int(pool["lead"]), int(pool["life"]), int(pool["bundled_support"])
    general, in_use, cost = table["general_index"], fleet["in_use"], nothing(table)
    quoted = pool.price("server_price", "server_currency")
    price = quoted * table["hardware_index"]
    value = fleet["bought"] * price.shift(lead, fill_value=0.0)
    ordered = fleet["bought"].shift(-lead, fill_value=0.0)
    cost["assets"] = ordered * price * (1 + pool["network_share"] + pool["facility_share"])
    first = ordered[ordered > 0].index[:1]
    cost.loc[first, "assets"] += (pool["network_works"] + pool["facility_works"]) * general.loc[first]
    cost["sold"] = -value.shift(life, fill_value=0.0) * _resale(pool, life / 12)
    delivered = value.cumsum()
    gone = delivered.shift(life + 1, fill_value=0.0)
    sunk = fleet["existing"] * quoted
    cost["staff"] = (delivered.shift(1, fill_value=0.0) - gone + sunk) * pool["insurance"] / 12
    maintained = (delivered.shift(bundled + 1, fill_value=0.0) - gone).clip(lower=0) + sunk
    running = in_use * (pool["running_month"] + pool["running_hour"] * HOURS)
    running += in_use * pool["server_gpus"] * pool.price("server_software", "software_currency") / 12
    running += (
        fleet["retired"] + pool["owned_servers"] * ((table["month"] == pool["owned_months"]) & (table["month"] > 0))
    ) * pool["decommissioning"]
    if pool.text("site") == "colocation":
        racks = _whole(in_use * pool["rack_units"] / pool["rack_capacity"])
        running += in_use * pool["server_power"] * pool["colocation_price"] + racks * pool["rack_price"]
    cost["services"] = maintained * pool["maintenance"] / 12 + running * general
    return cost


def _resale(pool: Pool, years: float) -> float:
    """Return what a server of an age fetches over the price paid, between the whole years of the table."""
    table = [1.0, *(pool[f"resale_{age}"] for age in range(1, 6))]
    return float(np.interp(years, range(6), table))


def _by_load(pool: Pool, table: pd.DataFrame, in_use: pd.Series, busy: pd.Series) -> pd.Series:
    """Return energy and the running cost of busy GPUs by month."""
    gpus = in_use * pool["server_gpus"]
    load = (busy / gpus).where(gpus != 0, 0.0)
    kwh = HOURS * pool["pue"] * pool["server_power"] * in_use * (pool["idle_power"] + (1 - pool["idle_power"]) * load)
    all_in = pool.text("site") == "colocation" and bool(pool["colocation_all_in"])
    energy = kwh * (0.0 if all_in else pool["tariff"]) * table["energy_index"]
    return energy + busy * HOURS * pool["running_busy_hour"] * table["general_index"]
