"""What machine code depends on, told briefly: the same print means the same code, so that none need be written again.

It holds the instructions with the arrays they take, how these lie in memory, and the code that writes code.
"""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from models.formula.kernels import Layout, Phase
from models.formula.node import Node
from models.formula.operation import Instruction
from models.formula.operations.leaves import NUMBER
from models.quantities.declaration import Input


def code_print(phases: Sequence[Phase], layout: Layout) -> str:
    """Return the print of a run of phases laid out in memory."""
    made = hashlib.sha256(_writers().encode())
    for piece in _pieces(phases, layout):
        made.update(piece.encode())
        made.update(b"\n")
    return made.hexdigest()


def _pieces(phases: Sequence[Phase], layout: Layout) -> Iterator[str]:
    axes: set[str] = set()
    slots: set[int] = set()
    for phase in phases:
        yield f"phase {phase.timed}"
        slots |= phase.touched()
        for nest in phase.nests:
            yield f"nest {nest.axes} {sorted(nest.kept)}"
            axes.update(nest.axes)
            for one in nest.instructions:
                axes.update(axis for node in (one.node, *one.node.operands) for axis in node.axes)
                yield _instruction(one)
    for slot in sorted(slots):
        axes.update(layout.nodes[slot].axes)
        narrow, brief = slot in layout.narrow, slot in layout.brief
        yield f"{slot} {_term(layout.nodes[slot])} {layout.moves[slot]} {narrow} {brief}"
    rows = {axis: len(layout.structure.axis_rows(axis)) for axis in sorted(axes)}
    yield f"{rows} {layout.structure.horizon}"


def _instruction(one: Instruction) -> str:
    operands = " ".join(_term(node) for node in one.node.operands)
    return f"{one.write} {one.reads} {_term(one.node)} [{operands}]"


def _term(node: Node) -> str:
    known = node.detail is not None and not isinstance(node.detail, Input) and _matters(node)
    return f"{node.op.name} {node.detail if known else ''} {node.axes} {node.timed}"


def _matters(node: Node) -> bool:
    """Return whether what a term knows beside its operands is in its code: of what is given it is a name."""
    return node.op is NUMBER or not node.op.is_leaf


@cache
def _writers() -> str:
    """Return what tells this program's code writers from any other's: their source, or where there is none the file."""
    folder = Path(__file__).parent
    sources = sorted(folder.rglob("*.py"))
    if sources:
        return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()
    state = Path(sys.executable).stat()
    return f"{sys.executable} {state.st_size} {state.st_mtime_ns}"
