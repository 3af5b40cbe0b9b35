"""Times that stand for a period: months by name, quarters, years, weeks, and the first or last days of them.

A period has no time zone: it begins at midnight UTC.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise

import numpy as np

from desktop.imports.measured.texts import Floats, Texts

DAY_ALONE, MONTH_ALONE, QUARTER_ALONE, YEAR_ALONE = "a day", "a month", "a quarter", "a year"
"""How a time is written that names no hour, and one that names no day."""

MONTHS_OF: Mapping[str, int] = {MONTH_ALONE: 1, QUARTER_ALONE: 3, YEAR_ALONE: 12}
A_WEEK = 7 * 86_400.0

MONTH_NAMES: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january", "januar", "jänner", "janvier", "janv", "gennaio", "gen", "enero", "ene", "januari"),
            ("feb", "february", "februar", "février", "fevrier", "févr", "fév", "febbraio", "febrero", "februari"),
            ("mar", "march", "märz", "maerz", "mär", "mrz", "mars", "marzo", "maart", "mrt"),
            ("apr", "april", "avril", "avr", "aprile", "abril", "abr"),
            ("may", "mai", "maggio", "mag", "mayo", "mei"),
            ("jun", "june", "juni", "juin", "giugno", "giu", "junio"),
            ("jul", "july", "juli", "juillet", "juil", "luglio", "lug", "julio"),
            ("aug", "august", "août", "aout", "agosto", "ago", "augustus"),
            ("sep", "sept", "september", "septembre", "settembre", "set", "septiembre", "setiembre"),
            ("oct", "october", "okt", "oktober", "octobre", "ottobre", "ott", "octubre"),
            ("nov", "november", "novembre", "noviembre"),
            ("dec", "december", "dez", "dezember", "décembre", "decembre", "déc", "dicembre", "dic", "diciembre"),
        ),
        start=1,
    )
    for name in names
}
"""The names of months in English, German, French, Italian, Spanish and Dutch, in small letters, with their number."""

A_NAME = f"({'|'.join(sorted(MONTH_NAMES, key=len, reverse=True))})"

_NUMBERED = re.compile(
    r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})$|^(?P<first>\d{1,2})[-/.](?P<behind>\d{4})$"
    r"|^(?P<packed>20\d{2})(?P<of>0[1-9]|1[0-2])$"
)
_NAMED = re.compile(rf"^{A_NAME}\.?(?: de)?[ '’/-]+(\d{{4}}|\d{{2}})$|^(\d{{4}})[ /-]+{A_NAME}\.?$", re.IGNORECASE)
_QUARTER = re.compile(
    r"^(?P<year>\d{4})[ /-]*[QT](?P<part>[1-4])$|^(?:[QT]|(?=\d\. ?Quartal))(?P<first>[1-4])(?:\. ?Quartal)?"
    r"[ /-]+(?P<behind>\d{4})$",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"^(?P<year>\d{4})-?(?:W|KW)(?P<week>\d{1,2})$|^(?:KW|CW|W|week) ?(?P<first>\d{1,2})[ /,-]+(?P<behind>\d{4})$",
    re.IGNORECASE,
)
_YEARS, _MONTHS = ("year", "behind", "packed"), ("month", "first", "of")
_YEAR = re.compile(r"^20\d{2}$")
_BARE = re.compile(rf"^(?:{A_NAME}|[QT][1-4]|\d{{1,2}})$", re.IGNORECASE)
_UNITS: Mapping[str, int] = {
    "month": 1,
    "monat": 1,
    "mois": 1,
    "maand": 1,
    "quarter": 3,
    "quartal": 3,
    "trimestre": 3,
    "kwartaal": 3,
    "year": 12,
}
"""Months of what a head of dates says that they are of; the first found counts: a month's year is a month."""

_EXACTLY: Mapping[str, int] = {"mese": 1, "mes": 1, "anno": 12, "ano": 12, "jaar": 12, "jahr": 12, "annee": 12}
"""Heads that say so too, and whose letters stand in other words."""


@dataclass(frozen=True, slots=True)
class Spans:
    """The periods that a column of times is of.

    begins: in seconds since 1970 UTC. months: of each, 0 where they are no whole months. seconds: of each where that is
        known otherwise, 0 where the steps between them have to say it. invoiced: whether they are the days of invoices,
    of which a month has as many as it has.
    """

    begins: Floats
    months: int = 0
    seconds: float = 0.0
    invoiced: bool = False

    @property
    def known(self) -> bool:
        """Whether their length is known from what they are called."""
        return bool(self.months or self.seconds)


