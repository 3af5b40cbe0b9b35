"""Rows of a table that measured nothing of their own: totals of the others, and what was planned or is expected."""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.adding_up import add_up, by_time, is_mean, is_rate
from desktop.imports.measured.moments import DAY, HOUR, moment, moments
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.periods import longer
from desktop.imports.measured.roles import MODELS
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, distinct, numbers
from desktop.imports.measured.usage import MONEY, without_answer
from desktop.imports.names import is_called_total
from models.quantities.texts import counted

_OF_ALL = re.compile(r"\(?(?:overall|all)\b")
"""How else than as a total such a name may begin; “All-purpose compute” begins so too, and its amounts tell."""

_CHARGED = frozenset(
    {"actual", "actuals", "billed", "charged", "invoiced", "measured", "final", "finalised", "finalized", "confirmed"}
)
_EXPECTED = re.compile(
    r"^(?:budget(?:ed)?|forecast(?:ed)?|plan(?:ned)?|estimated?|project(?:ed|ion)|target|provisional|preliminary|draft)$"
)

_OF_TAX = re.compile(
    r"^(?:(?:input |reclaimable |irrecoverable )?(?:vat|v\.a\.t\.)|mwst|mehrwertsteuer|ust|umsatzsteuer|tva|iva|btw"
    r"|(?:sales )?tax|hmrc|hm revenue (?:&|and) customs)(?![a-z])(?: (?:on|for|at|@) .*|[^a-z]*)$"
)
"""Rows of value added tax, with its rate or what it is on, or without: amounts are counted before it."""

_OF_WHICH = re.compile(
    r"^[\s\-–•>]*(?:of which|thereof|davon|darunter|di cui|dont (?:gpu|cpu|calcul|stockage|ia|api))\b"
)
"""Rows that are a part of one above them."""

_CODE = re.compile(r"^\d{1,4}(?:\.\d{1,4})*$")
"""A number of a list, one of which begins with another: 1 and 1.1."""

_OF_SHARE = re.compile(r"^(?:%|per ?cent|share of (?:the )?total|anteil (?:an|am|in)\b)")
"""Rows of what each of the others is of all."""

_WHOLE = 100.5
"""The most that a share is, in per cent."""

_MEAN = re.compile(r"^(?:averages?|avg|mean|ø|durchschnitt|mittelwert|moyenne)\b")
"""Rows that are the mean of the others, where their amounts say so too."""

_FAILED = frozenset(
    {"status", "statuscode", "httpstatus", "httpstatuscode", "responsecode", "responsestatus", "invoicestatus"}
)
"""Heads of how a request ended, or what became of an invoice."""

_NOT_DONE = re.compile(
    r"^(?:[45]\d\d|[45]xx|fail(?:ed|ures?)?|errors?|rejected|cancell?ed|void(?:ed)?|timed?[ -]?out|throttled)$"
)

_OF_REQUESTS = frozenset({"requests", "tokens_in", "tokens_out", "tokens_cached"})
"""What is counted of requests: of one that failed nothing."""

_HELD = frozenset({"gpu_hours", "gpus"})
"""What is counted of jobs."""

_CALLED = MODELS | {"deploymentname", "calltype"}
"""Heads of what was called, and how."""

_OF_VERSIONS = frozenset(
    {"rundate", "reportdate", "asof", "asofdate", "asat", "version", "revision", "snapshot", "snapshotdate", "issued"}
)
"""Heads of when rows were drawn up: of those of one time the latest counts."""

_VERSIONED = re.compile(r"model|engine|image|driver")


type Coded = tuple[NDArray[np.int64], Sequence[str]]
"""For every row the place of its name among the names of a column, and these."""

MOST_NAMES = 2_000
"""Names of a column; one with more is of numbers, users or texts: it breaks nothing down, and holds no totals."""


class Names:
    """The names in some columns of a table that is read piece by piece, four bytes a row."""

    def __init__(self, columns: Iterable[str]) -> None:
        self._known: dict[str, dict[str, int]] = {column: {} for column in columns}
        self._codes: dict[str, list[NDArray[np.int32]]] = {column: [] for column in self._known}

    @property
    def columns(self) -> list[str]:
        """The columns that are still looked at."""
        return list(self._known)

    def add(self, column: str, texts: Texts) -> None:
        """Add the next rows of a column, or give it up where it has too many names."""
        codes, names = distinct(texts)
        known = self._known[column]
        places = [known.setdefault(name, len(known)) for name in names]
        if len(known) > MOST_NAMES:
            del self._known[column], self._codes[column]
        else:
            self._codes[column].append(np.array(places, dtype=np.int32)[codes])

    def coded(self) -> dict[str, Coded]:
        """Return every column that was kept as places and names."""
        return {
            column: (np.concatenate(self._codes[column]).astype(np.int64), list(known))
            for column, known in self._known.items()
            if self._codes[column]
        }


