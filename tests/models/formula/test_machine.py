"""Machine code gives the bits of numpy, for every operation and for every example's results."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.storage.examples import example, names
from models.appraisal.model import model
from models.appraisal.results import wanted_keys
from models.areas.register import expanded
from models.formula import machine, program
from models.formula.node import (
    ONE,
    ZERO,
    Line,
    Node,
    absolute,
    ahead,
    at_end,
    block_total,
    ceiling,
    compounded,
    cumulative,
    equals,
    greatest,
    held,
    lag,
    largest,
    least,
    over_time,
    peak_over_time,
    present_value,
    previous,
    ratio,
    stacked,
    total,
    where,
    within_unit,
)
from models.formula.operations.every import EVERY
from models.formula.program import Program
from models.formula.trace import Area, Structure, Table, Trace, declare
from models.quantities import units
from models.quantities.declaration import Kind
from models.quantities.declaring import constant, integer, quantity

CASES = 43
"""Neither a multiple of eight nor few."""


class Toy(Area):
    name = "toy"
    title = "Toy"

    rate = quantity("Rate", units.NUMBER, default=0, bounds=(-10, 10), help="h", source="s")
    lead = integer("Lead", units.MONTH, default=1, bounds=(0, 12), help="h", source="s")
    tolerance = constant("Tolerance", units.NUMBER, value=1e-9, help="h", source="s")


class Row(Table):
    axis = "workload"
    home = "workload"
    title = "Rows"

    size = quantity("Size", units.NUMBER, default=1, bounds=(-10, 10), help="h", source="s")


declare(Toy, Row)
STRUCTURE = Structure({"workload": ("a", "b", "c"), "pool": ("p",)}, 12)


def every_operation(trace: Trace) -> list[Line]:
    """Return lines that use each operation of the graph at least once, over rows, slices and months."""
    toy, row = Toy(trace), Row(trace)
    lines: list[Line] = []

    def named(key: str, formula: Node) -> Line:
        lines.append(trace.line(key, key, units.NUMBER, formula))
        return lines[-1]

    wave = named("wave", (trace.month - toy.lead) * toy.rate + row.size)
    slices = trace.numbers("slice")
    curve = named("curve", greatest(wave - slices * toy.rate, ZERO))
    named("area", total(total(curve * row.size, "workload"), "slice"))
    named("weighted", total(within_unit(curve), "workload") * slices)
    named("steps", ceiling(wave, toy.tolerance) + absolute(wave))
    named("ratio", ratio(wave, greatest(wave - 1, ZERO)))
    named(
        "chosen",
        where(wave > toy.rate, least(wave, ONE), -wave)
        + (wave >= 1)
        - (wave < 0) * (wave <= toy.rate)
        + equals(wave, row.size),
    )
    named("quotient", wave / (1 + absolute(wave)))
    named("largest", largest(wave, "workload"))
    wave_of_one = trace.month - toy.rate
    named("back", lag(wave, toy.lead))
    named("later", ahead(wave, toy.lead))
    named("before", previous(wave))
    named("so far", cumulative(wave * toy.rate))
    named("grown", compounded(1 + toy.rate / (1 + absolute(toy.rate)), ONE))
    named("held", held(wave, equals(wave, row.size) + (wave > 1)))
    named("stacked", stacked([trace.month * toy.rate, trace.month + toy.lead, wave_of_one], "tier"))
    named("all", block_total([wave, lines[6]]))
    for key, formula in (
        ("sum", over_time(wave)),
        ("peak", peak_over_time(wave)),
        ("end", at_end(wave)),
        ("worth", present_value(wave, absolute(toy.rate))),
    ):
        named(key, formula * row.size)
    stock = trace.declared("stock", "stock", units.NUMBER, like=wave)
    bought = named("bought", greatest(wave - previous(stock), ZERO))
    lines.append(stock.define(previous(stock) + bought - lag(bought, toy.lead + 1)))
    return lines


def both(
    program: Program, values: dict[str, object], lines: Sequence[Line]
) -> tuple[dict[str, NDArray[np.float64]], dict[str, NDArray[np.float64]]]:
    plain = dict(program.evaluate(values, lines).arrays)  # pyright: ignore[reportArgumentType]
    plan = program.plan(frozenset(key for key, value in values.items() if isinstance(value, np.ndarray)))
    assert not plan.compiled
    plan.compile()
    assert plan.compiled
    return plain, dict(program.evaluate(values, lines).arrays)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("collect", [True, False])
def test_every_operation_gives_the_bits_of_numpy(collect: bool) -> None:
    trace = Trace(STRUCTURE)
    lines = every_operation(trace)
    random = np.random.default_rng(7)
    values: dict[str, object] = {
        "toy.tolerance": 1e-9,
        "toy.rate": np.round(random.uniform(-3, 3, CASES), 1),
        "toy.lead": random.integers(0, 12, CASES).astype(float),
    }
    values |= {f"toy.workload.{name}.size": np.round(random.uniform(-3, 3, CASES), 1) for name in "abc"}
    program = Program(STRUCTURE, lines, collect)
    plain, compiled = both(program, values, lines)
    for key, array in plain.items():
        np.testing.assert_array_equal(array, compiled[key], err_msg=key)


def test_the_toy_uses_every_operation_that_is_compiled() -> None:
    used = {
        step.node.op
        for collect in (True, False)
        for step in Program(STRUCTURE, every_operation(Trace(STRUCTURE)), collect).steps
    }
    compiled = {op for op in EVERY if not op.numpy_only and not op.renames}
    assert compiled - used == set()


@pytest.mark.parametrize("name", names())
def test_every_result_of_an_example_has_the_bits_of_numpy(name: str) -> None:
    plan = example(name).plan
    traced = model(plan.structure)
    random = np.random.default_rng(11)
    values: dict[str, object] = dict(plan.values(plan.scenarios[0].slug))
    for key, declared, _ in expanded(plan.slugs):
        if (
            declared.numeric
            and declared.plausible
            and declared.scenario_may_change
            and declared.plausible[0] < declared.plausible[1]
        ):
            drawn = random.uniform(*declared.plausible, CASES)
            values[key] = (np.round(drawn) if declared.kind is Kind.INTEGER else drawn).clip(*declared.bounds)
    keys = wanted_keys(traced)
    lines = [traced.lines[key] for key in keys]
    plain, compiled = both(Program(plan.structure, lines), values, lines)
    for key, array in plain.items():
        np.testing.assert_array_equal(array, compiled[key], err_msg=key)


def test_without_a_compiler_numpy_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_compiler", lambda: None)
    monkeypatch.setattr(program, "COMPILE_FROM", 1)
    trace = Trace(STRUCTURE)
    line = trace.line("line", "line", units.NUMBER, trace.month * Toy(trace).rate)
    made = Program(STRUCTURE, [line])
    found = made.evaluate({"toy.rate": np.arange(40.0)}, [line])
    assert not made.plan(frozenset({"toy.rate"})).compiled
    assert found.monthly("line")[3].tolist() == [3.0 * case for case in range(40)]


def test_many_cases_are_compiled_and_go_through_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "BLOCK_CASES_COMPILED", 600)
    trace = Trace(STRUCTURE)
    line = trace.line("line", "line", units.NUMBER, trace.month * Toy(trace).rate)
    made = Program(STRUCTURE, [line])
    found = made.evaluate({"toy.rate": np.arange(2_003.0)}, [line])
    assert made.plan(frozenset({"toy.rate"})).compiled
    assert found.monthly("line")[3].tolist() == [3.0 * case for case in range(2_003)]
