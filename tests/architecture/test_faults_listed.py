"""The list of faults says what is tried: each that is has a test of its number, and each test of a number is listed."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
_ROW = re.compile(r"^\| F(\d\d) .*? \| .*? \| (.*?) \|", re.MULTILINE)


def listed() -> dict[int, str]:
    return {int(number): tried for number, tried in _ROW.findall((TESTS / "README.md").read_text(encoding="utf-8"))}


def named() -> set[int]:
    found: set[int] = set()
    for path in TESTS.rglob("test_*.py"):
        for name in re.findall(r"def test((?:_f\d\d)+)_", path.read_text(encoding="utf-8")):
            found |= {int(number) for number in re.findall(r"_f(\d\d)", name)}
    return found


def test_every_fault_is_listed_once() -> None:
    assert sorted(listed()) == list(range(1, 53))


def test_every_fault_that_is_said_to_be_tried_has_a_test_of_its_number() -> None:
    tried = {number for number, how in listed().items() if how.strip() != "–"}
    assert tried == named()
