"""The amounts of a plain table while it is read: in the units that it gives, and put together by what they are."""

import csv
import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.amount_heads import AMOUNTS, LASTED
from desktop.imports.measured.doubtful_heads import doubts_of_heads
from desktop.imports.measured.head_units import BY_TIME, cell_factors, row_factors, scale_in_row, title_factor
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.roles import COUNTS, amounts_of, mapped_by_hand, rates_of, scales_of, told_units
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, by_time, distinct, folded, numbers, without_time
from models.quantities.texts import listed
from models.quantities.writing import shown

UNITS = frozenset({"unit", "units", "uom", "unitofmeasure", "measurementunit", "einheit", "unite"})
"""Heads of a column that says in what the amount beside it is counted."""

_NOTE = re.compile(r'["\s]*(?:[*†‡]|notes?\b|nb\b)', re.IGNORECASE)
_OF_ALL = re.compile(r'["\s]*(?:all |figures|volumes|amounts|values|numbers|in (?:thousand|million))', re.IGNORECASE)
"""Begin a line below a table that says something of it."""

_OF_USE = re.compile(
    r"tokens?\b|\btp[sm]\b|requests?\b|gpu.?hours?|\bcosts?\b|\begress\b"
    r"|\bkosten|betrag\b|\bco[uû]ts?\b|\bmontant\b|\bimport[eo]\b|\bcost[eio]\b|\bbedrag\b|\bspend\b|\bcharges?\b",
    re.IGNORECASE,
)
_REMARKS = re.compile(r"(?:notes?|comments?|remarks?|bemerkung(?:en)?|kommentar|remarques?)$", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*[£$€]?\s?\d[\d.,' ]*\s*$")

_NAMED = 3
"""Cells that are no amounts that a message has."""

_FIRST = 20
"""Rows below the heads that are looked at for a sign of per cent."""

_A_LINE = 4_000
"""Characters of a row of units."""

_DURATION = re.compile(r"^(\d{1,7}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?$")
"""Hours and minutes, as a spreadsheet shows a time that has passed."""


def _cells(lines: Sequence[str], separator: str) -> list[list[str]]:
    """Return the cells of some lines of a table of text; none where they cannot be told apart."""
    try:
        return list(csv.reader([line[:_A_LINE].rstrip("\r") for line in lines], delimiter=separator))
    except csv.Error:
        return []


def _alone_at_the_end(lines: Sequence[str], separator: str) -> list[str]:
    """Return the last lines of a table that hold one text alone, and blank ones between them."""
    found: list[str] = []
    for line in reversed(lines):
        cells = [one for one in line.split(separator) if one.strip(' "\r')]
        if len(cells) > 1:
            break
        found += cells
    return found


class Amounts:
    """The columns of amounts of a table, by folded head, with what each is.

    roles: of each column. rates: the seconds in which the amounts of a role are counted, where they are rates. wanted:
        the columns that are read.
    """

    def __init__(self, opened: Opened, tally: Tally) -> None:
        """Find them, and note the units that their heads give."""
        self._tally = tally
        self.roles: Mapping[str, str] = amounts_of(opened.heads, mapped_by_hand(opened.answers))
        self._comma = opened.comma
        self._heads = opened.heads
        # how long a job took is a number of nothing where its head gives no unit
        self._untold = {folded(head) for head in opened.heads if folded(head) in LASTED}
        self._scales = scales_of(opened.heads, self.roles)
        if lasted := [head for head in opened.heads if folded(head) in self._untold & self.roles.keys()]:
            tally.notices.append(
                f"{shown(lasted[0])} gives no unit: times such as 10:30:00 are read in it, and bare numbers are not."
            )
        beside = {"gpus", "hours"} <= set(self.roles.values()) and {"requests", "tokens_in"} & set(self.roles.values())
        took = next((head for head in opened.heads if self.roles.get(folded(head)) == "hours"), "")
        if beside and folded(took) not in AMOUNTS:
            tally.doubted = True
            tally.warnings.append(f"Is {shown(took)} how long its GPUs ran, or its requests? Nothing of it is ticked.")
        rates = rates_of(opened.heads, self.roles)
        lines = opened.text.split("\n") if opened.kind == "table" else []
        by_cells = self._by_cells(lines[opened.head_line + 1 :], opened, rates)
        self._by_time = {*rates, *by_cells}
        self.rates: Mapping[str, float] = {self.roles[name]: seconds for name, seconds in (rates | by_cells).items()}
        unit = next((name for name in map(folded, opened.heads) if name in UNITS and name not in self.roles), "")
        self._unit = unit if len(self.roles) == 1 else ""
        tally.notices += told_units(opened.heads, self.roles)
        costs = [head for head in opened.heads if self.roles.get(folded(head)) == "cost"]
        if len(costs) > 1:
            tally.notices.append(f"Its costs are added up: {listed([shown(head) for head in costs])}.")
            if not mapped_by_hand(opened.answers):
                tally.doubted = True
                tally.warnings.append("Are its columns what was paid to each supplier, and no prices? None is ticked.")
        told = doubts_of_heads(opened.heads, self.roles)
        tally.doubted |= bool(told)
        tally.warnings += told
        self.roles = self._signed(lines[opened.head_line + 1 :], opened)
        at_the_end = _alone_at_the_end(lines[opened.head_line + 1 :], opened.separator)
        noted = [one for one in at_the_end if _NOTE.match(one) or _OF_ALL.match(one)]
        notes = [one for one in noted if "(in " not in one.casefold()]
        titles = [*lines[: opened.head_line], *notes]
        self._scales = self._row_of_units(lines[opened.head_line + 1 :], opened) | self._scales
        if unread := self._of_use_unread(lines[opened.head_line + 1 :], opened):
            tally.notices.append(f"Columns that are not read: {', '.join(unread[:6])}.")
        self._of_title = {role: times for role in self.roles.values() if (times := title_factor(titles, role)) != 1}
        if self._of_title and not self._scales:
            times = next(iter(self._of_title.values()))
            where = "above" if title_factor(lines[: opened.head_line], next(iter(self._of_title))) != 1 else "below"
            tally.notices.append(f"What stands {where} the table says its scale: amounts are read × {times:,.0f}.")

    def _signed(self, below: Sequence[str], opened: Opened) -> Mapping[str, str]:
        """Return the roles, with GPUs that are counted in per cent taken for what they are: a utilisation."""
        if mapped_by_hand(opened.answers) or "utilisation" in self.roles.values():
            return self.roles
        rows = _cells(below[:_FIRST], opened.separator)
        named = [dict(zip(map(folded, opened.heads), row, strict=False)) for row in rows]
        signed = {name for name in self.roles if any("%" in row.get(name, "") for row in named)}
        return {name: "utilisation" if role == "gpus" and name in signed else role for name, role in self.roles.items()}

    def _by_cells(self, below: Sequence[str], opened: Opened, rates: Mapping[str, float]) -> dict[str, float]:
        """Return the columns of which every amount says that it is by the same time, with the seconds of that."""
        rows = _cells(below[:_FIRST], opened.separator)
        found: dict[str, float] = {}
        for at, head in enumerate(opened.heads):
            name = folded(head)
            said = {by_time(row[at]) for row in rows if at < len(row) and row[at].strip()}
            word = said.pop() if len(said) == 1 else ""
            if word and name not in rates and self.roles.get(name) in COUNTS:
                found[name] = BY_TIME[word]
                self._tally.notices.append(f"{shown(head)}: each of its amounts says by what time it is counted.")
        return found

    def _of_use_unread(self, below: Sequence[str], opened: Opened) -> list[str]:
        """Return the heads that speak of use or money, over numbers, and are taken for nothing."""
        rows = _cells(below[:3], opened.separator)
        loose = [] if mapped_by_hand(opened.answers) else [head for head in opened.heads if _OF_USE.search(head)]
        places = [(opened.heads.index(head), head) for head in loose if folded(head) not in self.roles]
        told = [head for at, head in places if any(at < len(row) and _NUMBER.match(row[at]) for row in rows)]
        # what somebody remarked on a row may change what it is
        told += [head for head in opened.heads if _REMARKS.match(head.strip())]
        return [shown(head) for head in told]

    def _row_of_units(self, below: Sequence[str], opened: Opened) -> dict[str, float]:
        """Return what a row of units right under the heads multiplies each column by, where it does."""
        rows = _cells(below[:1], opened.separator)
        named = {folded(head): cell for head, cell in zip(opened.heads, rows[0] if rows else (), strict=False)}
        scales = {name: scale_in_row(named.get(name, ""), role) for name, role in self.roles.items()}
        found = {name: scale for name, scale in scales.items() if scale != 1}
        if found:
            told = ", ".join(f"{head} × {found[folded(head)]:,.6g}" for head in opened.heads if folded(head) in found)
            self._tally.notices.append(f"A row of units under its heads is read: {told}.")
        return found

    @property
    def wanted(self) -> Sequence[str]:
        """The columns that are read."""
        return [*self.roles, self._unit] if self._unit else list(self.roles)

    def head_of(self, role: str) -> str:
        """Return how the file heads the column of a role, empty where it has none."""
        return next((head for head in self._heads if self.roles.get(folded(head)) == role), "")

    def signed(self, chunk: Chunk) -> NDArray[np.bool_]:
        """Return in which rows the utilisation has a sign of per cent."""
        name = next(head for head, role in self.roles.items() if role == "utilisation")
        return np.array(["%" in str(one) for one in chunk.column(name)], dtype=np.bool_)

    def take(self, chunk: Chunk) -> tuple[dict[str, Floats], NDArray[np.bool_]]:
        """Return the values of some rows by what they are, columns of one role added up, and rows without a number."""
        values: dict[str, Floats] = {}
        odd = np.zeros(chunk.count, dtype=np.bool_)
        for name, role in self.roles.items():
            cells = chunk.column(name)
            cells = without_time(cells) if name in self._by_time else cells
            read, unread = _read(cells, role, comma=self._comma, told=name not in self._untold)
            odd |= unread
            if unread.any() and len(self._tally.odd_cells) < _NAMED:
                self._tally.odd_cells |= dict.fromkeys(map(str, chunk.column(name)[unread][:_NAMED]))
            own = cell_factors(chunk.column(name), role)
            read = read * np.where(np.isfinite(own), own, self._scales.get(name, self._of_title.get(role, 1.0)))
            if self._unit:
                read = read * row_factors(chunk.column(self._unit), role)
            values[role] = _sum(values[role], read) if role in values else read
        return values, odd


def _read(texts: Texts, role: str, *, comma: bool, told: bool) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the numbers of a column; times that have passed, such as 150:30, are hours where hours are meant.

    told: whether its unit is; else nothing but such times is read.
    """
    if role in {"gpu_hours", "hours"}:
        codes, values = distinct(texts)
        plain = [_hours(value) if told or ":" in value else "?" for value in values]
        texts = np.array(plain, dtype=object)[codes] if plain else texts
    return numbers(texts, comma=comma, counts=role in COUNTS)


def _hours(text: str) -> str:
    match = _DURATION.match(text.strip())
    return repr(int(match[1]) + int(match[2]) / 60 + int(match[3] or 0) / 3_600) if match else text


def _sum(one: Floats, other: Floats) -> Floats:
    """Return the sum of two columns, NaN where neither has a number."""
    there = np.isfinite(one) | np.isfinite(other)
    return np.where(there, np.nan_to_num(one) + np.nan_to_num(other), np.nan)


def put_together(values: dict[str, Floats], tally: Tally) -> dict[str, Floats]:
    """Return values by what a plan knows: GPUs by their hours are GPU-hours, cached tokens beside the input are in it.

    More cached tokens than input ones stand beside these.
    """
    values = dict(values)
    hours = values.pop("hours", None)
    gpus = values.get("gpus", values.pop("gpus_each", None))
    values.pop("gpus_each", None)
    if "gpu_hours" in values and values.pop("gpus", None) is not None:
        tally.notices.append("Its GPU-hours are read, and its GPUs beside them are not.")
    if hours is not None and gpus is not None and "gpu_hours" not in values:
        values.pop("gpus", None)
        values["gpu_hours"], tally.ran = gpus * hours, True
        tally.notices.append("GPU-hours are its GPUs times the hours that they ran.")
    for role, each in (("tokens_in", values.pop("in_each", None)), ("tokens_out", values.pop("out_each", None))):
        if each is not None and "requests" in values and role not in values:
            values[role] = values["requests"] * each
            tally.notices.append("Tokens are its requests times those of each.")
    if (credited := values.pop("credited", None)) is not None and "cost" in values:
        # a ledger may write what is credited below nothing already
        below = not np.any(credited[np.isfinite(credited)] > 0)
        values["cost"] = _sum(values["cost"], credited if below else -credited)
        tally.notices.append("Its cost is what is debited, less what is credited.")
    if (tax := values.pop("tax", None)) is not None and "cost" in values:
        values["cost"] = values["cost"] - np.nan_to_num(tax)
        tally.notices.append("Tax, which has a column of its own, is left out of its cost.")
    read, written = values.pop("cache_read", None), values.pop("cache_written", None)
    if "tokens_in" in values and (read is not None or written is not None):
        for one in (read, written):
            if one is not None:
                values["tokens_in"] = _sum(values["tokens_in"], one)
        if read is not None:
            values["tokens_cached"] = read
        tally.notices.append(
            "Tokens read from and written to the cache stand beside its input tokens; all make the input."
        )
    elif read is not None:
        values["tokens_cached"] = read
    cached, fed = values.get("tokens_cached"), values.get("tokens_in")
    if cached is not None and fed is not None and float(np.nansum(cached)) > float(np.nansum(fed)) > 0:
        values["tokens_in"] = _sum(fed, cached)
        tally.warnings.append(
            "It has more cached tokens than input ones, so that the cached ones stand beside these and are added to"
            " them."
        )
    return values
