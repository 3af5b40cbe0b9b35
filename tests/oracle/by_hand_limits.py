"""What this calculation leaves out of MODEL.md: inputs that must stand at the value that changes nothing."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache

from oracle.by_hand_inputs import Inputs, Value

# keys, a row of a table as *, and the value at which what is left out adds nothing
NEUTRAL: Mapping[str, Value] = {
    **{
        f"cost_management.{lever}": False
        for lever in ("spot", "right_size", "quantise", "batch", "cache", "lifecycle", "retain", "tune")
    },
    "cost_management.bill_factor": 1.0,
    "workloads.workload.*.cache_hits": 0.0,
    "workloads.workload.*.users": 0.0,
    "workloads.workload.*.steps": 1.0,
    "workloads.workload.*.reasoning": 0.0,
    "workloads.workload.*.checked": 0.0,
    "workloads.workload.*.deadline": 0.0,
    "workloads.workload.*.tuning": "given",
    **{
        f"hosting.workload.*.{name}": 0.0
        for name in (
            *("written_share", "long_share", "embedded_once", "embedded_monthly", "vector_store", "reranked_price"),
            *("integration_api", "integration_hosted", "evaluation_days", "withdrawal_month", "api_share"),
            *("cached_share", "batch_share", "negotiated_discount", "step_month", "api_tuning", "failure_minutes"),
        )
    },
    "hosting.workload.*.cloud_calls": False,
    "hosting.workload.*.on_premises_calls": False,
    "hosting.workload.*.hybrid_calls": False,
    "compute.pool.*.bridging": "cloud",
    "compute.pool.*.hybrid_site": "same",
    "compute.pool.*.hybrid_purchase": "same",
    "compute.pool.*.colocation_all_in": False,
    **{
        f"compute.pool.*.{name}": 0.0
        for name in (
            *("cloud_software", "network_works", "owning_start", "hybrid_start", "owned_servers"),
            *("running_month", "running_hour", "running_busy_hour", "rack_price", "contracted", "cooling_works"),
            *("tariff_until", "parallel", "moving_days", "standby", "gain", "power_trend"),
        )
    },
    "data.leaving": False,
    **{
        f"data.{name}": 0.0
        for name in (
            *("moved_cold", "deleted", "array_unit", "retrieval_price", "preparation_hours", "feature_reads"),
            *("erasures", "replicated"),
        )
    },
    "operations.rota": 0.0,
    **{
        f"operations.role.*.{name}": 0.0
        for name in ("per_owned", "per_rented", "per_called", "hire_delay", "hire_cost")
    },
    "operations.tool.*.metered": 0.0,
    "operations.tool.*.hour_fee": 0.0,
    "finance.bias_counted": False,
    "finance.by_profit": False,
    "finance.allowances": "full",
    "finance.credit_share": 0.0,
}


@cache
def _neutral(key: str) -> Value | None:
    """Return the value at which an input adds nothing that is left out; None where it may stand at any."""
    return next((neutral for pattern, neutral in NEUTRAL.items() if fnmatchcase(key, pattern)), None)


def left_out(inputs: Inputs) -> list[str]:
    """Return the keys of inputs that ask for something this calculation leaves out."""
    keys = [key for key, value in inputs.values.items() if (neutral := _neutral(key)) is not None and value != neutral]
    for work in inputs.rows["workload"]:
        row = f"workloads.workload.{work}."
        if inputs.choice(row + "kind") == "steady":
            keys.append(row + "kind")
        if inputs.choice(row + "place") == "inside":
            keys.append(row + "place")
        if inputs.choice(row + "kind") == "inference" and inputs.choice(row + "timing") == "deferrable":
            keys.append(row + "timing")
    return keys
