"""What a column of a table of use can be: by the heads that people write, or as somebody has mapped it by hand."""

import re
from collections.abc import Collection, Mapping, Sequence

from desktop.imports.measured.amount_heads import ALL_OF_THEM, AMOUNTS, LASTED, NO_ANSWERS
from desktop.imports.measured.head_units import BASES, WITH_UNIT, factor, without_rate, without_unit
from desktop.imports.measured.ledger_sides import (
    CURRENCY_BEHIND,
    credits_beside,
    of_several_currencies,
    sides_of_a_ledger,
)
from desktop.imports.measured.texts import folded
from desktop.imports.measured.time_columns import END, TIME, is_cost_explorer, time_of

LEFT = ""
ROLES: Mapping[str, str] = {
    LEFT: "not used",
    TIME: "time of the row",
    END: "end of the row's time",
    "requests": "requests",
    "tokens_in": "input tokens",
    "tokens_cached": "cached input tokens, part of the input",
    "cache_read": "input tokens read from a cache, beside the input",
    "cache_written": "input tokens written to a cache, beside the input",
    "tokens_out": "output tokens",
    "in_each": "input tokens of each request",
    "out_each": "output tokens of each request",
    "gpu_hours": "GPU-hours",
    "gpus": "GPUs at that time",
    "hours": "hours that the GPUs of the row ran",
    "gpus_each": "GPUs of each machine, beside the hours of machines",
    "utilisation": "utilisation of GPUs",
    "egress_gb": "GB out to the internet",
    "cost": "cost",
    "tax": "tax within the cost",
    "credited": "credits, which are taken off the cost",
    "load": "load without a unit",
}
"""What a column can be taken for, with its words."""

GAUGES = frozenset({"gpus", "utilisation", "load"})
"""What holds at a time; all else is counted over it."""

COUNTS = frozenset({"requests", "tokens_in", "tokens_cached", "tokens_out", "cost"})
"""What has no thousandths: 1.2m of it is 1.2 million."""

COLUMN = "column:"
"""Before the folded head in the name of an answer that says what a column is."""

_IN = r"(?:(?:in)?(usd|gbp|eur|cad|aud|chf|jpy|inr))?$"
_COST = re.compile(
    r"^(?:cost|spend|amount(?:in(?:lc|local(?:crcy|currency)|companycodecurrency))?|totalcosts?|costus|monthlycost"
    r"|(?:total)?charges?|amount(?:charged|paid|billed|invoiced|spent)|(?:charged|paid|billed|invoiced|invoice)amount"
    r"|kosten|gesamtkosten|betrag|couts?|montant"
    rf"|costo|costi|costototale|importo|costes?|costetotal|importe|bedrag|totalekosten){_IN}"
)
_PAID = tuple(
    re.compile(f"^(?:{one}){_IN}")
    for one in (
        *("unroundedsubtotal", "subtotal", "netcost", "costafterdiscounts"),
        *(
            "net(?:amount|total|value)?",
            "(?:cost|amount|total|price|charges?)(?:net|(?:before|without|exc?l?|excluding|pre)(?:tax|vat)|netof(?:tax|vat))",
            "pretax(?:cost|amount|total|charges?)?|exc?l?vat",
            "netto(?:betrag|kosten|summe|preis)?|(?:kosten|betrag|summe|gesamt|preis)(?:netto|ohnemwst|ohneust)",
            "(?:montant|total|cout|prix)(?:ht|horstaxes?)",
            "(?:costo|importo|totale|importe|coste|total|imponibile)(?:netto|neto|sinimpuestos|siniva|senzaiva)|imponibile",
            "(?:bedrag|kosten|totaal)(?:exclbtw|exclusiefbtw|zonderbtw)",
        ),
    )
)
"""Heads of what is paid after savings, or before VAT: where there is one, a cost beside it is another amount."""

MODELS = frozenset({"model", "modelname", "modelid", "modelpermaslug", "deployment"})
"""Heads of the model that was called."""

_BY = MODELS | frozenset(
    {
        "apikey",
        "apikeyname",
        "apikeyid",
        "project",
        "projectid",
        "workspace",
        "workspaceid",
        "user",
        "userid",
        "team",
        "teamid",
        "namespace",
        "pod",
        "endpoint",
        "service",
        "provider",
        "providername",
        "region",
        "app",
        "appname",
        "queue",
        "cluster",
        "route",
    }
)
"""Heads by which a table of use is broken down: rows of one time then add up."""


