"""The examples in docstrings are true."""

import doctest
import importlib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_examples_in_docstrings_are_true() -> None:
    tried = 0
    for tree in ("models", "desktop"):
        for path in sorted((ROOT / tree).rglob("*.py")):
            if ">>> " in path.read_text(encoding="utf-8"):
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found = doctest.testmod(importlib.import_module(name), report=True)
                assert found.failed == 0, name
                tried += found.attempted
    assert tried > 0
