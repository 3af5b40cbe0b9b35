"""Logs and tables of calls of models by provider, each told by its columns; of prompts and answers nothing is read."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

import numpy as np

from desktop.imports.measured.head_units import times_counted
from desktop.imports.measured.kinds_of_entry import no_charges
from desktop.imports.measured.left_out import Names, counted_rows, is_over, not_measured, without_answers
from desktop.imports.measured.moments import DAY, EARLIEST, HOUR, moments, order_in
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.periods import DAY_ALONE, Spans, of_years, spans, whole_months
from desktop.imports.measured.role_values import Amounts, put_together
from desktop.imports.measured.roles import broken_down, labels_of, mapped_by_hand
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.series import MINUTE, ends_of
from desktop.imports.measured.table_costs import Costs, currency_in
from desktop.imports.measured.tally import TEN_MINUTES, Tally
from desktop.imports.measured.texts import Floats, Texts, distinct
from desktop.imports.measured.time_columns import Times, note_periods, zone_of
from desktop.imports.measured.twice import without_repeats
from desktop.imports.measured.usage import Log, column_numbers, money_alone, priced, without_answer, word
from desktop.storage.watching import Look
from models.plan.measurements import Flow

_MILLISECONDS = 1_000.0
_SAY_THEIR_END = 0.25
"""Share of the rows whose end must be known, before their lengths are those of the column."""


_NO_ERROR = ["", "null", "none", "false", "0", "{}", "[]"]
"""What stands where nothing went wrong."""


@dataclass(frozen=True, slots=True, eq=False)
class Calls:
    """How a log of calls stands in its columns, all by folded head.

    parts: of each flow, the columns that add up to it; requests are the rows where no column counts them. failed: the
    column that says so and the words for it, or none where anything in it does. width: seconds of a row, 0 for a call.
    counted: whether rows are calls where no column counts them. minor: of the currency, what costs are written in.
    request: the column that tells a request from every other. model: that which names what was called.
    other_times: columns of the time of rows that have none in the first.
    end: the column in which a row ends, where rows are of different widths.
    """

    title: str
    family: str
    time: str
    parts: Mapping[Flow, Sequence[str]]
    cost: Sequence[str] = ()
    currency: str = ""
    failed: str = ""
    words: frozenset[str] = frozenset()
    width: float = 0.0
    notices: Sequence[str] = field(default_factory=tuple[str, ...])
    counted: bool = True
    minor: float = 1.0
    model: str = ""
    other_times: Sequence[str] = ()
    end: str = ""
    request: str = ""

    @property
    def heads(self) -> tuple[str, ...]:
        """Every column that is read."""
        return tuple(
            dict.fromkeys(
                name
                for name in (
                    *(self.time, *(one for some in self.parts.values() for one in some)),
                    *(*self.cost, self.failed, self.model, *self.other_times, self.end, self.request),
                )
                if name
            )
        )

    def __call__(self, opened: Opened, zone: tzinfo, look: Look) -> Tally:
        """Read the log. Raises ImportRefusedError where a row cannot be read."""
        tally = Tally(self.title, self.family, currency=self.currency, notices=[*self.notices])
        log = Log(opened, tally, zone, self.width)
        for chunk in chunks_of(opened, self.heads, look):
            flows = {str(flow): _added(chunk, heads, tally) for flow, heads in self.parts.items()}
            if self.counted:
                flows.setdefault(Flow.REQUESTS, np.ones(chunk.count))
            if self.failed:
                failed = self._failures(chunk.column(self.failed))
                flows[Flow.FAILED_REQUESTS] = np.where(failed, flows[Flow.REQUESTS], 0.0)
                # what a call that failed has read is no part of a request that did not
                answered = (Flow.REQUESTS, Flow.TOKENS_IN, Flow.TOKENS_CACHED, Flow.TOKENS_OUT)
                flows |= {flow: np.where(failed, 0.0, flows[flow]) for flow in answered if flow in flows}
            if self.cost:
                flows[Flow.EFFECTIVE] = _added(chunk, self.cost, tally) * self.minor
                flows[Flow.BILLED] = flows[Flow.EFFECTIVE].copy()
            flows = money_alone(tally, flows, without_answer(chunk.column(self.model)))
            ends = log.times(chunk.column(self.end)) if chunk.has(self.end) else None
            began = self._times(chunk)
            log.take(log.times(began), log.once(chunk.column(self.request), began), flows, ends)
        return priced(tally)

    def _times(self, chunk: Chunk) -> Texts:
        """Return the time of each row: that of the first column which has one."""
        texts = chunk.column(self.time)
        for name in self.other_times:
            texts = np.where(texts == "", chunk.column(name), texts)
        return texts

    def _failures(self, texts: Texts) -> np.ndarray:
        said = word(texts).astype(str)
        return np.isin(said, list(self.words)) if self.words else ~np.isin(said, _NO_ERROR)


def _added(chunk: Chunk, heads: Sequence[str], tally: Tally) -> Floats:
    """Return the sum of columns, NaN where none of them has a number."""
    columns = [column_numbers(chunk, head, tally) for head in heads if chunk.has(head)]
    if not columns:
        return np.full(chunk.count, np.nan)
    stacked = np.array(columns)
    return np.where(np.isfinite(stacked).any(axis=0), np.nansum(stacked, axis=0), np.nan)


BEDROCK = Calls(
    "Amazon Bedrock log of model invocations",
    "bedrock",
    "timestamp",
    {
        Flow.TOKENS_IN: ("inputinputtokencount", "inputcachereadinputtokencount", "inputcachewriteinputtokencount"),
        Flow.TOKENS_CACHED: ("inputcachereadinputtokencount",),
        Flow.TOKENS_OUT: ("outputoutputtokencount",),
    },
    failed="errorcode",
    model="modelid",
    request="requestid",
    notices=("Tokens read from and written to the cache stand beside its input tokens; all three make the input.",),
)
"""Source: Amazon Bedrock user guide, model invocation logging."""

OPENROUTER = Calls(
    "OpenRouter log of generations",
    "openrouter",
    "createdat",
    {Flow.TOKENS_IN: ("tokensprompt",), Flow.TOKENS_CACHED: ("tokenscached",), Flow.TOKENS_OUT: ("tokenscompletion",)},
    cost=("costtotal",),
    currency="USD",
    model="modelpermaslug",
    request="generationid",
    notices=("Costs are taken for US dollars, as OpenRouter keeps its credits.",),
)
"""Source: OpenRouter, activity export."""

OPENROUTER_DAILY = Calls(
    "OpenRouter activity by day",
    "openrouter",
    "date",
    {Flow.REQUESTS: ("requests",), Flow.TOKENS_IN: ("prompttokens",), Flow.TOKENS_OUT: ("completiontokens",)},
    cost=("usage",),
    currency="USD",
    model="model",
    width=DAY,
    notices=(
        "Costs are taken for US dollars, as OpenRouter keeps its credits; what keys of one's own cost is not in them.",
    ),
)
"""Source: OpenRouter API, user activity."""

ANTHROPIC_API = Calls(
    "Anthropic usage report",
    "anthropic usage",
    "startingat",
    {
        Flow.TOKENS_IN: (
            "uncachedinputtokens",
            "cachereadinputtokens",
            "cachecreationephemeral5minputtokens",
            "cachecreationephemeral1hinputtokens",
        ),
        Flow.TOKENS_CACHED: ("cachereadinputtokens",),
        Flow.TOKENS_OUT: ("outputtokens",),
    },
    width=DAY,
    end="endingat",
    notices=("It counts no requests: tokens of a request cannot be drawn from it.",),
    counted=False,
)
"""Source: Anthropic Admin API, usage report of messages."""

ANTHROPIC_COSTS = Calls(
    "Anthropic cost report",
    "anthropic cost",
    "startingat",
    {},
    cost=("amount",),
    currency="USD",
    width=DAY,
    notices=("Amounts are in cents of the US dollar.",),
    counted=False,
    minor=0.01,
)
"""Source: Anthropic Admin API, cost report."""

VERTEX = ("loggingtime", "fullresponse", "fullresponseusagemetadataprompttokencount")
_VERTEX_COUNTS: Mapping[Flow, Sequence[str]] = {
    Flow.TOKENS_IN: ("promptTokenCount",),
    Flow.TOKENS_CACHED: ("cachedContentTokenCount",),
    Flow.TOKENS_OUT: ("candidatesTokenCount", "thoughtsTokenCount"),
}
"""Counts in the usage of an answer; those of the prompt hold the cached ones, thoughts are paid as output."""


def vertex(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read Vertex AI's log of requests and responses; of a response the counts of tokens alone.

    Source: Vertex AI, log requests and responses; UsageMetadata.
    """
    tally = Tally("Vertex AI log of requests and responses", "vertex")
    log = Log(opened, tally, zone)
    for chunk in chunks_of(opened, VERTEX[:2], look):
        codes, values = distinct(chunk.column("fullresponse"))
        flows: dict[str, Floats] = {Flow.REQUESTS: np.ones(chunk.count)}
        for flow, names in _VERTEX_COUNTS.items():
            flows[flow] = np.array([_counts(value, names) for value in values], dtype=np.float64)[codes]
        log.take(log.times(chunk.column("loggingtime")), np.ones(chunk.count, dtype=np.bool_), flows)
    tally.notices.append("A sampling rate below 1 keeps only some of the requests in this log; it does not say which.")
    return tally


