"""Operations of the graph in numpy.

An array has a dimension for each row axis, shared by those that never meet, then months, then cases; a dimension over
which a
term does not vary has length 1. Every operation writes into `out`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from models.formula.node import DIMENSIONS, ROW_DIMENSIONS, Node, turned_axes

type Array = NDArray[np.float64]
type Operation = Callable[[Sequence[Array], Node, Array], None]

MONTH_AXIS = -2

MANY_CASES = 33
"""From this many cases on, one call a month is faster than numpy's own accumulation along the months."""


type Call = tuple[Callable[..., object], tuple[object, ...]]
"""A function and its arguments."""


def axis_number(axis: str) -> int:
    """Return the dimension that stands for a row axis."""
    return DIMENSIONS[axis]


def _ratio(operands: Sequence[Array], _node: Node, out: Array) -> None:
    numerator, denominator = operands
    if denominator.all():
        np.divide(numerator, denominator, out=out)
        return
    out.fill(0.0)
    np.divide(numerator, denominator, out=out, where=denominator != 0)


def _where(operands: Sequence[Array], _node: Node, out: Array) -> None:
    condition, then, otherwise = operands
    np.copyto(out, otherwise)
    np.copyto(out, then, where=condition != 0)


def _stacked(operands: Sequence[Array], node: Node, out: Array) -> None:
    along = np.moveaxis(out, axis_number(str(node.detail)), 0)
    for position, operand in enumerate(operands):
        along[position] = np.moveaxis(operand, axis_number(str(node.detail)), 0)[0]


def _turned(operands: Sequence[Array], node: Node, out: Array) -> None:
    axis, onto = turned_axes(node)
    np.copyto(out, np.swapaxes(operands[0], axis_number(axis), axis_number(onto)))


def _refers(operands: Sequence[Array], node: Node, out: Array) -> None:
    along = np.moveaxis(out, axis_number(str(node.detail)), 0)
    for position in range(along.shape[0]):
        along[position] = np.moveaxis(operands[0], axis_number(str(node.detail)), 0)[0] == position


def _previous(operands: Sequence[Array], _node: Node, out: Array) -> None:
    out[..., 0, :] = 0.0
    out[..., 1:, :] = operands[0][..., :-1, :]


def _lag(operands: Sequence[Array], _node: Node, out: Array) -> None:
    line, months = operands
    _shifted(line, -months, out)


def _ahead(operands: Sequence[Array], _node: Node, out: Array) -> None:
    line, months = operands
    _shifted(line, months, out)


def _shifted(line: Array, months: Array, out: Array) -> None:
    """Write the line moved by a number of months: 0 before its first month, its last value after the last."""
    length = int(line.shape[MONTH_AXIS])
    month: NDArray[np.int64] = np.arange(length, dtype=np.int64)
    first = months.flat[0]
    if (months == first).all():
        positions: NDArray[np.int64] = month + int(first)
        np.take(
            np.broadcast_to(line, out.shape),
            np.minimum(positions, length - 1).clip(0),
            axis=MONTH_AXIS,
            out=out,
            mode="clip",
        )
        out[..., positions < 0, :] = 0.0
        return
    shape = np.broadcast_shapes(line.shape, (*months.shape[:-2], length, months.shape[-1]))
    lanes = line.size // length
    if line.shape != shape or lanes * length != out.size or line.size // line.shape[-1] != length:
        positions = month[:, np.newaxis] + months.astype(np.int64)
        chosen = np.take_along_axis(
            np.broadcast_to(line, shape), np.broadcast_to(positions.clip(0, length - 1), shape), axis=MONTH_AXIS
        )
        np.multiply(chosen, positions >= 0, out=out)
        return
    positions = month[:, np.newaxis] + months.reshape(1, -1).astype(np.int64)
    places = positions.clip(0, length - 1) * lanes + np.arange(lanes)
    np.take(line.reshape(-1), places, out=out.reshape(length, lanes), mode="clip")
    if positions[0].min() < 0:
        np.multiply(out, (positions >= 0).reshape(out.shape), out=out)


def _cumulative(operands: Sequence[Array], _node: Node, out: Array) -> None:
    np.add.accumulate(np.broadcast_to(operands[0], out.shape), axis=MONTH_AXIS, out=out)


def _compounded(operands: Sequence[Array], _node: Node, out: Array) -> None:
    factor, first_month = operands
    out[...] = factor
    out[..., : int(first_month.flat[0]) + 1, :] = 1.0
    np.multiply.accumulate(out, axis=MONTH_AXIS, out=out)


def _held(operands: Sequence[Array], _node: Node, out: Array) -> None:
    value, at = operands
    months: NDArray[np.int64] = np.arange(int(out.shape[MONTH_AXIS]), dtype=np.int64)[:, np.newaxis]
    last = np.maximum.accumulate(np.where(at != 0, months, -1), axis=MONTH_AXIS)
    if last.size == last.shape[MONTH_AXIS]:
        np.take(np.broadcast_to(value, out.shape), last.ravel().clip(0), axis=MONTH_AXIS, out=out, mode="clip")
        out[..., last.ravel() < 0, :] = 0.0
        return
    last = np.broadcast_to(last, out.shape)
    chosen = np.take_along_axis(np.broadcast_to(value, out.shape), last.clip(0), axis=MONTH_AXIS)
    np.multiply(chosen, last >= 0, out=out)


