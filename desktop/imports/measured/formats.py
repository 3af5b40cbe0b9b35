"""Which kind of bill, metric or log a file is, by its content alone, and what it measured."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from typing import cast

from desktop.imports.measured import calls, gateway_tables, gauges, panels_of_grafana, roles, series, usage
from desktop.imports.measured.doubtful_heads import why_unknown
from desktop.imports.measured.known_formats import FORMATS, ONCE, Reader
from desktop.imports.measured.moments import zone_of
from desktop.imports.measured.months_across import turned
from desktop.imports.measured.odd_amounts import doubt_amounts
from desktop.imports.measured.of_which import look_which
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.ranges_in_cells import in_two
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.source import opened
from desktop.imports.measured.tally import NO_CURRENCY, Tally
from desktop.imports.measured.texts import folded, number
from desktop.imports.measured.time_columns import end_of, time_of
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.watching import Look, unwatched
from models.quantities.texts import counted
from models.quantities.writing import shown

_NONE: Mapping[str, str] = {}


_OF_EXPOSITION = re.compile(r"# |[A-Za-z_:][\w:]*\{")
"""How Prometheus' text format begins; heads with braces in quotes, or behind a first column, are those of a table."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file and the reader that is meant for it. sure: how much of it is known."""

    opened: Opened
    reader: Reader
    sure: str


def recognised(
    name: str, path: Path | None, data: bytes | None, answers: Mapping[str, str] = _NONE
) -> Recognised | None:
    """Return what a file is, None where it is no measurement that is known.

    answers: what somebody said of it; columns mapped by hand go before what its heads look like. Raises
        ImportRefusedError where it is damaged, or JSON of another kind.
    """
    source = opened(name, path, data)
    if source is None:
        return None
    if source.kind == "document":
        return _document(source)
    if source.kind == "lines" or _OF_EXPOSITION.match(source.text):
        if gauges.is_exposition(source.text):
            return Recognised(source, gauges.exposition, "a metric in Prometheus' text format")
        return _by_months(source, answers)
    heads = source.folded_heads
    hand = roles.mapped_by_hand(answers)
    source.answers = answers
    if hand and roles.is_series(source.heads, hand):
        return _by_roles(source, hand)
    for one in FORMATS:
        if one.fits(heads):
            known = len(one.known & heads)
            return Recognised(source, one.reader, f"{known} of its {len(source.heads)} columns are read")
    if heads == usage.OPENAI_EMPTY:
        return Recognised(source, usage.openai_usage, "the heads of an export without use")
    if panels_of_grafana.is_long(source.heads):
        return Recognised(source, panels_of_grafana.grafana, "times, series and values")
    if roles.is_series(source.heads, hand):
        source = in_two(source) or source
        source.answers = answers
        return _by_roles(source, hand)
    if by_months := _by_months(source, answers):
        return by_months
    if last := _by_row(source):
        return last
    if source.kind == "records":
        raise ImportRefusedError(
            source.name, f"is JSON of a kind that is not known; its names are {', '.join(source.heads[:8])[:200]}"
        )
    return None


