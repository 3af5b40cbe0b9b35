"""One input as a measurement says it, and what one measured figure says of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from models.plan.measured_rate import SMALLEST, legible, rate
from models.plan.measurements import FIGURES, Measurement
from models.plan.plan import Plan
from models.quantities.declaration import Kind, Value
from models.quantities.writing import SYMBOLS

MOST_OFF = 0.95
"""A larger discount is none, but a fault of the file."""


@dataclass(frozen=True, slots=True)
class MeasuredInput:
    """One input as measured.

    figure: the measured figure it follows from. together: inputs that are set with it. note: how it follows, which
        stays with it. aside: what to know before it is taken. problem: why it cannot be taken.
    sure: False where somebody should look before taking it.
    """

    key: str
    value: Value
    figure: str
    low: float | None = None
    high: float | None = None
    together: Mapping[str, Value] = field(default_factory=dict[str, Value])
    note: str = ""
    problem: str = ""
    sure: bool = True
    aside: str = ""

    @property
    def sets(self) -> Mapping[str, Value]:
        """Every input it sets, by key."""
        return {self.key: self.value, **self.together}


def figure(
    plan: Plan,
    measurement: Measurement,
    key: str,
    figure: str,
    note: str = "",
    change: Callable[[float], float] | None = None,
    *,
    sure: bool = True,
) -> list[MeasuredInput]:
    """Return an input that is a figure, or follows from it by a change; money is converted at the plan's rates."""
    value = measurement.figures.get(figure)
    if value is None:
        return []
    declared = plan.declaration(key)
    change = change or (lambda one: one)
    at = 1.0
    if FIGURES[figure].unit.startswith("{}"):
        into = next(code for code, sign in SYMBOLS.items() if sign == plan.symbol(plan.scenarios[0].slug, key))
        found = rate(plan, measurement.currency, into)
        if found is None:
            other = measurement.currency or "a currency the file does not name"
            return [
                MeasuredInput(key, value, figure, problem=f"is in {other}, for which the plan has no exchange rate")
            ]
        at = found
        if at != 1.0:
            note = f"{note + '; ' if note else ''}{measurement.currency} at the plan's rate, {at:.4g} {into}"
    plain = change

    def change_at(one: float) -> float:
        return plain(one) * at

    digits = 0 if declared.kind is Kind.INTEGER else None
    low, high = measurement.ranges.get(figure, (None, None))
    notes = change_at(value)
    ends = sorted([notes, *(change_at(end) for end in (low, high) if end is not None)])
    within = [max(declared.bounds[0], min(declared.bounds[1], end)) for end in (ends[0], ends[-1])]
    ranged = low is not None and within[1] - within[0] > SMALLEST * max(abs(within[1]), SMALLEST)
    final: Value = round(notes) if digits == 0 else legible(notes)
    return [
        MeasuredInput(
            key,
            final,
            figure,
            min(legible(within[0]), float(final)) if ranged else None,
            max(legible(within[1]), float(final)) if ranged else None,
            note=note,
            sure=sure,
        )
    ]