def _counts(text: str, names: Sequence[str]) -> float:
    """Return the sum of counts in the text of an answer, the last of each name, NaN where none is there."""
    found = [re.findall(rf'"{name}"\s*:\s*"?(\d{{1,15}})\b', text) for name in names]
    last = [float(one[-1]) for one in found if one]
    return sum(last) if last else np.nan


MOONCAKE = ("timestamp", "inputlength", "outputlength")


def mooncake(opened: Opened, _zone: tzinfo, look: Look) -> Tally:
    """Read a trace of requests with milliseconds since its beginning. Source: Mooncake, FAST'25 traces."""
    tally = Tally("Mooncake trace of requests", "trace", gaps_are_nothing=True)
    times: list[Floats] = []
    flows: dict[Flow, list[Floats]] = {Flow.TOKENS_IN: [], Flow.TOKENS_OUT: []}
    for chunk in chunks_of(opened, MOONCAKE, look):
        milliseconds = column_numbers(chunk, "timestamp", tally)
        good = np.isfinite(milliseconds) & (milliseconds >= 0)
        tally.aside["without a time that can be read"] += int(np.count_nonzero(~good))
        times.append(milliseconds[good] / _MILLISECONDS)
        for flow, head in zip(flows, MOONCAKE[1:], strict=True):
            flows[flow].append(column_numbers(chunk, head, tally)[good])
    seconds = np.concatenate(times) if times else np.zeros(0)
    if not len(seconds):
        tally.warnings.append("No row of it can be used.")
        return tally
    sums = {Flow.REQUESTS: np.ones(len(seconds)), **{flow: np.concatenate(some) for flow, some in flows.items()}}
    tally.used = len(seconds)
    if float(seconds.min()) >= EARLIEST:
        tally.span_moments(seconds)
        begin = 0.0
    else:
        tally.since_beginning(seconds)
        begin = float(seconds.min())
    days = np.floor((seconds - begin) / DAY).astype(np.int64)
    for flow, values in sums.items():
        tally.add(flow, days, values)
    tally.load_unit = "requests"
    for bucket in (HOUR, TEN_MINUTES):
        tally.add_load(seconds - begin, sums[Flow.REQUESTS], bucket)
    return tally


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """The rows of a plain table: their times, as written and in seconds, where they end, and what they hold by role."""

    times: Texts
    ends: Texts
    seconds: Floats
    spellings: Counter[str]
    values: dict[str, Floats]


