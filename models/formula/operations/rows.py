"""Operations over rows: sums and largest of an axis, terms laid along an axis, blocks of lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast, override

import numpy as np

from models.formula.axes import DIMENSIONS, ROW_DIMENSIONS
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
from models.formula.operations.arithmetic import TIGHT


def axis_of(node: Term) -> str:
    """Return the axis an operation works along."""
    return str(node.detail)


@dataclass(frozen=True, eq=False, kw_only=True)
class Reduction(Operation):
    """One number from the rows of an axis.

    function: of the sheet. gathered: the function of a browser. phrase: in words.
    """

    ufunc: np.ufunc
    function: str
    gathered: str
    phrase: str

    @override
    def varies_over(self, operands: Sequence[Term], detail: object) -> set[str]:
        return super().varies_over(operands, detail) - {str(detail)}

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        along = DIMENSIONS[axis_of(node)]
        if operands[0].shape[along] == 1:
            return [(np.copyto, (out, operands[0]))]
        return [(self.ufunc.reduce, (operands[0], along, None, out, True))]

    @override
    def machine(self, code: MachineCode, one: Instruction, at: Coordinates) -> Vector:
        axis = axis_of(one.node)
        values = [code.value(one.reads[0], {**at, axis: place}) for place in range(code.rows(axis))]
        result = values[0]
        for value in values[1:]:
            result = self.joined(code, result, value)
        return result

    def joined(self, code: MachineCode, first: Vector, second: Vector) -> Vector:
        """Return two rows as one."""
        raise NotImplementedError(self.name)

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        inner = node.operands[0]
        if inner.op.is_named:
            return f"{self.function}({sheet.reference(inner, at, axis_of(node))})"
        return self.of_terms(sheet, inner, at, axis_of(node))

    def of_terms(self, sheet: Spreadsheet, inner: Any, at: Coordinates, axis: str) -> str:  # noqa: ANN401
        """Return the text for rows that have no cells of their own."""
        raise NotImplementedError(self.name)

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        inner, axis = node.operands[0], axis_of(node)
        start = script.place(inner, {**at, axis: "0"}, month)
        return f"{self.gathered}({start},{script.rows(axis)},{script.apart(inner, axis)})"

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return self.phrase.format(say(node.operands[0], TIGHT), axis=node.detail)

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.plain(operands[0])


class Total(Reduction):
    """The sum over the rows of an axis."""

    @override
    def joined(self, code: MachineCode, first: Vector, second: Vector) -> Vector:
        return code.add(first, second)

    @override
    def of_terms(self, sheet: Spreadsheet, inner: Any, at: Coordinates, axis: str) -> str:
        return f"SUMPRODUCT({sheet.text(inner, at, axis)})"


class Largest(Reduction):
    """The largest over the rows of an axis."""

    @override
    def joined(self, code: MachineCode, first: Vector, second: Vector) -> Vector:
        return code.select(code.compare(">", first, second), first, second)

    @override
    def of_terms(self, sheet: Spreadsheet, inner: Any, at: Coordinates, axis: str) -> str:
        raise FormulaError(f"{inner.described()}: only a named line has a largest row")


class Stacked(Operation):
    """Terms laid along an axis, one a row."""

    @override
    def varies_over(self, operands: Sequence[Term], detail: object) -> set[str]:
        return super().varies_over(operands, detail) | {str(detail)}

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(self._laid, (operands, DIMENSIONS[axis_of(node)], out))]

    @staticmethod
    def _laid(operands: Sequence[Array], dimension: int, out: Array) -> None:
        along = np.moveaxis(out, dimension, 0)
        for position, operand in enumerate(operands):
            along[position] = np.moveaxis(operand, dimension, 0)[0]

    @override
    def machine(self, code: MachineCode, one: Instruction, at: Coordinates) -> Vector:
        return code.value(one.reads[at[axis_of(one.node)]], at)

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        if block is not None:
            raise FormulaError(f"{node.described()}: {self.name} has no form over a range of rows")
        return sheet.text(node.operands[at[axis_of(node)]], at)

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        axis = axis_of(node)
        return script.text(node.operands[int(at[axis])], {**at, axis: "0"}, month)

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        text = f"{say(node.operands[0], -1)} … {say(node.operands[-1], -1)}"
        return f"({text})" if above >= 0 else text

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.common(node, operands)


class Turned(Operation):
    """The same rows along another axis of the same length."""

    @staticmethod
    def axes_of(node: Term) -> tuple[str, str]:
        """Return the axes it is taken from and laid along."""
        return cast("tuple[str, str]", node.detail)

    @override
    def varies_over(self, operands: Sequence[Term], detail: object) -> set[str]:
        axis, onto = cast("tuple[str, str]", detail)
        return {onto if name == axis else name for name in operands[0].axes}

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        axis, onto = self.axes_of(node)
        return [(np.copyto, (out, np.swapaxes(operands[0], DIMENSIONS[axis], DIMENSIONS[onto])))]

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        if block is not None:
            raise FormulaError(f"{node.described()}: {self.name} has no form over a range of rows")
        axis, onto = self.axes_of(node)
        return sheet.text(node.operands[0], {**at, axis: at[onto]})

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        axis, onto = self.axes_of(node)
        return script.text(node.operands[0], {**at, axis: at[onto]}, month)

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return say(node.operands[0], above)

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.plain(operands[0])


class BlockTotal(Operation):
    """The sum of lines that stand one below the other on a sheet, over all their rows."""

    @override
    def varies_over(self, operands: Sequence[Term], detail: object) -> set[str]:
        return set()

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(self._summed, (operands, out))]

    @staticmethod
    def _summed(operands: Sequence[Array], out: Array) -> None:
        out.fill(0.0)
        rows = tuple(range(ROW_DIMENSIONS))
        for operand in operands:
            one_row = operand.size == operand.shape[-1] * operand.shape[-2]
            out += operand if one_row else operand.sum(axis=rows, keepdims=True)

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        raise FormulaError(f"{node.described()}: {self.name} must be the whole formula of a line")

    @override
    def excel_row(self, sheet: Spreadsheet, node: Any, at: Coordinates, row: int) -> str:
        first, last = sheet.schedule(node)
        return f"SUM({{c}}{first}:{{c}}{last})"

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        first = dict.fromkeys((axis for operand in node.operands for axis in operand.axes), "0")
        parts = (
            f"sum({script.place(one, first, month)},{script.all_rows(one)},{script.months(one)})"
            for one in node.operands
        )
        return f"({'+'.join(parts)})"

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        def whole(operand: Any) -> str:  # noqa: ANN401
            text = say(operand, -1)
            for axis in reversed(operand.axes):
                text = TOTAL.phrase.format(text, axis=axis)
            return text

        return " + ".join(whole(operand) for operand in node.operands)

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.common(node, operands)


TOTAL = Total(name="total", ufunc=np.add, function="SUM", gathered="sum", phrase="the sum of {} over each {axis}")
LARGEST = Largest(
    name="largest", ufunc=np.maximum, function="MAX", gathered="most", phrase="the largest of {} over each {axis}"
)
STACKED = Stacked(name="stacked")
TURNED = Turned(name="turned", numpy_only="it lays the slices out twice for the sheet; programs read them once")
BLOCK_TOTAL = BlockTotal(name="block_total", numpy_only="programs read it as sums of rows, added up")
