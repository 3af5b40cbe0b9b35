"""Dated changes of prices beside their trend: a contract that is renewed, a levy, a list price that is raised."""

from models.formula.node import Line, Node, greatest, total, value_of
from models.formula.trace import Area, Table, Trace, declare
from models.quantities import units
from models.quantities.declaring import choice, flag, integer, share

PRICES = (
    ("cloud", "Cloud GPU prices"),
    ("hardware", "Hardware prices"),
    ("energy", "Energy prices"),
    ("api", "API prices"),
    ("wages", "Wages"),
    ("general", "General prices"),
)
"""The prices that have an index, that of a new row first."""


class PriceStep(Table):
    """Changes of prices from a month on."""

    axis = "price_step"
    home = "price_step"
    title = "Dated price changes"
    starting_rows = (("step", "A price change"),)

    active = flag(
        "Counted", default=False, essential=True, help="Switches the change on or off in a scenario.", source="plan"
    )
    of = choice(
        "Price", *PRICES, default="cloud", harmless=True, help="Every price that follows this index.", source="contract"
    )
    month = integer(
        "From month",
        units.MONTH,
        default=13,
        bounds=(0, 120),
        plausible=(1, 60),
        harmless=True,
        help="From then on, until another change of the same price is added to it.",
        source="contract",
    )
    change = share(
        "Price change",
        default=0.0,
        bounds=(-0.95, 10),
        plausible=(-0.3, 0.3),
        essential=True,
        harmless=True,
        help="Relative to the trend price. For a figure per contract year enter a row per year: 13, 25, 37 and so on.",
        source="contract",
    )


class PriceSteps(Area):
    """Where the table stands."""

    name = "finance"
    title = "Dated price changes"


GROUPS = declare(PriceSteps, PriceStep)


def stepped(trace: Trace, steps: PriceStep, name: str, label: str, index: Line) -> Line:
    """Trace a price index with its dated changes; without any it is the index. name: one of PRICES."""
    if value_of(steps.active) == 0 or value_of(steps.of.is_(name)) == 0:
        return index
    by_step = steps.active * steps.of.is_(name) * steps.change * (trace.month >= steps.month)
    each = trace.line(f"{name}_by_step", f"{label}: change, by step", units.RATIO, by_step)
    factor: Node = greatest(1 + total(each, "price_step"), 0)
    changes = trace.line(f"{name}_steps", f"{label}: dated changes", units.RATIO, factor)
    return trace.line(f"{name}_stepped", f"{label}, index with dated changes", units.RATIO, index * changes)
