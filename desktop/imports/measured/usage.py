"""Use of models by API and gateway: requests and tokens, without a prompt, a key or a name."""

import json
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import cast

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.moments import DAY, HOUR, Moments, moments
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import TEN_MINUTES, Tally
from desktop.imports.measured.texts import Floats, Texts, distinct, numbers
from desktop.storage.watching import Look

type Bools = NDArray[np.bool_]


def _days(seconds: Floats) -> NDArray[np.int64]:
    return np.floor(np.where(np.isfinite(seconds), seconds, 0) / DAY).astype(np.int64)


def _number(chunk: Chunk, head: str, tally: Tally) -> Floats:
    values, odd = numbers(chunk.column(head))
    if odd.any():
        tally.aside[f"with an amount of {head} that is no number"] += int(odd.sum())
    return values


def _word(texts: Texts) -> Texts:
    codes, values = distinct(texts)
    return np.array([value.strip().casefold() for value in values], dtype=object)[codes] if values else texts


class _Log:
    """A log or a table of buckets while it is read: what all of these have in common.

    width: seconds of a bucket, 0 where each row is one moment.
    """

    def __init__(self, tally: Tally, zone: tzinfo, width: float = 0.0) -> None:
        self.tally, self.zone, self.width = tally, zone, width
        self.widest = 0.0
        tally.gaps_are_nothing = True
        tally.load_unit = "requests"

    def times(self, texts: Texts) -> Floats:
        """Return the times of rows."""
        found: Moments = moments(texts, self.zone)
        if not found.aware and np.isfinite(found.seconds).any():
            self.tally.zone_assumed = True
        return found.seconds

    def take(
        self, start: Floats, used: Bools, flows: Mapping[str, Floats], end: Floats | None = None, load: str = "requests"
    ) -> None:
        """Add the flows of the rows that are used."""
        tally = self.tally
        timed = used & np.isfinite(start)
        tally.aside["without a time that can be read"] += int(np.count_nonzero(used & ~timed))
        tally.used += int(timed.sum())
        if not timed.any():
            return
        days = _days(start)[timed]
        for name, values in flows.items():
            tally.add(name, days, values[timed])
        width = self.width if end is None else float(np.nanmax(np.append((end - start)[timed], 0.0)))
        self.widest = max(self.widest, width)
        first, last = float(start[timed].min()), float(start[timed].max())
        unit = width or HOUR
        tally.span(first - first % unit if not width else first, last + width if width else last - last % HOUR + HOUR)
        tally.cover(start[timed], np.full(int(timed.sum()), np.nan))
        if self.widest > HOUR:
            tally.load.clear()
            tally.fine.clear()
        elif load in flows:
            tally.add_load(start[timed], flows[load][timed])
            if width <= TEN_MINUTES:
                tally.add_load(start[timed], flows[load][timed], TEN_MINUTES)


# OpenAI

OPENAI_USAGE = (
    "starttime",
    "endtime",
    "nummodelrequests",
    "inputtokens",
    "outputtokens",
    "inputcachedtokens",
    "batch",
    "model",
)
OPENAI_EMPTY = frozenset({"starttime", "endtime", "starttimeiso", "endtimeiso"})


