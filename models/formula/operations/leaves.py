"""Terms whose values are given: numbers, months, inputs, flags of choices, decisions kept; and names of terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, override

import numpy as np

from models.formula.axes import DIMENSIONS
from models.formula.operation import (
    Array,
    Call,
    Coordinates,
    FormulaError,
    Instruction,
    MachineCode,
    Operation,
    Rows,
    Say,
    Script,
    Spreadsheet,
    Term,
    UnitRule,
    Vector,
)
from models.quantities.declaration import Input, Kind


@dataclass(frozen=True, eq=False, kw_only=True)
class Leaf(Operation):
    """A term whose value is given.

    constant: it is the same in every plan and case.
    """

    constant: bool = False
    numpy_only: str = "its value is given"

    @property
    @override
    def is_leaf(self) -> bool:
        return True

    def fill(self, node: Term, array: Array) -> None:
        """Write the values of a constant of the graph."""

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(self.fill, (node, out))]

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.none


class Number(Leaf):
    """A bare 0 or 1; every other number is a declared input."""

    @override
    def fill(self, node: Term, array: Array) -> None:
        array.fill(float(str(node.detail)))

    @override
    def machine(self, code: MachineCode, one: Instruction, at: Coordinates) -> Vector:
        return code.constant(float(str(one.node.detail)))

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        return f"{node.detail:g}"

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        return f"{node.detail:g}"

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return f"{node.detail:g}"

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return BARE


BARE = object()
"""The unit of a bare 0 or 1: that of what it stands beside."""


class Month(Leaf):
    """The number of the month."""

    @override
    def fill(self, node: Term, array: Array) -> None:
        array[...] = np.arange(array.size, dtype=float).reshape(array.shape)

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        return f"{{c}}${sheet.month_row}"

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        return month

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return "month"

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.month


@dataclass(frozen=True, eq=False, kw_only=True)
class Placed(Leaf):
    """A leaf with cells of its own."""

    @property
    @override
    def has_place(self) -> bool:
        return True

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        return sheet.reference(node, at, block)

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        return f"V[{script.place(node, at, month)}]"


class Numbers(Placed):
    """1, 2, 3 … along an axis."""

    @override
    def fill(self, node: Term, array: Array) -> None:
        array[...] = np.arange(1.0, array.size + 1).reshape(array.shape)

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        return f"({at[node.axes[0]]}+1)"

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return f"number of the {node.detail}"


class OfInput(Placed):
    """The value of a declared input."""

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        if node.detail.kind is Kind.MONTH:
            return f"MONTH({sheet.reference(node, at, None)})"
        return sheet.reference(node, at, block)

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return node.detail.label

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        declared = node.detail
        assert isinstance(declared, Input)
        return rule.none if declared.kind is Kind.FLAG else rule.parsed(declared.unit.dimension)


class Chosen(Placed):
    """1 where a choice has a given value, else 0."""

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        declared = node.operands[0].detail
        option = next(choice.label for choice in declared.choices if choice.value == node.detail)
        return f"[{declared.label}: {option}]"


class Kept(Leaf):
    """The values of a decided line, that hold in every case."""

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        raise FormulaError(f"{node.described()}: a decision that is kept stands in no sheet")

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        raise FormulaError(f"{node.described()}: a decision that is kept stands in no pack")

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return "as decided"


class Refers(Operation):
    """For a reference to a row: 1 at the row it names and 0 at the others, over both axes."""

    @property
    @override
    def has_place(self) -> bool:
        return True

    @override
    def varies_over(self, operands: Sequence[Term], detail: object) -> set[str]:
        return super().varies_over(operands, detail) | {str(detail)}

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(self._named, (operands[0], DIMENSIONS[str(node.detail)], out))]

    @staticmethod
    def _named(reference: Array, dimension: int, out: Array) -> None:
        along = np.moveaxis(out, dimension, 0)
        for position in range(along.shape[0]):
            along[position] = np.moveaxis(reference, dimension, 0)[0] == position

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        return sheet.reference(node, at, block)

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        return f"(+({script.text(node.operands[0], at, month)}==={at[str(node.detail)]}))"

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return f"[{say(node.operands[0], -1)} is the {node.detail}]"

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.none


class Named(Operation):
    """A named quantity: a row of the workbook."""

    @property
    @override
    def is_named(self) -> bool:
        return True

    @property
    @override
    def has_place(self) -> bool:
        return True

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(np.copyto, (out, operands[0]))]

    @override
    def machine(self, code: MachineCode, one: Instruction, at: Coordinates) -> Vector:
        return code.value(one.reads[0], at)

    @override
    def number(self, *values: float) -> float:
        return values[0]

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        return sheet.reference(node, at, block)

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        return f"V[{script.place(node, at, month)}]"

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return node.label

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.parsed(node.unit.dimension)  # type: ignore[attr-defined]


NUMBER = Number(name="number", constant=True)
MONTH = Month(name="month", constant=True)
NUMBERS = Numbers(name="numbers", constant=True)
INPUT = OfInput(name="input")
CHOICE = OfInput(name="choice")
CHOSEN = Chosen(name="chosen")
KEPT = Kept(name="kept")
REFERS = Refers(name="refers", numpy_only="what a row refers to is the same in every case")
LINE = Named(name="line", renames=True, inline="{}")
