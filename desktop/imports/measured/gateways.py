"""Logs of gateways and of servers of models: LiteLLM, Langfuse, traces of requests."""

import json
from collections.abc import Mapping
from datetime import tzinfo
from typing import cast

import numpy as np

from desktop.imports.measured.moments import DAY
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, distinct
from desktop.imports.measured.usage import (
    DEEPSEEK,
    DEEPSEEK_AMOUNTS,
    EMBEDDINGS,
    LITELLM,
    MODEL_CALLS,
    TRACE,
    Log,
    column_numbers,
    money_alone,
    priced,
    without_answer,
    word,
)
from desktop.storage.watching import Look
from models.plan.measurements import Flow


def litellm(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read LiteLLM's log of requests, one row each; of its prompts, answers and addresses nothing is read.

    Source: LiteLLM's schema.
    """
    tally = Tally("LiteLLM log of requests", "litellm", currency="USD")
    log = Log(opened, tally, zone)
    for chunk in chunks_of(opened, LITELLM, look):
        status = word(chunk.column("status"))
        failed = (status == "failure") | (status == "error")
        hits = word(chunk.column("cachehit")) == "true"
        spend = column_numbers(chunk, "spend", tally)
        one = np.ones(chunk.count)
        flows = {
            "requests": np.where(failed, 0.0, one),
            "failed_requests": np.where(failed, one, 0.0),
            "cache_answers": np.where(hits & ~failed, one, 0.0),
            "tokens_in": np.where(failed, 0.0, column_numbers(chunk, "prompttokens", tally)),
            "tokens_out": np.where(failed, 0.0, column_numbers(chunk, "completiontokens", tally)),
            "effective": spend,
            "billed": spend.copy(),
        }
        embeds = without_answer(chunk.column("model")) | without_answer(chunk.column("calltype"))
        flows = money_alone(tally, flows, embeds)
        began = chunk.column("starttime")
        log.take(log.times(began), log.once(chunk.column("requestid"), began), flows)
    tally.notices.append("Spend is taken for US dollars, as LiteLLM keeps it.")
    return priced(tally)


LITELLM_DAILY = (
    "date",
    "team",
    "teamid",
    "model",
    "spend",
    "requests",
    "apirequests",
    "totalrequests",
    "prompttokens",
    "completiontokens",
    "failedrequests",
    "successfulrequests",
)


def litellm_daily(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read the export of LiteLLM's dashboard by day.

    Its daily table with models repeats a team's whole spend for each model. Source: LiteLLM's dashboard.
    """
    tally = Tally("LiteLLM usage by day", "litellm", currency="USD")
    log = Log(opened, tally, zone, DAY)
    repeated = 0
    keys: set[tuple[str, str, float]] = set()
    for chunk in chunks_of(opened, LITELLM_DAILY, look):
        spend = column_numbers(chunk, "spend", tally)
        if chunk.has("model") and (chunk.has("team") or chunk.has("teamid")):
            for place, key in enumerate(
                zip(
                    chunk.column("date").tolist(),
                    (chunk.column("teamid") + chunk.column("team")).tolist(),
                    spend.tolist(),
                    strict=True,
                )
            ):
                if key in keys and key[2] > 0:
                    spend[place] = 0.0
                    repeated += 1
                keys.add(key)
        requests = next(
            (
                column_numbers(chunk, head, tally)
                for head in ("requests", "apirequests", "totalrequests", "successfulrequests")
                if chunk.has(head)
            ),
            np.full(chunk.count, np.nan),
        )
        flows = {
            "requests": requests,
            "tokens_in": column_numbers(chunk, "prompttokens", tally),
            "tokens_out": column_numbers(chunk, "completiontokens", tally),
            "effective": spend,
            "billed": spend.copy(),
        }
        flows = money_alone(tally, flows, without_answer(chunk.column("model")))
        log.take(log.times(chunk.column("date")), np.ones(chunk.count, dtype=np.bool_), flows, load="")
    if repeated:
        tally.warnings.append(
            f"{repeated:,} rows repeat the spend of the same team and day for another model; it is counted once."
        )
    return priced(tally)


LANGFUSE = (
    "id",
    "type",
    "level",
    "starttime",
    "inputusage",
    "outputusage",
    "prompttokens",
    "completiontokens",
    "usagedetails",
    "usagedetailsinput",
    "usagedetailsoutput",
    "inputcost",
    "outputcost",
    "totalcost",
    "calculatedtotalcost",
)


def langfuse(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read Langfuse's observations: generations alone, since spans wrap them. Source: Langfuse's data model."""
    tally = Tally("Langfuse observations", "langfuse", currency="USD")
    log = Log(opened, tally, zone)
    for chunk in chunks_of(opened, LANGFUSE, look):
        kind = word(chunk.column("type"))
        used = np.isin(kind.astype(str), list(MODEL_CALLS))
        embeds = kind.astype(str) == "embedding"
        tally.left[EMBEDDINGS] += int(np.count_nonzero(embeds))
        tally.left["of spans and events, which wrap the calls of models"] += int(np.count_nonzero(~used & ~embeds))
        details = _details(chunk.column("usagedetails"))
        flows = {"requests": np.ones(chunk.count)}
        for name, heads, key in (
            ("tokens_in", ("inputusage", "prompttokens"), "input"),
            ("tokens_out", ("outputusage", "completiontokens"), "output"),
        ):
            numbers = next(
                (column_numbers(chunk, head, tally) for head in heads if chunk.has(head)), np.full(chunk.count, np.nan)
            )
            flows[name] = np.where(np.isfinite(numbers) & (numbers > 0), numbers, details[key])
        if np.isfinite(details["cached"]).any():
            flows[Flow.TOKENS_CACHED] = details["cached"]
        for name, head in (("token_cost_in", "inputcost"), ("token_cost_out", "outputcost")):
            if chunk.has(head):
                flows[name] = column_numbers(chunk, head, tally)
        total = column_numbers(chunk, "totalcost" if chunk.has("totalcost") else "calculatedtotalcost", tally)
        flows |= {"effective": total, "billed": total.copy()}
        failed = np.array(word(chunk.column("level")) == "error", dtype=np.bool_)
        flows[Flow.FAILED_REQUESTS] = np.where(failed, flows["requests"], 0.0)
        flows["requests"] = np.where(failed, 0.0, flows["requests"])
        began = chunk.column("starttime")
        log.take(log.times(began), used & log.once(chunk.column("id"), began), flows)
    return priced(tally)


LANGSMITH = (
    *("id", "runtype", "status", "error", "starttime", "prompttokens", "completiontokens", "promptcost"),
    *("completioncost", "totalcost"),
)


def langsmith(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read LangSmith's runs: calls of models alone, since chains wrap them. Source: LangSmith, run schema."""
    tally = Tally("LangSmith runs", "langsmith", currency="USD")
    log = Log(opened, tally, zone)
    for chunk in chunks_of(opened, LANGSMITH, look):
        kind, status = word(chunk.column("runtype")).astype(str), word(chunk.column("status")).astype(str)
        used = kind == "llm"
        tally.left["of chains, tools and the like, which wrap the calls of models"] += int(np.count_nonzero(~used))
        failed = (status == "error") | (status == "failed")
        flows: dict[str, Floats] = {
            Flow.REQUESTS: np.where(failed, 0.0, 1.0),
            Flow.FAILED_REQUESTS: np.where(failed, 1.0, 0.0),
            Flow.TOKENS_IN: column_numbers(chunk, "prompttokens", tally),
            Flow.TOKENS_OUT: column_numbers(chunk, "completiontokens", tally),
        }
        if chunk.has("totalcost"):
            flows[Flow.EFFECTIVE] = column_numbers(chunk, "totalcost", tally)
            flows[Flow.BILLED] = flows[Flow.EFFECTIVE].copy()
        began = chunk.column("starttime")
        log.take(log.times(began), used & log.once(chunk.column("id"), began), flows)
    return priced(tally)


def _details(texts: Texts) -> Mapping[str, Floats]:
    """Return what details of use in JSON add up to: every key of input, of output, and what of the input was cached."""
    codes, values = distinct(texts)
    rows: list[tuple[float, float, float]] = []
    for value in values:
        try:
            details: object = json.loads(value) if value.strip() else {}
        except ValueError:
            details = {}
        counts = (
            {
                key.casefold(): float(one)
                for key, one in cast("Mapping[str, object]", details).items()
                if isinstance(one, (int, float))
            }
            if isinstance(details, dict)
            else {}
        )
        into = [count for key, count in counts.items() if "input" in key or "prompt" in key]
        out = [count for key, count in counts.items() if "output" in key or "completion" in key]
        cached = [
            count for key, count in counts.items() if "cache" in key and "creation" not in key and "write" not in key
        ]
        rows.append((sum(into) if into else np.nan, sum(out) if out else np.nan, sum(cached) if cached else np.nan))
    token_counts = np.array(rows, dtype=np.float64)[codes] if rows else np.zeros((0, 3))
    return {"input": token_counts[:, 0], "output": token_counts[:, 1], "cached": token_counts[:, 2]}


def deepseek(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read DeepSeek's usage, a row for each kind of count. Source: DeepSeek's export."""
    tally = Tally("DeepSeek usage", "deepseek")
    log = Log(opened, tally, zone)
    for chunk in chunks_of(opened, DEEPSEEK, look):
        start, end = log.times(chunk.column("starttimeiso")), log.times(chunk.column("endtimeiso"))
        kind, amount = word(chunk.column("type")), column_numbers(chunk, "amount", tally)
        flows: dict[str, Floats] = {}
        for name, into in DEEPSEEK_AMOUNTS.items():
            for flow in into:
                flows[flow] = flows.get(flow, np.zeros(chunk.count)) + np.where(kind == name, amount, 0.0)
        known = np.isin(kind.astype(str), list(DEEPSEEK_AMOUNTS))
        tally.left["of counts that are not read"] += int(np.count_nonzero(~known))
        log.take(start, known, flows, end)
    return tally


def trace(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read a trace of requests with their tokens, as Azure published for 2023. Source: Azure public dataset."""
    tally = Tally("trace of requests", "trace")
    log = Log(opened, tally, zone)
    for chunk in chunks_of(opened, TRACE, look):
        flows = {
            "requests": np.ones(chunk.count),
            "tokens_in": column_numbers(chunk, "contexttokens", tally),
            "tokens_out": column_numbers(chunk, "generatedtokens", tally),
        }
        log.take(log.times(chunk.column("timestamp")), np.ones(chunk.count, dtype=np.bool_), flows)
    return tally
