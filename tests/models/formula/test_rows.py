"""Rows are loops: machine code gives numpy's bits at any number of them, and does not grow with them."""

import numpy as np
import pytest
from answers import always
from numpy.typing import NDArray

from models.formula import machine
from models.formula.kernels import WRITTEN_OUT
from models.formula.node import ZERO, Line, Node, cumulative, greatest, lag, largest, over_time, previous, total
from models.formula.program import Program
from models.formula.trace import Area, Structure, Table, Trace, declare
from models.quantities import units
from models.quantities.declaration import integer, quantity

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
    random = np.random.default_rng(3)
    return {
        "shop.rate": random.uniform(-3, 3, CASES).round(1),
        "shop.lead": random.integers(0, 5, CASES).astype(float),
        **{f"shop.workload.{row}.size": random.uniform(-3, 3, CASES).round(1) for row in structure.rows["workload"]},
    }


@pytest.mark.parametrize("rows", [1, WRITTEN_OUT, WRITTEN_OUT + 1, 64, 65, 100, 300])
def test_any_number_of_rows_gives_the_bits_of_numpy(rows: int) -> None:
    structure, lines = traced(rows)
    given = values(structure)
    program = Program(structure, lines)
    plain = dict(program.evaluate(given, lines).arrays)
    plan = program.plan(frozenset(given))
    plan.compile()
    assert plan.compiled
    for key, array in program.evaluate(given, lines).arrays.items():
        np.testing.assert_array_equal(array, plain[key], err_msg=key)


def test_code_does_not_grow_with_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[int] = []
    compiler = machine._compiler()
    assert compiler is not None

    def counted(text: str) -> object:
        texts.append(len(text))
        return compiler(text)

    monkeypatch.setattr(machine, "_compiler", always(counted))
    for rows in (64, 65, 100, 300):
        structure, lines = traced(rows)
        program = Program(structure, lines)
        program.plan(frozenset(values(structure))).compile()
    assert max(texts) - min(texts) < 0.01 * min(texts)  # the numbers in it have a digit more


def test_the_sum_over_rows_of_a_known_line() -> None:
    structure, lines = traced(100)
    ones = {key: np.ones(CASES) for key in values(structure)}
    found = Program(structure, lines).evaluate(ones, lines)
    # each of 100 rows is (month - 1) × 1 + 1 = month; a slice n keeps month - n, so month 3 keeps 2 + 1
    assert found.monthly("all")[:4, 0].tolist() == [0.0, 0.0, 100.0, 300.0]
    assert found.monthly("most")[:, 0].tolist() == [0, 1, 2, 3, 4, 5, 6]