def plain_table(found: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read a plain table: of regular times, or of single events, which add up."""
    tally = series.series(found, zone, look)
    if not tally.scattered:
        return tally
    events = calls.by_roles(found, zone, look)
    events.notices.append("Its times are no regular steps: each row is taken for an event of its own, and all add up.")
    return events


_SAMPLED = frozenset({"samplerate", "samplingrate", "samplingratio", "sampleratio", "samplingprobability"})
"""Heads of which share of all is kept in a log."""


def _doubt_sampling(tally: Tally, found: Opened, head: str, look: Look) -> None:
    """Doubt a log whose column says that less than all of it was kept."""
    name = folded(head)
    cells = {str(cell).strip() for chunk in chunks_of(found, (name,), look) for cell in chunk.column(name)}
    shares = (number(cell.rstrip("% ")) for cell in cells if cell)
    whole = (1.0, 100.0) if any("%" in cell for cell in cells) else (1.0,)
    if all(share is None or share in whole for share in shares):
        return
    tally.doubted = True
    tally.warnings.append(
        f"Its column {shown(head)} says that only a part of all is in it: amounts are read as they are, none is ticked."
    )


def _by_row(found: Opened) -> Recognised | None:
    """Return a log of requests as a table, or a panel of series; None where it is neither."""
    if gateway_tables.is_gateway(found):
        return Recognised(found, gateway_tables.gateway, "a row for each request, its path and its status")
    if panels_of_grafana.is_grafana(found.heads) and panels_of_grafana.holds_gauges(found):
        return Recognised(found, panels_of_grafana.grafana, f"times and {len(found.heads) - 1} series")
    return None


def _by_roles(found: Opened, hand: Mapping[str, str]) -> Recognised:
    """Return a plain table of times and amounts, with the reader for one row a time or for several."""
    amounts = roles.amounts_of(found.heads, hand).values()
    ended = bool(end_of(found.heads, time_of(found.heads, hand), hand))
    adds_up = (ended or roles.broken_down(found.heads)) and not {"utilisation", "load"} & set(amounts)
    words = ", ".join(dict.fromkeys(roles.ROLES[one] for one in amounts))
    return Recognised(
        found,
        calls.by_roles if adds_up else plain_table,
        f"columns mapped by hand: times and {words}" if hand else f"times and {words}",
    )


def _by_months(found: Opened, answers: Mapping[str, str]) -> Recognised | None:
    """Return a table whose columns are months, None where it is none."""
    table = turned(found)
    if table is None or not roles.is_series(table.heads, {}):
        return None
    table.answers = answers
    return _by_roles(table, {})


def _document(found: Opened) -> Recognised:
    """Return what a JSON document is."""
    document = found.document
    envelope = cast("dict[str, object]", document) if isinstance(document, dict) else None
    if envelope is not None and "status" in envelope and ("data" in envelope or envelope["status"] == "error"):
        return Recognised(found, gauges.prometheus, "the envelope of Prometheus' answers")
    if envelope is not None and str(envelope.get("format", "")) == "boardcase-plan":
        raise ImportRefusedError(found.name, "is a plan; open it instead")
    names = ", ".join(list(envelope)[:8]) if envelope is not None else "a list or a single value"
    raise ImportRefusedError(
        found.name,
        f"is JSON of a kind that is not known ({names[:200] or 'empty'}); expected an answer of Prometheus or records"
        " of use",
    )


def measured(found: Recognised, answers: Mapping[str, str] = _NONE, look: Look = unwatched, today: str = "") -> Tally:
    """Return what a file measured.

    answers: what somebody said of it, by name of the question. today: the day of reading, after which nothing can have
        been measured; empty where that does not matter. Raises ImportRefusedError where a row cannot be read as
        what it is, ValueError where its zone is none.
    """
    zone = answers.get("zone", "") or "UTC"
    where = UTC if zone == "UTC" else zone_of(zone)
    found.opened.answers, found.opened.today = answers, today
    found.opened.prints = [] if found.reader in ONCE and found.opened.packed != "parquet" else None
    try:
        if found.reader in {plain_table, calls.by_roles}:
            look_which(found.opened, look)
        tally = found.reader(found.opened, where, look)
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        IndexError,
        KeyError,
        RecursionError,
        TypeError,
        ValueError,
    ):
        raise ImportRefusedError(
            found.opened.name,
            "holds something that cannot be read as what it looks like; open it in an editor, and export it again",
        ) from None
    if not tally.currency and answers.get("currency", ""):
        tally.currency = answers["currency"]
        tally.reconciliation = tally.reconciliation.replace(NO_CURRENCY, tally.currency)
    tally.repeated = found.opened.repeated
    if found.opened.only[0]:
        tally.notices.append(f"Only rows of “{found.opened.only[1][:60]}” count.")
    tally.decimals_asked = found.opened.marks.asked
    if tally.repeated:
        how = "not counted" if found.opened.once else "counted, unless somebody says otherwise"
        tally.warnings.append(f"{counted(tally.repeated, 'duplicate line')}: {how}.")
    tally.with_closed_hours()
    tally.sure, tally.typical = found.sure, answers.get("month", "") == "typical"
    tally.notices = [*found.opened.notices, *tally.notices]
    tally.warnings = [*found.opened.warnings, *tally.warnings]
    doubt_amounts(tally, found.opened)
    if head := next((head for head in found.opened.heads if folded(head) in _SAMPLED), ""):
        _doubt_sampling(tally, found.opened, head, look)
    tally.zone = f"{zone}, assumed" if tally.zone_assumed else "UTC"
    if tally.zone_assumed:
        tally.notices.append(f"Its times do not say their zone; they are read as {zone}.")
    _tell(tally)
    return tally


def _tell(tally: Tally) -> None:
    """Add to what is told of a file: rows not read, less than a day, time it does not cover."""
    aside = {reason: count for reason, count in tally.aside.items() if count}
    if aside:
        tally.warnings.append(f"Set aside: {'; '.join(_of_rows(count, reason) for reason, count in aside.items())}.")
    left = {reason: count for reason, count in tally.left.items() if count}
    if left:
        tally.notices.append(
            f"Not read: {'; '.join(f'{counted(count, "row")} {reason}' for reason, count in left.items())}."
        )
    if not tally.used and not tally.warnings:
        tally.warnings.append("Nothing of it can be read: there is nothing to take.")
    if tally.short and not tally.typical:
        tally.notices.append(
            f"It covers {_lasting(tally.days())}: less than a day is made no month unless somebody says that it is"
            " typical. Ratios and prices are read."
        )
    if tally.stretched():
        tally.warnings.append(
            "Hardly a day between its first and its last time has a row: one of its times is probably wrong. Nothing is"
            " said of a month."
        )
    elif tally.dated and tally.coverage() < 0.995:  # noqa: PLR2004 - what would be told as 100%
        tally.warnings.append(
            f"It covers {tally.coverage():.0%} of its period, {tally.days():,.3g} days; what is said of a month is"
            " scaled from them."
        )


def _lasting(days: float) -> str:
    """Return a time of less than a day in words."""
    seconds = round(days * 86_400)
    return (
        counted(seconds, "second")
        if seconds < 120  # noqa: PLR2004 - two minutes
        else counted(seconds // 60, "minute")
        if seconds < 7_200  # noqa: PLR2004 - two hours
        else f"{seconds / 3_600:.1f} hours"
    )


def nearest(heads: Sequence[str]) -> str:
    """Return what would make a table known: the columns that the likeliest kind still lacks, and how to map by hand."""
    have = frozenset(folded(head) for head in heads)
    likely = [one for one in FORMATS if len(one.needs & have) * 2 > len(one.needs)]
    best = max(likely, key=lambda one: len(one.needs & have) / len(one.needs), default=None)
    plain = (
        "It would be known with a column of times (time, date) and one of amounts (requests, input tokens, GPU-hours,"
        " cost), or by mapping its columns by hand."
    )
    if why := why_unknown(heads):
        return why
    lacking = sorted(best.needs - have) if best is not None else []
    if best is None or not lacking:
        return plain
    return f"As {best.name} it lacks {', '.join(lacking[:4])}. {plain}"


def columns_read(found: Recognised) -> list[str]:
    """Return the heads of a file that its reader takes anything from."""
    known = next((one.known for one in FORMATS if one.reader is found.reader), frozenset[str]())
    return [head for head in found.opened.heads if folded(head) in known]


def _of_rows(count: int, reason: str) -> str:
    """Return how many rows were set aside and why, as a sentence has it for one and for several."""
    return f"{counted(count, 'row')} {reason.replace('that are totals', 'that is a total') if count == 1 else reason}"