def period(text: str) -> tuple[datetime, str] | None:
    """Return where a named month, quarter or week begins and how it is written; None where a text is no such thing.

    Raises ValueError where it is one that does not exist, such as month 13.
    """
    if ":" in text:  # a time of day, as most are in a log of millions
        return None
    if match := _NUMBERED.match(text):
        year, month = (next(match[one] for one in names if match[one]) for names in (_YEARS, _MONTHS))
        return _first(int(year), int(month)), MONTH_ALONE
    if match := _NAMED.match(text):
        name, year = match[1] or match[4], match[2] or match[3]
        return _first(whole_year(year), month_number(name)), MONTH_ALONE
    if match := _QUARTER.match(text):
        return _first(int(match["year"] or match["behind"]), 3 * int(match["part"] or match["first"]) - 2), (
            QUARTER_ALONE
        )
    if match := _WEEK.match(text):
        monday = date.fromisocalendar(int(match["year"] or match["behind"]), int(match["week"] or match["first"]), 1)
        return datetime(monday.year, monday.month, monday.day, tzinfo=UTC), DAY_ALONE
    return None


def a_year(text: str) -> tuple[datetime, str] | None:
    """Return where a year begins; only a head can say that a number is one."""
    return (_first(int(text), 1), YEAR_ALONE) if _YEAR.match(text) else None


def of_years(head: str) -> bool:
    """Return whether a folded head is of years alone."""
    return head in {"year", "calendaryear", "jahr", "annee", "anno", "ano", "jaar"}


def with_year(texts: Texts, years: Texts) -> Texts:
    """Return months and quarters without a year together with the years that stand beside them."""
    pairs = zip(map(str, texts.tolist()), map(str, years.tolist()), strict=True)
    return np.array([_joined(text.strip(), year.strip()) for text, year in pairs], dtype=object)


_FINANCIAL = re.compile(r"^FY ?\d|^(?:20)?\d\d[/–-](?:20)?\d\d$", re.IGNORECASE)
"""A year that is not the calendar's."""


def _joined(text: str, year: str) -> str:
    if _FINANCIAL.match(year) and text:
        return f"{year} {text}"
    if not _BARE.match(text) or not _YEAR.match(year):
        return text
    return f"{year}-{text}" if text.isdecimal() else f"{text} {year}"


_CLOCK = re.compile(r"^(\d{1,2})(?:[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?)?(?: ?h)?(?: ?([ap])m)?$", re.IGNORECASE)


def with_clock(days: Texts, clocks: Texts) -> Texts:
    """Return days together with the hour or the time of day that stands beside each; what is no such thing is left.

    >>> list(with_clock(np.array(["2026-10-01"]), np.array(["8"])))
    ['2026-10-01 08:00:00']
    """
    pairs = zip(map(str, days.tolist()), map(str, clocks.tolist()), strict=True)
    return np.array([_at(day.strip(), clock.strip()) for day, clock in pairs], dtype=object)


def _at(day: str, clock: str) -> str:
    match = _CLOCK.match(clock)
    if not match or not day:
        return day if not clock or match else clock
    hour = int(match[1]) % 12 + (12 if match[4] in "Pp" else 0) if match[4] else int(match[1])
    return f"{day} {hour:02}:{match[2] or '00'}:{match[3] or '00'}"


def with_day(years: Texts, months: Texts, days: Texts) -> Texts:
    """Return years, months and days of three columns together, as 2026-10-01."""
    rows = zip(map(str, years.tolist()), map(str, months.tolist()), map(str, days.tolist()), strict=True)
    return np.array([_of_three(year.strip(), month.strip(), day.strip()) for year, month, day in rows], dtype=object)


def _of_three(year: str, month: str, day: str) -> str:
    number = MONTH_NAMES.get(month.casefold().rstrip("."), month)
    return f"{year}-{number}-{day}" if year and month and day.isdecimal() else day


