"""Operations of the graph in numpy.

An array has one dimension for each row axis of AXES, then months, then cases; a dimension over which a
term does not vary has length 1. Every operation writes into `out`.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from models.formula.node import AXES, Node

type Array = NDArray[np.float64]
type Operation = Callable[[Sequence[Array], Node, Array], None]

MONTH_AXIS = -2


def axis_number(axis: str) -> int:
    """Return the dimension that stands for a row axis."""
    return AXES.index(axis)


def _ufunc(function: np.ufunc) -> Operation:
    def apply(operands: Sequence[Array], _node: Node, out: Array) -> None:
        function(*operands, out=out)

    return apply


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


def _ceiling(operands: Sequence[Array], _node: Node, out: Array) -> None:
    value, tolerance = operands
    np.subtract(value, tolerance, out=out)
    np.maximum(out, 0.0, out=out)
    np.ceil(out, out=out)


def _within_unit(operands: Sequence[Array], _node: Node, out: Array) -> None:
    np.maximum(operands[0], 0.0, out=out)
    np.minimum(out, 1.0, out=out)


def _total(operands: Sequence[Array], node: Node, out: Array) -> None:
    np.add.reduce(operands[0], axis=axis_number(str(node.detail)), keepdims=True, out=out)


def _largest(operands: Sequence[Array], node: Node, out: Array) -> None:
    np.maximum.reduce(operands[0], axis=axis_number(str(node.detail)), keepdims=True, out=out)


def _stacked(operands: Sequence[Array], node: Node, out: Array) -> None:
    along = np.moveaxis(out, axis_number(str(node.detail)), 0)
    for position, operand in enumerate(operands):
        along[position] = np.moveaxis(operand, axis_number(str(node.detail)), 0)[0]


def _turned(operands: Sequence[Array], node: Node, out: Array) -> None:
    assert isinstance(node.detail, tuple)
    axis, onto = node.detail
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
    length = line.shape[MONTH_AXIS]
    first = months.flat[0]
    if (months == first).all():
        positions = np.arange(length) + int(first)
        np.take(line, np.minimum(positions, length - 1).clip(0), axis=MONTH_AXIS, out=out, mode="clip")
        out[..., positions < 0, :] = 0.0
        return
    positions = np.arange(length)[:, np.newaxis] + months.astype(np.int64)
    chosen = np.take_along_axis(line, *_aligned(line, positions.clip(0, length - 1)))
    np.multiply(chosen, positions >= 0, out=out)


def _aligned(line: Array, positions: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Return positions stretched to the line's rows and cases, as `take_along_axis` wants them."""
    shape = np.broadcast_shapes(line.shape, positions.shape)
    return np.broadcast_to(positions, shape), MONTH_AXIS


def _cumulative(operands: Sequence[Array], _node: Node, out: Array) -> None:
    np.add.accumulate(np.broadcast_to(operands[0], out.shape), axis=MONTH_AXIS, out=out)


def _compounded(operands: Sequence[Array], _node: Node, out: Array) -> None:
    factor, first_month = operands
    out[...] = factor
    out[..., : int(first_month.flat[0]) + 1, :] = 1.0
    np.multiply.accumulate(out, axis=MONTH_AXIS, out=out)


def _held(operands: Sequence[Array], _node: Node, out: Array) -> None:
    value, at = operands
    months = np.arange(out.shape[MONTH_AXIS])[:, np.newaxis]
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
    rows = tuple(range(len(AXES)))
    for operand in operands:
        out += operand.sum(axis=rows, keepdims=True) if operand.size != operand.shape[-1] * operand.shape[-2] else operand


OPERATIONS: Mapping[str, Operation] = {
    "add": _ufunc(np.add),
    "subtract": _ufunc(np.subtract),
    "multiply": _ufunc(np.multiply),
    "divide": _ufunc(np.divide),
    "power": _ufunc(np.power),
    "negate": _ufunc(np.negative),
    "absolute": _ufunc(np.absolute),
    "least": _ufunc(np.minimum),
    "greatest": _ufunc(np.maximum),
    "below": _ufunc(np.less),
    "at_most": _ufunc(np.less_equal),
    "above": _ufunc(np.greater),
    "at_least": _ufunc(np.greater_equal),
    "equals": _ufunc(np.equal),
    "remainder": _ufunc(np.remainder),
    "ratio": _ratio,
    "where": _where,
    "ceiling": _ceiling,
    "within_unit": _within_unit,
    "total": _total,
    "largest": _largest,
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
