"""How long each job takes on this machine, as a whole process, beside what the machine is good for."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop.commands.asked import RefusedError, loaded
from desktop.commands.names import BENCHED
from desktop.storage.examples import example
from desktop.storage.plan_file import text_of
from desktop.storage.release_notes import current

_YARD = 2_000_000
_MEGA = 1_000_000
_MOST_TIMES = 100


@dataclass(frozen=True, slots=True)
class Measured:
    """One job: the shortest and longest time of its runs in seconds, and its peak memory in MB, 0 where not known.

    yards: the shortest time over that of a fixed loop in the same run, so that two machines compare.
    """

    job: str
    shortest: float
    longest: float
    memory: float
    yards: float


def yard() -> float:
    """Return the seconds of a fixed loop of plain arithmetic, the least of three."""
    times: list[float] = []
    for _ in range(3):
        begun, total = time.perf_counter(), 0.0
        for number in range(_YARD):
            total += number * number
        times.append(time.perf_counter() - begun)
    return min(times)


def benchmarked(plan: bytes, jobs: Sequence[str], times: int) -> list[Measured]:
    """Run jobs on a plan as whole processes and return what each took.

    Raises RuntimeError with the job where one fails.
    """
    measured: list[Measured] = []
    ruler = yard()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "plan.boardcase").write_bytes(plan)
        for job in jobs:
            runs = [_run(BENCHED[job], Path(folder), job) for _ in range(times)]
            least = min(took for took, _ in runs)
            measured.append(
                Measured(job, least, max(took for took, _ in runs), max(used for _, used in runs), least / ruler)
            )
    return measured


def _run(words: Sequence[str], folder: Path, job: str) -> tuple[float, float]:
    """Return the seconds and the peak memory of one process."""
    frozen = bool(getattr(sys, "frozen", False))
    program = [sys.executable] if frozen else [sys.executable, "-m", "desktop.cli"]
    begun = time.perf_counter()
    nothing = subprocess.DEVNULL
    child = subprocess.Popen([*program, *words], cwd=folder, stdout=nothing, stderr=nothing)  # noqa: S603 - ourselves
    memory = 0.0
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        memory = usage.ru_maxrss / (_MEGA if sys.platform == "darwin" else 1_000)
    else:
        child.wait()
    took = time.perf_counter() - begun
    if child.returncode != 0:
        raise RuntimeError(f"{job} ended with {child.returncode}")
    return took, memory


def bench_text(given: argparse.Namespace) -> str:
    """Return what the jobs of a command take. Raises RefusedError, PlanFileError, OSError."""
    if not 1 <= given.times <= _MOST_TIMES:
        raise RefusedError(f"--times {given.times}: expected 1 to {_MOST_TIMES}")
    plan = loaded(given.plan).plan if given.plan is not None else example().plan
    try:
        measured = benchmarked(text_of(plan), given.job or list(BENCHED), given.times)
    except RuntimeError as error:
        raise RefusedError(str(error)) from None
    return told(measured, as_json=given.json)


def told(measured: Sequence[Measured], *, as_json: bool) -> str:
    """Return what was measured as a table for a report, or as JSON."""
    if as_json:
        return json.dumps(
            {"program": current(), "system": sys.platform, "cores": os.cpu_count(), "jobs": [*map(asdict, measured)]},
            indent=1,
        )
    lines = [
        f"Boardcase {current()}, {sys.platform}, {os.cpu_count()} cores; each job a whole process.",
        f"A yard is a loop of {_YARD:,} squares on this machine.",
        f"{'job':<14}{'seconds':>9}{'longest':>9}{'yards':>8}{'MB':>7}",
    ]
    lines += [
        f"{one.job:<14}{one.shortest:>9.2f}{one.longest:>9.2f}{one.yards:>8.1f}"
        f"{f'{one.memory:,.0f}' if one.memory else 'n/a':>7}"
        for one in measured
    ]
    return "\n".join(lines)
