"""Formulas in words, and a number's way back to the inputs it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.formula.node import Line, Node, visit
from models.quantities.declaration import Input

_INFIX = {
    "add": (" + ", 1),
    "subtract": (" − ", 1),
    "multiply": (" × ", 2),
    "divide": (" ÷ ", 2),
    "ratio": (" ÷ ", 2),
    "power": (" to the power of ", 3),
    "below": (" < ", 0),
    "at_most": (" ≤ ", 0),
    "above": (" > ", 0),
    "at_least": (" ≥ ", 0),
    "equals": (" = ", 0),
}
_FUNCTIONS = {
    "least": "the smaller of {} and {}",
    "greatest": "the larger of {} and {}",
    "ceiling": "{} rounded up",
    "within_unit": "{} held between 0 and 1",
    "absolute": "the size of {}",
    "remainder": "the remainder of {} by {}",
    "total": "the sum of {} over each {axis}",
    "largest": "the largest of {} over each {axis}",
    "previous": "{} a month before",
    "lag": "{} of {} before",
    "ahead": "{} of {} later",
    "cumulative": "the running total of {}",
    "compounded": "{} compounded month by month",
    "held": "{} of the last month in which {}",
    "over_time": "the sum of {} over all months",
    "peak_over_time": "the largest {} of any month",
    "at_end": "{} in the last month",
    "present_value": "the present value of {} at {}",
    "negate": "−{}",
}
_SILENT = {"per_month", "turned"}

type Naming = Callable[[Node], str]


@dataclass(frozen=True, slots=True)
class Explained:
    """One line's formula in words, and the named quantities and inputs it stands on, in order of appearance."""

    line: Line
    words: str
    lines: Sequence[Line]
    inputs: Sequence[Input]


def explained(line: Line, naming: Naming | None = None) -> Explained:
    """Return a line's formula in words.

    naming: how a named quantity or an input is written, its label when left out.
    """
    lines: list[Line] = []
    inputs: list[Input] = []

    def note(node: Node) -> None:
        if isinstance(node, Line):
            if node is not line and node not in _Identity(lines):
                lines.append(node)
        elif isinstance(node.detail, Input) and node.detail not in inputs:
            inputs.append(node.detail)

    _shallow(line.formula, note)
    return Explained(line, words(line.formula, naming or label), lines, inputs)


class _Identity:
    """Membership by identity, since terms are not compared with ==."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._ids = {id(node) for node in nodes}

    def __contains__(self, node: object) -> bool:
        return id(node) in self._ids


def label(node: Node) -> str:
    """Return what a named quantity or an input is called."""
    if isinstance(node, Line):
        return node.label
    assert isinstance(node.detail, Input)
    return node.detail.label


def words(node: Node, naming: Naming, above: int = -1) -> str:
    """Return a term in words; flags that select nothing are kept short."""
    if isinstance(node, Line) or node.op in {"input", "choice"}:
        return naming(node)
    if node.op in _SILENT:
        return words(node.operands[0], naming, above)
    if node.op in _INFIX:
        sign, rank = _INFIX[node.op]
        text = sign.join(
            words(operand, naming, rank + (position > 0)) for position, operand in enumerate(node.operands)
        )
        return f"({text})" if rank < above else text
    if node.op in _FUNCTIONS:
        return _FUNCTIONS[node.op].format(*(words(operand, naming, 3) for operand in node.operands), axis=node.detail)
    return _special(node, naming)


def _special(node: Node, naming: Naming) -> str:
    parts = [words(operand, naming) for operand in node.operands]
    match node.op:
        case "number":
            return f"{node.detail:g}"
        case "month":
            return "month"
        case "numbers":
            return f"number of the {node.detail}"
        case "chosen":
            declared = node.operands[0].detail
            assert isinstance(declared, Input)
            option = next(choice.label for choice in declared.choices if choice.value == node.detail)
            return f"[{declared.label}: {option}]"
        case "refers":
            return f"[{parts[0]} is the {node.detail}]"
        case "where":
            return f"{parts[1]} where {parts[0]}, else {parts[2]}"
        case "stacked":
            return f"{parts[0]} … {parts[-1]}"
        case "block_total":
            return " + ".join(parts)
        case _:
            raise AssertionError(node.op)


def _shallow(root: Node, action: Callable[[Node], None]) -> None:
    """Visit a term down to the named quantities and inputs it is written with."""
    stack = [root]
    while stack:
        node = stack.pop(0)
        action(node)
        if not isinstance(node, Line):
            stack[:0] = node.operands


def inputs_behind(lines: Sequence[Line]) -> list[Input]:
    """Return every input that the lines rest on, however far back."""
    found: dict[str, Input] = {}

    def note(node: Node) -> None:
        if isinstance(node.detail, Input):
            found[node.detail.key] = node.detail

    visit(lines, note)
    return list(found.values())
