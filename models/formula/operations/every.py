"""The one list of operations."""

from models.formula.operation import Operation
from models.formula.operations import arithmetic, functions, gathering, leaves, months, rounding, rows, selection

EVERY: tuple[Operation, ...] = tuple(
    dict.fromkeys(
        value
        for module in (leaves, arithmetic, functions, rounding, selection, rows, months, gathering)
        for value in vars(module).values()
        if isinstance(value, Operation)
    )
)
