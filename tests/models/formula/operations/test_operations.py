"""Every operation has every back end, its name stands in one file, and a new back end agrees with the engine."""

import ast
from pathlib import Path

import numpy as np
import pytest
from answers import in_two_tiers
from plain_floats import BY_OPERATION, PlainFloats, line_values

from desktop.storage.examples import example, names
from models.appraisal.model import model
from models.formula.explain import explained
from models.formula.operation import Operation
from models.formula.operations import leaves
from models.formula.operations.every import EVERY

ROOT = Path(__file__).resolve().parents[4]


def implements(op: Operation, method: str) -> bool:
    """Return whether an operation, or the family it belongs to, has its own version of a method."""
    return getattr(type(op), method) is not getattr(Operation, method)


def test_there_is_one_object_for_each_name() -> None:
    assert len({op.name for op in EVERY}) == len(EVERY) == 45


@pytest.mark.parametrize("op", EVERY, ids=lambda op: op.name)
def test_every_operation_has_every_back_end(op: Operation) -> None:
    for method in ("calls", "excel", "words", "unit"):
        assert implements(op, method), method
    assert implements(op, "javascript") or op.script
    assert implements(op, "machine") or op.numpy_only
    assert op in BY_OPERATION or op is leaves.KEPT  # what is decided is worked out by the engine first
    if op.whole_formula:
        assert implements(op, "excel_row")


def test_an_operation_is_named_in_one_file_only() -> None:
    """No code asks for an operation by its name: the word stands where the operation is made."""
    words = {op.name for op in EVERY} - {"month"}  # also what a row or a unit is called
    found: dict[str, set[str]] = {}
    for path in (ROOT / "models" / "formula").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and node.value in words:
                found.setdefault(str(node.value), set()).add(str(path.relative_to(ROOT)))
    several = {word: places for word, places in found.items() if len(places) > 1}
    assert several == {}
    for path in (ROOT / "models" / "formula").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            compared = isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "op"
            if compared:
                assert isinstance(node, ast.Compare)
                texts = [one for side in node.comparators for one in ast.walk(side) if isinstance(one, ast.Constant)]
                assert not texts, f"{path.name}:{node.lineno}"


@pytest.mark.long
@pytest.mark.parametrize("name", in_two_tiers(names(), "insurer"))
def test_plain_python_numbers_give_every_line_of_every_example(name: str) -> None:
    plan = example(name).plan
    traced = model(plan.structure)
    values = plan.values(plan.scenarios[-1].slug)
    ev = PlainFloats(plan.structure, values)
    lines = list(traced.lines.values())
    engine = traced.evaluate(values, [line.key for line in lines])
    sizes = {line.key: float(np.abs(engine.rows(line.key)).max(initial=1.0)) for line in lines}
    for month in range(plan.structure.horizon + 1):
        for line in lines:
            if not line.timed and month:
                continue
            expected = np.array(line_values(ev, line, month))
            found = engine.rows(line.key)[:, month if line.timed else 0, 0]
            size = max(sizes[one.key] for one in (line, *explained(line).lines))  # what is taken away may be larger
            assert np.abs(found - expected).max(initial=0.0) <= 1e-12 * size, (line.key, month)
