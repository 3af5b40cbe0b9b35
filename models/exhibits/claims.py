"""The article's claims, answered by the model at today's prices.

Each says under which inputs it holds, and where prices disagree.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from models.appraisal.model import model
from models.appraisal.results import case_result
from models.areas.options import OWNING
from models.catalogue.rows import catalogue
from models.exhibits.claims_of import Claim
from models.exhibits.figures import Table
from models.exhibits.market_claims import OBJECT, SSD, market_claims
from models.plan.plan import Entry, Plan, Row, blank_plan, new_plan
from models.quantities.declaration import Value


def _with(plan: Plan, changes: Mapping[str, Value]) -> Plan:
    for key, value in changes.items():
        plan = plan.with_entry("base", key, Entry(value))
    return plan


def _number(plan: Plan, line: str, month: int | None = None) -> float:
    figures = model(plan.structure).evaluate(plan.values("base"), [line])
    return figures.number(line) if month is None else float(figures.monthly(line)[month, 0])


def _rate() -> float:
    return catalogue()["fx.usd_gbp"].typical


def _one_server(hours: float, **changes: Value) -> Plan:
    """Return a plan of one server of eight H100 against P5 in London, with compute costs only.

    The server is busy for some hours a month.
    """
    plan = new_plan("Claims", {"workload": (Row("work", "Work"),), "pool": (Row("pool", "Pool"),)})
    nothing = blank_plan()
    quiet = {
        key: entry.value
        for key, entry in nothing.entries.items()
        if key in plan.entries and not key.startswith(("compute", "workloads", "finance"))
    }
    work = "workloads.workload.work."
    rows: dict[str, Value] = {f"security.control.{slug}.active": False for slug in plan.slugs["control"]}
    rows |= {f"operations.tool.{slug}.active": False for slug in plan.slugs["tool"]}
    rows |= {
        f"operations.role.{slug}.people_{option}": 0 for slug in plan.slugs["role"] for option in ("cloud", *OWNING)
    }
    own: dict[str, Value] = {
        f"{work}kind": "steady",
        f"{work}gpus": 8,
        f"{work}hours": hours,
        "compute.pool.pool.headroom": 0.0,
        "compute.pool.pool.highest_use": 1.0,
        "compute.pool.pool.instance_gpus": 1,
    }
    return _with(
        plan, {**quiet, **rows, **own, **{f"compute.pool.pool.{name}": value for name, value in changes.items()}}
    )


def _payback(plan: Plan) -> float | None:
    return case_result(plan, "base").pair("cloud", "on_premises", "nominal").sustained


def _payback_claim() -> Claim:
    paybacks = {share: _payback(_one_server(730 * share)) for share in (0.3, 0.4, 0.5, 0.75, 1.0)}
    committed = _payback(_one_server(730, committed_one_year=1.0))
    said = ", ".join(
        f"{'never' if month is None else f'month {month:.0f}'} at {share:.0%}" for share, month in paybacks.items()
    )
    also = "never" if committed is None else f"month {committed:.0f}"
    return Claim(
        "payback",
        "A constant workload pays owned servers back",
        "18–36 months",
        f"{said} busy, against P5 on demand in London; {also} against a one-year commitment",
        "at 30–50% busy, or against commitments",
        "eight H100 in colocation at catalogue prices, lead time of four months, power and maintenance included;"
        " people not",
    )


def _storage_claim(tier: str, entries: Sequence[str], title: str, article: str) -> Claim:
    rows = [row for row in catalogue().values() if row.id in entries]
    costs = sorted(
        _number(
            _with(
                blank_plan(),
                {
                    f"data.{tier}": 100,
                    f"data.price_{tier}": row.typical,
                    "data.cloud_currency": row.currency,
                    "finance.dollar_rate": _rate(),
                },
            ),
            "cloud.data.storage",
            1,
        )
        for row in rows
    )
    low, high = (float(one.replace("£", "").replace(",", "")) for one in article.split("–"))
    inside = low <= costs[-1] and costs[0] <= high
    return Claim(
        f"storage_{tier}",
        title,
        f"£{low:,.0f}–{high:,.0f} a month",
        f"£{costs[0]:,.0f}–{costs[-1]:,.0f} a month in London",
        "in part" if inside else "list prices are lower",
        "100 TB held, without retrieval and egress",
    )


def _spot_claim() -> Claim:
    row = catalogue()["cloud.aws.p5.london.spot_discount"]
    work = "workloads.workload.work."
    plain = _one_server(730)
    jobs: dict[str, Value] = {
        f"{work}kind": "training",
        f"{work}runs": 1,
        f"{work}run_hours": 2_000,
        f"{work}timing": "deferrable",
        f"{work}checkpointed": True,
    }
    before = _number(_with(plain, jobs), "cloud.total.monthly", 1)
    after = _number(_with(plain, {**jobs, "compute.pool.pool.spot_share": 1.0}), "cloud.total.monthly", 1)
    return Claim(
        "spot",
        "Spot capacity saves on fault-tolerant training",
        "60–80%",
        f"{1 - after / before:.0%} in London, with 10% of the hours repeated and idle on-demand hours avoided",
        "yes, for AWS in London",
        f"a discount of {row.typical:.0%}; Google's shrank to about 40% in 2026, and capacity may be withdrawn",
    )


def _lever_plan(lever: str, changes: Mapping[str, Value]) -> tuple[Plan, Plan]:
    """Return a plan of one served model without a lever and with it from month 1 on, free of charge."""
    served: dict[str, Value] = {
        "workloads.workload.steady.kind": "inference",
        "workloads.workload.steady.requests": 50_000_000,
        "workloads.workload.steady.replicas": 0,
        "workloads.workload.steady.precision": "fp16",
        "compute.pool.main.cloud_price": 5.0,
        f"cost_management.{lever}_start": 0,
        f"cost_management.{lever}_cost": 0,
        **changes,
    }
    plan = _with(blank_plan(), served)
    return plan, _with(plan, {f"cost_management.{lever}": True})


def _saved(lever: str, line: str, **changes: Value) -> float:
    without, having = _lever_plan(lever, {key.replace("__", "."): value for key, value in changes.items()})
    return 1 - _number(having, line, 12) / _number(without, line, 12)


def _quantisation_claim() -> Claim:
    saved = {
        to: _saved("quantise", "workloads.busy", cost_management__quantise_level=to) for to in ("int8", "fp8", "int4")
    }
    memory = {
        to: _saved(
            "quantise",
            "workloads.replica",
            cost_management__quantise_level=to,
            workloads__workload__steady__replica_gpus=8,
        )
        for to in ("fp8", "int4")
    }
    return Claim(
        "quantisation",
        "Quantisation saves on inference",
        "40–75%",
        f"GPU-hours: {saved['int8']:.0%} at INT8, {saved['fp8']:.0%} at FP8, {saved['int4']:.0%} at INT4; memory:"
        f" {memory['fp8']:.0%} and {memory['int4']:.0%}",
        "yes, from FP16",
        "a model already served at FP8 gains a sixth of its hours at INT4; accuracy must be checked",
    )


def _caching_claim() -> Claim:
    level = catalogue()["article.caching"]
    shares = [
        _saved("cache", "workloads.busy", cost_management__cache_level=one) for one in (level.low or 0, level.high or 0)
    ]
    floor = _saved(
        "cache",
        "workloads.mean",
        cost_management__cache_level=level.typical,
        workloads__workload__steady__requests=10_000,
        workloads__workload__steady__replicas=1,
    )
    return Claim(
        "caching",
        "Caching of frequent questions saves on inference",
        "30–60%",
        f"{shares[0]:.0%}–{shares[1]:.0%} of API bills and busy hours; {floor:.0%} where a replica must run anyway",
        "if so many questions repeat",
        "the share of questions that repeat is the saving: measure it at the gateway",
    )


def _retention_claim() -> Claim:
    level = catalogue()["article.retention"]
    held: dict[str, Value] = {"data.cold": 100, "data.price_cold": 0.03, "data.growth": 0.2}
    plan = _with(blank_plan(), {**held, "cost_management.retain_start": 0, "cost_management.retain_cost": 0})
    having = _with(plan, {"cost_management.retain": True, "cost_management.retain_deleted": level.typical})
    saved = 1 - _number(having, "cloud.data.storage", 60) / _number(plan, "cloud.data.storage", 60)
    return Claim(
        "retention",
        "Retention policies save on storage",
        "40–70%",
        f"{saved:.0%} where {level.typical:.0%} of the holdings are past retention",
        "if so much may be deleted",
        "what the law and the contract let you delete is the saving",
    )


def _small_model_claim() -> Claim:
    hours = {}
    for size in ("8b", "70b"):
        rates: dict[str, Value] = {
            f"workloads.workload.steady.{name}_rate": catalogue()[f"throughput.{size}.h100.fp8.{name}"].typical
            for name in ("prefill", "decode")
        }
        hours[size] = _number(_lever_plan("cache", rates)[0], "workloads.request_seconds", 1)
    return Claim(
        "small_model",
        "A 7B model in place of 70B",
        "90% less",
        f"{1 - hours['8b'] / hours['70b']:.0%} fewer GPU-seconds a request (8B against 70B, H100, FP8)",
        "nearly" if 1 - hours["8b"] / hours["70b"] < 0.9 else "yes",  # noqa: PLR2004
        # the claim
        "for requests that the small model answers well enough; the large one's replicas stay while any need it",
    )


def _million_calls_claim() -> Claim:
    costs: list[float] = []
    for row_id in (
        "api.openai.gpt_5_nano",
        "api.openai.gpt_6_1_terra",
        "api.anthropic.claude_sonnet_5",
        "api.openai.gpt_6_sol",
    ):
        prices: dict[str, Value] = {
            f"hosting.workload.steady.{name}": catalogue()[f"{row_id}.{name}"].typical
            for name in ("api_in", "api_out", "api_cached")
        }
        served: dict[str, Value] = {
            "workloads.workload.steady.kind": "inference",
            "workloads.workload.steady.requests": 1_000_000,
            "hosting.workload.steady.api_share": 1.0,
            "finance.dollar_rate": _rate(),
        }
        costs.append(
            _number(
                _with(blank_plan(), {**prices, **served, "hosting.workload.steady.api_currency": "USD"}),
                "cloud.hosting.api",
                1,
            )
        )
    return Claim(
        "million_calls",
        "A million API calls a month",
        "£500–5,000",
        f"£{min(costs):,.0f}–{max(costs):,.0f} for 1,000 tokens in and 300 out, from the smallest to a large model",
        "in part",
        "price lists of November 2026, without surcharge or discount",
    )


def _overrun_claim() -> Claim:
    owned = _one_server(146)
    turn = [
        factor
        for factor in np.arange(1, 5.01, 0.25)
        if case_result(
            _with(owned, {"cost_management.bill_factor": float(factor), "compute.pool.pool.committed_one_year": 0.0}),
            "base",
        )
        .ranked()[0]
        .key
        != "cloud"
    ]
    said = (
        f"a server a fifth busy is cheaper to own from {turn[0]:g} times the estimate on"
        if turn
        else "owning does not become cheaper"
    )
    return Claim(
        "overrun",
        "Bills over the first estimate within six months",
        "3–5 times",
        said,
        "a warning, not a forecast",
        "the levers' bill shock shows it for your plan",
    )


@cache
def claims() -> Sequence[Claim]:
    """Return every claim with its answer."""
    return (
        _payback_claim(),
        _storage_claim("cold", OBJECT, "100 TB in object storage", "2,000–4,000"),
        _storage_claim("hot", SSD, "100 TB on SSD", "10,000–20,000"),
        _spot_claim(),
        _quantisation_claim(),
        _caching_claim(),
        _retention_claim(),
        _small_model_claim(),
        _million_calls_claim(),
        *market_claims(),
        _overrun_claim(),
    )


def claims_table() -> Table:
    """Return the claims as a table."""
    rows = [[one.title, one.article, one.here, one.holds, one.condition] for one in claims()]
    return Table.of(
        ["The article says", "", "Here, at today's prices", "Holds", "Under these inputs"],
        rows,
        [one.key for one in claims()],
    )
