"""Every formula is worked out in units: what it gives must be what its line says."""

from collections.abc import Iterator
from typing import Any

import pint
import pytest

from models.appraisal.model import model
from models.areas.register import TABLES
from models.formula.node import Line, Node
from models.formula.trace import Structure
from models.quantities.declaration import Input, Kind
from models.quantities.units import BASE_DIMENSIONS

STRUCTURE = Structure(dict.fromkeys(TABLES, ("a", "b")), 24)
LITERAL = "literal"
SAME_UNIT = {"add", "subtract", "least", "greatest", "below", "at_most", "above", "at_least", "equals", "remainder"}
FLAGS = {"below", "at_most", "above", "at_least", "equals", "chosen", "refers"}


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry:
    made = pint.UnitRegistry(None)
    for name in BASE_DIMENSIONS:
        made.define(f"{name} = [{name}]")
    return made


class UnitError(Exception):
    pass


class Checker:
    """Works out the unit of terms; a bare 0 or 1 takes the unit of what it stands beside."""

    def __init__(self, registry: pint.UnitRegistry) -> None:
        self.registry = registry
        self.none = registry.parse_units("")
        self.known: dict[int, object] = {}

    def unit(self, node: Node) -> Any:
        if isinstance(node, Line):
            return self.registry.parse_units(node.unit.dimension)
        if id(node) not in self.known:
            self.known[id(node)] = self.derived(node)
        return self.known[id(node)]

    def derived(self, node: Node) -> Any:
        operands = [self.unit(operand) for operand in node.operands] if node.op not in {"chosen", "refers"} else []
        if node.op == "number":
            return LITERAL
        if isinstance(node.detail, Input) and node.op in {"input", "choice"}:
            return self.none if node.detail.kind is Kind.FLAG else self.registry.parse_units(node.detail.unit.dimension)
        if node.op == "month":
            return self.registry.parse_units("month")
        if node.op == "numbers" or (node.op in FLAGS and node.op not in SAME_UNIT):
            return self.none
        if node.op in SAME_UNIT or node.op == "stacked":
            common = self.common(node, operands)
            return self.none if node.op in FLAGS else common
        return self.computed(node, operands)

    def common(self, node: Node, operands: list[Any]) -> Any:
        real = [unit for unit in operands if unit is not LITERAL and unit != LITERAL]
        if any(unit != real[0] for unit in real[1:]):
            raise UnitError(f"{node.described()}: {node.op} of {[str(unit) for unit in operands]}")
        return real[0] if real else self.none

    def computed(self, node: Node, operands: list[Any]) -> Any:
        plain = [self.none if unit == LITERAL else unit for unit in operands]
        month = self.registry.parse_units("month")
        match node.op:
            case "multiply":
                return plain[0] * plain[1]
            case "divide" | "ratio":
                return plain[0] / plain[1]
            case "power":
                if plain[0] != self.none or plain[1] not in (self.none, self.registry.parse_units("year/month")):
                    raise UnitError(f"{node.described()}: {plain[0]} to the power of {plain[1]}")
                return self.none
            case "where":
                return self.common(node, operands[1:])
            case "cumulative" | "over_time" | "present_value":
                return plain[0] * month
            case "per_month":
                return plain[0] / month
            case "lag" | "ahead":
                if plain[1] != month:
                    raise UnitError(f"{node.described()}: looks {plain[1]} away, expected months")
                return plain[0]
            case "within_unit" | "compounded":
                if plain[0] != self.none:
                    raise UnitError(f"{node.described()}: {node.op} of {plain[0]}")
                return self.none
            case "block_total":
                return self.common(node, operands)
            case _:
                return plain[0]


def mistakes(lines: Iterator[Line], registry: pint.UnitRegistry) -> list[str]:
    checker = Checker(registry)
    found: list[str] = []
    for line in lines:
        try:
            derived = checker.unit(line.formula)
            if derived != LITERAL and derived != registry.parse_units(line.unit.dimension):
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
