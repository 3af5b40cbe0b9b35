"""What the lines of a bill add up to: GPU-hours, storage, egress, tokens, and money by what it was charged for.

One sum has one currency.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from desktop.imports.measured.charges import Bools, Charges, Codes, Nature, in_their_period, reconciled
from desktop.imports.measured.moments import DAY, HOUR
from desktop.imports.measured.spot_lists import list_spot_as_on_demand
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, distinct
from models.catalogue.meters import Meter, metered
from models.plan.measurements import HOURS_A_DAY, Flow, length_of_its_months
from models.quantities.texts import counted, listed

_UNSOUND = 0.01
"""Share of lines of use with an effective cost of 0 beside a billed one, or without a list price, above which no price
is drawn from them.
"""

_MONEY = (
    Flow.GPU_EFFECTIVE,
    Flow.GPU_LIST,
    Flow.COMMITTED_EFFECTIVE,
    Flow.COMMITTED_LIST,
    Flow.SPOT_EFFECTIVE,
    Flow.SPOT_LIST,
    Flow.UNUSED_COMMITMENT,
)
_LISTED = (Flow.GPU_LIST, Flow.COMMITTED_LIST, Flow.SPOT_LIST)
_CODE = re.compile(r"^[A-Z]{3}$")


@dataclass
class _Part:
    """The lines of one currency."""

    tally: Tally
    undated: bool
    tells_commitments: bool
    only: str
    used: int = 0
    usage: int = 0
    zero_effective: int = 0
    over_list: int = 0
    gpu_lines: int = 0
    unlisted_gpu: int = 0
    negative: int = 0
    assumed: int = 0
    unsaid_tokens: int = 0
    totals: dict[str, float] = field(default_factory=dict[str, float])
    models: Counter[str] = field(default_factory=Counter[str])
    of_use: list[float] = field(default_factory=lambda: [np.inf, -np.inf])
    of_all: list[float] = field(default_factory=lambda: [np.inf, -np.inf])

    def take(self, charges: Charges) -> None:
        """Add lines that can be read."""
        self.used += len(charges.nature)
        use = charges.nature == Nature.USE
        own = np.ones(len(use), dtype=np.bool_) if charges.late is None else ~charges.late
        self._widen(self.of_all, charges, own)
        self._widen(self.of_use, charges, use & own)
        self.tally.cover(charges.start[use & own], charges.end[use & own])
        self._money(charges, use)
        self._metered(charges, use)

    def _widen(self, span: list[float], charges: Charges, rows: Bools) -> None:
        if self.undated or not rows.any():
            return
        span[0] = min(span[0], float(charges.start[rows].min()))
        span[1] = max(span[1], float(np.where(np.isfinite(charges.end), charges.end, charges.start)[rows].max()))

    def _money(self, charges: Charges, use: Bools) -> None:
        start, end = charges.start, charges.end
        effective = np.where(np.isfinite(charges.effective), charges.effective, charges.billed)
        self.usage += int(np.count_nonzero(use))
        self.zero_effective += int(np.count_nonzero(use & (charges.effective == 0) & (charges.billed > 0)))
        self.over_list += int(np.count_nonzero(use & (charges.listed > 0) & (effective > charges.listed * 1.001)))
        self.negative += int(np.count_nonzero(use & (charges.quantity < 0)))
        for name, amounts in (("billed", charges.billed), ("effective", charges.effective)):
            self.totals[name] = self.totals.get(name, 0.0) + float(np.nansum(amounts))
        self._spread(Flow.BILLED, start, end, charges.billed)
        for nature, name in ((Nature.USE, Flow.EFFECTIVE), (Nature.UNUSED, Flow.UNUSED_COMMITMENT)):
            self._spread(name, start, end, np.where(charges.nature == nature, effective, np.nan))
        self._spread(Flow.LIST, start, end, np.where(use, charges.listed, np.nan))
        once = np.full_like(end, np.nan)
        for nature, name in (
            (Nature.TAX, Flow.TAX),
            (Nature.CREDIT, Flow.CREDITS),
            (Nature.PURCHASE, Flow.PURCHASES),
            (Nature.ADJUSTMENT, Flow.ADJUSTMENTS),
        ):
            self._spread(name, start, once, np.where(charges.nature == nature, charges.billed, np.nan))
        if charges.unused is not None:
            self._spread(Flow.UNUSED_COMMITMENT, start, end, np.where(charges.unused > 0, charges.unused, np.nan))

    def _spread(self, name: Flow, start: Floats, end: Floats, values: Floats) -> None:
        if not np.isfinite(values).any():
            return
        if self.undated:
            self.tally.add(name, np.zeros(len(values), dtype=np.int64), values)
        else:
            self.tally.spread(name, start, end, values)

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
        _, first, codes = np.unique(combined, return_index=True, return_inverse=True)
        meters: list[Meter] = []
        for place in first.tolist():
            gpus = float(said[place])
            meters.append(
                metered(texts[int(text_codes[place])], units[int(unit_codes[place])], gpus if gpus >= 0 else None)
            )
        kinds = np.array([f"{meter.what}|{meter.gpu}|{meter.by_hours}" for meter in meters])
        factors = np.array([meter.factor for meter in meters])[codes]
        self.unsaid_tokens += int(np.count_nonzero(np.array([one.what == "unsaid_tokens" for one in meters])[codes]))
        self.assumed += int(np.count_nonzero(np.array([meter.assumed for meter in meters])[codes]))
        for kind in sorted(set(kinds.tolist())):
            what, gpu, by_hours = str(kind).split("|")
            mine = (kinds == kind)[codes]
            if what not in {"other", "unsaid_tokens"}:
                self._flow(
                    what, gpu, charges.some(_rows(places[mine], len(use))), factors[mine], by_hours=by_hours == "True"
                )

    def _flow(self, what: str, gpu: str, lines: Charges, factor: Floats, *, by_hours: bool) -> None:
        start, end = lines.start, lines.end
        amount = lines.quantity * factor
        effective = np.where(np.isfinite(lines.effective), lines.effective, lines.billed)
        if what == "commitment":  # its hours, and their list price, stand in lines of their own
            if not self.only or gpu == self.only:
                self._spread(Flow.GPU_EFFECTIVE, start, end, effective)
                self._spread(Flow("committed_effective"), start, end, effective)
        elif what in {"gpu_hours", "beside"}:
            self._gpus(what, gpu, lines, amount, effective)
        elif what in {"hot", "warm", "cold"}:
            self._held(what, start, end, amount, by_hours=by_hours)
            self._spread(Flow(f"{what}_cost"), start, end, effective)
        elif what == "egress_gb":
            self._spread(Flow.EGRESS_GB, start, end, amount)
            self._spread(Flow.EGRESS_COST, start, end, effective)
        else:
            self._spread(Flow(what), start, end, amount)
            if what == "tokens_cached":
                self._spread(Flow.TOKENS_IN, start, end, amount)

    def _gpus(self, what: str, gpu: str, lines: Charges, amount: Floats, effective: Floats) -> None:
        start, end, listed = lines.start, lines.end, lines.listed
        if what == "gpu_hours":
            self.models[gpu] += round(float(amount.sum()))
        if self.only and gpu != self.only:
            return
        if what == "gpu_hours":
            self._spread(Flow.GPU_HOURS, start, end, amount)
            if self.tells_commitments:
                self._spread(Flow.COMMITTED_GPU_HOURS, start, end, np.where(lines.committed, amount, 0.0))
                self._terms(lines, amount)
            self._hourly(start, end, amount)
        spot = lines.spot if lines.spot is not None else np.zeros(len(amount), dtype=np.bool_)
        unlisted = (lines.quantity != 0) & ~(listed * np.sign(lines.quantity) > 0)
        self.gpu_lines += int(np.count_nonzero(~spot))
        self.unlisted_gpu += int(np.count_nonzero(unlisted & ~spot))  # of spot see `spot_lists.py`
        for name, rows in (
            ("gpu", np.ones(len(amount), dtype=np.bool_)),
            ("committed", lines.committed),
            ("spot", spot & ~lines.committed),
        ):
            self._spread(Flow(f"{name}_effective"), start, end, np.where(rows, effective, np.nan))
            self._spread(Flow(f"{name}_list"), start, end, np.where(rows, listed, np.nan))
        self._spread(Flow.SPOT_GPU_HOURS, start, end, np.where(spot & ~lines.committed, amount, np.nan))

    def _terms(self, lines: Charges, amount: Floats) -> None:
        years = lines.years if lines.years is not None else np.zeros(len(amount))
        for one in np.unique(years[lines.committed]).tolist():
            self.tally.years[int(one)] += round(float(amount[lines.committed & (years == one)].sum()))

    def _held(self, tier: str, start: Floats, end: Floats, amount: Floats, *, by_hours: bool) -> None:
        """Add what is held: GB-months of a month, or GB-hours, whose month is as long as it is."""
        if self.undated:
            days = length_of_its_months(self.tally.undated_days)
            months = amount / (days * HOURS_A_DAY) if by_hours else amount
            self._spread(Flow(f"{tier}_gb_days"), start, end, months * days)
        elif by_hours:
            months = self.tally.months_of_hours(start, amount)
            self._spread(Flow(f"{tier}_gb_days"), start, end, amount / HOURS_A_DAY)
        else:
            months = amount
            self.tally.held(Flow(f"{tier}_gb_days"), start, end, amount)
        self._spread(Flow(f"{tier}_gb_months"), start, end, months)

    def _hourly(self, start: Floats, end: Floats, amount: Floats) -> None:
        """Add the load of lines that are charged by the hour."""
        if self.undated or self.tally.load_unit == "none":
            return
        if (np.isfinite(end) & (end - start <= HOUR * 1.01)).all():
            self.tally.add_load(start, amount)
            self.tally.load_unit = "GPUs"
        else:
            self.tally.load.clear()
            self.tally.load_unit = "none"

    # afterwards

    def warn(self) -> None:
        """Say what of the bill cannot be relied on, and drop what would follow from it."""
        tally = self.tally
        if self.usage and self.zero_effective > _UNSOUND * self.usage:
            tally.warnings.append(
                f"In {self.zero_effective:,} of {counted(self.usage, 'line')} of use the effective cost is 0 beside a"
                " billed one: it was not filled in. No price and no discount is drawn from it; the billed cost stands"
                " for it."
            )
            self.drop(*_MONEY)
            tally.flows[Flow.EFFECTIVE] = dict(tally.flows.get(Flow.BILLED, {}))
            for name in (Flow.TAX, Flow.CREDITS, Flow.PURCHASES, Flow.ADJUSTMENTS):
                for day, amount in tally.flows.get(name, {}).items():
                    tally.flows[Flow.EFFECTIVE][day] = tally.flows[Flow.EFFECTIVE].get(day, 0.0) - amount
        elif self.usage and self.over_list > _UNSOUND * self.usage:
            tally.warnings.append(
                f"In {self.over_list:,} of {counted(self.usage, 'line')} of use the effective cost is above the list"
                " price; discounts are not drawn from it."
            )
            self.drop(*_LISTED)
        if self.unlisted_gpu > _UNSOUND * self.gpu_lines and Flow.GPU_LIST in tally.flows:
            tally.warnings.append(
                f"GPU use without a list price: {counted(self.unlisted_gpu, 'line')}; list price and discounts are not"
                " drawn from the file."
            )
            self.drop(*_LISTED)
        list_spot_as_on_demand(tally, one_kind=len(self.models) == 1 or bool(self.only))
        if self.unsaid_tokens:
            tally.warnings.append(
                f"Whether tokens are read or written is not said in {counted(self.unsaid_tokens, 'line')}; they are not"
                " counted."
            )
        if self.assumed:
            tally.warnings.append(
                f"How many GPUs the machine has is not said in {counted(self.assumed, 'line')} of GPU use; one GPU is"
                " taken for each hour."
            )
        if self.negative:
            tally.warnings.append(
                f"A negative quantity stands in {counted(self.negative, 'line')} of use; it is taken as a correction."
            )
        if len(self.models) > 1 and not self.only:
            kinds = ", ".join(f"{model or 'not named'} {hours:,} hours" for model, hours in self.models.most_common(6))
            tally.warnings.append(
                f"GPUs of several kinds are on it ({kinds}); a price of all together is none of any of them."
            )

    def drop(self, *names: Flow) -> None:
        """Take flows out."""
        for name in names:
            self.tally.flows.pop(name, None)


def _rows(places: Codes, length: int) -> Bools:
    repeated = np.zeros(length, dtype=np.bool_)
    repeated[places] = True
    return repeated


@dataclass
class Bill:
    """A bill while it is read; the currency with most money is kept, the lines of others are set aside.

    tally: what is said of the file. undated: it names no period. amortised: False where reserved use is billed at
        nothing. tells_commitments: False where it does not say which hours a commitment covers.
    only: a kind of GPU, the only one that counts; empty for all.
    """

    tally: Tally
    undated: bool = False
    amortised: bool = True
    tells_commitments: bool = True
    only: str = ""
    parts: dict[str, _Part] = field(default_factory=dict[str, _Part])
    periods: Counter[tuple[float, float]] = field(default_factory=Counter[tuple[float, float]])
    late: int = 0

    def _own_period(self, opens: Floats, closes: Floats) -> None:
        """Note the periods that lines say their bill is of; the commonest is the bill's."""
        good = np.isfinite(opens) & np.isfinite(closes) & (closes > opens)
        for (one, other), many in Counter(zip(opens[good].tolist(), closes[good].tolist(), strict=True)).items():
            self.periods[one, other] += many

    def take(self, charges: Charges, period: tuple[Floats, Floats] | None = None) -> None:
        """Add the lines of a chunk. period: where the bill of each line opens and closes, where it says so."""
        if period is not None:
            self._own_period(*period)
            charges = in_their_period(charges, *period)
        self.late += 0 if charges.late is None else int(charges.late.sum())
        good = self._usable(charges)
        codes, values = distinct(charges.currency)
        named = [value.strip().upper() for value in values]
        for currency in sorted({name if _CODE.match(name) else "" for name in named}):
            of_it = np.array([(name if _CODE.match(name) else "") == currency for name in named], dtype=np.bool_)[codes]
            if (good & of_it).any():
                if currency not in self.parts:
                    own = Tally(
                        self.tally.title, self.tally.family, currency=currency, undated_days=self.tally.undated_days
                    )
                    self.parts[currency] = _Part(own, self.undated, self.tells_commitments, self.only)
                self.parts[currency].take(charges.some(good & of_it))

    def _usable(self, charges: Charges) -> Bools:
        """Return which lines count, and note why others do not."""
        aside = self.tally.aside
        good = charges.nature != Nature.NONE
        unknown = good & (charges.nature == Nature.UNKNOWN)
        aside["of a category that is not known"] += int(np.count_nonzero(unknown))
        good &= ~unknown
        if not self.undated:
            undated = good & ~np.isfinite(charges.start)
            aside["without a period that can be read"] += int(np.count_nonzero(undated))
            good &= ~undated
        unread = good & ~np.isfinite(charges.billed) & ~np.isfinite(charges.effective)
        aside["without an amount that can be read"] += int(np.count_nonzero(unread))
        good &= ~unread
        return good

    def finished(self) -> Tally:
        """Close the bill: say what of it cannot be relied on.

        It writes the line that can be checked against the invoice, too.
        """
        tally = self.tally
        if self.late and self.periods:
            late = counted(self.late, "line")
            tally.notices.append(f"{late} of another time than the bill's: the cost counts in it, the use does not.")
        if not self.parts:
            tally.warnings.append("It has heads and no line that can be read: there is nothing to take.")
            return tally
        currency = max(sorted(self.parts), key=lambda one: abs(self.parts[one].totals["billed"]))
        part = self.parts[currency]
        others = {name: one for name, one in self.parts.items() if name != currency}
        if others:
            lines = sum(one.used for one in others.values())
            tally.aside[f"not in {currency or 'a currency that is named'}, since one sum has one currency"] += lines
            sums = listed([f"{one.totals['billed']:,.2f} {name or 'of no currency'}" for name, one in others.items()])
            tally.warnings.append(f"What is billed in another currency is left out: {sums}.")
        tally.currency, tally.used, tally.covered = currency, part.used, part.tally.covered
        part.tally.flows = {**part.tally.flows, **tally.flows}
        part.warn()
        if not self.amortised:
            tally.warnings.append(
                "Actual cost: hours under a reservation are billed at 0 and their purchase apart, so no GPU price is"
                " drawn from it. Take the amortised export for prices, and one of the two alone: both hold the same"
                " use."
            )
            part.drop(*_MONEY)
        tally.warnings += part.tally.warnings
        tally.notices += part.tally.notices
        tally.flows, tally.gpus, tally.years = part.tally.flows, part.models, part.tally.years
        self._span(part)
        if part.tally.load_unit == "GPUs":
            tally.load, tally.load_unit = part.tally.load, "GPUs"
            for hour in (day * HOURS_A_DAY + hour for day in tally.covered for hour in range(HOURS_A_DAY)):
                if not tally.shifted or tally.start <= hour * HOUR < tally.end:
                    tally.load.setdefault(hour, 0.0)  # an hour that is not billed had no GPU
        if not any(
            tally.flows.get(name)
            for name in (
                Flow.GPU_HOURS,
                Flow.HOT_GB_DAYS,
                Flow.WARM_GB_DAYS,
                Flow.COLD_GB_DAYS,
                Flow.EGRESS_GB,
                Flow.TOKENS_IN,
                Flow.TOKENS_OUT,
            )
        ):
            tally.notices.append(
                "Nothing in it is metered in GPU-hours, storage, egress or tokens; money alone is read."
            )
        tally.reconciliation = reconciled(tally.sums(), tally.currency, part.totals, part.used)
        return tally

    def _span(self, part: _Part) -> None:
        start, end = part.of_use if np.isfinite(part.of_use[0]) else part.of_all
        if self.periods:
            opens, closes = self.periods.most_common(1)[0][0]
            if opens < end and closes > start:
                start, end = min(start, opens), max(end, closes)
        if np.isfinite(start):
            self.tally.span(start, max(end, start + DAY))
