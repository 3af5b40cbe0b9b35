"""Tests of the tests: each asserts something, and each room of the program has its mirror."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
EXPECTING = {"raises", "warns", "waitUntil", "waitSignal", "waitSignals", "assertNotEmitted"}
"""Calls that fail where what is expected does not come about."""

type Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(source: str) -> Iterator[Function]:
    """Yield every function of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def called(function: Function) -> set[str]:
    """Return the names of what a function calls or is decorated with."""
    names: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            called_as = node.func
            names.add(called_as.attr if isinstance(called_as, ast.Attribute) else getattr(called_as, "id", ""))
    return names


def asserting(functions_found: list[Function]) -> set[str]:
    """Return the names of functions that assert, themselves or by others among them."""
    sure = {
        one.name
        for one in functions_found
        if any(isinstance(node, ast.Assert) for node in ast.walk(one))
        or called(one) & EXPECTING
        or any(name.startswith("assert_") for name in called(one))
    }
    while True:
        more = {one.name for one in functions_found if called(one) & sure} - sure
        if not more:
            return sure
        sure |= more


def without_assertion(sources: dict[str, str]) -> list[str]:
    """Return the tests, by file, that cannot fail but by an error."""
    by_file = {name: list(functions(source)) for name, source in sources.items()}
    helpers = [one for found in by_file.values() for one in found if not one.name.startswith("test_")]
    sure = asserting(helpers)
    return sorted(
        f"{name}: {one.name}"
        for name, found in by_file.items()
        for one in found
        if one.name.startswith("test_") and one.name not in asserting([one]) and not called(one) & sure
        if "benchmark" not in {argument.arg for argument in one.args.args}  # measures and checks nothing
    )


def test_every_test_asserts_something() -> None:
    sources = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py")}
    assert sum(source.count("def test_") for source in sources.values()) > 900
    assert without_assertion(sources) == []


def test_a_test_without_an_assertion_is_found() -> None:
    helping = "def held():\n    assert True\ndef by_way():\n    held()\ndef idle():\n    print(1)\n"
    tests = "def test_a():\n    by_way()\ndef test_b():\n    idle()\ndef test_c():\n    x = 1\n"
    assert without_assertion({"h.py": helping, "t.py": tests}) == ["t.py: test_b", "t.py: test_c"]


@pytest.mark.parametrize("tree", ["models", "desktop"])
def test_every_room_has_its_mirror_under_tests(tree: str) -> None:
    rooms = [path.parent.relative_to(ROOT) for path in (ROOT / tree).rglob("__init__.py")]
    bare = [
        str(room)
        for room in rooms
        if any(path.name != "__init__.py" for path in (ROOT / room).glob("*.py"))
        and not list((TESTS / room).glob("test_*.py"))
    ]
    assert bare == []
