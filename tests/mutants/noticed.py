"""Run the model's tests in a checkout in which one place is changed, those that are likely to notice it first.

python tests/mutants/noticed.py

The golden figures; then, where `run.py` has looked which tests come by which line and how long each takes, those that
come by the changed lines, quickest first; the tests beside the changed part; then all others, quickest first. A graph
that one test has made is kept for the next, so that a test may rest on a line that it never came by: hence all of them.
Last come the tests of the second tier in files that import a changed part. Exit code 0 where nothing notices.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from coverage import CoverageData

ROOT = Path(__file__).resolve().parents[2]
MAP = "BOARDCASE_TESTS_MAP"
"""Names the folder in which `run.py` keeps what it has looked at."""
LINES, SECONDS = "lines.coverage", "seconds.json"
GOLDEN = "tests/models/test_golden.py"
TESTS = ("tests/models", "tests/oracle", "tests/architecture/test_doctests.py")
_FAILED = {1, 2, 3, 4}
"""Exit codes of pytest but for success and for nothing to run."""
_HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? ")


def changed() -> dict[str, set[int]]:
    """Return the lines of each file, as they were numbered before, that differ from the commit."""
    told = subprocess.run(["git", "diff", "-U0"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    lines: dict[str, set[int]] = {}
    file = ""
    for line in told.splitlines():
        if line.startswith("--- a/"):
            file = line.removeprefix("--- a/")
        elif at := _HUNK.match(line):
            first, count = int(at[1]), int(at[2] or 1)
            lines.setdefault(file, set()).update(range(first, first + max(count, 1)))
    return lines


def beside(files: list[str]) -> list[str]:
    """Return the folders and files of tests that stand beside changed files of the model."""
    found = list[str]()
    for one in map(Path, files):
        if one.parts[:1] == ("models",) and one.suffix == ".py":
            folder = Path("tests") / one.parent
            found += [str(test) for test in (folder / f"test_{one.stem}.py", folder) if (ROOT / test).exists()]
    return found


def importing(files: list[str]) -> list[str]:
    """Return the files of tests that import a changed part of the model."""
    names = {str(Path(one).with_suffix("")).replace("/", ".") for one in files}
    tests = [one for top in TESTS for one in sorted((ROOT / top).rglob("test_*.py"))]
    return [str(one.relative_to(ROOT)) for one in tests if any(f"{name} import" in one.read_text() for name in names)]


class Order:
    """Sorts what is collected: what comes by the changed lines, what stands beside them, the rest; quickest first."""

    def __init__(self, lines: dict[str, set[int]], folder: Path | None) -> None:
        """Take the changed lines, and the folder of what has been looked at where there is one."""
        self.beside = beside(list(lines))
        self.seconds: dict[str, float] = {}
        self.by: set[str] = set()
        if folder is None:
            return
        self.seconds = json.loads((folder / SECONDS).read_text(encoding="utf-8"))
        data = CoverageData(str(folder / LINES))
        data.read()
        measured = {str(Path(name).relative_to(_top(name))): name for name in data.measured_files()}
        for file, numbers in lines.items():
            of_file = data.contexts_by_lineno(measured[file]) if file in measured else {}
            for number in numbers:
                self.by.update(context.partition("|")[0] for context in of_file.get(number, ()))

    def _place(self, item: pytest.Item) -> tuple[bool, bool, bool, float]:
        name = item.nodeid
        stands = any(name.startswith(one) for one in self.beside)
        return not name.startswith(GOLDEN), name not in self.by, not stands, self.seconds.get(name, 1.0)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put them in order."""
        items.sort(key=self._place)


def _top(name: str) -> Path:
    """Return the checkout that a measured file stood in."""
    path = Path(name)
    return next(parent.parent for parent in path.parents if parent.name == "models")


def main() -> int:
    """Run them; the first that fails ends it."""
    sys.path.insert(0, str(ROOT))  # what is installed is the model that nobody changed
    flags = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    if code := pytest.main([*flags, GOLDEN]):
        return int(code)
    folder = Path(os.environ[MAP]) if MAP in os.environ else None
    lines = changed()
    if code := pytest.main([*flags, *TESTS], plugins=[Order(lines, folder)]):
        return int(code)
    further = importing(list(lines))
    return int(bool(further) and int(pytest.main([*flags, "--long", "-m", "long", *further])) in _FAILED)


if __name__ == "__main__":
    sys.exit(main())