def openai_usage(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read the export of completions usage: input tokens hold the cached ones; buckets of only times had no use.

    Source: OpenAI usage dashboard and API.
    """
    tally = Tally("OpenAI completions usage", "openai usage", zone="UTC")
    log = _Log(tally, zone)
    empty: list[NDArray[np.float64]] = []
    for chunk in chunks_of(opened, OPENAI_USAGE, look):
        start, end = log.times(chunk.column("starttime")), log.times(chunk.column("endtime"))
        there = np.array([bool(str(one).strip()) for one in chunk.column("nummodelrequests")], dtype=np.bool_)
        tally.left["of buckets without use"] += int(np.count_nonzero(~there))
        empty.append(np.column_stack([start, end])[~there & np.isfinite(start) & np.isfinite(end)])
        requests = _number(chunk, "nummodelrequests", tally)
        batch = np.where(_word(chunk.column("batch")) == "true", requests, 0.0)
        flows = {
            "requests": requests,
            "tokens_in": _number(chunk, "inputtokens", tally),
            "tokens_cached": _number(chunk, "inputcachedtokens", tally),
            "tokens_out": _number(chunk, "outputtokens", tally),
            "batch_requests": batch,
        }
        log.take(start, there, flows, end)
    if not tally.used:
        tally.warnings.append("The export has no use in it: all of its buckets are empty.")
    else:
        _widen(tally, np.concatenate(empty), log.widest)
    tally.zone_assumed = False
    return tally


def _widen(tally: Tally, empty: NDArray[np.float64], width: float) -> None:
    """Widen the period by buckets without use: they were measured.

    A single empty day at the end is that of the export, which is not over.
    """
    behind = empty[empty[:, 0] >= tally.end]
    if width >= DAY and len(behind) == 1:
        empty = empty[empty[:, 0] < tally.end]
        tally.notices.append("The empty day at its end is taken for that of the export, which was not over.")
    if len(empty):
        tally.span(float(empty[:, 0].min()), float(empty[:, 1].max()))
        tally.cover(empty[:, 0], np.full(len(empty), np.nan))


def openai_cost(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read the export of costs by day; it has no tokens. Source: OpenAI usage dashboard."""
    tally = Tally("OpenAI cost", "openai cost", zone="UTC")
    log = _Log(tally, zone, DAY)
    for chunk in chunks_of(opened, ("starttime", "endtime", "amountvalue", "amountcurrency"), look):
        start = log.times(chunk.column("starttime"))
        amount = _number(chunk, "amountvalue", tally)
        there = np.isfinite(amount)
        tally.left["of days without cost"] += int(np.count_nonzero(~there))
        _currency(tally, [str(one).strip().upper() for one in chunk.column("amountcurrency")[there]])
        log.take(start, there, {"effective": amount, "billed": amount.copy()}, load="")
    tally.zone_assumed = False
    return _priced(tally)


def _currency(tally: Tally, told: Sequence[str]) -> None:
    for one in dict.fromkeys(told):
        if one and not tally.currency:
            tally.currency = one
        elif one and one != tally.currency:
            tally.warnings.append(
                f"Amounts in {one} stand beside {tally.currency}; they cannot be added up, and the cost is not drawn"
                " from the file."
            )
            for name in ("effective", "billed"):
                tally.flows.pop(name, None)


def _priced(tally: Tally) -> Tally:
    sums = tally.sums()
    if "effective" in sums:
        tally.reconciliation = (
            f"Cost {sums['effective']:,.6g} {tally.currency} in {tally.used:,} rows."
            if abs(sums["effective"]) < 1
            else f"Cost {sums['effective']:,.2f} {tally.currency} in {tally.used:,} rows."
        )
    return tally


# Anthropic

ANTHROPIC_USAGE = (
    "usagedateutc",
    "usageinputtokensnocache",
    "usageinputtokenscachewrite5m",
    "usageinputtokenscachewrite1h",
    "usageinputtokenscachewrite",
    "usageinputtokenscacheread",
    "usageoutputtokens",
    "usagetype",
)


def anthropic_usage(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read the export of usage: cached tokens stand outside the others, so that all four make the input.

    There is no count of requests. Source: Anthropic console.
    """
    tally = Tally("Anthropic usage", "anthropic usage", zone="UTC")
    log = _Log(tally, zone, DAY)
    for chunk in chunks_of(opened, ANTHROPIC_USAGE, look):
        parts = [
            np.zeros(chunk.count),
            *(np.nan_to_num(_number(chunk, head, tally)) for head in ANTHROPIC_USAGE[1:6] if chunk.has(head)),
        ]
        cached = np.nan_to_num(_number(chunk, "usageinputtokenscacheread", tally))
        flows = {
            "tokens_in": np.sum(parts, axis=0),
            "tokens_cached": cached,
            "tokens_out": _number(chunk, "usageoutputtokens", tally),
        }
        log.take(log.times(chunk.column("usagedateutc")), np.ones(chunk.count, dtype=np.bool_), flows, load="")
    tally.notices.append("It counts no requests: tokens of a request cannot be drawn from it.")
    tally.zone_assumed = False
    return tally


def anthropic_cost(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read the export of costs, rounded to cents a row. Source: Anthropic console."""
    tally = Tally("Anthropic cost", "anthropic cost", zone="UTC", currency="USD")
    log = _Log(tally, zone, DAY)
    for chunk in chunks_of(opened, ("usagedateutc", "costusd", "listpriceusd"), look):
        cost = _number(chunk, "costusd", tally)
        flows = {"effective": cost, "billed": cost.copy()}
        if chunk.has("listpriceusd"):
            flows["list"] = _number(chunk, "listpriceusd", tally)
        log.take(log.times(chunk.column("usagedateutc")), np.isfinite(cost), flows, load="")
    tally.notices.append("Each row is rounded to cents: the sum may differ from the invoice by half a cent a row.")
    tally.zone_assumed = False
    return _priced(tally)


# gateways

LITELLM = ("spend", "prompttokens", "completiontokens", "starttime", "endtime", "cachehit", "status")


def litellm(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read LiteLLM's log of requests, one row each; of its prompts, answers and addresses nothing is read.

    Source: LiteLLM's schema.
    """
    tally = Tally("LiteLLM log of requests", "litellm", currency="USD")
    log = _Log(tally, zone)
    for chunk in chunks_of(opened, LITELLM, look):
        status = _word(chunk.column("status"))
        failed = (status == "failure") | (status == "error")
        hits = _word(chunk.column("cachehit")) == "true"
        spend = _number(chunk, "spend", tally)
        one = np.ones(chunk.count)
        flows = {
            "requests": np.where(failed, 0.0, one),
            "failed_requests": np.where(failed, one, 0.0),
            "cache_answers": np.where(hits & ~failed, one, 0.0),
            "tokens_in": _number(chunk, "prompttokens", tally),
            "tokens_out": _number(chunk, "completiontokens", tally),
            "effective": spend,
            "billed": spend.copy(),
        }
        log.take(log.times(chunk.column("starttime")), np.ones(chunk.count, dtype=np.bool_), flows)
    tally.notices.append("Spend is taken for US dollars, as LiteLLM keeps it.")
    return _priced(tally)


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
    log = _Log(tally, zone, DAY)
    repeated = 0
    keys: set[tuple[str, str, float]] = set()
    for chunk in chunks_of(opened, LITELLM_DAILY, look):
        spend = _number(chunk, "spend", tally)
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
                _number(chunk, head, tally)
                for head in ("requests", "apirequests", "totalrequests", "successfulrequests")
                if chunk.has(head)
            ),
            np.full(chunk.count, np.nan),
        )
        flows = {
            "requests": requests,
            "tokens_in": _number(chunk, "prompttokens", tally),
            "tokens_out": _number(chunk, "completiontokens", tally),
            "effective": spend,
            "billed": spend.copy(),
        }
        log.take(log.times(chunk.column("date")), np.ones(chunk.count, dtype=np.bool_), flows, load="")
    if repeated:
        tally.warnings.append(
            f"{repeated:,} rows repeat the spend of the same team and day for another model; it is counted once."
        )
    return _priced(tally)


LANGFUSE = (
    "type",
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
_MODEL_CALLS = frozenset({"generation", "embedding"})


def langfuse(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read Langfuse's observations: generations alone, since spans wrap them. Source: Langfuse's data model."""
    tally = Tally("Langfuse observations", "langfuse", currency="USD")
    log = _Log(tally, zone)
    for chunk in chunks_of(opened, LANGFUSE, look):
        kind = _word(chunk.column("type"))
        used = np.isin(kind.astype(str), list(_MODEL_CALLS))
        tally.left["of spans and events, which wrap the calls of models"] += int(np.count_nonzero(~used))
        details = _details(chunk.column("usagedetails"))
        flows = {"requests": np.ones(chunk.count)}
        for name, heads, key in (
            ("tokens_in", ("inputusage", "prompttokens"), "input"),
            ("tokens_out", ("outputusage", "completiontokens"), "output"),
        ):
            told = next(
                (_number(chunk, head, tally) for head in heads if chunk.has(head)), np.full(chunk.count, np.nan)
            )
            flows[name] = np.where(np.isfinite(told) & (told > 0), told, details[key])
        if np.isfinite(details["cached"]).any():
            flows["tokens_cached"] = details["cached"]
        for name, head in (("token_cost_in", "inputcost"), ("token_cost_out", "outputcost")):
            if chunk.has(head):
                flows[name] = _number(chunk, head, tally)
        total = _number(chunk, "totalcost" if chunk.has("totalcost") else "calculatedtotalcost", tally)
        flows |= {"effective": total, "billed": total.copy()}
        log.take(log.times(chunk.column("starttime")), used, flows)
    return _priced(tally)


def _details(texts: Texts) -> Mapping[str, Floats]:
    """Return what details of use in JSON add up to: every key of input, of output, and what of the input was cached."""
    codes, values = distinct(texts)
    rows: list[tuple[float, float, float]] = []
    for value in values:
        try:
            found: object = json.loads(value) if value.strip() else {}
        except ValueError:
            found = {}
        counts = (
            {
                key.casefold(): float(one)
                for key, one in cast("Mapping[str, object]", found).items()
                if isinstance(one, (int, float))
            }
            if isinstance(found, dict)
            else {}
        )
        into = [count for key, count in counts.items() if "input" in key or "prompt" in key]
        out = [count for key, count in counts.items() if "output" in key or "completion" in key]
        cached = [
            count for key, count in counts.items() if "cache" in key and "creation" not in key and "write" not in key
        ]
        rows.append((sum(into) if into else np.nan, sum(out) if out else np.nan, sum(cached) if cached else np.nan))
    told = np.array(rows, dtype=np.float64)[codes] if rows else np.zeros((0, 3))
    return {"input": told[:, 0], "output": told[:, 1], "cached": told[:, 2]}


DEEPSEEK = ("starttimeiso", "endtimeiso", "type", "amount")
_DEEPSEEK: Mapping[str, tuple[str, ...]] = {
    "request_count": ("requests",),
    "input_cache_hit_tokens": ("tokens_in", "tokens_cached"),
    "input_cache_miss_tokens": ("tokens_in",),
    "output_tokens": ("tokens_out",),
}


def deepseek(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read DeepSeek's usage, a row for each kind of count. Source: DeepSeek's export."""
    tally = Tally("DeepSeek usage", "deepseek")
    log = _Log(tally, zone)
    for chunk in chunks_of(opened, DEEPSEEK, look):
        start, end = log.times(chunk.column("starttimeiso")), log.times(chunk.column("endtimeiso"))
        kind, amount = _word(chunk.column("type")), _number(chunk, "amount", tally)
        flows: dict[str, Floats] = {}
        for name, into in _DEEPSEEK.items():
            for flow in into:
                flows[flow] = flows.get(flow, np.zeros(chunk.count)) + np.where(kind == name, amount, 0.0)
        known = np.isin(kind.astype(str), list(_DEEPSEEK))
        tally.left["of counts that are not read"] += int(np.count_nonzero(~known))
        log.take(start, known, flows, end)
    return tally


TRACE = ("timestamp", "contexttokens", "generatedtokens")


def trace(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read a trace of requests with their tokens, as Azure published for 2023. Source: Azure public dataset."""
    tally = Tally("trace of requests", "trace")
    log = _Log(tally, zone)
    for chunk in chunks_of(opened, TRACE, look):
        flows = {
            "requests": np.ones(chunk.count),
            "tokens_in": _number(chunk, "contexttokens", tally),
            "tokens_out": _number(chunk, "generatedtokens", tally),
        }
        log.take(log.times(chunk.column("timestamp")), np.ones(chunk.count, dtype=np.bool_), flows)
    return tally
