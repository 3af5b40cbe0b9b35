"""Run the model's tests in a checkout in which one place is changed, those that are likely to notice it first.

python tests/mutants/noticed.py

The golden figures, then the tests of the changed part, of its package, those by hand, then all. Exit code 0 where
nothing notices.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def in_order(changed: list[str]) -> list[str]:
    """Return files and folders of tests, those of the changed files first."""
    first, packages = list[str](), list[str]()
    for one in map(Path, changed):
        if one.parts[:1] == ("models",) and one.suffix == ".py":
            beside = Path("tests") / one.parent
            first += [str(test) for test in (beside / f"test_{one.stem}.py",) if (ROOT / test).exists()]
            packages.append(str(beside))
    return ["tests/models/test_golden.py", *first, *packages, "tests/oracle", "tests/models"]


def main() -> int:
    """Run them; the first that fails ends it."""
    sys.path.insert(0, str(ROOT))  # what is installed is the model that nobody changed
    told = subprocess.run(["git", "diff", "--name-only"], cwd=ROOT, check=True, capture_output=True, text=True)
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *in_order(told.stdout.split())]))


if __name__ == "__main__":
    sys.exit(main())