def _over_time(operands: Sequence[Array], _node: Node, out: Array) -> None:
    np.add.reduce(operands[0], axis=MONTH_AXIS, keepdims=True, out=out)


def _peak_over_time(operands: Sequence[Array], _node: Node, out: Array) -> None:
    np.maximum.reduce(operands[0], axis=MONTH_AXIS, keepdims=True, out=out)


def _at_end(operands: Sequence[Array], _node: Node, out: Array) -> None:
    out[...] = operands[0][..., -1:, :]


def _present_value(operands: Sequence[Array], _node: Node, out: Array) -> None:
    line, rate = operands
    growth = np.broadcast_to(1.0 / (1.0 + rate), (*rate.shape[:-2], line.shape[MONTH_AXIS], rate.shape[-1])).copy()
    growth[..., 0, :] = 1.0
    np.multiply.accumulate(growth, axis=MONTH_AXIS, out=growth)
    np.add.reduce(line * growth, axis=MONTH_AXIS, keepdims=True, out=out)


def _block_total(operands: Sequence[Array], _node: Node, out: Array) -> None:
    out.fill(0.0)
    rows = tuple(range(ROW_DIMENSIONS))
    for operand in operands:
        out += (
            operand.sum(axis=rows, keepdims=True) if operand.size != operand.shape[-1] * operand.shape[-2] else operand
        )


OPERATIONS: Mapping[str, Operation] = {
    "ratio": _ratio,
    "where": _where,
    "stacked": _stacked,
    "turned": _turned,
    "refers": _refers,
    "previous": _previous,
    "lag": _lag,
    "ahead": _ahead,
    "cumulative": _cumulative,
    "compounded": _compounded,
    "held": _held,
    "over_time": _over_time,
    "peak_over_time": _peak_over_time,
    "at_end": _at_end,
    "present_value": _present_value,
    "block_total": _block_total,
}

_UFUNCS = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "power": np.power,
    "negate": np.negative,
    "absolute": np.absolute,
    "least": np.minimum,
    "greatest": np.maximum,
    "below": np.less,
    "at_most": np.less_equal,
    "above": np.greater,
    "at_least": np.greater_equal,
    "equals": np.equal,
    "remainder": np.remainder,
}


def calls_of(node: Node, operands: Sequence[Array], out: Array) -> list[Call]:
    """Return an operation as numpy calls with their arguments ready."""
    if node.op in _UFUNCS:
        return [into(_UFUNCS[node.op], out, *operands)]
    if node.op == "ceiling":
        return [into(np.subtract, out, *operands), into(np.maximum, out, out, 0.0), into(np.ceil, out, out)]
    if node.op == "whole":
        return [into(np.maximum, out, operands[0], 0.0), into(np.ceil, out, out)]
    if node.op == "within_unit":
        return [into(np.maximum, out, operands[0], 0.0), into(np.minimum, out, out, 1.0)]
    if node.op in {"compounded", "cumulative"} and out.shape[-1] >= MANY_CASES:
        return _month_after_month(node, operands, out)
    if node.op in {"total", "largest"}:
        along = axis_number(str(node.detail))
        if operands[0].shape[along] == 1:
            return [(np.copyto, (out, operands[0]))]
        reduce = np.add.reduce if node.op == "total" else np.maximum.reduce
        return [(reduce, (operands[0], along, None, out, True))]
    return [(OPERATIONS[node.op], (operands, node, out))]


def into(function: np.ufunc, out: Array, *operands: Array | float) -> Call:
    """Return the call of a numpy function that writes into an array."""
    if function in {np.maximum, np.minimum}:
        return partial(function, out=out), operands
    return function, (*operands, out)


def _month_after_month(node: Node, operands: Sequence[Array], out: Array) -> list[Call]:
    """Return a running product or total as one call a month: over many cases that is faster than numpy's own."""
    months = [out[..., m : m + 1, :] for m in range(out.shape[MONTH_AXIS])]
    if node.op == "compounded":
        first = int(operands[1].flat[0])
        start: list[Call] = [(np.copyto, (month, 1.0)) for month in months[: first + 1]]
        return start + [into(np.multiply, months[m], months[m - 1], operands[0]) for m in range(first + 1, len(months))]
    value = np.broadcast_to(operands[0], (*out.shape[:-2], operands[0].shape[-2], operands[0].shape[-1]))
    parts = [value[..., m : m + 1, :] if value.shape[-2] > 1 else value for m in range(len(months))]
    return [
        (np.copyto, (months[0], parts[0])),
        *(into(np.add, months[m], months[m - 1], parts[m]) for m in range(1, len(months))),
    ]
