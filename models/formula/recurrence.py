"""Groups of lines that look back at each other, worked out month by month.

The group's terms are written once as a small Python function of the month: over plain numbers for a few
cases, over arrays of cases for many. Both are the same text with other names for least, greatest and so on.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.formula.node import FormulaError, Line, Node
from models.formula.operations import Array

FEW_LANES = 12
"""Up to this many rows × cases plain numbers are faster than arrays (measured: about 1 µs an array operation)."""

_INFIX = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "**"}
_COMPARE = {"below": "<", "at_most": "<=", "above": ">", "at_least": ">=", "equals": "=="}
_CALLS = {"least", "greatest", "ratio", "where", "ceiling", "within_unit", "absolute", "remainder"}


def _scalar_ratio(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else 0.0


def _scalar_where(condition: float, then: float, otherwise: float) -> float:
    return then if condition else otherwise


def _scalar_ceiling(value: float, tolerance: float) -> float:
    return float(math.ceil(max(value - tolerance, 0.0)))


def _scalar_lag(line: list[float], month: int, months: float) -> float:
    at = month - int(months)
    return line[at] if at >= 0 else 0.0


_SCALAR: Mapping[str, object] = {
    "least": min,
    "greatest": max,
    "ratio": _scalar_ratio,
    "where": _scalar_where,
    "ceiling": _scalar_ceiling,
    "within_unit": lambda value: min(max(value, 0.0), 1.0),
    "absolute": abs,
    "remainder": lambda value, divisor: value % divisor,
    "flag": float,
    "lag": _scalar_lag,
}


def _array_lag(line: Array, month: int, months: Array) -> Array | float:
    first = int(months.flat[0])
    if (months == first).all():
        return line[month - first] if month >= first else 0.0
    at: NDArray[np.int64] = month - months.astype(np.int64)
    at = np.broadcast_to(at, line.shape[1:])
    return np.take_along_axis(line, at.clip(0)[np.newaxis], axis=0)[0] * (at >= 0)


_ARRAY: Mapping[str, object] = {
    "least": np.minimum,
    "greatest": np.maximum,
    "ratio": lambda numerator, denominator: np.divide(
        numerator, denominator, out=np.zeros(np.broadcast_shapes(np.shape(numerator), np.shape(denominator))), where=denominator != 0
    ),
    "where": lambda condition, then, otherwise: np.where(condition != 0, then, otherwise),
    "ceiling": lambda value, tolerance: np.ceil(np.maximum(value - tolerance, 0.0)),
    "within_unit": lambda value: np.clip(value, 0.0, 1.0),
    "absolute": np.absolute,
    "remainder": np.remainder,
    "flag": lambda value: value * 1.0,
    "lag": _array_lag,
}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A group: the lines it yields and the terms it takes from outside, in the order of the function's arguments."""

    lines: tuple[Line, ...]
    outside: tuple[Node, ...]
    by_number: Callable[..., None]
    by_array: Callable[..., None]

    def run(self, outside: Sequence[Array], outs: Sequence[Array]) -> None:
        """Fill the group's lines from the arrays of the outside terms."""
        shape = np.broadcast_shapes(*(out.shape for out in outs))
        lanes = math.prod(shape) // shape[-2]
        months = shape[-2]
        full = [np.broadcast_to(a, (*shape[:-2], a.shape[-2], shape[-1])) for a in outside]
        if lanes > FEW_LANES:
            by_month = [np.ascontiguousarray(np.moveaxis(a, -2, 0)) if a.shape[-2] > 1 else np.moveaxis(a, -2, 0) for a in full]
            self.by_array(months, *by_month, *(np.moveaxis(out, -2, 0) for out in outs))
            return
        columns = [np.moveaxis(a, -2, 0).reshape(a.shape[-2], lanes).T.tolist() for a in full]
        results = [np.moveaxis(out, -2, 0) for out in outs]
        for lane in range(lanes):
            values = [[0.0] * months for _ in outs]
            self.by_number(months, *(column[lane] for column in columns), *values)
            for result, value in zip(results, values, strict=True):
                result.reshape(months, lanes)[:, lane] = value


def recurrence(members: Sequence[Node]) -> Recurrence:
    """Return the function of a group of terms that depend on each other through earlier months.

    Raises FormulaError where a term of the group depends on itself within one month.
    """
    inside = {id(node) for node in members}
    lines = tuple(node for node in members if isinstance(node, Line))
    outside: dict[int, Node] = {}
    for node in members:
        for operand in node.operands:
            if id(operand) not in inside and operand.op != "number":
                outside[id(operand)] = operand
    names = {key: f"x{i}" for i, key in enumerate(outside)}
    names |= {id(line): f"y{i}" for i, line in enumerate(lines)}
    arguments = [names[key] for key in outside] + [names[id(line)] for line in lines]
    body = [f"    {_target(node, names)} = {_expression(node, inside, names)}" for node in _within_month(members, inside)]
    source = "\n".join([f"def work(months, {', '.join(arguments)}):", "  for m in range(months):", *body])
    return Recurrence(lines, tuple(outside.values()), _compiled(source, _SCALAR), _compiled(source, _ARRAY))


def _compiled(source: str, functions: Mapping[str, object]) -> Callable[..., None]:
    scope: dict[str, object] = dict(functions)
    exec(compile(source, "<recurrence>", "exec"), scope)  # noqa: S102 - the text is written above from the graph's own operations
    work = scope["work"]
    assert callable(work)
    return work


def _within_month(members: Sequence[Node], inside: set[int]) -> list[Node]:
    """Return the members so that each follows what it needs of the same month."""
    ordered: list[Node] = []
    state: dict[int, int] = {}

    def place(node: Node) -> None:
        if state.get(id(node)) == 1:
            raise FormulaError(f"{node.described()}: the line depends on itself within one month")
        if id(node) in state:
            return
        state[id(node)] = 1
        if node.op not in {"previous", "lag"}:
            for operand in node.operands:
                if id(operand) in inside:
                    place(operand)
        state[id(node)] = 2
        ordered.append(node)

    for node in members:
        place(node)
    return ordered


def _target(node: Node, names: dict[int, str]) -> str:
    if isinstance(node, Line):
        return f"{names[id(node)]}[m]"
    return names.setdefault(id(node), f"t{len(names)}")


def _expression(node: Node, inside: set[int], names: Mapping[int, str]) -> str:
    if node.op == "previous":
        line = names[id(node.operands[0])]
        return f"({line}[m - 1] if m else 0.0)"
    if node.op == "lag":
        line, months = node.operands
        return f"lag({names[id(line)]}, m, {names[id(months)]}[0])"
    parts = [_operand(operand, inside, names) for operand in node.operands]
    if node.op == "line":
        return parts[0]
    if node.op == "negate":
        return f"(-{parts[0]})"
    if node.op in _INFIX:
        return f"({parts[0]} {_INFIX[node.op]} {parts[1]})"
    if node.op in _COMPARE:
        return f"flag({parts[0]} {_COMPARE[node.op]} {parts[1]})"
    if node.op in _CALLS:
        return f"{node.op}({', '.join(parts)})"
    raise FormulaError(f"{node.described()}: {node.op} cannot stand in lines that look back at each other")


def _operand(node: Node, inside: set[int], names: Mapping[int, str]) -> str:
    if node.op == "number":
        return repr(node.detail)
    if id(node) in inside:
        return f"{names[id(node)]}[m]" if isinstance(node, Line) else names[id(node)]
    return f"{names[id(node)]}[m]" if node.timed else f"{names[id(node)]}[0]"
