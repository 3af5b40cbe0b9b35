"""The band around the curves on screen.

Few cases are worked out on the spot while an input is dragged, all of them at rest, beside the window.

Both draw the same cases at every edit. The few are moved by what they were off the many when these were last worked
out, so that a band does not jump when a drag begins or ends.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from models.appraisal.decided import decided, decision_keys
from models.appraisal.model import Model, model
from models.formula.bound import Bound
from models.formula.operation import Array
from models.plan.plan import Plan
from models.studies.percentiles import PERCENTILES, Band
from models.studies.sampling import Draws, uncertain
from models.studies.uncertainty import BASES, CASES, Sampler, no_double

FEW = 200
"""Cases of a band that is worked out while an input is dragged."""

_ROWS, _FEWEST = 100, 40
"""Rows of all tables up to which there are so many; with more of them there are fewer cases, down to the fewest."""

_MOST = 150
"""Rows beyond which even the fewest cases take longer than a frame may."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands by option, and the number of cases behind them."""

    by_option: Mapping[str, Band]
    cases: int


class LiveBand:
    """The bands of one structure and basis.

    cases: worked out on the spot. at_every_frame: whether they are there in time for each.
    """

    def __init__(self, plan: Plan, basis: str) -> None:
        self._traced: Model = model(plan.structure)
        self._lines = [BASES[basis].of(option) for option in self._traced.options]
        self._program = self._traced.decided_program(self._lines)
        self._plan: Plan | None = None
        self._scenario = ""
        self._drawn: dict[str, Draws] = {}
        self._bound: tuple[frozenset[str], Bound, Bound] | None = None
        self._off: Mapping[str, Band] = {}
        rows = sum(map(len, plan.rows.values()))
        self.at_every_frame = rows <= _MOST
        self.cases = FEW if rows <= _ROWS else max(_FEWEST, FEW * _ROWS // rows)

    def prepare(self, plan: Plan, scenario: str) -> None:
        """Compile what the bands need; until then none is worked out on the spot."""
        self._traced.program(decision_keys(self._traced)).prepare()
        self._program.plan(frozenset(Sampler(plan, scenario).draw(1))).compile()

    def of(self, plan: Plan, basis: str) -> bool:
        """Return whether these are the bands of a plan's structure and of a basis."""
        return model(plan.structure) is self._traced and self._lines[0] == BASES[basis].of("cloud")

    def few(self, plan: Plan, scenario: str) -> Bands:
        """Return bands of few cases, moved by what they were last off the many."""
        bands = self._few(plan, scenario)
        moved = {
            option: (
                Band(
                    band.low + self._off[option].low,
                    band.middle + self._off[option].middle,
                    band.high + self._off[option].high,
                )
                if option in self._off
                else band
            )
            for option, band in bands.items()
        }
        return Bands(moved, self.cases)

    def many(self, plan: Plan, scenario: str, look: Callable[[float, str], None]) -> Bands:
        """Return bands of all cases; the work may be given up between its parts."""
        sampler = Sampler(plan, scenario)
        look(0.0, "Drawing")
        drawn = sampler.draw(CASES)
        look(0.2, "Working out the band")
        figures = decided(plan, scenario).evaluate({**no_double(plan, scenario), **drawn}, self._lines)
        look(0.8, "Working out the band")
        return Bands(
            {
                option: _band(figures.monthly(line))
                for option, line in zip(self._traced.options, self._lines, strict=True)
            },
            CASES,
        )

    def settle(self, plan: Plan, scenario: str, many: Bands) -> None:
        """Note how far few cases are off many, worked out for the same plan."""
        few = self._few(plan, scenario)
        self._off = {
            option: Band(band.low - few[option].low, band.middle - few[option].middle, band.high - few[option].high)
            for option, band in many.by_option.items()
        }

    def forget(self) -> None:
        """Forget how far few cases were off many: they are of another scenario now."""
        self._off = {}

    def _few(self, plan: Plan, scenario: str) -> dict[str, Band]:
        self._redraw(plan, scenario)
        values = {**decided(plan, scenario).with_kept(no_double(plan, scenario)), **self._drawn}
        varying = frozenset(self._drawn)
        if self._bound is None or self._bound[0] != varying:
            steps = self._program.plan(varying)
            still = steps.still()
            still.run(values)
            self._bound = (
                varying,
                still,
                steps.bound(
                    still.held, self.cases, {self._program.slot_of(self._traced.lines[line]) for line in self._lines}
                ),
            )
        else:
            self._bound[1].run(values)
        bound = self._bound[2]
        bound.run(values)
        bands: dict[str, Band] = {}
        for option, line in zip(self._traced.options, self._lines, strict=True):
            array = bound.held[self._program.slot_of(self._traced.lines[line])]
            assert array is not None
            bands[option] = _band(array.reshape(array.shape[-2:]))
        return bands

    def _redraw(self, plan: Plan, scenario: str) -> None:
        """Draw anew what an edit has changed."""
        if plan is self._plan and scenario == self._scenario:
            return
        changed = (
            changed_numbers(self._plan, plan, scenario)
            if self._plan is not None and scenario == self._scenario
            else None
        )
        anew = {key: uncertain(plan, scenario, key) for key in changed or ()}
        if changed is None or any((one is None) == (key in self._drawn) for key, one in anew.items()):
            self._drawn = Sampler(plan, scenario).draw(self.cases)
        else:
            self._drawn |= {key: one.column(self.cases) for key, one in anew.items() if one is not None}
        self._plan, self._scenario = plan, scenario


def moved(bands: Bands, before: Mapping[str, Array], now: Mapping[str, Array]) -> Bands:
    """Return bands moved as their curves have moved since; those of curves that were not there are left out."""
    by_option = {
        key: Band(*(each + (now[key] - before[key]) for each in (band.low, band.middle, band.high)))
        for key, band in bands.by_option.items()
        if key in before and key in now and before[key].shape == now[key].shape == band.low.shape
    }
    return Bands(by_option, bands.cases)


def changed_numbers(before: Plan, after: Plan, scenario: str) -> list[str] | None:
    """Return the numeric inputs, risks apart, in which two plans differ.

    None where they differ in anything else that decides what is drawn.
    """
    if before.rows is not after.rows or before.currency != after.currency:
        return None
    if scenario not in {one.slug for one in before.scenarios}:
        return None
    old, new = before.scenario(scenario).changes, after.scenario(scenario).changes
    keys = [key for key, entry in after.entries.items() if before.entries[key] is not entry]
    keys += [key for key in {**old, **new} if old.get(key) is not new.get(key)]
    return keys if all(after.declaration(key).numeric and not key.startswith("risks.") for key in keys) else None


def _band(curves: Array) -> Band:
    return Band(*np.percentile(curves, PERCENTILES, axis=-1))
