"""What the areas beside compute cost by month in the pandas script, and what an estimate comes to with tax, bias and
bills above it.

Money a month of an option stands in a table with a column of each sort: `assets`, hardware and works; `sold`, what
    retired servers fetch; `services`,
running and one-off cost but for `billed`, what cloud and API providers bill; `staff`, people and insurance, without
value added tax; and `risk`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from models.plan.plan import Plan
from models.quantities.declaration import Value

SORTS = ["assets", "sold", "services", "staff", "risk", "billed"]
TIERS = ("hot", "warm", "cold")
LEVERS = ("spot", "right_size", "quantise", "batch", "cache", "lifecycle", "retain", "tune")


@dataclass(slots=True)
class Inputs:
    """The inputs whose keys share a beginning."""

    values: Mapping[str, Value]
    prefix: str

    def __getitem__(self, name: str) -> float:
        return float(self.values[self.prefix + name])

    def text(self, name: str) -> str:
        return str(self.values[self.prefix + name])

    def works(self, lever: str, month: pd.Series) -> pd.Series:
        """Return the months in which a lever works; these inputs are those of the levers."""
        return (month >= self[f"{lever}_start"]) if self[lever] else month < 0

    def raised(self, lever: str, month: pd.Series, value: pd.Series | float, level: pd.Series | float) -> pd.Series:
        """Return a value by month, or the level where that is larger, in the months in which a lever works."""
        return pd.Series(np.where(self.works(lever, month), np.maximum(value, level), value), index=month.index)

    def lowered(self, lever: str, month: pd.Series, value: float, level: float) -> pd.Series:
        """Return a value by month, or the level where that is smaller, in the months in which a lever works."""
        return pd.Series(np.where(self.works(lever, month), np.minimum(value, level), value), index=month.index)


def in_plan_currency(finance: Inputs, currency: str) -> float:
    """Return what one unit of a currency is worth in the plan's."""
    return finance[{"GBP": "pound_rate", "USD": "dollar_rate", "EUR": "euro_rate"}[currency]]


