"""Every cost line of the examples is what it was when somebody last looked at it."""

import pytest
from golden_figures import DECLARED, declared, differences, kept, worked_out

from desktop.storage.examples import names


@pytest.mark.parametrize("name", names())
def test_no_figure_of_an_example_has_moved(name: str) -> None:
    assert differences(kept(name), worked_out(name)) == [], "run tests/golden_figures.py, and look at what it prints"


def test_nothing_that_is_declared_of_an_input_has_moved() -> None:
    """Bounds, ranges, defaults: plans of earlier versions rest on them, and so does every draw."""
    assert declared() == DECLARED.read_text(encoding="utf-8").splitlines(), "run tests/golden_figures.py, and look"


def test_what_moved_is_told_by_line() -> None:
    before = {("base", "a"): ("A", 1.0), ("base", "b"): ("B", 2.0), ("base", "c"): ("C", 3.0)}
    after = {("base", "b"): ("B", 2.0), ("base", "c"): ("C", 3.5), ("base", "d"): ("D", 4.0)}
    assert differences(before, after) == [
        "base: a is gone (was 1.0)",
        "base: c (C) moved from 3.0 to 3.5",
        "base: d (D) is new: 4.0",
    ]
