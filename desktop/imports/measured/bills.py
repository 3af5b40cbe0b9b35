"""Lines of a bill, whoever wrote it, and what they add up to: GPU-hours, storage, egress, tokens, and money by what it was charged for."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import cast

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.moments import DAY, HOUR
from desktop.imports.measured.tally import Tally, counted
from desktop.imports.measured.texts import Floats, Texts, distinct
from models.catalogue.meters import OTHER, Meter, metered

type Bools = NDArray[np.bool_]
type Codes = NDArray[np.int64]

_UNSOUND = 0.01
"""Share of lines of use with an effective cost of 0 beside a billed one, above which no price is drawn from effective costs."""

_MONEY = ("gpu_effective", "gpu_list", "committed_effective", "committed_list", "unused_commitment")


class Nature(IntEnum):
    """What a line is charged for. Lines of nature NONE are left out; those of nature UNKNOWN are set aside."""

    UNKNOWN = 0
    USE = 1
    UNUSED = 2
    PURCHASE = 3
    TAX = 4
    CREDIT = 5
    ADJUSTMENT = 6
    NONE = 7


@dataclass
class Charges:
    """Lines of one chunk.

    start, end: seconds since 1970, NaN where a line does not say. nature: of each. billed, effective, listed: in the bill's currency, NaN where it is not said.
    quantity: in its unit. texts, units: what is metered. gpus: of the machine, NaN where the bill does not say. committed: whether a commitment covered it.
    currency: of each line; one text for all in a console's report.
    """

    start: Floats
    end: Floats
    nature: Codes
    billed: Floats
    effective: Floats
    listed: Floats
    quantity: Floats
    texts: Texts
    units: Texts
    gpus: Floats
    committed: Bools
    currency: Texts


@dataclass
class Bill:
    """A bill while it is read.

    undated: it names no period. amortised: False where reserved use is billed at nothing. tells_commitments: False where it does not say which hours a commitment covers.
    start, end: of the lines of use, widened by the bill's own period where it names one.
    """

    tally: Tally
    undated: bool = False
    amortised: bool = True
    tells_commitments: bool = True
    lines: int = 0
    usage: int = 0
    zero_effective: int = 0
    over_list: int = 0
    unlisted_gpu: int = 0
    negative: int = 0
    assumed: Counter[str] = field(default_factory=Counter[str])
    unmetered: Counter[str] = field(default_factory=Counter[str])
    totals: Counter[str] = field(default_factory=Counter[str])
    start: float = np.inf
    end: float = -np.inf
    currencies: Counter[str] = field(default_factory=Counter[str])
    periods: Counter[tuple[float, float]] = field(default_factory=Counter[tuple[float, float]])

    def own_period(self, opens: Floats, closes: Floats) -> None:
        """Note the periods that lines say their bill is of; the commonest is the bill's."""
        good = np.isfinite(opens) & np.isfinite(closes) & (closes > opens)
        for (one, other), many in Counter(zip(opens[good].tolist(), closes[good].tolist(), strict=True)).items():
            self.periods[one, other] += many

    def take(self, charges: Charges) -> None:
        """Add the lines of a chunk."""
        self.lines += len(charges.nature)
        good = self._usable(charges)
        self.tally.used += int(good.sum())
        start, end = charges.start, charges.end
        use = good & (charges.nature == Nature.USE)
        spanned = use if use.any() else good
        if spanned.any() and not self.undated:
            self.start, self.end = min(self.start, float(start[spanned].min())), max(self.end, float(np.where(np.isfinite(end), end, start)[spanned].max()))
        self.tally.cover(start[use], end[use])
        self._money(charges, good, use)
        self._metered(charges, use)

    def _usable(self, charges: Charges) -> Bools:
        """Return which lines count, and note why others do not."""
        aside = self.tally.aside
        good = charges.nature != Nature.NONE
        unknown = good & (charges.nature == Nature.UNKNOWN)
        aside["of a category that is not known"] += int(unknown.sum())
        good &= ~unknown
        if not self.undated:
            undated = good & ~np.isfinite(charges.start)
            aside["without a period that can be read"] += int(undated.sum())
            good &= ~undated
        codes, currencies = distinct(charges.currency)
        for place, currency in enumerate(currencies):
            self.currencies[currency] += int(np.count_nonzero(good & (codes == place)))
        if not self.tally.currency:
            self.tally.currency = max((one for one in currencies if one), key=lambda one: int(np.count_nonzero(codes == currencies.index(one))), default="")
        other = good & (charges.currency != self.tally.currency)
        if other.any():
            aside[f"not in {self.tally.currency or 'a currency that is named'}, since one sum has one currency"] += int(other.sum())
            good &= ~other
        unread = good & ~np.isfinite(charges.billed) & ~np.isfinite(charges.effective)
        aside["without an amount that can be read"] += int(unread.sum())
        good &= ~unread
        return good

    def _money(self, charges: Charges, good: Bools, use: Bools) -> None:
        start, end = charges.start, charges.end
        effective = np.where(np.isfinite(charges.effective), charges.effective, charges.billed)
        self.usage += int(use.sum())
        self.zero_effective += int(np.count_nonzero(use & (charges.effective == 0) & (charges.billed > 0)))
        self.over_list += int(np.count_nonzero(use & np.isfinite(charges.listed) & (charges.listed > 0) & (effective > charges.listed * 1.001)))
        self.negative += int(np.count_nonzero(use & (charges.quantity < 0)))
        for name, amounts in (("billed", charges.billed), ("effective", charges.effective), ("list", charges.listed)):
            self.totals[name] += float(np.nansum(amounts[good]))  # pyright: ignore[reportArgumentType] - a counter of money
        self._spread("billed", start, end, np.where(good, charges.billed, np.nan))
        for nature, name in ((Nature.USE, "effective"), (Nature.UNUSED, "unused_commitment")):
            self._spread(name, start, end, np.where(good & (charges.nature == nature), effective, np.nan))
        self._spread("list", start, end, np.where(use, charges.listed, np.nan))
        for nature, name in ((Nature.TAX, "tax"), (Nature.CREDIT, "credits"), (Nature.PURCHASE, "purchases"), (Nature.ADJUSTMENT, "adjustments")):
            these = good & (charges.nature == nature)
            if these.any():
                self._spread(name, start, np.full_like(end, np.nan), np.where(these, charges.billed, np.nan))

    def _spread(self, name: str, start: Floats, end: Floats, values: Floats) -> None:
        if not np.isfinite(values).any():
            return
        if self.undated:
            self.tally.add(name, np.zeros(len(values), dtype=np.int64), values)
        else:
            known = np.isfinite(start)
            self.tally.spread(name, start[known], end[known], values[known])

    def _metered(self, charges: Charges, use: Bools) -> None:
        """Add what the lines of use meter: each distinct description is looked at once."""
        places = np.flatnonzero(use & np.isfinite(charges.quantity))
        if not len(places):
            return
        said = np.where(np.isfinite(charges.gpus[places]), charges.gpus[places], -1.0)
        text_codes, texts = distinct(charges.texts[places])
        unit_codes, units = distinct(charges.units[places])
        gpu_values, gpu_codes = np.unique(said, return_inverse=True)
        combined = (text_codes * len(units) + unit_codes) * len(gpu_values) + gpu_codes
        which, first, codes = np.unique(combined, return_index=True, return_inverse=True)
        meters: list[Meter] = []
        counts = np.bincount(codes)
        for number, place in enumerate(first.tolist()):
            unit, gpus = units[int(unit_codes[place])], float(said[place])
            meter = metered(texts[int(text_codes[place])], unit, gpus if gpus >= 0 else None)
            meters.append(meter)
            if meter.assumed:
                self.assumed[unit] += int(counts[number])
            if meter is OTHER:
                self.unmetered[unit or "no unit"] += int(counts[number])
        del which
        for what in sorted({meter.what for meter in meters} - {"other"}):
            mine = np.array([meter.what == what for meter in meters])[codes]
            factor = np.array([meter.factor for meter in meters])[codes]
            self._flow(what, charges, places[mine], factor[mine])

    def _flow(self, what: str, charges: Charges, places: Codes, factor: Floats) -> None:
        start, end = charges.start[places], charges.end[places]
        amount = charges.quantity[places] * factor
        effective = np.where(np.isfinite(charges.effective[places]), charges.effective[places], charges.billed[places])
        listed, committed = charges.listed[places], charges.committed[places]
        if what in {"gpu_hours", "beside"}:
            if what == "gpu_hours":
                self._spread("gpu_hours", start, end, amount)
                if self.tells_commitments:
                    self._spread("committed_gpu_hours", start, end, np.where(committed, amount, 0.0))
                self._hourly(start, end, amount)
            self._spread("gpu_effective", start, end, effective)
            self._spread("gpu_list", start, end, listed)
            self.unlisted_gpu += int(np.count_nonzero(~(listed > 0)))
            self._spread("committed_effective", start, end, np.where(committed, effective, np.nan))
            self._spread("committed_list", start, end, np.where(committed, listed, np.nan))
        elif what in {"hot", "warm", "cold"}:
            if self.undated:
                self._spread(f"{what}_gb_days", start, end, amount * self.tally.undated_days)
            else:
                self.tally.held(f"{what}_gb_days", start, end, amount)
            self._spread(f"{what}_gb_months", start, end, amount)
            self._spread(f"{what}_cost", start, end, effective)
        elif what == "egress_gb":
            self._spread("egress_gb", start, end, amount)
            self._spread("egress_cost", start, end, effective)
        else:
            self._spread(what, start, end, amount)
            if what == "tokens_cached":
                self._spread("tokens_in", start, end, amount)

    def _hourly(self, start: Floats, end: Floats, amount: Floats) -> None:
        """Add the load of lines that are charged by the hour."""
        if self.undated or self.tally.load_unit == "none":
            return
        hourly = np.isfinite(start) & (end - start <= HOUR * 1.01)
        if hourly.all():
            self.tally.add_load(start, amount)
            self.tally.load_unit = "GPUs"
        else:
            self.tally.load.clear()
            self.tally.load_unit = "none"

    # afterwards

    def finished(self) -> Tally:
        """Close the bill: say what of it cannot be relied on, and write the line that can be checked against the invoice."""
        tally = self.tally
        if tally.load_unit == "none":
            tally.load.clear()
        if tally.load:
            for hour in (day * 24 + hour for day in tally.covered for hour in range(24)):
                tally.load.setdefault(hour, 0.0)  # an hour that is not billed had no GPU
        if self.periods:
            opens, closes = self.periods.most_common(1)[0][0]
            if opens < self.end and closes > self.start:
                self.start, self.end = min(self.start, opens), max(self.end, closes)
        if np.isfinite(self.start):
            tally.span(self.start, max(self.end, self.start + DAY))
        if not tally.used:
            tally.warnings.append("It has heads and no line that can be read: there is nothing to take.")
        self._warn()
        if not any(tally.flows.get(name) for name in ("gpu_hours", "hot_gb_days", "warm_gb_days", "cold_gb_days", "egress_gb", "tokens_in", "tokens_out")):
            tally.notices.append("Nothing in it is metered in GPU-hours, storage, egress or tokens; money alone is read.")
        tally.reconciliation = self._reconciled()
        return tally

    def _warn(self) -> None:
        """Say what of the bill cannot be relied on, and drop what would follow from it."""
        tally = self.tally
        if self.usage and self.zero_effective > _UNSOUND * self.usage:
            tally.warnings.append(f"In {self.zero_effective:,} of {counted(self.usage, 'line')} of use the effective cost is 0 beside a billed one: it was not filled in. No price and no discount is drawn from it; the billed cost stands for it.")
            self._drop(*_MONEY)
            tally.flows["effective"] = dict(tally.flows.get("billed", {}))
            for name in ("tax", "credits", "purchases", "adjustments"):
                for day, amount in tally.flows.get(name, {}).items():
                    tally.flows["effective"][day] = tally.flows["effective"].get(day, 0.0) - amount
        elif self.usage and self.over_list > _UNSOUND * self.usage:
            tally.warnings.append(f"In {self.over_list:,} of {counted(self.usage, 'line')} of use the effective cost is above the list price; discounts are not drawn from it.")
            self._drop("gpu_list", "committed_list")
        if self.unlisted_gpu and "gpu_list" in tally.flows:
            tally.warnings.append(f"GPU use without a list price: {counted(self.unlisted_gpu, 'line')}; list price and discounts are not drawn from the file.")
            self._drop("gpu_list", "committed_list")
        if not self.amortised:
            tally.warnings.append("Actual cost: hours under a reservation are billed at 0 and their purchase apart, so no GPU price is drawn from it. Take the amortised export for prices, and one of the two alone: both hold the same use.")
            self._drop(*_MONEY)
        if self.assumed:
            tally.warnings.append(f"How many GPUs the machine has is not said in {counted(sum(self.assumed.values()), 'line')} of GPU use; one GPU is taken for each hour.")
        if self.negative:
            tally.warnings.append(f"A negative quantity stands in {counted(self.negative, 'line')} of use; it is taken as a correction.")

    def _drop(self, *names: str) -> None:
        for name in names:
            self.tally.flows.pop(name, None)

    def _reconciled(self) -> str:
        sums, currency = self.tally.sums(), self.tally.currency or "without a currency"
        parts = [f"{label} {_amount(sums[name])}" for name, label in (("tax", "tax"), ("credits", "credits"), ("purchases", "purchases"), ("adjustments", "adjustments")) if sums.get(name)]
        parts += [f"unused commitments {_amount(sums['unused_commitment'])}"] if sums.get("unused_commitment") else []
        told = f"Billed {_amount(float(self.totals['billed']))} {currency} in {counted(self.tally.used, 'line')}"
        told += f", of which {', '.join(parts)}" if parts else ""
        return f"{told}; effective cost of all lines {_amount(float(self.totals['effective']))} {currency}." if self.totals["effective"] else f"{told}."


def _amount(value: float) -> str:
    return f"{value:,.2f}"


def gpus_said(details: Texts) -> Floats:
    """Return the GPUs that details in JSON name, NaN where they name none: GpuCount of FOCUS, gpu of AWS."""
    codes, values = distinct(details)
    told = np.array([_gpus_in(value) for value in values], dtype=np.float64)
    return told[codes] if len(values) else np.zeros(0)


def _gpus_in(text: str) -> float:
    if "gpu" not in text.casefold():
        return np.nan
    try:
        found: object = json.loads(text)
    except ValueError:
        return np.nan
    if isinstance(found, dict):
        for key, value in cast("Mapping[str, object]", found).items():
            if key.casefold() in {"gpucount", "gpu", "x_gpucount"} and isinstance(value, (int, float, str)):
                try:
                    return float(value)
                except ValueError:
                    return np.nan
    return np.nan


def joined(*columns: Texts) -> Texts:
    """Return texts put together, row by row, with blanks between."""
    told = columns[0]
    for column in columns[1:]:
        told = told + " " + column
    return told