def _rows(
    opened: Opened, tally: Tally, zone: tzinfo, columns: tuple[Times, Amounts, Costs, Names], look: Look
) -> _Rows:
    """Read all rows of a plain table, the costs and names of which are kept by their own columns."""
    times, amounts, costs, names = columns
    texts: list[Texts] = [np.zeros(0, dtype=object)]
    ends, seconds = texts.copy(), [np.zeros(0)]
    values: dict[str, list[Floats]] = {role: [np.zeros(0)] for role in amounts.roles.values()}
    spellings: Counter[str] = Counter()
    order = opened.order
    for chunk in chunks_of(opened, [*times.wanted, *amounts.wanted, *costs.wanted, *names.columns], look):
        for name in names.columns:
            names.add(name, chunk.column(name))
        costs.take(chunk)
        texts.append(times.texts(chunk))
        if times.end:
            ends.append(chunk.column(times.end))
            # where a row ends may show which number is the month, where its beginning does not
            order = order or order_in(distinct(ends[-1])[1])
        read = moments(texts[-1], zone, order, years=of_years(times.column))
        seconds.append(tally.timed(read))
        spellings += read.spellings
        part, odd = amounts.take(chunk)
        tally.aside["with an amount that is not a number"] += int(np.count_nonzero(odd))
        for role, column in part.items():
            values[role].append(column)
    whole = {role: np.concatenate(some) for role, some in values.items()}
    return _Rows(np.concatenate(texts), np.concatenate(ends), np.concatenate(seconds), spellings, whole)


