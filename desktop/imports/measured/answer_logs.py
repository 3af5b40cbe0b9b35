"""Logs that keep each answer of an API of models with its use, as OpenAI and Anthropic return it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo

from desktop.imports.measured.calls import Calls
from desktop.imports.measured.moments import DAY
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.tally import Tally
from desktop.storage.watching import Look
from models.plan.measurements import Flow

WITHIN: Sequence[str] = ("", "response", "responsebody", "body", "result", "completion")
"""Under which names, folded and joined, a log keeps an answer; "" where the answer is the record itself."""

TIMES: Sequence[str] = (
    *("created", "createdat", "timestamp", "time", "ts", "datetime", "loggedat", "requesttime", "starttime"),
    *("requestedat", "startedat"),
)
"""Names of the time of a call, the surest first: that of the answer before that of the log."""


SUMMED = (
    "requests",
    "requestcount",
    "numrequests",
    "nrequests",
    "count",
    "calls",
    "cost",
    "costusd",
    "totalcost",
    "spend",
)
"""Heads of tables that add several answers up, or hold what they cost: other readers know more of these."""


def heads_of(within: str, kind: str) -> tuple[str, str]:
    """Return the folded heads of the tokens read and written. kind: "prompt" as in chat, or "input"."""
    answered = "completion" if kind == "prompt" else "output"
    return f"{within}usage{kind}tokens", f"{within}usage{answered}tokens"


def times_of(within: str) -> tuple[str, ...]:
    """Return the folded heads that may be the time of a call."""
    return tuple(dict.fromkeys([f"{within}{name}" for name in TIMES[:2]] + list(TIMES)))


def known_of(within: str, kind: str) -> tuple[str, ...]:
    """Return every head that may be read."""
    calls = _calls(within, kind, "", frozenset((*heads_of(within, kind), *_apart(within), *_within_input(within))))
    return (*calls.heads, *_failed_of(within), *_STATUS, *times_of(within))


class Answers:
    """Reads a log of answers. within, kind: as `heads_of` has them."""

    def __init__(self, within: str, kind: str) -> None:
        self._within, self._kind = within, kind

    def __call__(self, opened: Opened, zone: tzinfo, look: Look) -> Tally:
        """Read the log. Raises ImportRefusedError where a row cannot be read."""
        heads = opened.folded_heads
        times = [name for name in times_of(self._within) if name in heads]
        calls = _calls(self._within, self._kind, times[0], heads)
        return replace(calls, other_times=tuple(times[1:]))(opened, zone, look)


def _apart(within: str) -> tuple[str, str]:
    """Return the heads of what was read from, and written to, the cache, where they stand beside the input."""
    return f"{within}usagecachereadinputtokens", f"{within}usagecachecreationinputtokens"


def _within_input(within: str) -> tuple[str, str]:
    """Return the heads of what of the input was read from the cache."""
    return f"{within}usageprompttokensdetailscachedtokens", f"{within}usageinputtokensdetailscachedtokens"


def _failed_of(within: str) -> tuple[str, ...]:
    """Return the heads of which anything says that a call failed: an error as a text, or the parts of one."""
    return tuple(f"{within}error{part}" for part in ("", "code", "type", "message"))


_STATUS = ("status", "statuscode", "httpstatus")
_WENT_WRONG = frozenset(
    [
        *("failure", "failed", "error", "incomplete", "cancelled"),
        *(str(code) for code in (*range(400, 432), *range(500, 530))),
    ]
)
"""What a status says of a call that failed."""


def _calls(within: str, kind: str, time: str, heads: frozenset[str]) -> Calls:
    """Return how such a log stands in its columns.

    Anthropic counts what it reads from and writes to the cache beside the input, OpenAI within it. Sources: OpenAI
    API, chat completion and response objects; Anthropic API, messages, usage.
    """
    read, written = zip(
        *(heads_of(within, one) for one in (kind, "input" if kind == "prompt" else "prompt")), strict=True
    )
    apart = _apart(within)
    beside = not heads.isdisjoint(apart)
    cached = (apart[0], *_within_input(within))
    notice = "Tokens read from and written to the cache stand beside its input tokens; all three make the input."
    parts: dict[Flow, Sequence[str]] = {Flow.TOKENS_IN: (*read, *(apart if beside else ())), Flow.TOKENS_OUT: written}
    if not heads.isdisjoint(cached):
        parts[Flow.TOKENS_CACHED] = cached
    error = next((one for one in _failed_of(within) if one in heads), "")
    status = next((one for one in _STATUS if one in heads), "") if not error else ""
    return Calls(
        "log of answers of an API of models",
        "answers",
        time,
        parts,
        failed=error or status,
        words=_WENT_WRONG if status else frozenset(),
        model=f"{within}model",
        request=f"{within}id",
        notices=(notice,) if beside else (),
    )


OPENAI_OLDER = Calls(
    "OpenAI usage by snapshot of a model",
    "openai usage",
    "aggregationtimestamp",
    {
        Flow.REQUESTS: ("nrequests",),
        Flow.TOKENS_IN: ("ncontexttokenstotal",),
        Flow.TOKENS_CACHED: ("ncachedcontexttokenstotal",),
        Flow.TOKENS_OUT: ("ngeneratedtokenstotal",),
    },
    model="snapshotid",
    width=DAY,
    notices=("It is read by the day: how busy the busiest hour is cannot be drawn from it.",),
)
"""Source: OpenAI, usage export and /v1/usage before 2025."""
