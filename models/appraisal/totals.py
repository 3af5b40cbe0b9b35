"""The totals of an option, and its curves, as lines of the graph."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.formula.node import Line, Node, over_time

BASES = ("nominal", "discounted")


@dataclass(frozen=True, slots=True)
class OptionTotals:
    """The totals of one option.

    incurred: what is bought and used of each class of cost, whenever it is paid; arises: all of it, as accounts and tax
        see it.
    """

    monthly: Line
    cumulative: Line
    discounted: Line
    residual: Line
    total_cost: Line
    present_value: Line
    class_totals: Sequence[Line]
    areas: dict[str, Line]
    derived: Sequence[Line]
    incurred: Sequence[Line]
    arises: Line

    @property
    def ordered(self) -> Line | None:
        """What is bought up front, whenever it is paid; None where the option buys nothing."""
        ends = (".up_front", ".incurred_up_front")
        return next((line for line in self.incurred if line.key.endswith(ends)), None)

    @property
    def up_front(self) -> Line | None:
        """What is paid up front, None where the option buys nothing."""
        return next((line for line in self.class_totals if line.key.endswith(".up_front")), None)

    @property
    def spent(self) -> Node:
        """What is paid over the horizon, before the benefits that total_cost is net of."""
        return before_benefits(self.total_cost, benefits_in(self.class_totals))


def benefits_in(class_totals: Sequence[Line]) -> Line | None:
    """Return what benefits bring in a month, below nothing, of an option's classes of cost; None where they do not."""
    return next((line for line in class_totals if line.key.endswith(".benefit")), None)


def before_benefits(cost: Node, brought: Line | None) -> Node:
    """Return a cost over the horizon without the benefits that it is net of."""
    return cost if brought is None else cost - over_time(brought)


@dataclass(frozen=True, slots=True)
class Curves:
    """Cumulative cost of an option with the work that waits in it, nominal and discounted."""

    nominal: Line
    discounted: Line

    def on(self, basis: str) -> Line:
        """Return the curve on a basis."""
        return self.nominal if basis == "nominal" else self.discounted
