"""Operations that round a number or hold it between bounds."""

import math
from collections.abc import Sequence
from typing import Any, override

import numpy as np

from models.formula.operation import Array, Call, Coordinates, MachineCode, Say, Spreadsheet, Term, UnitRule, Vector
from models.formula.operations.arithmetic import NUMBER_BY_ITSELF, TIGHT, Elementwise, into, no_form_over_rows


class WithinUnit(Elementwise):
    """A value held between 0 and 1."""

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [into(np.maximum, out, operands[0], 0.0), into(np.minimum, out, out, 1.0)]

    @override
    def number(self, *values: float) -> float:
        return min(max(values[0], 0.0), 1.0)

    @override
    def lanes(self, *operands: Any, out: Array) -> None:
        np.maximum(operands[0], 0.0, out=out)
        np.minimum(out, 1.0, out=out)

    @override
    def vector(self, code: MachineCode, *values: Vector) -> Vector:
        zero, one = code.constant(0.0), code.constant(1.0)
        above = code.select(code.compare(">", values[0], zero), values[0], zero)
        return code.select(code.compare("<", above, one), above, one)

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        if block is None:
            return f"MIN(1,MAX(0,{sheet.text(node.operands[0], at)}))"
        inner = sheet.text(node.operands[0], at, block, NUMBER_BY_ITSELF)
        return f"(({inner}>0)*(({inner}<1)*({inner})+({inner}>=1)))"

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        text = f"{say(node.operands[0], TIGHT)} held between 0 and 1"
        return f"({text})" if above >= 0 else text

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        if rule.plain(operands[0]) != rule.none:
            raise rule.refuse(node, f"{self.name} of {operands[0]}")
        return rule.none


class Ceiling(Elementwise):
    """The next whole number at or above a value of 0 or more, forgiving an excess up to a tolerance."""

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [into(np.subtract, out, *operands), into(np.maximum, out, out, 0.0), into(np.ceil, out, out)]

    @override
    def number(self, *values: float) -> float:
        return float(math.ceil(max(values[0] - values[1], 0.0)))

    @override
    def lanes(self, *operands: Any, out: Array) -> None:
        np.subtract(*operands, out=out)
        np.maximum(out, 0.0, out=out)
        np.ceil(out, out=out)

    @override
    def vector(self, code: MachineCode, *values: Vector) -> Vector:
        return _rounded(code, code.subtract(*values))

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        first = sheet.text(node.operands[0], at, block, NUMBER_BY_ITSELF)
        if block is None:
            return f"ROUNDUP(MAX({first}-{sheet.text(node.operands[1], at)},0),0)"
        tolerance = sheet.text(node.operands[1], at, block, NUMBER_BY_ITSELF)
        return f"ROUNDUP(({first}>{tolerance})*({first}-{tolerance}),0)"

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        text = f"{say(node.operands[0], TIGHT)} rounded up"
        return f"({text})" if above >= 0 else text

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.plain(operands[0])


def _rounded(code: MachineCode, value: Vector) -> Vector:
    zero = code.constant(0.0)
    return code.ceiling(code.select(code.compare(">", value, zero), value, zero))


class RoundedUp(Ceiling):
    """The next whole number at or above a value of 0 or more, the tolerance taken off already."""

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [into(np.maximum, out, operands[0], 0.0), into(np.ceil, out, out)]

    @override
    def number(self, *values: float) -> float:
        return float(math.ceil(max(values[0], 0.0)))

    @override
    def lanes(self, *operands: Any, out: Array) -> None:
        np.maximum(operands[0], 0.0, out=out)
        np.ceil(out, out=out)

    @override
    def vector(self, code: MachineCode, *values: Vector) -> Vector:
        return _rounded(code, values[0])

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        if block is not None:
            raise no_form_over_rows(self, node)
        return f"ROUNDUP(MAX({sheet.text(node.operands[0], at)},0),0)"


WITHIN_UNIT = WithinUnit(name="within_unit", overwrites=True, script="Math.min(Math.max({},0),1)")
CEILING = Ceiling(name="ceiling", script="Math.ceil(Math.max({}-{},0))")
ROUNDED_UP = RoundedUp(name="rounded_up", overwrites=True, script="Math.ceil(Math.max({},0))")
