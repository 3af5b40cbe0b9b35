"""The columns of a table that say when: of times, dates beside hours, years beside months, and where a row ends."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

import numpy as np

from desktop.imports.measured.financial_years import of_calendar, of_financial_years
from desktop.imports.measured.opened import Chunk
from desktop.imports.measured.periods import (
    OF_PAPERS,
    QUARTER_ALONE,
    Spans,
    in_full,
    of_years,
    with_clock,
    with_day,
    with_year,
)
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Texts, folded
from desktop.imports.names import is_called_total
from models.quantities.texts import counted, listed

TIME: Final = "time"
END: Final = "end"

# with the words of German, French, Italian, Spanish and Dutch exports
_TIMES = frozenset(
    {
        "time",
        "timestamp",
        "ts",
        "date",
        "datetime",
        "month",
        "day",
        "billingmonth",
        *("billingperiod", "invoiceperiod", "serviceperiod", "usageperiod", "chargeperiod", "reportingperiod"),
        *("accountingperiod", "financialperiod", "dates"),
        "usagemonth",
        "invoicemonth",
        "monthyear",
        "hour",
        "minute",
        "localtime",
        "period",
        "periodstart",
        "start",
        "starttime",
        "startdate",
        "startdatetime",
        "startingat",
        "from",
        "begin",
        "begins",
        "usagestart",
        "fulllabel",
        "hourstart",
        "utc",
        "datehour",
        "usagedate",
        "createdat",
        "requestcreatedat",
        "created",
        "eventtime",
        "loggingtime",
        "invoicedate",
        "rowlabels",
        *("billingdate", "chargedate", "transactiondate", "servicedate", "postingdate", "recordedat", "requestedat"),
        "documentdate",
        *("reportingmonth", "accountingmonth", "startofmonth", "usagehour", "measuredat", "sampledat"),
        *("billingperiodstart", "invoiceperiodstart", "quarterstart", "yearstart", "daystart"),
        *("billingperiodstartdate", "usagestartdate", "serviceperiodstart", "servicestart", "servicestartdate"),
        *("usageperiodstart", "chargeperiodstart", "chargestartdate", "servicefrom", "coverageperiodstart"),
        *("monthfrom", "weekfrom", "periodfrom", "datefrom", "von", "du", "dal"),
        *("datum", "zeit", "zeitpunkt", "zeitstempel", "monat", "tag", "stunde", "abrechnungsmonat", "buchungsdatum"),
        *("rechnungsdatum", "belegdatum", "datefacture", "datadocumento", "fechafactura"),
        *("mois", "jour", "heure", "horodatage"),
        *("mese", "giorno", "ora", "trimestre", "settimana", "anno"),
        *("mes", "dia", "fecha", "hora", "semana", "ano"),
        *("maand", "dag", "uur", "kwartaal", "tijd", "jaar"),
        *("week", "weekcommencing", "weekbeginning", "weekstarting", "weekstart", "weekof", "weekending", "weekended"),
        *("quarter", "quarterending", "quarterended", "quarterbeginning", "calendarquarter", "quartal", "trimestre"),
        *("monthending", "monthended", "monthend", "monthbeginning", "monthcommencing", "monthstart"),
        *("year", "calendaryear", "yearending", "yearended", "jahr", "woche", "annee"),
    }
)
_SHORT = frozenset({"dia", "dag", "ora", "hora", "uur", "mes", "wc", "we", "wk"})
"""Heads of times that are also the names of other things, such as a DAG of jobs: any other head of times goes first."""

_WITHOUT_YEAR = frozenset(
    {"month", "monat", "mois", "mese", "mes", "maand", "quarter", "calendarquarter", "quartal", "trimestre", "kwartaal"}
)
_FINANCIAL_YEARS = frozenset({"financialyear", "fiscalyear", "fy", "finyear", "accountingyear"})
"""Heads of financial years beside their periods."""

_COUNTED: Mapping[str, float] = {
    "hourindex": 3_600.0,
    "hourno": 3_600.0,
    "hournumber": 3_600.0,
    "minuteindex": 60.0,
    "minuteno": 60.0,
    "minutenumber": 60.0,
}
"""Heads of steps that are counted and have no date, and the seconds of one."""

_ABBREVIATED = {
    **dict.fromkeys(("pst", "pdt", "pt"), "America/Los_Angeles"),
    **dict.fromkeys(("est", "edt", "et"), "America/New_York"),
    **dict.fromkeys(("cet", "cest"), "Europe/Berlin"),
    "bst": "Europe/London",
    **dict.fromkeys(("aest", "aedt"), "Australia/Sydney"),
    "jst": "Asia/Tokyo",
    "sgt": "Asia/Singapore",
}
"""Short names of zones that are of one place, with it; IST and CST are of several."""

_SHORT_ZONE = re.compile(rf"[\s_]*[(\[]\s*({'|'.join(_ABBREVIATED)})\s*[)\]]$", re.IGNORECASE)

_OF_ZONE = re.compile(
    rf"(?:^utc\s|{_SHORT_ZONE.pattern}"
    r"|[\s_]*[(\[]?\b(?:utc|gmt|local(?: time)?)[)\]]?$|[\s_]*[(\[]\s*[a-z]+/[a-z_/+\d-]+\s*[)\]]$)",
    re.IGNORECASE,
)
"""The zone that a head of times says in brackets or behind it: Timestamp (UTC)."""

_SAYS_UTC = re.compile(r"\b(?:utc|gmt)\b", re.IGNORECASE)
_SAYS_PLACE = re.compile(r"[(\[]\s*([A-Za-z]+/[A-Za-z_/+\d-]+)\s*[)\]]$")
"""Behind a head of times: of which place they are, such as Time (Europe/London)."""

_DATES = frozenset({"date", "day", "usagedate", "datum", "jour", "localdate", "giorno", "fecha"})
_CLOCKS = frozenset(
    {
        *("hour", "hourofday", "time", "timeofday", "localtime", "stunde", "uhrzeit", "zeit", "heure"),
        *("ora", "hora", "uur", "tijd"),
    }
)
"""Heads of a day, and of the hour or time of day that may stand beside it."""

_ENDS = frozenset(
    {
        *("end", "ends", "endtime", "enddate", "enddatetime", "endingat", "periodend", "usageend", "until", "to"),
        *("finish", "finished", "finishtime", "stop", "stoptime", "ende", "enddatum", "fin", "datefin"),
        *("periodto", "dateto", "bis", "au", "al"),
    }
)
_STARTS = frozenset(
    {
        *("start", "starttime", "startdate", "startdatetime", "startingat", "periodstart", "from", "begin", "begins"),
        *("periodfrom", "datefrom", "von", "du", "dal"),
    }
)
"""Heads of where the time of a row begins, which alone have one beside them of where it ends."""

_ENDS_ALONE = frozenset({"periodend", "periodending", "periodended", "periodto", "billingperiodend"})
"""Of these, those that may stand without one of where a row begins."""

_ENDS_OF = {
    f"{of}{begins}": f"{of}{ends}"
    for of in (
        *("month", "week", "quarter", "year", "day", "billingperiod", "invoiceperiod", "serviceperiod", "service"),
        *("usageperiod", "usage", "chargeperiod", "charge", "coverageperiod"),
    )
    for begins, ends in (("start", "end"), ("from", "to"), ("startdate", "enddate"))
}
"""Heads of where a period begins, each with the one of where it ends."""

_OF_PERIODS = frozenset(
    {
        *("periodstart", "serviceperiodstart", "billingperiodstart", "servicestart", "servicestartdate", "servicefrom"),
        *("billingperiodstartdate", "usagestartdate", "usageperiodstart", "chargeperiodstart", "chargestartdate"),
        *("coverageperiodstart", "usagestart", "startdate"),
    }
)
"""Heads of when what a paper charges for began, which goes before the day it was written."""

_FILLED = 0.5
"""Share of the times that have rows without one below them, from which a blank is that of the row above."""


def time_of(heads: Sequence[str], hand: Mapping[str, str]) -> str:
    """Return the column of times, by folded head, empty where there is none."""
    names = [folded(head) for head in heads]
    if hand:
        return next((name for name in names if hand.get(name) == TIME), "")
    counted = next((name for name in names if name in _COUNTED), "")
    ends = _ENDS | {_ENDS_OF[name] for name in names if name in _ENDS_OF}
    # a year beside a month or a day says less
    plain = {name: folded(_OF_ZONE.sub("", head)) for name, head in zip(names, heads, strict=True)}
    times = sorted(
        (name for name in names if in_full(name) in _TIMES or plain[name] in _TIMES),
        key=lambda name: (
            name in _SHORT,
            name == "wk",
            name.endswith("local"),
            of_years(name),
            name in ends,
            name in OF_PAPERS and any(one in _OF_PERIODS for one in names),
        ),
    )
    # where a row ends says when it was, where nothing else does
    ended = next((name for name in names if name in _ENDS_ALONE), "")
    return counted or next(iter(times), "") or ended or (names[0] if is_cost_explorer(names) else "")


def zone_of(heads: Sequence[str], time: str, zone: tzinfo) -> tuple[tzinfo, bool]:
    """Return the zone of a column of times, by folded head, and whether its head says so: Time (UTC)."""
    own = next((head.strip() for head in heads if folded(head) == time), "")
    place, short = _SAYS_PLACE.search(own), _SHORT_ZONE.search(own)
    if short is not None:
        return ZoneInfo(_ABBREVIATED[short[1].casefold()]), True
    if place is not None:
        named = next((one for one in available_timezones() if one.casefold() == place[1].casefold()), "")
        return (ZoneInfo(named), True) if named else (zone, False)
    return (UTC, True) if _SAYS_UTC.search(own) else (zone, False)


_ZONES = ("timezone", "tz", "timezonename", "timezoneid")


def zone_beside(tally: Tally, labels: Mapping[str, tuple[object, Sequence[str]]], time: str) -> tzinfo | None:
    """Return the zone that a column beside the times names in every row, None where none does; warn where it cannot be.

    labels: by folded head, the different cells of columns that name something, behind the codes of rows.
    """
    head = next((one for one in _ZONES if one in labels and one != time), "")
    said = {one.strip().casefold() for one in (labels[head][1] if head else ())}
    if said <= {""}:
        return None
    known = {one.casefold(): one for one in available_timezones()} | _ABBREVIATED
    zones = {known.get(one, "") for one in said - ({"gmt"} if "bst" in said else set[str]())}
    found = (
        UTC if said <= {"utc", "gmt", "z"} else ZoneInfo(zones.pop()) if len(zones) == 1 and "" not in zones else None
    )
    if found is not None:
        tally.notices.append(f"Its column of time zones says that of its times: {found}.")
        return found
    tally.warnings.append(
        f"Its column of time zones is not read: {listed(sorted(said)[:_NAMED])}. Say one with --zone."
    )
    return None


_NAMED = 3
"""Zones that a message names."""


def year_beside(heads: Sequence[str], time: str) -> str:
    """Return the column of years beside one of months or quarters without theirs, by folded head, empty for none."""
    names = list(map(folded, heads))
    financial = next((name for name in names if name in _FINANCIAL_YEARS), "")
    if time in _WITHOUT_YEAR | {"period", "accountingperiod", "financialperiod"} and financial:
        return financial
    return next((name for name in names if of_years(name)), "") if time in _WITHOUT_YEAR else ""


_EXPLORED = frozenset({"service", "region", "linkedaccount", "usagetype", "instancetype", "chargetype", "costcategory"})
"""What AWS Cost Explorer heads its column of dates with: what the other columns are grouped by."""


def is_cost_explorer(names: Sequence[str]) -> bool:
    """Return whether folded heads are those of AWS Cost Explorer: dates under what is grouped by, a total at the end.

    Where it shows use beside costs, a total of both.
    """
    totals = {one for one in names[2:] if one == "totalcosts" or one.startswith("totalusage")}
    return len(names) > 2 and names[0] in _EXPLORED and "totalcosts" in totals and names[-1] in totals  # noqa: PLR2004


def counted_step(head: str) -> float:
    """Return the seconds of a step where a head counts steps without a date, 0 where it does not."""
    return _COUNTED.get(head, 0.0)


def end_of(heads: Sequence[str], time: str, hand: Mapping[str, str]) -> str:
    """Return the column of where each row ends, by folded head, empty where there is none."""
    names = [folded(head) for head in heads]
    if hand:
        return next((name for name in names if hand.get(name) == END), "")
    own = _ENDS_OF.get(time, "")
    if own and own in names:  # a column may have no head
        return own
    return next((name for name in names if name in _ENDS), "") if time in _STARTS or time == "usagestart" else ""


class Times:
    """The column of times of a table, by folded head, with what stands beside it where a time is cut into columns.

    labels: the columns that name what a row is of, by folded head; set once they are known.
    """

    def __init__(self, heads: Sequence[str], hand: Mapping[str, str], year_begins: int = 0) -> None:
        """Find them.

        hand: as somebody has mapped the columns. year_begins: the month in which the financial year begins, 0 where
        nobody said.
        """
        self._year_begins, self._of_financial_years = year_begins, False
        names = [folded(head) for head in heads]
        self.column = time_of(heads, hand)
        self.end = end_of(heads, self.column, hand)
        self.labels: Sequence[str] = ()
        self._year = year_beside(heads, self.column)
        # what has no period of its own is of the day on which it was charged
        papers = [name for name in names if name in OF_PAPERS] if self.column in _OF_PERIODS and not hand else []
        self._paper = next(iter(papers), "")
        days = next((name for name in names if name in _DATES), "")
        clock = next((name for name in names if name in _CLOCKS), "")
        months = next((name for name in names if name in _WITHOUT_YEAR), "")
        self._date, self._clock = (days, clock) if days and clock and not hand else ("", "")
        self._days: tuple[str, str, str] | None = None
        if not hand and "day" in names and months and (year := next(filter(of_years, names), "")):
            self._days = (year, months, "day")
        self._above, self._fills = "", None
        self.filled = 0

    @property
    def wanted(self) -> list[str]:
        """The columns that are read."""
        some = [self.column, self.end, self._year, self._date, self._clock, self._paper, *(self._days or ())]
        return list(dict.fromkeys(one for one in some if one))

    def texts(self, chunk: Chunk) -> Texts:
        """Return the times of some rows as texts, those of a financial year as of the calendar once it is known."""
        texts = self._as_written(chunk)
        self._of_financial_years |= of_financial_years(texts)
        return of_calendar(texts, self._year_begins) if self._of_financial_years and self._year_begins else texts

    def _as_written(self, chunk: Chunk) -> Texts:
        if self._days:
            whole = with_day(*(chunk.column(one) for one in self._days))
            return with_clock(whole, chunk.column(self._clock)) if self._clock else whole
        if self._date:
            return with_clock(self._down(chunk, chunk.column(self._date)), chunk.column(self._clock))
        if self._year:
            return with_year(chunk.column(self.column), chunk.column(self._year))
        if self._paper:
            own, paper = chunk.column(self.column), chunk.column(self._paper)
            return np.array([one if str(one).strip() else other for one, other in zip(own, paper, strict=True)], object)
        return self._down(chunk, chunk.column(self.column))

    def tell(self, tally: Tally) -> None:
        """Say how many rows were given the time of the row above, and that a financial year may begin in any month."""
        tally.year_asked = self._of_financial_years
        if self._of_financial_years and not self._year_begins:
            tally.warnings.append("Its times are of a financial year: say in which month that begins.")
        elif self._of_financial_years and self._year_begins % 3 != 1:
            tally.notices.append(
                "Quarters of a year that begins in another month than those of the calendar are not read."
            )
        if self.filled:
            tally.notices.append(f"{counted(self.filled, 'row')} without a time: read as of the time above.")

    def _down(self, chunk: Chunk, texts: Texts) -> Texts:
        """Return times with those of the rows above where a table names each once, as merged cells do."""
        blank = np.array([not str(one).strip() for one in texts], dtype=np.bool_)
        if not blank.any():
            self._fills = bool(self._fills)
            self._above = str(texts[-1]) if len(texts) else self._above
            return texts
        named = np.zeros(len(texts), dtype=np.bool_)
        for label in self.labels:
            cells = chunk.column(label)
            named |= np.array([bool(one := str(cell).strip()) and not is_called_total(one) for cell in cells])
        below = blank & named
        if self._fills is None:
            above = ~blank[:-1] & below[1:]
            of_rows = ~blank & np.array([not is_called_total(str(one)) for one in texts], dtype=np.bool_)
            self._fills = bool(above.sum() >= _FILLED * max(int(of_rows.sum()), 1))
        if not self._fills:
            return texts
        whole = texts.copy()
        for place in range(len(whole)):
            if not blank[place]:
                self._above = str(whole[place])
            elif below[place]:
                whole[place] = self._above
                self.filled += 1
        return whole


def note_periods(tally: Tally, spellings: Mapping[str, int], of_what: Spans) -> None:
    """Say how quarters and years are read, of which no growth from month to month is known."""
    tally.of_months = of_what.months
    if QUARTER_ALONE in spellings and not tally.year_asked:
        tally.notices.append("Quarters are read as those of the calendar year: Q1 is January to March.")
    if of_what.invoiced:
        tally.notices.append("Its days are those of invoices or of payments: its rows are added up by month.")
    if of_what.months > 1:
        tally.notices.append("Its amounts are of whole quarters or years: no growth is drawn from them.")