def counted_rows(
    tally: Tally, seconds: Floats, good: NDArray[np.bool_], values: Mapping[str, Floats], labels: Mapping[str, Coded]
) -> NDArray[np.bool_]:
    """Return which of the rows that can be used count; the others are set aside.

    A row is a total where its name begins as one and, at every time that has one, such rows hold what the others do.
    labels: the columns that are neither time nor amount, by folded head.
    """
    good = _latest(tally, seconds, good, labels)
    for head, (codes, names) in labels.items():
        plain = [name.strip().casefold() for name in names]
        expected = _rows(codes, [place for place, name in enumerate(plain) if _EXPECTED.match(name)]) & good
        if expected.any() and (expected == good).all():
            tally.warnings.append("Its rows say of themselves that they were planned or are expected, not measured.")
        elif expected.any() and any(name in _CHARGED for name in plain):
            tally.aside["that are budgeted, forecast or estimated"] += int(expected.sum())
            good &= ~expected
        failed = _rows(codes, [place for place, name in enumerate(plain) if _NOT_DONE.match(name)]) & good
        # a job that failed held its GPUs too, and was paid for
        of_jobs = _OF_REQUESTS.isdisjoint(values) and not _HELD.isdisjoint(values)
        if not of_jobs and head in _FAILED and failed.any() and not (failed == good).all():
            invoiced = _OF_REQUESTS.isdisjoint(values)
            tally.aside["of what was cancelled or void" if invoiced else "of requests that failed"] += int(failed.sum())
            good &= ~failed
        good = _without_tax(tally, seconds, good, values, (codes, plain))
        of_all = [place for place, name in enumerate(plain) if is_called_total(name) or _OF_ALL.match(name)]
        good = _without_parts(tally, seconds, good, values, (codes, plain))
        good = _without_totals(tally, seconds, good, values, (codes, names), of_all)
    return _without_nameless(tally, seconds, good, values, labels)


def _without_nameless(
    tally: Tally, seconds: Floats, good: NDArray[np.bool_], values: Mapping[str, Floats], labels: Mapping[str, Coded]
) -> NDArray[np.bool_]:
    """Return the rows without those that no column names and that are the sum of two others or more.

    Where a total was found beside them they are part of it.
    """
    if not labels or any(reason.startswith("that are totals") for reason in tally.aside):
        return good
    blank = [
        _rows(codes, [at for at, name in enumerate(names) if not name.strip()]) for codes, names in labels.values()
    ]
    nameless = np.all(blank, axis=0) & good
    others = good & ~nameless
    times = np.unique(seconds[nameless])
    if not len(times) or (by_time(times, seconds, np.ones(len(seconds)), others) < 2).any():  # noqa: PLR2004
        return good
    if not add_up(seconds, nameless, others, values, levels=1):
        return good
    tally.aside["that are totals of the others"] += int(nameless.sum())
    return others


def _without_totals(
    tally: Tally,
    seconds: Floats,
    good: NDArray[np.bool_],
    values: Mapping[str, Floats],
    of: Coded,
    places: Sequence[int],
) -> NDArray[np.bool_]:
    """Return the rows that are no sums of the others, and no means of them."""
    codes, names = of
    totals = _rows(codes, places) & good
    if totals.any() and add_up(seconds, totals, good & ~totals, values):
        called = next((names[place].strip()[:40] for place in places if names[place].strip()), "")
        tally.aside[f"that are totals of the others (“{called}”)" if called else "that are totals of the others"] += (
            int(totals.sum())
        )
        good = good & ~totals
    elif totals.any() and np.isin(seconds[totals], seconds[good & ~totals]).any():
        tally.doubted = True
        rows = counted(int(totals.sum()), "row")
        tally.warnings.append(
            f"Counted with the others, which do not come to them: {rows} called a total. Nothing is ticked."
        )
    means = _rows(codes, [place for place, name in enumerate(names) if _MEAN.match(name.strip().casefold())]) & good
    if means.any() and is_mean(seconds, means, good & ~means, values):
        tally.aside["that are means of the others"] += int(means.sum())
        good = good & ~means
    return good


def _without_parts(
    tally: Tally, seconds: Floats, good: NDArray[np.bool_], values: Mapping[str, Floats], of: Coded
) -> NDArray[np.bool_]:
    """Return the rows that are no parts of another: of which GPUs, or 1.1 and 1.2 that come to 1."""
    codes, names = of
    parts = _rows(codes, [place for place, name in enumerate(names) if _OF_WHICH.match(name)]) & good
    for place, name in enumerate(names):
        within = [other for other, one in enumerate(names) if one.startswith(f"{name}.")] if _CODE.match(name) else []
        whole = _rows(codes, [place]) & good
        inner = _rows(codes, within) & good
        if whole.any() and inner.any() and add_up(seconds, whole, inner, values, levels=1):
            parts |= inner
    if parts.any() and not (parts == good).all():
        tally.aside["that are parts of other rows"] += int(parts.sum())
        good = good & ~parts
    return good


