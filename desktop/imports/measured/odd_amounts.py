"""Amounts that cannot be what they look like: a use of something else, a running count, tokens that no request has."""

import re

import numpy as np

from desktop.imports.measured.opened import Opened
from desktop.imports.measured.paid_ahead import paid_ahead
from desktop.imports.measured.roles import amounts_of
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import folded
from models.plan.measurements import Flow
from models.quantities.writing import shown

_UTILISED = re.compile(r"util|auslastung|occupancy", re.IGNORECASE)
_OF_GPUS = re.compile(
    r"gpu|cuda|nvidia|accelerator|dcgm|\bmig\b|\b[ab]\d{2,3}s?\b|\bh\d{3}s?\b|\bl40?s?\b|\b[tv]\d{1,3}\b|\bmi\d{3}x?\b",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"(?<![a-z])(?:cpu|disk|network|(?:up)?link|bandwidth|(?:board)?room|web|db|database|vol(?:ume)?|memory|ram|storage"
    r"|queue|staff|desk|licen[cs]e|swap|iops|router|switch|firewall|nas|san|printer|seat)s?\d*(?![a-z])",
    re.IGNORECASE,
)
_OF_A_USE = frozenset({"GPUs", "busy GPUs", "utilisation"})
"""Loads that are drawn from a utilisation."""

_LOOKED_AT = 20_000
"""Characters of a file in which it may say what its utilisation is of."""

_LEAST_READ, _MOST_READ = 5.0, 2_000_000.0
"""Tokens of a request: none is as short, though it may have no answer, and no model reads more."""


def out_of_scale(tokens: float, *, read: bool) -> bool:
    """Return whether no request has so many tokens, or so few. read: whether they are those of the input.

    >>> out_of_scale(0.0012, read=True), out_of_scale(0.3, read=False), out_of_scale(2.4e6, read=True)
    (True, False, True)
    """
    return tokens > _MOST_READ or (read and 0 < tokens < _LEAST_READ)


_RUNNING = re.compile(r"total|cumul|running|counter|to date|kumul|gesamt", re.IGNORECASE)
_MANY = 8
"""Times from which on a count that never falls may be a running one."""

_STEPS = 2.0
"""Of its own steps, what a running count begins with; a service that grows begins with many."""

_FROM_THE_FIRST = 4.0
"""Times its first value that a running count has come to."""


def doubt_amounts(tally: Tally, opened: Opened) -> None:
    """Doubt what a file has measured where its own words or amounts speak against it; nothing of it is ticked then."""
    odd = (_of_something_else(tally, opened), _running(tally, opened), _slots(tally, opened))
    for said in (*odd, *_tokens(tally), *paid_ahead(tally)):
        if said:
            tally.doubted = True
            tally.warnings.append(f"{said} Nothing of it is ticked.")


def _of_something_else(tally: Tally, opened: Opened) -> str:
    """Return that a utilisation is of something else, or that nothing says it is of GPUs; empty where it may be."""
    heads = [one for one in opened.heads if _UTILISED.search(one) and "mem" not in one.casefold()]
    if not heads or tally.load_unit not in _OF_A_USE or any(_OF_GPUS.search(one) for one in heads):
        return ""
    head = heads[0]
    if other := _OF_ANOTHER.search(head):
        return f"{shown(head)} is of {other[0].casefold()}, not of GPUs."
    text = f"{opened.name} {' '.join(opened.heads)} {opened.text[:_LOOKED_AT]}"
    other = _OF_ANOTHER.search(text)
    if other and not _OF_GPUS.search(text):
        return f"Nothing in it says that {shown(head)} is of GPUs, and it names “{other[0]}”."
    return ""


_ALREADY = 20.0
"""Of its own steps, what a count that only rises has from the first where it has run on for long."""

_TO_DATE = re.compile(r"\b(?:month|year|week|quarter)[- ]to[- ]date\b|\b[mywq]td\b|\brunning total", re.IGNORECASE)
"""In a title above a table whose rows are running totals."""

_NEVER_FALLS = 14
"""Rows from which on no service's total only rises."""


def _running(tally: Tally, opened: Opened) -> str:
    """Return that a count looks as if it ran on from row to row, empty where it does not."""
    requests = tally.flows.get(Flow.REQUESTS, {})
    titles = " ".join(opened.text.split("\n")[: opened.head_line]) if opened.kind == "table" else ""
    to_date = _TO_DATE.search(titles) is not None
    counts = [one for one in opened.heads if "request" in one.casefold() or "call" in one.casefold()]
    head = next((one for one in counts if to_date or _RUNNING.search(one)), "")
    if not head or len(requests) < _MANY:
        return ""
    values = np.array([requests[day] for day in sorted(requests)])
    # rows of a week lie evenly over its days
    values = values[np.flatnonzero(np.diff(values, prepend=np.nan) != 0)]
    steps = np.diff(values)
    if not len(steps) or not (steps > 0).all():
        return ""
    from_nothing = values[0] <= _STEPS * float(np.median(steps)) and values[-1] >= _FROM_THE_FIRST * values[0] > 0
    goes_on = values[0] >= _ALREADY * float(np.median(steps)) and len(values) >= _NEVER_FALLS and not tally.coarse
    if from_nothing or goes_on:
        return f"{shown(head)} only ever rises, as a running count does: give what each row adds."
    return ""


_SLOT = re.compile(r"^\s*[\"']?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:am|pm)?[\"']?\s*$", re.IGNORECASE)
_SLOT_HEADS = frozenset(
    {
        *("from", "to", "start", "end", "until", "begin", "begins", "ends", "von", "bis", "starttime", "endtime"),
        *("slotstart", "slotend", "bookedfrom", "bookedto", "bookeduntil"),
    }
)
"""Heads of the times of day between which something was used."""


def _slots(tally: Tally, opened: Opened) -> str:
    """Return that times of day say for how long GPUs were used, which is not read; empty where none do."""
    said = tally.ran or {"gpu_hours", "hours"} & set(amounts_of(opened.heads, {}).values())
    if Flow.GPU_HOURS not in tally.flows or opened.kind != "table" or said:
        return ""
    lines = opened.text.split("\n")[opened.head_line + 1 :][:3]
    rows = [line.split(opened.separator) for line in lines if line.strip()]
    named = [at for at, head in enumerate(opened.heads) if folded(head) in _SLOT_HEADS]
    clocks = [at for at in named if rows and all(at < len(row) and _SLOT.match(row[at]) for row in rows)]
    if len(clocks) < 2:  # noqa: PLR2004 - from when to when
        return ""
    heads = " and ".join(shown(opened.heads[at]) for at in clocks[:2])
    return f"{heads} say for how long GPUs were used, and are not read: give their hours."


def _tokens(tally: Tally) -> list[str]:
    """Return what is odd about the tokens of a request."""
    sums = tally.sums()
    requests = sums.get(Flow.REQUESTS, 0.0)
    said: list[str] = []
    for flow, what in ((Flow.TOKENS_IN, "input"), (Flow.TOKENS_OUT, "output")):
        tokens = sums.get(flow, 0.0)
        each = tokens / requests if requests > 0 else 0.0
        if tokens > 0 and requests > 0 and out_of_scale(each, read=flow is Flow.TOKENS_IN):
            said.append(f"It has {each:,.4g} {what} tokens a request, which no model has: is a scale missing?")
    return said