def longer(texts: Texts) -> np.ndarray:
    """Return which times are of quarters or years where others are of months, or of years beside quarters."""
    lengths = np.array([_length(str(text).strip()) for text in texts], dtype=np.int64)
    known = np.unique(lengths[lengths > 0])
    return (lengths > known[0]) if len(known) > 1 else np.zeros(len(lengths), dtype=np.bool_)


def _length(text: str) -> int:
    try:
        found = period(text)
    except ValueError:
        return 0
    return MONTHS_OF.get(found[1], 0) if found else MONTHS_OF[YEAR_ALONE] if _YEAR.match(text) else 0


def month_number(name: str) -> int:
    """Return the number of a month by its name."""
    return MONTH_NAMES[name.casefold()]


def whole_year(digits: str) -> int:
    """Return a year of which two digits are this century's."""
    return int(digits) + (2000 if len(digits) == 2 else 0)  # noqa: PLR2004 - two digits


def _first(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=UTC)


_WEEKS_IN_SHORT = {"wc": "weekcommencing", "we": "weekending"}


def in_full(head: str) -> str:
    """Return the head of a column of times, folded, without what is short for a week.

    >>> in_full("wc"), in_full("wkending"), in_full("month")
    ('weekcommencing', 'weekending', 'month')
    """
    return _WEEKS_IN_SHORT.get(head, f"week{head.removeprefix('wk')}" if head.startswith("wk") else head)


_DAYS = frozenset({"date", "datum", "fecha", "data", "dated"})
_NUMBERS_OF_PAPERS = frozenset(
    {
        *(
            "billid",
            "billno",
            "billnumber",
            "invoiceid",
            "invoiceno",
            "invoicenumber",
            "invoiceref",
            "invoicereference",
        ),
        *("rechnungsnummer", "rechnungsnr", "rechnungnr", "belegnummer", "belegnr", "numerofacture", "nfacture"),
        *("numerofattura", "numerofactura", "factuurnummer"),
    }
)


def of_paper(head: str, heads: Collection[str]) -> str:
    """Return the head of a column of days, as that of papers where a column beside it numbers them. heads: folded.

    >>> of_paper("date", ["billid", "date", "cost"]), of_paper("date", ["date", "cost"])
    ('invoicedate', 'date')
    """
    return "invoicedate" if head in _DAYS and not _NUMBERS_OF_PAPERS.isdisjoint(heads) else head


def spans(head: str, spellings: Collection[str], seconds: Floats, zone: tzinfo, *, of_money: bool = False) -> Spans:
    """Return the periods that times are of, which begin where the times stand unless they are the last days of them.

    head: of the column, folded. spellings: how they are written. of_money: whether amounts are of money alone, so that
        days may be those of invoices.
    """
    if len(set(spellings)) == 1 and (months := MONTHS_OF.get(next(iter(spellings)), 0)):
        return Spans(seconds, months)
    there, places = np.unique(seconds, return_inverse=True)
    good = np.isfinite(there)
    days = [datetime.fromtimestamp(float(one), zone) for one in there[good]]
    if not days or any((one.hour, one.minute, one.second) != (0, 0, 0) for one in days):
        return Spans(seconds)
    head = in_full(head)
    if head.startswith(("week", "woche")):
        back = timedelta(days=6 if "end" in head.removeprefix("week") else 0)
        return Spans(_put(there, good, [_midnight(one - back) for one in days], places), seconds=A_WEEK)
    said = _EXACTLY.get(head) or next(
        (months for word, months in _UNITS.items() if word in head and "day" not in head), 0
    )
    if not said and len(days) == 1 and not (of_money and head in OF_PAPERS):
        return Spans(seconds)
    months = said or 1
    if all(one.day == 1 for one in days):
        begins = [_midnight(one) for one in days]
    elif all((one + timedelta(days=1)).day == 1 for one in days):
        begins = [_before(one, months - 1) for one in days]
    else:
        invoiced = _months_of_invoices(head, days) if of_money else []
        return Spans(_put(there, good, invoiced, places), 1, invoiced=True) if invoiced else Spans(seconds)
    return Spans(_put(there, good, begins, places), months)


_LEAST_APART = 7
"""Days from one invoice to the next on average; a table with more is of use by day."""

_IN_ARREARS = 10
"""Days of a month up to which an invoice is of the month before."""

_OF_INVOICES = ("invoice", "date", "datum", "bill", "paid", "posted", "rechnung", "facture")
"""Of heads of days on which something was charged."""

