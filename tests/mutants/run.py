"""Change the model at random, one place at a time, and see whether its own tests notice.

python tests/mutants/run.py [--number 200] [--seed 1] [--packages areas appraisal studies rules] [--keep FOLDER]
                               [--at-once 1] [--map FOLDER]

Cosmic Ray proposes the changes (an operator, a comparison, a number, a condition, a loop, a decorator); of the places
that it would change as many as asked are drawn, one change at each, and each is tried on a checkout of its own. First
it is looked which tests come by which line, and how long each takes (`--map` keeps that for another run of the same
commit), so that the tests most likely to notice a change are run first (`noticed.py`). Prints what lived, with the
change, then how many died. The model's tests take ten minutes on one processor, and a change that lives takes as long:
it is run by hand, and what lives gets a test or an explanation.
"""

import argparse
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from noticed import LINES, MAP, SECONDS, TESTS

ROOT = Path(__file__).resolve().parents[2]
TOOL = "cosmic-ray==8.7.0"
PACKAGES = ("areas", "appraisal", "studies", "rules")
_SECONDS = 2_400
"""After which a change that keeps the tests from ending counts as noticed; all of them take a third of it."""
_NO_CHANGE = re.compile(r"Bit(And|Or|Xor)|[LR]Shift")
"""Operators that no formula has: such a change ends in an error at once, and says nothing of the tests."""


def _tool(*words: str, folder: Path) -> None:
    uv = ROOT / ".tools" / "bin" / "uv"
    subprocess.run(
        [str(uv) if uv.exists() else "uv", "tool", "run", "--quiet", "--from", TOOL, "cosmic-ray", *words],
        cwd=folder,
        check=True,
    )


def _session(package: str, checkout: Path) -> Path:
    """Make a checkout and every change that may be made in a package of it; returns the file of the changes."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(checkout)], check=True)
    (checkout / ".venv").symlink_to(ROOT / ".venv")
    (checkout / "mutants.toml").write_text(
        f"""[cosmic-ray]
module-path = "models/{package}"
timeout = {_SECONDS}.0
excluded-modules = []
test-command = ".venv/bin/python -B tests/mutants/noticed.py"
[cosmic-ray.distributor]
name = "local"
""",
        encoding="utf-8",
    )
    _tool("init", "mutants.toml", "mutants.sqlite", folder=checkout)
    return checkout / "mutants.sqlite"


def _look(checkout: Path, folder: Path) -> None:
    """Run the tests once: keep which come by which line of the model, and how long each took."""
    folder.mkdir(parents=True, exist_ok=True)
    settings, report = folder / "coverage.toml", folder / "report.xml"
    settings.write_text('[tool.coverage.run]\ncore = "ctrace"\nsource = ["models"]\n', encoding="utf-8")
    words = ["-q", "-n", "2", "-p", "no:cacheprovider", "-o", "junit_family=xunit1", f"--junitxml={report}"]
    words += ["--cov=models", "--cov-context=test", "--cov-report=", f"--cov-config={settings}", "--cov-fail-under=0"]
    # under the eyes of coverage a drawn test may pass its time; what fails without them is found before any change
    subprocess.run(
        [".venv/bin/python", "-B", "-m", "pytest", *words, *TESTS],
        cwd=checkout,
        check=False,
        env={**os.environ, "COVERAGE_FILE": str(folder / LINES), "PYTHONPATH": str(checkout)},
    )
    seconds: dict[str, float] = {}
    for case in ET.parse(report).iter("testcase"):
        seconds[f"{case.get('file')}::{case.get('name')}"] = float(case.get("time", "1"))
    (folder / SECONDS).write_text(json.dumps(seconds), encoding="utf-8")


def _places(session: Path) -> dict[tuple[str, int, int], list[str]]:
    """Return the changes at each place, by file, line and column."""
    places: dict[tuple[str, int, int], list[str]] = {}
    with closing(sqlite3.connect(session)) as base:
        for file, row, column, operator, job in base.execute(
            "SELECT module_path, start_pos_row, start_pos_col, operator_name, job_id FROM mutation_specs"
            " ORDER BY 1, 2, 3, 4, occurrence, operator_args"
        ):
            if not _NO_CHANGE.search(operator):
                places.setdefault((file, row, column), []).append(job)
    return places


def _keep(session: Path, jobs: set[str]) -> None:
    """Leave only these changes to be tried."""
    with closing(sqlite3.connect(session)) as base, base:
        for (job,) in base.execute("SELECT job_id FROM work_items").fetchall():
            if job not in jobs:
                base.execute("DELETE FROM mutation_specs WHERE job_id = ?", (job,))
                base.execute("DELETE FROM work_items WHERE job_id = ?", (job,))


def _tried(checkout: Path) -> None:
    """Try the changes that were kept of a checkout."""
    _tool("exec", "mutants.toml", "mutants.sqlite", folder=checkout)


def _told(session: Path) -> tuple[int, list[str]]:
    """Return how many changes were noticed, and those that were not."""
    with closing(sqlite3.connect(session)) as base:
        tried = base.execute(
            "SELECT test_outcome, worker_outcome, diff, module_path, start_pos_row FROM work_results"
            " JOIN mutation_specs USING (job_id) ORDER BY module_path, start_pos_row"
        ).fetchall()
    lived = [
        f"{file}:{row}\n{diff}" for outcome, _, diff, file, row in tried if outcome and outcome.lower() == "survived"
    ]
    return len(tried) - len(lived), lived


def main() -> int:
    """Try the changes and print what lived."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--number", type=int, default=200, help="changes that are tried")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--packages", nargs="+", default=PACKAGES, help="of the model")
    parser.add_argument("--at-once", type=int, default=2, help="checkouts that are tried at once")
    parser.add_argument("--map", type=Path, help="folder for what the tests come by, looked at where it is empty")
    parser.add_argument("--keep", type=Path, help="folder for the checkouts, which then stay")
    asked = parser.parse_args()
    folder: Path = asked.keep or Path(tempfile.mkdtemp(prefix="mutants-"))
    folder.mkdir(parents=True, exist_ok=True)
    packages: list[str] = list(asked.packages)
    try:
        with ThreadPoolExecutor(2) as pool:
            made = pool.map(_session, packages, [folder / name for name in packages])
            sessions = dict(zip(packages, made, strict=True))
        places = [(name, changes) for name, session in sessions.items() for changes in _places(session).values()]
        draw = random.Random(asked.seed)
        drawn = draw.sample(places, min(asked.number, len(places)))
        chosen: dict[str, set[str]] = {name: set() for name in sessions}
        for name, changes in drawn:
            chosen[name].add(draw.choice(changes))
        for name, session in sessions.items():
            _keep(session, chosen[name])
        seen = (asked.map or folder / "map").resolve()
        if not (seen / SECONDS).exists():
            _look(folder / packages[0], seen)
        os.environ[MAP] = str(seen)
        # tests that fail without a change would notice every one
        _tool("baseline", "mutants.toml", folder=folder / packages[0])
        with ThreadPoolExecutor(asked.at_once) as pool:
            list(pool.map(_tried, [folder / name for name in packages]))
        died, lived = 0, list[str]()
        for session in sessions.values():
            noticed, others = _told(session)
            died, lived = died + noticed, lived + others
        sys.stdout.write("\n\n".join(lived) + "\n")
        sys.stdout.write(f"\n{died} of {died + len(lived)} changes were noticed, drawn from {len(places):,} places\n")
    finally:
        if asked.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
