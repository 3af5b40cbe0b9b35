"""Groups of lines that look back at each other, worked out month by month.

The group's terms are written once as a small Python function of the month: over plain numbers for a few
cases, over arrays of cases for many. Both are the same text with other names for least, greatest and so on.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from models.formula.node import Line, Node
from models.formula.operation import Array, FormulaError, Operation
from models.formula.operations.leaves import NUMBER
from models.formula.operations.months import LAG, PREVIOUS

FEW_LANES = 12
"""Up to this many rows × cases plain numbers are faster than arrays (measured: about 1 µs an array operation)."""


def _months_ago(line: list[float], month: int, months: float) -> float:
    at = month - int(months)
    return line[at] if at >= 0 else 0.0


def _lag_places(months: Array, length: int, lanes: int) -> NDArray[np.int64]:
    """Return the places of values some months ago, by month and lane, in a line that begins with a month of zeros."""
    back = np.broadcast_to(months.reshape(1, -1).astype(np.int64), (1, lanes))
    month = np.arange(length)[:, np.newaxis]
    return np.maximum(month - back + 1, 0) * lanes + np.arange(lanes)


_LANES: Mapping[str, Callable[..., object]] = {
    "lag_places": _lag_places,
    "empty": np.empty,
    "take": np.take,
    "copyto": np.copyto,
}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A group.

    Its terms, the lines it yields and the terms it takes from outside, in the order of the function's arguments.
    """

    members: tuple[Node, ...]
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
            by_month = [np.ascontiguousarray(np.moveaxis(a, -2, 0)).reshape(a.shape[-2], lanes) for a in full]
            lines = [np.zeros((months + 1, lanes)) for _ in outs]
            self.by_array(months, lanes, *by_month, *lines)
            for out, line in zip(outs, lines, strict=True):
                np.copyto(np.moveaxis(out, -2, 0), line[1:].reshape(np.moveaxis(out, -2, 0).shape))
            return
        columns = [np.moveaxis(a, -2, 0).reshape(a.shape[-2], lanes).T.tolist() for a in full]
        states = [np.empty((months, lanes)) for _ in outs]
        for lane in range(lanes):
            values = [[0.0] * months for _ in outs]
            self.by_number(months, *(column[lane] for column in columns), *values)
            for result, value in zip(states, values, strict=True):
                result[:, lane] = value
        for out, result in zip(outs, states, strict=True):
            by_month = np.moveaxis(out, -2, 0)
            by_month[...] = result.reshape(by_month.shape)


def recurrence(members: Sequence[Node]) -> Recurrence:
    """Return the function of a group of terms that depend on each other through earlier months.

    Raises FormulaError where a term of the group depends on itself within one month.
    """
    inside = {id(node) for node in members}
    lines = tuple(node for node in members if isinstance(node, Line))
    outside: dict[int, Node] = {}
    for node in members:
        for operand in node.operands:
            if id(operand) not in inside and operand.op is not NUMBER:
                outside[id(operand)] = operand
    names = {key: f"x{i}" for i, key in enumerate(outside)}
    names |= {id(line): f"y{i}" for i, line in enumerate(lines)}
    arguments = [names[key] for key in outside] + [names[id(line)] for line in lines]
    ordered = within_month(members)
    for node in ordered:
        if node.op not in {PREVIOUS, LAG} and type(node.op).number is Operation.number:
            raise FormulaError(f"{node.described()}: {node.op.name} cannot stand in lines that look back at each other")
    return Recurrence(
        tuple(members),
        lines,
        tuple(outside.values()),
        _compiled(
            _number_source(ordered, inside, dict(names), arguments),
            {"months_ago": _months_ago, **{node.op.name: node.op.number for node in ordered}},
        ),
        _compiled(
            _array_source(ordered, inside, dict(names), arguments),
            {**_LANES, **{node.op.name: node.op.lanes for node in ordered}},
        ),
    )


def _number_source(ordered: Sequence[Node], inside: set[int], names: dict[int, str], arguments: Sequence[str]) -> str:
    """Return the function over plain numbers: one statement a term, month after month."""
    body = [f"    {_target(node, names)} = {_expression(node, inside, names)}" for node in ordered]
    return "\n".join([f"def work(months, {', '.join(arguments)}):", "  for m in range(months):", *body])


def _array_source(ordered: Sequence[Node], inside: set[int], names: dict[int, str], arguments: Sequence[str]) -> str:
    """Return the function over arrays of lanes: each term writes into an array of its own.

    Lines begin with a month of zeros.
    """
    before: list[str] = []
    body: list[str] = []
    for node in ordered:
        if node.op is PREVIOUS:
            names[id(node)] = f"{names[id(node.operands[0])]}[m]"
            continue
        if isinstance(node, Line):
            target = f"{names[id(node)]}[m + 1]"
            body.append(f"    copyto({target}, {_array_operand(node.formula, inside, names)})")
            continue
        names[id(node)] = target = f"t{len(names)}"
        before.append(f"  {target} = empty(lanes)")
        if node.op is LAG:
            line, months = node.operands
            before.append(f"  {target}_at = lag_places({names[id(months)]}[0], months, lanes)")
            before.append(f"  {target}_of = {names[id(line)]}.reshape(-1)")
            body.append(f"    take({target}_of, {target}_at[m], 0, {target}, 'clip')")
            continue
        operands = ", ".join(_array_operand(operand, inside, names) for operand in node.operands)
        body.append(f"    {node.op.name}({operands}, out={target})")
    return "\n".join([f"def work(months, lanes, {', '.join(arguments)}):", *before, "  for m in range(months):", *body])


def _array_operand(node: Node, inside: set[int], names: Mapping[int, str]) -> str:
    if node.op is NUMBER:
        return repr(node.detail)
    if id(node) in inside:
        return f"{names[id(node)]}[m + 1]" if isinstance(node, Line) else names[id(node)]
    return f"{names[id(node)]}[m]" if node.timed else f"{names[id(node)]}[0]"


def _compiled(source: str, functions: Mapping[str, Callable[..., object]]) -> Callable[..., None]:
    scope: dict[str, object] = dict(functions)
    # the text is written above from the graph's own operations
    exec(compile(source, "<recurrence>", "exec"), scope)  # noqa: S102
    return cast("Callable[..., None]", scope["work"])


def within_month(members: Sequence[Node]) -> list[Node]:
    """Return the members so that each follows what it needs of the same month.

    Raises FormulaError where one depends on itself within a month.
    """
    inside = {id(node) for node in members}
    ordered: list[Node] = []
    state: dict[int, int] = {}

    def place(node: Node) -> None:
        if state.get(id(node)) == 1:
            raise FormulaError(f"{node.described()}: the line depends on itself within one month")
        if id(node) in state:
            return
        state[id(node)] = 1
        if node.op not in {PREVIOUS, LAG}:
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
    if node.op is PREVIOUS:
        line = names[id(node.operands[0])]
        return f"({line}[m - 1] if m else 0.0)"
    if node.op is LAG:
        line, months = node.operands
        return f"months_ago({names[id(line)]}, m, {names[id(months)]}[0])"
    parts = [_operand(operand, inside, names) for operand in node.operands]
    return node.op.inline.format(*parts) if node.op.inline else f"{node.op.name}({', '.join(parts)})"


def _operand(node: Node, inside: set[int], names: Mapping[int, str]) -> str:
    if node.op is NUMBER:
        return repr(node.detail)
    if id(node) in inside:
        return f"{names[id(node)]}[m]" if isinstance(node, Line) else names[id(node)]
    return f"{names[id(node)]}[m]" if node.timed else f"{names[id(node)]}[0]"
