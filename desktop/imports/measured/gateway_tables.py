"""Logs of gateways and proxies as tables or JSON: a row for each request, with its path, its method and its status."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo

import numpy as np

from desktop.imports.measured.access_log import calls_a_model
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, distinct, numbers
from desktop.imports.measured.usage import Bools, Log, word
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.watching import Look
from models.plan.measurements import Flow

_HEADS: Mapping[str, Sequence[str]] = {
    "time": (
        *("timestamp", "timeiso8601", "timelocal", "datetime", "requesttimeepoch", "startutc", "starttime"),
        *("edgestarttimestamp", "eventtime", "time", "ts", "msec", "requesttime"),
    ),
    "path": (
        *("path", "requestpath", "resourcepath", "requesturi", "uri", "url", "requesturl", "clientrequesturi"),
        *("requestrequesturi", "httprequesturl", "urlpath", "csuristem"),
    ),
    "status": (
        *("statuscode", "httpstatuscode", "httpresponsestatuscode", "responsecode", "httpstatus", "responsestatus"),
        *("downstreamstatus", "edgeresponsestatus", "originstatus", "scstatus", "status"),
    ),
    "method": (
        *("method", "httpmethod", "requestmethod", "verb", "clientrequestmethod", "csmethod", "httprequestmethod"),
    ),
}
"""How nginx, Envoy, Traefik, Caddy, Cloudflare and cloud gateways head what is read, by folded head."""

_COUNTED = frozenset({"count", "hits", "requests", "doccount", "calls"})
"""Heads of how many requests a row stands for: a table of these is no log."""

_ANSWERED, _STATUSES = (200, 300), (100, 600)


def _columns(opened: Opened) -> Mapping[str, str]:
    """Return which column holds what, by what it is; those that the file has."""
    heads = opened.folded_heads
    found = {what: next((head for head in names if head in heads), "") for what, names in _HEADS.items()}
    return {what: head for what, head in found.items() if head}


def is_gateway(opened: Opened) -> bool:
    """Return whether a file has a row for each request: when it came, by what method, for what, how it was answered."""
    return set(_HEADS) == set(_columns(opened)) and not _COUNTED & opened.folded_heads


def gateway(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Count the answered requests to models; where no path is one of a model, those of the method POST, in doubt.

    Raises ImportRefusedError where its statuses are none.
    """
    tally = Tally("log of requests", "access log")
    log = Log(opened, tally, zone)
    columns, known = _columns(opened), 0
    times: list[Floats] = [np.zeros(0)]
    to_model, posted, answered = [_NONE], [_NONE], [_NONE]
    for chunk in chunks_of(opened, tuple(columns.values()), look):
        times.append(log.times(chunk.column(columns["time"])))
        to_model.append(_to_a_model(chunk.column(columns["path"])))
        posted.append(_is(chunk.column(columns["method"]), "post"))
        status, _ = numbers(chunk.column(columns["status"]))
        known += int(np.count_nonzero((status >= _STATUSES[0]) & (status < _STATUSES[1])))
        answered.append((status >= _ANSWERED[0]) & (status < _ANSWERED[1]))
    start = np.concatenate(times)
    models, posts, good = (np.concatenate(some) for some in (to_model, posted, answered))
    if known < len(start) / 2:
        raise ImportRefusedError(opened.name, "most of its rows have no status such as 200; expected a log of requests")
    wanted = (models & posts) if (models & posts & good).any() else posts
    if wanted is posts and posts.any():
        tally.doubted = True
        none = "No call of a model in it was answered" if models.any() else "No path in it is one of a model"
        tally.warnings.append(f"{none}: are all of its POST rows requests to a model? None is ticked.")
    tally.left["that failed or were refused"] += int(np.count_nonzero(wanted & ~good))
    tally.left["to other paths or by other methods"] += int(np.count_nonzero(~wanted))
    counts = wanted & good
    log.take(start, counts, {Flow.REQUESTS: np.ones(len(start))})
    others = start[~counts & np.isfinite(start)]
    if len(others):  # the log was kept while other requests came too
        tally.span_moments(others)
        tally.cover(others, np.full(len(others), np.nan))
    return tally


_NONE = np.zeros(0, dtype=np.bool_)


def _is(texts: Texts, what: str) -> Bools:
    return np.array(word(texts) == what, dtype=np.bool_)


def _to_a_model(paths: Texts) -> Bools:
    codes, values = distinct(paths)
    return np.array([calls_a_model(str(value)) for value in values], dtype=np.bool_)[codes] if values else _NONE
