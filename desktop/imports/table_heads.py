"""Heads that people write over the columns of plain tables, and what each is."""

from collections.abc import Mapping

from desktop.imports.names import plainly

BESIDE: Mapping[str, str] = {
    "currency": "currency",
    **dict.fromkeys(("ccy", "cur", "curr", plainly("Währung"), "devise"), "currency"),
    **dict.fromkeys(("unit", "uom"), "unit"),
    "source": "source",
    "supplier": "source",
    "date": "date",
    "as of": "date",
    "quoted on": "date",
    "low": "low",
    "high": "high",
    "note": "note",
    "evidence": "kind",
}
SYNONYMS: Mapping[str, str] = {
    "requests per month": "workloads.workload.*.requests",
    "monthly requests": "workloads.workload.*.requests",
    "requests a month": "workloads.workload.*.requests",
    "input tokens": "workloads.workload.*.tokens_in",
    "tokens in per request": "workloads.workload.*.tokens_in",
    "output tokens": "workloads.workload.*.tokens_out",
    "tokens out per request": "workloads.workload.*.tokens_out",
    "gpus": "workloads.workload.*.gpus",
    "hours per month": "workloads.workload.*.hours",
    "growth per year": "workloads.workload.*.growth",
    "yearly growth": "workloads.workload.*.growth",
    "type": "workloads.workload.*.kind",
    "cloud price per gpu hour": "compute.pool.*.cloud_price",
    "gpu hour price": "compute.pool.*.cloud_price",
    "price per server": "compute.pool.*.server_price",
}
"""Heads that people write, beside the labels and names of the declarations."""
