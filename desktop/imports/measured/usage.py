"""Use of models by API and gateway: requests and tokens, without a prompt, a key or a name."""

import re
from collections.abc import Mapping, Sequence
from datetime import tzinfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from desktop.imports.measured.moments import DAY, HOUR, moments
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import NO_CURRENCY, TEN_MINUTES, Tally
from desktop.imports.measured.texts import Floats, Seen, Texts, distinct, numbers
from desktop.storage.watching import Look
from models.plan.measurements import Flow

type Bools = NDArray[np.bool_]


def _days(seconds: Floats) -> NDArray[np.int64]:
    return np.floor(np.where(np.isfinite(seconds), seconds, 0) / DAY).astype(np.int64)


def column_numbers(chunk: Chunk, head: str, tally: Tally) -> Floats:
    """Return the numbers of a column; cells that hold none are set aside."""
    values, odd = numbers(chunk.column(head))
    if odd.any():
        tally.aside[f"with an amount of {head} that is not a number"] += int(odd.sum())
    return values


def word(texts: Texts) -> Texts:
    """Return texts in small letters without spaces around them."""
    codes, values = distinct(texts)
    return np.array([value.strip().casefold() for value in values], dtype=object)[codes] if values else texts


def money_alone(tally: Tally, flows: Mapping[str, Floats], unanswered: Bools) -> dict[str, Floats]:
    """Return flows that keep nothing but money in rows of models that answer with no text, which are told."""
    many = int(np.count_nonzero(unanswered))
    if not many:
        return dict(flows)
    priced = any(name in MONEY for name in flows)
    tally.left[EMBEDDINGS + (" (their cost is read)" if priced else "")] += many
    return {name: column if name in MONEY else np.where(unanswered, 0.0, column) for name, column in flows.items()}


class Requests:
    """Which requests have been read: by what identifies each, and when it came, since some logs count anew."""

    def __init__(self) -> None:
        self._seen = Seen()

    def first(self, ids: Texts, times: Texts) -> Bools:
        """Return which rows are of a request that is new; one that nothing identifies always is."""
        if not (ids != "").any():
            return np.ones(len(ids), dtype=np.bool_)
        prints: NDArray[np.uint64] = pd.util.hash_array(ids) ^ (pd.util.hash_array(times) * np.uint64(3))
        named = ~pd.Series(ids, dtype=object).isin(["", "null", "NULL", "None", "none", "nan"]).to_numpy()
        return self._seen.new(prints) | ~named


class Log:
    """A log or a table of buckets while it is read: what all of these have in common.

    width: seconds of a bucket, 0 where each row is one moment.
    """

    def __init__(self, opened: Opened, tally: Tally, zone: tzinfo, width: float = 0.0) -> None:
        self.tally, self.zone, self.width, self.order = tally, zone, width, opened.order
        self.widest = 0.0
        self._requests = Requests()
        tally.gaps_are_nothing = True
        tally.load_unit = "requests"

    def times(self, texts: Texts) -> Floats:
        """Return the times of rows."""
        return self.tally.timed(moments(texts, self.zone, self.order))

    def once(self, ids: Texts, times: Texts) -> Bools:
        """Return which rows are of a request that no row before was of; those that are not are counted and told."""
        first = self._requests.first(ids, times)
        self.tally.aside["of a request that stands in a row before"] += int(np.count_nonzero(~first))
        return first

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
        width = self.width if end is None else float(np.nanmax(np.append((end - start)[timed], 0.0)))
        self.widest = max(self.widest, width)
        long = end is not None and width > DAY * 1.01
        for name, values in flows.items():
            if long and end is not None:
                tally.spread(Flow(name), start[timed], end[timed], values[timed])
            else:
                tally.add(Flow(name), days, values[timed])
        if width:
            last = float(start[timed].max()) + width if end is None else float(np.nanmax(end[timed]))
            tally.span(float(start[timed].min()), last)
        else:
            tally.span_moments(start[timed])
        tally.cover(start[timed], end[timed] if long and end is not None else np.full(int(timed.sum()), np.nan))
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
    log = Log(opened, tally, zone)
    empty: list[NDArray[np.float64]] = []
    for chunk in chunks_of(opened, OPENAI_USAGE, look):
        start, end = log.times(chunk.column("starttime")), log.times(chunk.column("endtime"))
        there = np.array([bool(str(one).strip()) for one in chunk.column("nummodelrequests")], dtype=np.bool_)
        tally.left["of buckets without use"] += int(np.count_nonzero(~there))
        embeds = there & without_answer(chunk.column("model"))
        tally.left[EMBEDDINGS] += int(np.count_nonzero(embeds))
        there &= ~embeds
        empty.append(np.column_stack([start, end])[~there & np.isfinite(start) & np.isfinite(end)])
        requests = column_numbers(chunk, "nummodelrequests", tally)
        batch = np.where(word(chunk.column("batch")) == "true", requests, 0.0)
        flows = {
            "requests": requests,
            "tokens_in": column_numbers(chunk, "inputtokens", tally),
            "tokens_cached": column_numbers(chunk, "inputcachedtokens", tally),
            "tokens_out": column_numbers(chunk, "outputtokens", tally),
            "batch_requests": batch,
        }
        log.take(start, there, flows, end)
    if not tally.used:
        what = "embeddings alone" if tally.left[EMBEDDINGS] else "no use in it: all of its buckets are empty"
        tally.warnings.append(f"The export has {what}.")
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
    log = Log(opened, tally, zone, DAY)
    for chunk in chunks_of(opened, ("starttime", "endtime", "amountvalue", "amountcurrency"), look):
        start = log.times(chunk.column("starttime"))
        amount = column_numbers(chunk, "amountvalue", tally)
        there = np.isfinite(amount)
        tally.left["of days without cost"] += int(np.count_nonzero(~there))
        _currency(tally, [str(one).strip().upper() for one in chunk.column("amountcurrency")[there]])
        log.take(start, there, {"effective": amount, "billed": amount.copy()}, load="")
    tally.zone_assumed = False
    return priced(tally)


