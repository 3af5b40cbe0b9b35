"""A small model over any number of rows, with every kind of loop machine code is made of."""

import numpy as np
from numpy.typing import NDArray

from models.formula.node import ZERO, Line, Node, cumulative, greatest, lag, largest, over_time, previous, total
from models.formula.trace import Area, Structure, Table, Trace, declare
from models.quantities import units
from models.quantities.declaring import integer, quantity

CASES = 19
HORIZON = 6


class Shop(Area):
    name = "shop"
    title = "Shop"

    rate = quantity("Rate", units.NUMBER, default=0, bounds=(-10, 10), help="h", source="s")
    lead = integer("Lead", units.MONTH, default=1, bounds=(0, 12), help="h", source="s")


class Shelf(Table):
    axis = "workload"
    home = "workload"
    title = "Shelves"

    size = quantity("Size", units.NUMBER, default=1, bounds=(-10, 10), help="h", source="s")


declare(Shop, Shelf)


def traced(rows: int) -> tuple[Structure, list[Line]]:
    """Return lines over rows, over slices and rows, their sums, and a group that looks back at itself."""
    structure = Structure({"workload": tuple(f"w{number}" for number in range(rows)), "pool": ("p",)}, HORIZON)
    trace = Trace(structure)
    shop, shelf = Shop(trace), Shelf(trace)
    lines: list[Line] = []

    def named(key: str, formula: Node) -> Line:
        lines.append(trace.line(key, key, units.NUMBER, formula))
        return lines[-1]

    wave = named("wave", (trace.month - shop.lead) * shop.rate + shelf.size)
    sliced = named("sliced", greatest(wave - trace.numbers("slice") * shelf.size, ZERO))
    by_slice = named("by slice", total(sliced * shop.rate, "workload"))
    named("all", total(by_slice, "slice"))
    named("most", largest(wave, "workload"))
    named("late", lag(wave, shop.lead) + previous(wave))
    named("so far", cumulative(wave * shop.rate))
    named("sum", over_time(wave) * shelf.size)
    stock = trace.declared("stock", "stock", units.NUMBER, like=wave)
    bought = named("bought", greatest(wave - previous(stock), ZERO))
    lines.append(stock.define(previous(stock) + bought - lag(bought, shop.lead + 1)))
    return structure, lines


def values(structure: Structure) -> dict[str, NDArray[np.float64]]:
    """Return the model's inputs in nineteen cases."""
    random = np.random.default_rng(3)
    return {
        "shop.rate": random.uniform(-3, 3, CASES).round(1),
        "shop.lead": random.integers(0, 5, CASES).astype(float),
        **{f"shop.workload.{row}.size": random.uniform(-3, 3, CASES).round(1) for row in structure.rows["workload"]},
    }