_EVEN = 1.25
"""Of the shortest step: where the longest is no longer, days are of even periods."""

_A_MONTH = (28, 36)
"""Days from one day of a month to about the same of the next."""

_EVERY = (1, 7, 14)
"""Days from one entry to the next of what is written every day, week or fortnight; other even steps are by chance."""

_DAILY = 0.8
"""Share of the days between the first and the last from which a table is of every day, with gaps."""

OF_PAPERS = frozenset(
    {
        *("invoicedate", "billingdate", "postingdate", "transactiondate", "documentdate"),
        *("rechnungsdatum", "buchungsdatum", "belegdatum", "datefacture", "datadocumento", "fechafactura"),
    }
)
"""Heads of when a paper was written, of which a month has as many as it has."""


def _months_of_invoices(head: str, days: list[datetime]) -> list[float]:
    """Return the months that invoices are of, by the days they are dated; none where days are not such.

    They are few to a month, or papers of some days, and at uneven steps or about a month apart. Only an invoice is of
    the month before its date, unless months would be left out so.
    """
    if not any(word in head for word in _OF_INVOICES):
        return []
    months = {(one.year, one.month) for one in days}
    apart = [(later - one).days for one, later in pairwise(days)]
    between = (days[-1] - days[0]).days
    few = len(months) > 1 and between >= _LEAST_APART * (len(days) - 1)
    if not few and not (head in OF_PAPERS and len(days) < _DAILY * (between + 1)) and len(days) > 1:
        return []
    of_invoices = any(word in head for word in ("invoice", "rechnung", "facture"))
    monthly = bool(apart) and _A_MONTH[0] <= min(apart) <= max(apart) <= _A_MONTH[1]
    if apart and not (monthly and (of_invoices or head in OF_PAPERS)):
        # with a step left out the others are multiples of one
        multiples = min(apart) >= _LEAST_APART and all(one % min(apart) == 0 for one in apart)
        weekly = head not in OF_PAPERS or min(apart) in _EVERY
        if weekly and (multiples or max(apart) <= _EVEN * min(apart)):
            return []
    own = [_before(one, 0) for one in days]
    if not of_invoices:
        return own
    earlier = [_before(one, 1 if one.day <= _IN_ARREARS else 0) for one in days]
    # where some are of the month before and others are not, the first month or the last would be one of a part
    return min(earlier, own, key=lambda begins: (_left_out(begins), len(set(begins))))


def _left_out(begins: Sequence[float]) -> int:
    """Return how many months between the first and the last are none of some months."""
    months = {one.year * 12 + one.month for one in (datetime.fromtimestamp(at, UTC) for at in begins)}
    return max(months) - min(months) + 1 - len(months)


def whole_months(begins: Floats, ends: Floats, zone: tzinfo) -> int:
    """Return how many calendar months each row is of; 0 where they differ, or one is of other than whole months.

    begins, ends: in seconds since 1970 UTC; an end may be the last minute before.
    """
    known = np.isfinite(begins) & np.isfinite(ends)
    pairs = np.unique(np.column_stack([begins[known], ends[known] + _A_MINUTE]), axis=0)
    found = {_months_between(*(datetime.fromtimestamp(float(at), zone) for at in pair)) for pair in pairs}
    return found.pop() if len(found) == 1 else 0


_A_MINUTE = 60.0


def _months_between(begin: datetime, end: datetime) -> int:
    """Return the months from the first of one to the first of another, up to a minute behind it; 0 where not such."""
    first = datetime(begin.year, begin.month, 1, tzinfo=begin.tzinfo)
    last = datetime(end.year, end.month, 1, tzinfo=end.tzinfo)
    whole = begin == first and timedelta() <= end - last <= timedelta(seconds=_A_MINUTE)
    return (last.year - first.year) * 12 + last.month - first.month if whole else 0


def _midnight(day: datetime) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def _before(day: datetime, months: int) -> float:
    """Return the first of the month that lies some months before a day's."""
    at = day.year * 12 + day.month - 1 - months
    return _first(at // 12, at % 12 + 1).timestamp()


def _put(there: Floats, good: np.ndarray, begins: list[float], places: np.ndarray) -> Floats:
    put = there.copy()
    put[good] = begins
    return put[places]
