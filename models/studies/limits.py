"""Limits that the settings of an option may be held to, and the figures that say whether each is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.appraisal.line_keys import OptionLine, PairLine
from models.appraisal.model import Model
from models.areas.options import OWNING
from models.formula.program import Results
from models.quantities.declaration import Value

ROUNDING = 1e-9
"""Of a limit: what is above it by less than this is rounding."""

type Figures = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit.

    name: what it is given by. meaning: what it holds, with its unit. lines: the lines it looks at, by option; none
        where the option has nothing that it holds. figure: what it holds, case by case. floor: whether it is the least
        allowed and not the most. money: whether it is in the plan's money.
    """

    name: str
    meaning: str
    lines: Callable[[Model, str], Sequence[str]]
    figure: Callable[[Results, Sequence[str]], Figures]
    floor: bool = False
    money: bool = False

    def holds(self, found: Results, lines: Sequence[str]) -> Figures:
        """Return what the limit holds, case by case; nothing where the option has no such thing."""
        return self.figure(found, lines) if lines else np.zeros(1)

    def keeps(self, figures: Figures, value: float) -> NDArray[np.bool_]:
        """Return which cases keep the limit."""
        rounding = ROUNDING * max(1.0, abs(value))
        return figures >= value - rounding if self.floor else figures <= value + rounding

    def nearest(self, figures: Figures) -> float:
        """Return the nearest to it that any case comes."""
        return float(figures.max() if self.floor else figures.min())


def _of(*lines: OptionLine) -> Callable[[Model, str], Sequence[str]]:
    """Return lines of an option, those that its model has; none where the first is not there."""

    def keys(traced: Model, option: str) -> Sequence[str]:
        every = [line.of(option) for line in lines]
        return every if every[0] in traced.lines else []

    return keys


def _paid_out(traced: Model, option: str) -> Sequence[str]:
    brought = OptionLine.BENEFIT.of(option)
    return [OptionLine.MONTHLY.of(option), *([brought] if brought in traced.lines else [])]


def _funding(_traced: Model, option: str) -> Sequence[str]:
    return [] if option == "cloud" else [PairLine.PEAK_FUNDING.of("cloud", option, "nominal")]


def _undone(traced: Model, option: str) -> Sequence[str]:
    if option not in OWNING:
        return []
    own = OptionLine.UNIT_WORK.of(option)
    return [OptionLine.UNIT_HOURS.of(option), own if own in traced.lines else OptionLine.UNIT_HOURS.of("cloud")]


def _start(traced: Model, option: str) -> Sequence[str]:
    later, hired = OptionLine.DELAY.of(option), OptionLine.READY.of(option)
    return [later if later in traced.lines else hired]


def _one(found: Results, lines: Sequence[str]) -> Figures:
    return found.arrays[lines[0]].reshape(-1)


def _over_time(found: Results, lines: Sequence[str]) -> Figures:
    return found.monthly(lines[0]).sum(axis=0)


def _most(found: Results, lines: Sequence[str]) -> Figures:
    return found.monthly(lines[0]).max(axis=0)


def _dearest_year(found: Results, lines: Sequence[str]) -> Figures:
    """Return the most that is paid in a year, or at the start; what benefits bring in pays no bill."""
    monthly = found.monthly(lines[0])
    for brought in lines[1:]:
        monthly = monthly - found.monthly(brought)
    return np.add.reduceat(monthly, [0, *range(1, len(monthly), 12)], axis=0).max(axis=0)


def _part_undone(found: Results, lines: Sequence[str]) -> Figures:
    done, whole = (found.monthly(line).sum(axis=0) for line in lines)
    return np.where(whole > 0, 1 - done / np.where(whole > 0, whole, 1.0), 0.0)


def _power(found: Results, lines: Sequence[str]) -> Figures:
    servers, each = (found.arrays[line] for line in lines)
    kilowatts = (servers * each).reshape(-1, *servers.shape[-2:]).sum(axis=0)
    return kilowatts.max(axis=0)


_EVERY: Sequence[Limit] = (
    Limit("capital", "total paid for hardware and works", _of(OptionLine.UP_FRONT), _over_time, money=True),
    Limit("funding", "the most it has cost above the cloud at any time", _funding, _one, money=True),
    Limit("year", "cash in any year, or at the start", _paid_out, _dearest_year, money=True),
    Limit("people", "people employed", _of(OptionLine.TEAM), _most),
    Limit("carbon", "carbon over the horizon, in tonnes", _of(OptionLine.CARBON_TOTAL), _one),
    Limit(
        "power",
        "power of all servers at full load with their cooling, in kW",
        _of(OptionLine.IN_USE, OptionLine.SITE_POWER),
        _power,
    ),
    Limit("undone", "share of the work left undone, 0 to 1", _undone, _part_undone),
    Limit("start", "months until it is ready", _start, _one),
    Limit("score", "weighted score of the criteria", _of(OptionLine.SCORE), _one, floor=True),
)

LIMITS: Mapping[str, Limit] = {limit.name: limit for limit in _EVERY}
"""Every limit by its name, in the order in which they are told."""

OF_PLAN: Mapping[str, str] = {"capital": "finance.capital_limit"}
"""Limits that a plan may set itself, by name, with the input that holds the most allowed; 0 is no limit.

What is approved has the plan's contingency on it, and so has what they are held against.
"""

CONTINGENCY = "cost_management.contingency"


def with_those_of_plan(values: Mapping[str, Value], within: Mapping[str, float]) -> dict[str, float]:
    """Return limits with those of a plan, the tighter where both set one. values: of its inputs in a scenario."""
    return {**within, **{name: min(value, within.get(name, value)) for name, value in _own(values).items()}}


def contingency_on(values: Mapping[str, Value], name: str, value: float) -> float:
    """Return the contingency that a limit leaves room for, as a share: the plan's on its own limits, else none.

    values: of the plan's inputs in a scenario.
    """
    return float(values[CONTINGENCY]) if _own(values).get(name) == value else 0.0


def _own(values: Mapping[str, Value]) -> dict[str, float]:
    """Return the limits that a plan sets itself, by name, less the contingency that they leave room for."""
    more = 1 + float(values[CONTINGENCY])
    return {name: float(values[key]) / more for name, key in OF_PLAN.items() if float(values[key]) > 0}
