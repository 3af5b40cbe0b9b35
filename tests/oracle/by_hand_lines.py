"""Cost lines and what taxes make of them: sections 2 and 3.8 of MODEL.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from oracle.by_hand_inputs import Months


@dataclass(frozen=True)
class Line:
    """A named cost by month 0…H, in pounds, positive: its class, its VAT (services, assets, none) and its tax.

    For tax a line is an expense, plant, or works (power and cooling).
    """

    name: str
    months: Months
    kind: str = "running"
    vat: str = "services"
    tax: str = "expense"


def total(lines: Sequence[Line], horizon: int, **wanted: str) -> Months:
    """Return pounds by month of the lines whose attributes are those wanted; all of them without one."""
    chosen = [line for line in lines if all(getattr(line, name) == word for name, word in wanted.items())]
    return [sum(line.months[month] for line in chosen) for month in range(horizon + 1)]
