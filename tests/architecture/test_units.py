"""Every formula is worked out in units: what it gives must be what its line says."""

from collections.abc import Iterator, Sequence
from typing import Any

import pint
import pytest

from models.appraisal.model import model
from models.areas.register import TABLES
from models.formula.node import Line, Node
from models.formula.operation import Term
from models.formula.operations.leaves import BARE
from models.formula.trace import Structure
from models.quantities.units import BASE_DIMENSIONS

STRUCTURE = Structure(dict.fromkeys(TABLES, ("a", "b")), 24)


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry:
    made = pint.UnitRegistry(None)
    for name in BASE_DIMENSIONS:
        made.define(f"{name} = [{name}]")
    return made


class UnitError(Exception):
    pass


class Checker:
    """Works out the unit of terms by each operation's own rule, with pint's units."""

    def __init__(self, registry: pint.UnitRegistry) -> None:
        self.registry = registry
        self.none = registry.parse_units("")
        self.month = registry.parse_units("month")
        self.per_year_and_month = registry.parse_units("year/month")
        self.known: dict[int, object] = {}

    def unit(self, node: Node) -> Any:
        if isinstance(node, Line):
            return self.parsed(node.unit.dimension)
        if id(node) not in self.known:
            operands = [self.unit(operand) for operand in node.operands] if not node.op.is_leaf else []
            self.known[id(node)] = node.op.unit(self, node, operands)
        return self.known[id(node)]

    def parsed(self, dimension: str) -> Any:
        return self.registry.parse_units(dimension)

    def plain(self, unit: Any) -> Any:
        return self.none if unit is BARE else unit

    def common(self, node: Term, units: Sequence[Any]) -> Any:
        real = [unit for unit in units if unit is not BARE]
        if any(unit != real[0] for unit in real[1:]):
            raise self.refuse(node, f"{node.op.name} of {[str(unit) for unit in units]}")
        return real[0] if real else self.none

    def refuse(self, node: Term, why: str) -> UnitError:
        return UnitError(f"{node.described()}: {why}")


def mistakes(lines: Iterator[Line], registry: pint.UnitRegistry) -> list[str]:
    checker = Checker(registry)
    found: list[str] = []
    for line in lines:
        try:
            derived = checker.unit(line.formula)
            if derived is not BARE and derived != registry.parse_units(line.unit.dimension):
                found.append(f"{line.key}: says {line.unit.dimension or 'number'}, comes out as {derived}")
        except UnitError as error:
            found.append(str(error))
    return found


def test_every_formula_comes_out_in_the_unit_of_its_line(registry: pint.UnitRegistry) -> None:
    assert mistakes(iter(model(STRUCTURE).lines.values()), registry) == []


def test_every_cost_is_money_per_month() -> None:
    assert {line.unit.dimension for line in model(STRUCTURE).lines.values() if line.cost_class} == {"money/month"}


def test_the_check_finds_a_price_per_gpu_hour_taken_for_one_per_month(registry: pint.UnitRegistry) -> None:
    traced = model(STRUCTURE)
    price, gpus = traced.lines["demand.cloud_price"], traced.lines["cloud.on_demand_gpus"]
    wrong = Line(
        "wrong", "Wrong", traced.lines["cloud.on_demand"].unit, axes=price.axes, timed=True, sheet="cloud"
    ).define(price * gpus)
    assert mistakes(iter([wrong]), registry) == ["wrong: says money/month, comes out as money / hour"]