def nothing(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of money by month and sort that is all zero."""
    return pd.DataFrame(0.0, index=table.index, columns=SORTS)


def final(plan_values: Mapping[str, Value], estimate: pd.DataFrame) -> pd.Series:
    """Return the cost of an option by month from its estimate by sort."""
    finance, factor = Inputs(plan_values, "finance."), Inputs(plan_values, "cost_management.")["bill_factor"]
    above = estimate["billed"] * (factor - 1)
    services = estimate["services"] + estimate["billed"]
    bias = (1 - finance["bias_mitigated"]) * finance["bias_counted"]
    optimism = estimate["assets"] * finance["bias_capital"] * (1 - finance["quoted_capital"])
    optimism += (services + estimate["staff"]) * finance["bias_running"] * (1 - finance["quoted_running"])
    vat = estimate["assets"] * (1 - finance["vat_assets"]) + (services + above) * (1 - finance["vat_services"])
    return estimate.sum(axis=1) + above + bias * optimism + finance["vat_rate"] * vat


def models_of(
    values: Mapping[str, Value], work: Inputs, table: pd.DataFrame, volume: pd.Series, live: pd.Series
) -> pd.DataFrame:
    """Return what all options pay for the models of a workload beside GPUs."""
    finance, levers, hosting = (
        Inputs(values, "finance."),
        Inputs(values, "cost_management."),
        Inputs(values, "hosting."),
    )
    route = Inputs(values, work.prefix.replace("workloads.", "hosting.", 1))
    cost, share, inference = nothing(table), route["api_share"], work.text("kind") == "inference"
    if inference:
        cheaper = levers.raised("right_size", table["month"], 0.0, levers["right_size_level"]) * (
            1 - hosting["small_api"]
        )
        sent = (
            volume
            * answered(levers, work, table["month"])
            * (share * (1 - cheaper) + route["escalation"] * (1 - share))
        )
        a_million_in = route["api_in"] * (1 - route["cached_share"]) + route["api_cached"] * route["cached_share"]
        listed = (work["tokens_in"] * a_million_in + work["tokens_out"] * route["api_out"]) / 1e6
        billed = listed * (1 - route["batch_share"] * route["batch_discount"]) * (1 - route["negotiated_discount"])
        billed *= 1 + route["residency_surcharge"] * route["regional_endpoint"]
        step = int(route["step_month"])
        trend = table["api_index"].shift(step) * (route["step_factor"] if step else 1.0)
        cost["billed"] = (
            sent
            * billed
            * in_plan_currency(finance, route.text("api_currency"))
            * trend.where(table["month"] >= step, 1.0)
        )
        if share < 1:
            cost["services"] = live * route["fixed_cost"] * table["general_index"]
        if share + route["escalation"] > 0:
            cost["billed"] += live * route["api_tuning"] * table["general_index"]
    return cost


def answered(levers: Inputs, work: Inputs, month: pd.Series) -> pd.Series:
    """Return the requests of a full month that need a model, by month."""
    return work["requests"] * (1 - levers.raised("cache", month, work["cache_hits"], levers["cache_level"]))


def data_of(values: Mapping[str, Value], table: pd.DataFrame, away: float) -> pd.DataFrame:
    """Return what data costs an option that keeps a part of it in the cloud."""
    data, finance, month, general = (
        Inputs(values, "data."),
        Inputs(values, "finance."),
        table["month"],
        table["general_index"],
    )
    rate, later = 1000 * in_plan_currency(finance, data.text("cloud_currency")), month > 0
    grown = (1 + data["growth"]) ** ((month - 1).clip(lower=0) / 12)
    stored = _stored(data, Inputs(values, "cost_management."), month, grown)
    cost = nothing(table)
    bill = sum(
        (stored[tier] * data[f"price_{tier}"] for tier in TIERS), grown * data["retrieved"] * data["retrieval_price"]
    )
    leaving = (away * grown * data["egress"] - data["egress_allowance"]).clip(lower=0)
    cost["billed"] = (away * bill + leaving * data["egress_price"]) * rate * general * later
    for tier in TIERS:
        bought, in_use = _arrays(stored[tier] * data["redundancy"], int(data["array_life"]))
        cost["assets"] += (1 - away) * bought * data[f"array_{tier}"] * table["hardware_index"]
        cost["services"] += (1 - away) * in_use * data[f"array_{tier}"] * data["array_support"] / 12 * general
    if away < 1:
        cost["services"] += data["line_cost"] * general * later
    today = (data["hot"] + data["warm"] + data["cold"]) * (1 - data["compression"]) * (1 - data["deleted"])
    moving_out = (1 - away) * (data["migration"] + data["egress_price"] * rate)
    cost["services"] += today * (moving_out if data["in_cloud"] else away * data["migration"]) * (month == 0)
    return cost


def _stored(data: Inputs, levers: Inputs, month: pd.Series, grown: pd.Series) -> pd.DataFrame:
    """Return terabytes stored by month and tier."""
    so_far = (grown * data["ingestion"] * (month > 0)).cumsum()

    def older(lever: str, age: float, with_lever: float) -> pd.Series:
        return levers.raised(
            lever, month, so_far.shift(int(age), fill_value=0.0), so_far.shift(int(with_lever), fill_value=0.0)
        )

    gone = older("retain", data["retention"], levers["retain_months"])
    cooled = older("lifecycle", data["hot_months"], levers["lifecycle_hot"]).clip(lower=gone)
    cold = older(
        "lifecycle", data["hot_months"] + data["warm_months"], levers["lifecycle_hot"] + levers["lifecycle_warm"]
    ).clip(lower=gone)
    moved = levers.raised("lifecycle", month, data["moved_cold"], levers["lifecycle_moved"])
    today = grown * (1 - levers.raised("retain", month, data["deleted"], levers["retain_deleted"]))
    held = pd.DataFrame(
        {
            "hot": data["hot"] * (1 - moved) * today + so_far - cooled,
            "warm": data["warm"] * (1 - moved) * today + cooled - cold,
            "cold": (data["cold"] + (data["hot"] + data["warm"]) * moved) * today + cold - gone,
        }
    )
    return held * (1 + data["versions"] * data["version_share"]) * (1 - data["compression"])


def _arrays(need: pd.Series, life: int) -> tuple[pd.Series, pd.Series]:
    """Return capacity bought and in use by month: bought the month before it is needed.

    Also gone at the end of its life.
    """
    bought, in_use, installed = [0.0] * len(need), [0.0] * len(need), 0.0
    for m in range(len(need)):
        in_use[m] = installed
        installed -= bought[m - life] if m >= life else 0.0
        bought[m] = max(0.0, need[m + 1] - installed) if m + 1 < len(need) else 0.0
        installed += bought[m]
    return pd.Series(bought), pd.Series(in_use)


def organisation_of(plan: Plan, values: Mapping[str, Value], table: pd.DataFrame, serving: str) -> pd.DataFrame:
    """Return what people, consultants, tools, controls, levers and risks cost an option.

    serving: the option whose people and controls it needs: its own, or those of the cloud for a hybrid that never keeps
        a server.
    """
    operations, month = Inputs(values, "operations."), table["month"]
    cost, days, monthly = nothing(table), 0.0, 0.0
    for row in _rows(plan, values, "operations.role"):
        pay = (
            row["salary"] * (1 + operations["pension"])
            + max(0.0, row["salary"] - operations["ni_threshold"]) * operations["ni_rate"]
        )
        pay += operations["training"] if row["salary"] else 0.0
        delay, people = row["hire_delay"], row[f"people_{serving}"]
        cost["staff"] += people * pay / 12 * table["wage_index"] * (month > delay)
        if delay:
            cost["services"] += people * row["salary"] * row["hire_cost"] * table["wage_index"] * (month == delay + 1)
    for row in _rows(plan, values, "operations.tool"):
        used = row["active"] * row[serving]
        monthly += used * (row["licence"] / 12 + row["hosting"] + row["user_price"] * row["users"])
        days += used * row["effort"]
    once = (
        operations[f"consultant_days_{serving}"] * operations["consultant_rate"]
        + Inputs(values, "security.")["clearance"]
    )
    for row in _rows(plan, values, "security.control"):
        once += row["active"] * row["setup"]
        monthly += row["active"] * row[f"running_{serving}"]
        days += row["active"] * row[f"effort_{serving}"]
    if serving == "hybrid":
        monthly += Inputs(values, "compute.")["orchestration"]
    cost["services"] += monthly * table["general_index"] * (month > 0) + once * (month == 0)
    cost["staff"] += days * operations["day_rate"] * table["wage_index"] * (month > 0)
    levers = Inputs(values, "cost_management.")
    for lever in LEVERS:
        cost["services"] += (
            levers[lever] * levers[f"{lever}_cost"] * table["general_index"] * (month == levers[f"{lever}_start"])
        )
    if Inputs(values, "risks.")["expected"]:
        for row in _rows(plan, values, "risks.risk"):
            chance = row["active"] * row[serving] * row["probability"]
            cost["risk"] += (
                chance
                * (row["low"] + 4 * row["likely"] + row["high"])
                / 6
                * table["general_index"]
                * (month == row["month"])
            )
    return cost


def burden(plan: Plan, values: Mapping[str, Value]) -> float:
    """Return hours of a training run over those of one without loss or privacy."""
    added = sum(row["active"] * row["overhead"] for row in _rows(plan, values, "security.control"))
    return (1 + added) / Inputs(values, "operations.")["goodput"]


def _rows(plan: Plan, values: Mapping[str, Value], table: str) -> list[Inputs]:
    return [Inputs(values, f"{table}.{row}.") for row in plan.slugs[table.partition(".")[2]]]
