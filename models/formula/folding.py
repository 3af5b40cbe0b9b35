"""Terms that come out as 0 or 1 whatever is typed, worked out while tracing: what a plan does not use is no row.

A constant keeps the rows and months it would have had; a term is replaced only by one of its own shape.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.formula.operation import Operation, Term
from models.formula.operations import arithmetic, functions, gathering, months, rounding, rows, selection

type Known = Sequence[float | None]
"""Of each operand, its value where that is known."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A term that equals one of its operands."""

    place: int


@dataclass(frozen=True, slots=True)
class Constant:
    """A term that is the same number everywhere."""

    value: float


type Folded = Operand | Constant | None
"""What a term comes out as; None where it must be worked out."""

NOTHING = Constant(0.0)
FIRST, SECOND, THIRD = Operand(0), Operand(1), Operand(2)


def _sum(known: Known) -> Folded:
    return SECOND if known[0] == 0 else FIRST if known[1] == 0 else None


def _difference(known: Known) -> Folded:
    return FIRST if known[1] == 0 else None


def _product(known: Known) -> Folded:
    if 0.0 in known:
        return NOTHING
    return SECOND if known[0] == 1 else FIRST if known[1] == 1 else None


def _quotient(known: Known) -> Folded:
    return NOTHING if known[0] == 0 else FIRST if known[1] == 1 else None


def _ratio(known: Known) -> Folded:
    return NOTHING if known[1] == 0 else _quotient(known)


def _choice(known: Known) -> Folded:
    if known[1] is not None and known[1] == known[2]:
        return Constant(known[1])
    return None if known[0] is None else SECOND if known[0] else THIRD


def _power(known: Known) -> Folded:
    return Constant(1.0) if known[0] == 1 or known[1] == 0 else FIRST if known[1] == 1 else None


def _of_nothing(known: Known) -> Folded:
    return NOTHING if known[0] == 0 else None


def _held_within_unit(known: Known) -> Folded:
    return Constant(known[0]) if known[0] in {0.0, 1.0} else None


def _moved(known: Known) -> Folded:
    return NOTHING if known[0] == 0 else FIRST if known[1] == 0 else None


def _growth(known: Known) -> Folded:
    return Constant(1.0) if known[0] == 1 else None


def _all_nothing(known: Known) -> Folded:
    return NOTHING if all(one == 0 for one in known) else None


_RULES: Mapping[Operation, Callable[[Known], Folded]] = {
    arithmetic.ADD: _sum,
    arithmetic.SUBTRACT: _difference,
    arithmetic.MULTIPLY: _product,
    arithmetic.DIVIDE: _quotient,
    arithmetic.POWER: _power,
    arithmetic.NEGATE: _of_nothing,
    functions.ABSOLUTE: _of_nothing,
    selection.RATIO: _ratio,
    selection.WHERE: _choice,
    selection.PER_MONTH: _of_nothing,
    rounding.CEILING: _of_nothing,
    rounding.WITHIN_UNIT: _held_within_unit,
    rows.TOTAL: _of_nothing,
    rows.LARGEST: _of_nothing,
    rows.TURNED: _of_nothing,
    rows.STACKED: _all_nothing,
    rows.BLOCK_TOTAL: _all_nothing,
    months.PREVIOUS: _of_nothing,
    months.LAG: _moved,
    months.AHEAD: _moved,
    months.CUMULATIVE: _of_nothing,
    months.COMPOUNDED: _growth,
    months.HELD: _of_nothing,
    gathering.OVER_TIME: _of_nothing,
    gathering.PEAK_OVER_TIME: _of_nothing,
    gathering.AT_END: _of_nothing,
    gathering.PRESENT_VALUE: _of_nothing,
}


def folded(op: Operation, operands: Sequence[Term], known: Known, axes: Sequence[str], *, timed: bool) -> Folded:
    """Return what a term comes out as, None where it must be worked out.

    known: the value of each operand where there is one. axes, timed: the shape the term has.
    """
    result = _of_two_numbers(op, known)
    if result is None and op in _RULES:
        result = _RULES[op](known)
    if isinstance(result, Operand):
        value = known[result.place]
        if value is not None:
            return Constant(value)
        one = operands[result.place]
        return result if set(one.axes) == set(axes) and one.timed == timed else None
    return result


def _of_two_numbers(op: Operation, known: Known) -> Folded:
    """Return the result for two known numbers, where that is 0 or 1."""
    if not op.elementwise or len(known) != 2:  # noqa: PLR2004 - two operands
        return None
    first, second = known
    if first is None or second is None or (op is arithmetic.DIVIDE and second == 0):
        return None
    value = op.number(first, second)
    return Constant(value) if value in {0.0, 1.0} else None