def by_roles(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read a table of use broken down by model, project or the like: its rows add up, those of one time too.

    Where a column says when each row ends, a row is of the time between.
    """
    tally = Tally("table of use by time, broken down", "table", currency=currency_in(opened), twice=opened.twice)
    amounts = Amounts(opened, tally)
    times = Times(opened.heads, mapped_by_hand(opened.answers), opened.year_begins)
    zone, zoned = zone_of(opened.heads, times.column, zone)
    log = Log(opened, tally, zone)
    names = Names(labels_of(opened.heads, {*times.wanted, *amounts.wanted}))
    times.labels = names.columns
    costs = Costs(opened, amounts.roles)
    rows = _rows(opened, tally, zone, (times, amounts, costs, names), look)
    spellings = rows.spellings
    of_what = spans(times.column, spellings, rows.seconds, zone, of_money=set(rows.values) == {"cost"})
    start = of_what.begins
    flows = put_together(rows.values, tally)
    good = np.isfinite(start)
    none = np.zeros(len(start), dtype=np.bool_)
    below = np.any([none, *(values < 0 for role, values in flows.items() if role != "cost")], axis=0)
    tally.aside["with an amount below nothing"] += int(np.count_nonzero(good & below))
    coded = names.coded()
    paid = no_charges(tally, flows, coded)
    if "cost" in flows:
        flows[Flow.EFFECTIVE] = costs.of_one_currency(tally, flows.pop("cost"))
        flows[Flow.BILLED] = flows[Flow.EFFECTIVE].copy()
    counts = counted_rows(tally, start, good & ~below & ~paid, flows, coded)
    counts = not_measured(tally, opened, rows.times, start, counts)
    note_periods(tally, spellings, of_what)
    tally.zone_assumed &= not zoned
    if of_what.known:
        # a month that is missing has been left out, not unused, and needs no zone
        tally.gaps_are_nothing, tally.zone_assumed = False, False
    unanswered = without_answers(coded)
    end = _said(tally, opened, rows.ends, start, zone)
    if end is None:
        end = _ends(start, good, of_what)
    if end is None:
        flows.setdefault(Flow.REQUESTS, np.ones(len(start)))
    else:
        for role, seconds in amounts.rates.items():
            flows[role] = flows[role] * times_counted(end - start, seconds)
        if "gpus" in flows:
            flows[Flow.GPU_HOURS] = flows.pop("gpus") * (end - start) / HOUR
        if not times.end or set(flows) - {Flow.EFFECTIVE, Flow.BILLED}:  # what is paid for a contract is known before
            counts &= is_over(tally, end, end - start) | ~np.isfinite(end)
    counts = without_repeats(tally, start, counts, flows)
    times.tell(tally)
    if unanswered is not None:
        flows = money_alone(tally, flows, unanswered & counts)
    log.take(start, counts | ~(good | below), flows, end, load="requests")
    if broken_down(opened.heads):
        tally.notices.append("It is broken down, so rows of one time are added up.")
    return priced(tally)


def _said(tally: Tally, opened: Opened, texts: Texts, start: Floats, zone: tzinfo) -> Floats | None:
    """Return where each row ends, as its own column says; None where there is none or hardly a row says so.

    Days alone are the last of a row, unless another row begins on one.
    """
    read = moments(texts, zone, opened.order) if len(texts) else None
    if read is None or np.isfinite(read.seconds).mean() < _SAY_THEIR_END:
        return None
    end = read.seconds
    if set(read.spellings) == {DAY_ALONE} or bool((end[np.isfinite(end)] % DAY == 0).all()):
        shared = np.isin(end, start) & (end > start)
        end = end if shared.any() else end + DAY
    tally.aside["that end where they begin or before"] += int((end <= start).sum())
    tally.notices.append("A row is of the time between its start and its end.")
    tally.of_months = tally.of_months or whole_months(start, end, zone)
    return np.where(end <= start, np.nan, end)


def _ends(start: Floats, good: np.ndarray, of_what: Spans) -> Floats | None:
    """Return where the time of each row ends, None where rows are moments: not all of them at whole minutes."""
    times = np.unique(start[good])
    if not len(times) or bool((times % MINUTE != 0).any()):
        return None
    apart = np.diff(times)
    step = float(apart.min()) if len(apart) else float(DAY)
    ends = np.full(len(start), np.nan)
    ends[good] = ends_of(start[good], step, of_what)[0]
    return ends
