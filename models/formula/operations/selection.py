"""Operations that take one value or another, and one that only changes a unit."""

from collections.abc import Sequence
from typing import Any, override

import numpy as np

from models.formula.operation import Array, Call, Coordinates, MachineCode, Say, Spreadsheet, Term, UnitRule, Vector
from models.formula.operations.arithmetic import DIVIDE, TIGHT, Elementwise, no_form_over_rows


class Ratio(Elementwise):
    """A quotient, 0 where the denominator is 0."""

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(self._divided, (*operands, out))]

    @staticmethod
    def _divided(numerator: Array, denominator: Array, out: Array) -> None:
        if denominator.all():
            np.divide(numerator, denominator, out=out)
            return
        out.fill(0.0)
        np.divide(numerator, denominator, out=out, where=denominator != 0)

    @override
    def number(self, *values: float) -> float:
        return values[0] / values[1] if values[1] else 0.0

    @override
    def lanes(self, *operands: Any, out: Array) -> None:
        out.fill(0.0)
        np.divide(operands[0], operands[1], out=out, where=np.asarray(operands[1]) != 0)

    @override
    def vector(self, code: MachineCode, *values: Vector) -> Vector:
        zero = code.constant(0.0)
        flag = code.compare("!=", values[1], zero)
        return code.select(flag, code.divide(values[0], code.select(flag, values[1], code.constant(1.0))), zero)

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        if block is not None:
            raise no_form_over_rows(self, node)
        numerator, denominator = node.operands
        divisor = sheet.text(denominator, at, None, TIGHT + 1)
        return f"IF({sheet.text(denominator, at)}=0,0,{sheet.text(numerator, at, None, TIGHT)}/{divisor})"

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return DIVIDE.words(say, node, above)

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return DIVIDE.unit(rule, node, operands)


class Where(Elementwise):
    """One of two values by a flag."""

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(self._chosen, (*operands, out))]

    @staticmethod
    def _chosen(condition: Array, then: Array, otherwise: Array, out: Array) -> None:
        np.copyto(out, otherwise)
        np.copyto(out, then, where=condition != 0)

    @override
    def number(self, *values: float) -> float:
        return values[1] if values[0] else values[2]

    @override
    def lanes(self, *operands: Any, out: Array) -> None:
        np.copyto(out, operands[2])
        np.copyto(out, operands[1], where=np.asarray(operands[0]) != 0)

    @override
    def vector(self, code: MachineCode, *values: Vector) -> Vector:
        return code.select(code.compare("!=", values[0], code.constant(0.0)), values[1], values[2])

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        if block is not None:
            raise no_form_over_rows(self, node)
        condition, then, otherwise = node.operands
        return f"IF({sheet.condition(condition, at)},{sheet.text(then, at)},{sheet.text(otherwise, at)})"

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        condition, then, otherwise = (say(operand, 0) for operand in node.operands)
        text = f"{then} where {condition}, else {otherwise}"
        return f"({text})" if above >= 0 else text

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.common(node, operands[1:])


class PerMonth(Elementwise):
    """An amount that falls in a month as a monthly flow: the same number in another unit."""

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(np.copyto, (out, operands[0]))]

    @override
    def number(self, *values: float) -> float:
        return values[0]

    @override
    def lanes(self, *operands: Any, out: Array) -> None:
        np.copyto(out, operands[0])

    @override
    def vector(self, code: MachineCode, *values: Vector) -> Vector:
        return values[0]

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        return sheet.text(node.operands[0], at, block, above)

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return say(node.operands[0], above)

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.plain(operands[0]) / rule.month


RATIO = Ratio(name="ratio", script="ratio({},{})")
WHERE = Where(name="where", script="({}?{}:{})")
PER_MONTH = PerMonth(name="per_month", renames=True, script="{}")
