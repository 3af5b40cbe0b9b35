"""No message of a refusal is made of a programmer's words: every text that is raised or told is looked through."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for folder in ("desktop/imports", "desktop/storage", "desktop/commands", "desktop/document", "models/plan")
    for path in (ROOT / folder).rglob("*.py")
)
WORDS = re.compile(
    r"Traceback|Exception|NoneType|object has no|out of range\b.*index|index out of range|Input should be|\bdict\b|"
    r"\btuple\b|\bNone\b|pydantic|<class|unhashable|ndarray|dtype|\bnan\b|\bstr\b|\bint\b|\bbool\b|[a-z]_error\b"
)
"""What stands in programs and in no message to a user."""

OURS = re.compile(
    r"(Refused|Plan|Acceptance|Json|Row|Mapping|Reading|Settings|Command|NotSynced|Lock|Upgrade)\w*Error$"
)
"""Errors whose message a user reads."""


def _messages(tree: ast.AST) -> list[tuple[int, ast.expr]]:
    """Return the arguments of every error for users that is raised, and of every problem of a plan that is made."""
    found: list[tuple[int, ast.expr]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if OURS.search(name) or name == "Problem":
                found += [(node.lineno, argument) for argument in node.args]
    return found


def _faults(message: ast.expr) -> list[str]:
    faults: list[str] = []
    for node in ast.walk(message):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WORDS.search(node.value):
            faults.append(f"says {WORDS.search(node.value)}")
        if isinstance(node, ast.FormattedValue) and node.conversion == ord("r"):
            faults.append("writes a value as a program would")
        if isinstance(node, ast.Attribute) and node.attr == "__name__":
            faults.append("names a type of the program")
    return faults


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_messages_have_no_words_of_a_program(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    faults = [f"line {line}: {fault}" for line, message in _messages(tree) for fault in _faults(message)]
    assert faults == []


def test_the_look_through_finds_what_it_looks_for() -> None:
    for text in (
        'raise ImportRefusedError(name, f"holds a {type(value).__name__}")',
        'raise PlanFileError(f"{value!r} is none")',
        'raise RefusedError("Input should be a str")',
        'Problem(key, value, "NoneType")',
    ):
        assert [fault for _, message in _messages(ast.parse(text)) for fault in _faults(message)], text
