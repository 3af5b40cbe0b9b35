"""Formulas in words, and a number's way back to the inputs it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.formula.node import Line, Node
from models.formula.operations.leaves import CHOICE, INPUT
from models.formula.order import visit
from models.quantities.declaration import Input

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
            if node is not line and all(node is not known for known in lines):
                lines.append(node)
        elif isinstance(node.detail, Input) and node.detail not in inputs:
            inputs.append(node.detail)

    _shallow(line.formula, note)
    every = [one.label for one in (*lines, *inputs)]  # of two that are called alike each is told with its key

    def told(node: Node) -> str:
        name = (naming or label)(node)
        return f"{name} of {node.key}" if isinstance(node, Line) and every.count(name) > 1 else name

    return Explained(line, words(line.formula, told), lines, inputs)


def label(node: Node) -> str:
    """Return what a named quantity or an input is called."""
    if isinstance(node, Line):
        return node.label
    assert isinstance(node.detail, Input)
    return node.detail.label


def words(node: Node, naming: Naming) -> str:
    """Return a term in words; a named quantity or an input is written as the naming has it."""

    def say(one: Node, above: int) -> str:
        return naming(one) if one.op.is_named or one.op in {INPUT, CHOICE} else one.op.words(say, one, above)

    return say(node, -1)


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
    behind: dict[str, Input] = {}

    def note(node: Node) -> None:
        if isinstance(node.detail, Input):
            behind[node.detail.key] = node.detail

    visit(lines, note)
    return list(behind.values())