def mapped_by_hand(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the columns that somebody has mapped, by folded head, with what each is."""
    return {name.removeprefix(COLUMN): role for name, role in answers.items() if name.startswith(COLUMN)}


def amounts_of(heads: Sequence[str], hand: Mapping[str, str]) -> dict[str, str]:
    """Return the columns that are amounts, by folded head, with what each is; hand: as somebody has mapped them."""
    amounts: dict[str, str] = {}
    paid = next((head for one in _PAID for head in heads if one.match(folded(without_unit(head)[0]))), "")
    said = any(folded(head) in CURRENCY for head in heads)
    # of what goes out, that to the internet comes first; and where a column says in which currency costs are, one that
    # is headed with a currency is another's
    # those in use come before those that are there
    first = sorted(heads, key=lambda one: ("internet" not in folded(one), folded(one) in ALL_OF_THEM))
    for head in sorted(first, key=lambda one: said and _IN_A_CURRENCY.search(folded(one)) is not None):
        name = folded(head)
        by_name = "cost" if head and head == paid else _by_name(head, cost=not paid)
        what = hand.get(name, LEFT) if hand else by_name
        if (
            what
            and what not in {TIME, END}
            and (
                what not in amounts.values() or (hand and what == "cost") or _of_one_metric(head, what, heads, amounts)
            )
        ):
            amounts[name] = what
    if not hand and "cost" not in amounts.values():
        amounts |= sides_of_a_ledger(heads)
    if not hand:
        amounts |= credits_beside(heads, amounts)
    names = [folded(head) for head in heads]
    if not hand and "tax" in names and is_cost_explorer(names):  # its total holds the tax of the column beside it
        amounts["tax"] = "tax"
    amounts = amounts if hand else _with_loose(heads, amounts)
    if not hand and not {"gpus", "gpus_each"} & set(amounts.values()):
        # how long something took says nothing where no GPU stands beside it
        lasted = {folded(head) for head in heads if folded(without_unit(head)[0]) in LASTED}
        amounts = {name: role for name, role in amounts.items() if name not in lasted}
    if not hand and {"requests", "tokens_in", "tokens_out"} & set(amounts.values()):
        # of requests, how long they took and not how long GPUs ran
        took = {folded(head) for head in heads if without_unit(head)[1] in _MOMENTS or folded(head) in _TOOK}
        amounts = {name: role for name, role in amounts.items() if not (role == "hours" and name in took)}
    return amounts


_TOOK, _MOMENTS = frozenset({"seconds", "secs"}), frozenset({"ms", "s", "sec", "secs", "seconds"})


def _of_one_metric(head: str, role: str, heads: Sequence[str], amounts: Mapping[str, str]) -> bool:
    """Return whether a head is the metric of one more resource, which adds to what was found of the role."""
    found = next((other for other in heads if amounts.get(folded(other)) == role), "")
    metrics = [match and (match[1], match[2]) for match in map(_OF_A_METRIC.match, (head.strip(), found.strip()))]
    return metrics[0] is not None and metrics[0] == metrics[1] and role not in GAUGES


_IN_A_CURRENCY = re.compile(r"(usd|gbp|eur|cad|aud|chf|jpy|inr)$")

_OF_ANOTHER = frozenset(
    {
        *("failed", "failures", "failure", "errors", "error", "rejected", "cancelled", "cumulative", "previous"),
        *("prior", "last", "forecast", "budget", "planned", "target", "expected", "max", "maximum", "min", "minimum"),
        *("p50", "p75", "p90", "p95", "p99", "percentile"),
        *("peak", "limit", "quota", "cpu", "memory", "mem", "disk", "network", "storage"),
        *("estimated", "estimate", "budgeted", "projected", "forecasted", "idle", "wasted", "unused", "baseline"),
    }
)
"""Words before a head's last one that make it another thing: failed requests are not the requests."""

_OF_NO_MEAN = frozenset(
    {"cost", "spend", "price", "requested", "threshold", "lost", "limit", "alert", "billed", "rank"}
)
"""Words in a head of utilisation that make it something else than the mean of a time."""

_OF_HOURS = re.compile(r"gpu[\s_-]*hours?\b", re.IGNORECASE)

_BESIDE = frozenset({"hours", "gpus_each", "in_each", "out_each", "tax"})
"""What says something beside other amounts alone."""

_AVERAGES = frozenset({"average", "avg", "mean"})


def _with_loose(heads: Sequence[str], amounts: dict[str, str]) -> dict[str, str]:
    """Return columns with those that only the last word of a head names, such as "Served requests".

    Nothing is taken where two of them would be the same: which one holds is not said.
    """
    found: dict[str, list[str]] = {}
    tokens = any("token" in folded(head) for head in heads)
    for head in heads:
        *before, last = head.casefold().split() or [""]
        role = AMOUNTS.get(folded(last), "") if before else ""
        if role in _BESIDE:  # hours are those of GPUs where the head says so, and of anything else where it does not
            role = AMOUNTS.get(folded(f"{before.pop()}{last}"), "") if len(before) > 1 else ""
        other = _OF_ANOTHER & set(before) or (_AVERAGES & set(before) and role not in GAUGES)
        # with tokens beside them they are requests to a model, whatever they are called
        other = other or (role == "requests" and not tokens and NO_ANSWERS & set(before))
        if role and not other and folded(head) not in amounts and role not in amounts.values():
            found.setdefault(role, []).append(folded(head))
    loose = {names[0]: role for role, names in found.items() if len(names) == 1}
    if "cost" not in amounts.values():
        cost = _loose_cost(heads)
        loose |= dict.fromkeys([cost] if cost else _costs_of_vendors(heads), "cost")
    return amounts | loose


_OF_WHAT = (
    "cloud|ai|gpus?|compute|api|platform|usage|llm|models?|inference|training|infrastructure|services?|hosting|storage"
    "|total|overall|monthly|month|actual|net|billed|invoiced|charged|aws|azure|gcp|google|openai|anthropic|bedrock|oci"
)
_LOOSE_COSTS = (
    re.compile(rf"^(?:(?:{_OF_WHAT})\s+)+(?:costs?|spend|spending|bill|charges?)$", re.IGNORECASE),
    re.compile(r"^(?:actuals?|total|totals)$", re.IGNORECASE),
)
"""Heads of a cost of what is planned here, and those that are known beside a currency alone."""

_VENDORS = re.compile(
    r"^(?:(?:amazon|aws|azure|microsoft|gcp|google|openai|anthropic|claude|bedrock|vertex|oci|oracle|mistral|cohere"
    r"|hugging ?face|together|groq|fireworks|replicate|runpod|lambda|coreweave|nebius|scaleway|ovh(?:cloud)?|equinix"
    r"|digitalocean|databricks|snowflake|nvidia|vast\.ai|deepseek|openrouter|perplexity|gemini)"
    r"(?:\s+(?:cloud|api|apis|labs|ai|costs?|spend|bill))*[\s/&+-]*)+$",
    re.IGNORECASE,
)
"""Heads of what is paid to one supplier, where each has a column of its own."""

_OF_BUDGETS = re.compile(r"(?:budget|forecast)(?:ed)?\b", re.IGNORECASE)
"""Beside such a head what was actual is money."""


def _loose_cost(heads: Sequence[str]) -> str:
    """Return the one column that is a cost by its last word, such as Cloud cost (£); empty where several are, or none.

    A total, or what was actual, is one where a currency stands behind it, or a budget beside it.

    >>> _loose_cost(["Month", "Total £"]), _loose_cost(["Month", "Budget", "Actual"]), _loose_cost(["Month", "Total"])
    ('total', 'actual', '')
    """
    for pattern in _LOOSE_COSTS:
        bare = {head: CURRENCY_BEHIND.sub("", without_unit(head)[0]).strip() for head in heads}
        planned = any(_OF_BUDGETS.match(head.strip()) for head in heads)
        of_money = [head for head in heads if pattern is _LOOSE_COSTS[0] or planned or bare[head] != head.strip()]
        named = [folded(head) for head in of_money if pattern.search(bare[head])]
        if len(named) == 1:
            return named[0]
    return ""


_UTILISED = re.compile(r"^(?=[^{}:]*\bgpus?\b)[^{}:]*\butili[sz]ation\b[^{}:]*$", re.IGNORECASE)


def _costs_of_vendors(heads: Sequence[str]) -> list[str]:
    """Return the columns of what is paid to each supplier, all in one currency, which add up; none where they do not.

    >>> _costs_of_vendors(["Month", "AWS ($)", "OpenAI ($)", "Budget ($)"]), _costs_of_vendors(["Month", "AWS", "GCP"])
    (['aws', 'openai'], [])
    """
    bare = {head: CURRENCY_BEHIND.sub("", without_unit(head)[0]).strip() for head in heads}
    found = [head for head in heads if bare[head] != head.strip() and _VENDORS.match(bare[head])]
    return [folded(head) for head in found] if len(found) > 1 and not of_several_currencies(found) else []


_PER_CENT = re.compile(r"[\s_]*[(\[]?\s*(?:%|per ?cent|pct)\s*[)\]]?\s*$", re.IGNORECASE)

RATED = frozenset({"requests", "tokens_in", "tokens_out", "tokens_cached"})
"""What a table may give by the second or the minute."""


def rates_of(heads: Sequence[str], amounts: Mapping[str, str]) -> dict[str, float]:
    """Return the seconds in which a column's amounts are counted, by folded head, of those that are rates."""
    named = {folded(head): without_rate(head)[1] for head in heads if amounts.get(folded(head)) in RATED}
    return {name: seconds for name, seconds in named.items() if seconds}


_OF_A_METRIC = re.compile(r"^(.{1,80}?) \((Sum|Total|Count|Avg|Average)\)(?:,? .*)?$")
"""A metric in a portal's CSV: Processed Prompt Tokens (Sum) aoai-prod."""


def _by_name(head: str, *, cost: bool) -> str:
    """Return what a head's words make a column, with the unit it may give; cost: whether it may be one."""
    name, (bare, unit) = folded(head), without_unit(head)
    metric = _OF_A_METRIC.match(head.strip())
    for one in (name, folded(bare), folded(metric[1]) if metric else ""):
        if cost and _COST.match(one):
            return "cost"
        # an average of what is counted is no count
        if one in AMOUNTS and not (metric and metric[2].startswith("Av") and AMOUNTS[one] not in GAUGES):
            return AMOUNTS[one]
    stripped = _PER_CENT.sub("", head).split()
    if stripped and stripped[-1].casefold() in _AVERAGES:
        stripped.pop()
    elif stripped and stripped[0].casefold() in _AVERAGES:
        del stripped[0]
    if (gauge := AMOUNTS.get(folded(" ".join(stripped)), "")) in GAUGES:
        return gauge
    words = set(re.findall(r"[a-z]+\d*", head.casefold()))
    if _UTILISED.search(head) and not _OF_HOURS.search(head) and not (_OF_ANOTHER | _OF_NO_MEAN) & words:
        return "utilisation"  # however many GPUs it names beside
    rated, seconds = without_rate(head)
    if seconds and (flow := AMOUNTS.get(folded(rated), "")) in RATED:
        return flow
    if folded(bare) in LASTED:
        return "hours"
    base = BASES.get(folded(bare), "") if unit else ""
    return base if base and factor(head, base) else WITH_UNIT.get(name, ("", 1.0))[0]


def scales_of(heads: Sequence[str], amounts: Mapping[str, str]) -> dict[str, float]:
    """Return what the unit of each column multiplies its values by, by folded head, where that is not 1."""
    scales = {folded(head): factor(head, amounts[folded(head)]) for head in heads if folded(head) in amounts}
    return {name: scale for name, scale in scales.items() if scale != 1}


def told_units(heads: Sequence[str], amounts: Mapping[str, str]) -> list[str]:
    """Return how units that heads give are read, as a note; none where they give none."""
    scales = scales_of(heads, amounts)
    said = [f"“{head[:60]}” {_times(scales[folded(head)])}" for head in heads if folded(head) in scales]
    return [f"Units that its heads give are read: {', '.join(said)}."] if said else []


def _times(scale: float) -> str:
    return f"× {scale:,.6g}" if scale >= 1 else f"÷ {1 / scale:,.6g}"


def broken_down(heads: Sequence[str]) -> bool:
    """Return whether a table has a row for each model, project or the like, so that rows of one time add up."""
    return any(folded(head) in _BY for head in heads)


_OF_STAFF = frozenset({"fte", "salary", "basesalary", "annualsalary", "grade", "jobtitle", "basepay", "payband"})
"""Heads of a list of people, whose dates are those of their contracts."""


def is_series(heads: Sequence[str], hand: Mapping[str, str]) -> bool:
    """Return whether heads are those of a plain table of times and amounts."""
    roles = set(amounts_of(heads, hand).values())
    staff = not hand and len(_OF_STAFF & {folded(head) for head in heads}) > 1
    hours = {"hours"} if {"gpus", "gpus_each"} & roles else set[str]()
    return bool(time_of(heads, hand)) and bool(roles - _BESIDE | hours) and not staff


CURRENCY = (
    *("currency", "currencycode", "billingcurrency", "costcurrency", "wahrung", "devise", "valuta", "moneda"),
    *("lcurr", "localcurrency", "companycodecurrency"),
)
"""Heads of the currency of a row."""


_MOST_LABELS = 12
"""Columns of a table that are looked at for what breaks it down."""


def labels_of(heads: Sequence[str], used: Collection[str]) -> list[str]:
    """Return the columns that may name what a row is of, by folded head; used: the columns of times and amounts."""
    names = dict.fromkeys(map(folded, heads))
    told = (name for name in names if name and name not in {*used, *CURRENCY, *AMOUNTS} and not _COST.match(name))
    return list(told)[:_MOST_LABELS]


def currency_of(head: str) -> str:
    """Return the currency that the head of a cost names, in capitals, empty where it names none."""
    match = next((match for one in (_COST, *_PAID) if (match := one.match(folded(head)))), None)
    return (match[1] or "").upper() if match else ""