def _without_tax(
    tally: Tally, seconds: Floats, good: NDArray[np.bool_], values: Mapping[str, Floats], of: Coded
) -> NDArray[np.bool_]:
    """Return the rows that are no tax on the others and no shares of them; a total that has tax in it goes with it."""
    codes, names = of
    if MONEY.isdisjoint(values):
        return good
    taxes, shares = (
        _rows(codes, [place for place, name in enumerate(names) if kind.match(name)]) & good
        for kind in (_OF_TAX, _OF_SHARE)
    )
    paid = next(column for name, column in values.items() if name in MONEY)
    if shares.any() and not (shares == good).all() and bool((np.abs(paid[shares]) <= _WHOLE).all()):
        tally.aside["that are shares of the others"] += int(shares.sum())
        good = good & ~shares
    totals = _rows(codes, [place for place, name in enumerate(names) if is_called_total(name)])
    if not taxes.any():
        return good
    if not is_rate(seconds, paid, taxes, good & ~taxes & ~totals):
        told = (
            f"Counted as cost: {counted(int(taxes.sum()), 'row')} named as VAT or another tax, at no single rate on the"
            " others. Leave such rows out of the file where they are VAT, which the plan adds itself."
        )
        tally.warnings += [] if told in tally.warnings else [told]
        return good
    gross = totals & good
    if gross.any() and add_up(seconds, gross, good & ~gross, values):
        tally.aside["that are totals of the others"] += int(gross.sum())
        good = good & ~gross
    tally.aside["of VAT or another tax on the others"] += int(taxes.sum())
    return good & ~taxes


def without_answers(labels: Mapping[str, Coded]) -> NDArray[np.bool_] | None:
    """Return which rows are of models, or kinds of call, that answer with no text; None where no column names them."""
    found = [
        without_answer(np.array(labels[head][1], dtype=object))[labels[head][0]] for head in labels if head in _CALLED
    ]
    return np.any(found, axis=0) if found else None


def _latest(tally: Tally, seconds: Floats, good: NDArray[np.bool_], labels: Mapping[str, Coded]) -> NDArray[np.bool_]:
    """Return the rows that can be used, of several versions of one time and name the last alone."""
    good = good.copy()
    head = next((head for head in labels if head in _OF_VERSIONS), "")
    if not head:
        return good
    codes, names = labels[head]
    dates = moments(np.array(names, dtype=object)).seconds
    # the version of a model is a part of its name
    if head == "version" and not np.isfinite(dates).all() and any(map(_VERSIONED.search, labels)):
        return good
    read = np.where(np.isfinite(dates), dates, numbers(np.array(names, dtype=object))[0])
    if not np.isfinite(read).all():
        return good
    places = np.flatnonzero(good)
    keys = np.unique(seconds[places], return_inverse=True)[1]
    for other, (of_rows, others) in labels.items():
        if other != head:
            keys = np.unique(keys * len(others) + of_rows[places], return_inverse=True)[1]
    last = np.full(int(keys.max(initial=0)) + 1, -np.inf)
    np.maximum.at(last, keys, read[codes[places]])
    earlier = places[read[codes[places]] < last[keys]]
    if len(earlier):
        tally.aside["of earlier versions of the same time"] += len(earlier)
        good[earlier] = False
    return good


def not_measured(
    tally: Tally, opened: Opened, texts: Texts, seconds: Floats, good: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which rows can have been measured; those that stand below a word such as Forecast cannot.

    Nor can those that begin after today, and totals of quarters or years beside months are no rows of their own. texts:
        the times as they are written.
    """
    good = good.copy()
    words = [str(one).strip().casefold() for one in texts]
    expected, now = np.zeros(len(good), dtype=np.bool_), False
    for place, word in enumerate(words):
        now = (now or _EXPECTED.match(word) is not None) and word not in _CHARGED
        expected[place] = now
    for reason, rows in (
        ("that are budgeted, forecast or estimated", expected),
        ("that are totals of quarters or years", longer(texts)),
        (f"that begin after {opened.today}", np.isfinite(seconds) & (seconds > _ended(opened.today) + _AHEAD)),
    ):
        tally.aside[reason] += int((good & rows).sum())
        good &= ~rows
    tally.today = opened.today
    return good


_AHEAD = 14 * HOUR
"""How far a place is ahead of UTC, at most: tomorrow may have begun there."""


def _ended(today: str) -> float:
    """Return the end of a day; beyond all times where nobody says which day it is."""
    read = moment(today)
    return read.seconds + DAY if read is not None else np.inf


def is_over(tally: Tally, ends: Floats, lengths: Floats) -> NDArray[np.bool_]:
    """Return which rows are of a time that is over: a month that has just begun holds a part of what it will hold."""
    over = (ends <= _ended(tally.today)) | (lengths <= DAY * 1.01)
    begun = ~over & np.isfinite(ends)  # a row without a time is told elsewhere
    if begun.any():
        tally.aside["of a week, month or quarter that is not over"] += int(begun.sum())
    return over


def _rows(codes: NDArray[np.int64], places: Sequence[int]) -> NDArray[np.bool_]:
    """Return which rows have one of some names."""
    return np.isin(codes, places)