def _currency(tally: Tally, told: Sequence[str]) -> None:
    for one in dict.fromkeys(told):
        if one and not tally.currency:
            tally.currency = one
        elif one and one != tally.currency:
            tally.warnings.append(
                f"Amounts in {one} stand beside {tally.currency}; they cannot be added up, and the cost is not drawn"
                " from the file."
            )
            for name in (Flow.EFFECTIVE, Flow.BILLED):
                tally.flows.pop(name, None)


def priced(tally: Tally) -> Tally:
    """Return what a log with prices adds up to."""
    sums = tally.sums()
    if Flow.EFFECTIVE in sums:
        amount = f"{sums['effective']:,.6g}" if abs(sums[Flow.EFFECTIVE]) < 1 else f"{sums['effective']:,.2f}"
        code = tally.currency or NO_CURRENCY
        tally.reconciliation = f"Cost {amount} {code} in {tally.used:,} rows."
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
    log = Log(opened, tally, zone, DAY)
    for chunk in chunks_of(opened, ANTHROPIC_USAGE, look):
        parts = [
            np.zeros(chunk.count),
            *(np.nan_to_num(column_numbers(chunk, head, tally)) for head in ANTHROPIC_USAGE[1:6] if chunk.has(head)),
        ]
        cached = np.nan_to_num(column_numbers(chunk, "usageinputtokenscacheread", tally))
        flows = {
            "tokens_in": np.sum(parts, axis=0),
            "tokens_cached": cached,
            "tokens_out": column_numbers(chunk, "usageoutputtokens", tally),
        }
        log.take(log.times(chunk.column("usagedateutc")), np.ones(chunk.count, dtype=np.bool_), flows, load="")
    tally.notices.append("It counts no requests: tokens of a request cannot be drawn from it.")
    tally.zone_assumed = False
    return tally


def anthropic_cost(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read the export of costs, rounded to cents a row. Source: Anthropic console."""
    tally = Tally("Anthropic cost", "anthropic cost", zone="UTC", currency="USD")
    log = Log(opened, tally, zone, DAY)
    for chunk in chunks_of(opened, ("usagedateutc", "costusd", "listpriceusd"), look):
        cost = column_numbers(chunk, "costusd", tally)
        flows = {"effective": cost, "billed": cost.copy()}
        if chunk.has("listpriceusd"):
            flows[Flow.LIST] = column_numbers(chunk, "listpriceusd", tally)
        log.take(log.times(chunk.column("usagedateutc")), np.isfinite(cost), flows, load="")
    tally.notices.append("Each row is rounded to cents: the sum may differ from the invoice by half a cent a row.")
    tally.zone_assumed = False
    return priced(tally)


# gateways

LITELLM = (
    "requestid",
    "spend",
    "prompttokens",
    "completiontokens",
    "starttime",
    "endtime",
    "cachehit",
    "status",
    "model",
    "calltype",
)


MODEL_CALLS = frozenset({"generation"})
"""Observations that are calls of a model that answers; embeddings have tokens and prices of their own."""

EMBEDDINGS = "of embeddings and the like, whose tokens are not those of a model that answers"
MONEY = frozenset({"cost", Flow.EFFECTIVE, Flow.BILLED, Flow.LIST})
_NO_ANSWER = re.compile(r"embed|rerank|moderation|\bocr\b|whisper|transcri|\btts\b|dall-e|gpt-image|imagen")


def without_answer(texts: Texts) -> Bools:
    """Return which names are those of models, or kinds of call, that answer with no text: embeddings, ranks, images."""
    codes, values = distinct(texts)
    none = [_NO_ANSWER.search(value.casefold().replace("_", "-")) is not None for value in values]
    return np.array(none, dtype=np.bool_)[codes] if none else np.zeros(0, dtype=np.bool_)


DEEPSEEK = ("starttimeiso", "endtimeiso", "type", "amount")
DEEPSEEK_AMOUNTS: Mapping[str, tuple[str, ...]] = {
    "request_count": ("requests",),
    "input_cache_hit_tokens": ("tokens_in", "tokens_cached"),
    "input_cache_miss_tokens": ("tokens_in",),
    "output_tokens": ("tokens_out",),
}


TRACE = ("timestamp", "contexttokens", "generatedtokens")
