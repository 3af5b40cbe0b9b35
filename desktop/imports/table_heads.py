"""Heads that people write over the columns of plain tables, and what each is."""

import re
from collections.abc import Mapping, Sequence

from desktop.imports.names import plainly

BESIDE: Mapping[str, str] = {
    "currency": "currency",
    **dict.fromkeys(("ccy", "cur", "curr", plainly("Währung"), "devise"), "currency"),
    **dict.fromkeys(
        ("unit", "units", "uom", "basis", "frequency", "billing", "billed", "per", "period", "paid per"), "unit"
    ),
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
SYNONYMS: Mapping[str, Sequence[str]] = {
    "workloads.workload.*.requests": (
        "requests per month",
        "requests month",
        "requests p m",
        "monthly requests",
        "requests a month",
    ),
    "workloads.workload.*.tokens_in": (
        *("tokens in per request", "tokens in", "prompt tokens", "avg input tokens", "average input tokens"),
        "tokens in request",
    ),
    "workloads.workload.*.tokens_out": (
        *("tokens out per request", "tokens out", "completion tokens", "avg output tokens", "average output tokens"),
        "tokens out request",
    ),
    "workloads.workload.*.gpus": ("gpus",),
    "workloads.workload.*.start": ("start month", "starts in month"),
    "workloads.workload.*.end": ("end month", "ends in month"),
    "workloads.workload.*.runs": ("runs per month",),
    "workloads.workload.*.tasks_a_day": ("tasks per user per working day", "tasks per user a day"),
    "workloads.workload.*.hours": ("hours per month",),
    "workloads.workload.*.growth": ("growth per year", "yearly growth", "annual growth"),
    "workloads.workload.*.kind": ("type",),
    "compute.pool.*.cloud_price": (
        *("cloud price per gpu hour", "gpu hour price", "price per gpu hour", "cost per gpu hour", "on demand price"),
        "cloud rate",
    ),
    "compute.pool.*.server_price": ("price per server", "server cost", "cost per server"),
    "compute.pool.*.server_power": ("server power", "power draw per server"),
    "compute.pool.*.one_year_discount": ("1 yr discount", "1 year discount", "one year commitment discount"),
    "compute.pool.*.three_year_discount": ("3 yr discount", "3 year discount", "three year commitment discount"),
    "compute.pool.*.lead": ("delivery time", "lead time in months"),
    "compute.pool.*.life": ("depreciation period", "service life"),
    "compute.pool.*.tariff": ("power price", "electricity tariff"),
    "compute.pool.*.pue": ("pue",),
    "operations.role.*.salary": (
        *("annual salary", "yearly salary", "base salary", "salary per year", "monthly salary", "salary per month"),
    ),
    "operations.role.*.people_cloud": (
        *("cloud fte", "fte cloud", "ftes cloud", "cloud people", "people in the cloud", "people in cloud"),
        "people cloud",
    ),
    "operations.role.*.people_on_premises": (
        *("on premises fte", "fte on premises", "ftes on premises", "on prem fte", "fte on prem", "on premises people"),
    ),
    "operations.role.*.people_hybrid": ("hybrid fte", "fte hybrid", "ftes hybrid", "hybrid people"),
    "operations.role.*.hire_delay": ("months to hire", "time to hire in months"),
    "operations.tool.*.licence": (
        *("annual licence", "licence per year", "yearly licence", "annual license", "license", "monthly licence"),
        *("licence per month", "annual fee", "yearly fee"),
    ),
    "operations.tool.*.user_price": (
        "price per seat per month",
        "price per seat",
        "seat price",
        "price per user per month",
    ),
    "operations.tool.*.users": ("seats", "licensed users"),
    "security.control.*.setup": ("setup cost", "one off cost", "implementation cost"),
    "risks.risk.*.probability": ("likelihood", "chance"),
    "risks.risk.*.low": ("low impact", "lowest impact", "min", "minimum", "min impact"),
    "risks.risk.*.likely": ("likely impact", "most likely impact", "most likely"),
    "risks.risk.*.high": ("high impact", "highest impact", "max", "maximum", "max impact"),
    "finance.price_step.*.of": ("applies to", "price of"),
    "finance.price_step.*.change": ("change",),
    "finance.own_cost.*.paid": ("paid", "frequency", "how often", "billing", "billed", "basis", "period", "per"),
    "finance.own_cost.*.first": ("first month", "start month"),
    "finance.own_cost.*.last": ("last month", "end month"),
    "finance.benefit.*.amount": (
        *("monthly amount", "amount per month", "monthly benefit", "benefit per month", "monthly saving"),
        *("saving per month", "amount per year", "annual amount", "annual benefit", "annual saving", "annual savings"),
        *("benefit per year", "saving per year", "savings per year", "yearly amount", "yearly saving"),
        *("monthly savings", "savings per month", "annual value", "value per year"),
        *("value per month", "monthly value", "annual amount in full", "amount a month", "amount a year"),
    ),
    "finance.benefit.*.first": ("from month", "first month", "start month"),
    "criteria.criterion.*.weight": ("weight", "weighting"),
    "criteria.criterion.*.cloud": ("score cloud",),
    "criteria.criterion.*.on_premises": ("score on premises", "score on prem", "on prem"),
    "criteria.criterion.*.hybrid": ("score hybrid",),
}
"""Heads that people write over columns of rows of the plan, beside the labels and names of the declarations."""

_AVERAGE = frozenset({"average", "avg", "mean", "typical"})
_SAYS_NOTHING = _AVERAGE | {"expected", "estimated", "est", "approx"}
_HOW_MANY = re.compile(r"\b(?:no|number|count) of ")


def essence(head: str) -> str:
    """Return a head without words that say nothing of what stands below it.

    head: as `plainly` returns it.

    >>> essence("average tokens in"), essence("est no of users"), essence("requests")
    ('tokens in', 'users', 'requests')
    >>> essence("no cloud price")
    'no cloud price'
    """
    return " ".join(word for word in _HOW_MANY.sub("", head).split() if word not in _SAYS_NOTHING)


def averaged(head: str) -> bool:
    """Return whether a head says that what stands below it is an average."""
    return bool(_AVERAGE & set(head.split()))


SAID_OTHERWISE: Mapping[str, Mapping[str, str]] = {
    "finance.own_cost.*.paid": {
        **dict.fromkeys(("monthly", "per month", "a month", "each month"), "month"),
        **dict.fromkeys(("yearly", "annual", "annually", "per year", "per annum", "every year", "p.a."), "year"),
        **dict.fromkeys(("one-off", "one off", "once only", "single"), "once"),
    },
    "finance.price_step.*.of": {
        **dict.fromkeys(("electricity", "power"), "energy"),
        **dict.fromkeys(("cloud gpus", "gpus", "gpu", "rented gpus"), "cloud"),
        **dict.fromkeys(("servers", "server prices"), "hardware"),
        **dict.fromkeys(("apis", "api prices"), "api"),
        **dict.fromkeys(("salaries", "pay"), "wages"),
    },
    "finance.own_cost.*.vat": {
        **dict.fromkeys(("exempt", "no vat", "outside the scope", "none"), "outside"),
        **dict.fromkeys(("standard", "plus vat", "yes"), "taxed"),
    },
}
"""What people say for a choice, beside its value and its label."""
