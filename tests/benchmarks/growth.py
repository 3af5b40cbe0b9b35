"""How time and memory of whole jobs grow with a plan: python tests/benchmarks/growth.py [--draw FILE] [--only WORDS].

The example plan with more workloads, pools, roles, risks, scenarios or months, each job a process of its own, beside
the same job on the example plan in the same run. Prints a table; with --draw, one picture of the curves as well.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import batched
from pathlib import Path
from typing import Any

from desktop.storage.examples import example
from desktop.storage.plan_file import text_of
from models.plan.plan import Plan
from models.plan.rows import with_row
from models.plan.scenarios import new_scenario

COLOURS = ("#1f5fa8", "#b3541e", "#2f7d3b", "#7a3f9d", "#444444")

LONGEST = 600
"""Seconds after which a job is ended and told as such."""

JOBS = {
    "evaluate": ("evaluate", "plan.boardcase"),
    "simulate": ("simulate", "plan.boardcase", "--cases", "10000"),
    "sensitivity": ("sensitivity", "plan.boardcase"),
    "best": ("best", "plan.boardcase"),
    "workbook": ("export", "plan.boardcase", "--xlsx", "plan.xlsx"),
}


@dataclass(frozen=True, slots=True)
class Point:
    """What a job took on a plan of some size: seconds, MB at most; no seconds where it did not end in time."""

    job: str
    along: str
    size: int
    seconds: float
    memory: float


def more_rows(table: str) -> Callable[[int], Plan]:
    """Return what makes the example with some number of rows in a table: copies of its first ones, in turn."""

    def made(size: int) -> Plan:
        plan = example().plan
        first = plan.slugs[table]
        for number in range(len(first), size):
            plan, _ = with_row(plan, table, f"{table} {number + 1}", like=first[number % len(first)])
        return plan

    return made


def more_scenarios(size: int) -> Plan:
    """Return the example with some number of scenarios, each with the changes of one that it has."""
    plan = example().plan
    own = plan.scenarios
    for number in range(len(own), size):
        changes = dict(own[number % len(own)].changes)
        plan = plan.with_scenario(new_scenario(plan, f"Scenario {number + 1}", changes))
    return plan


def more_months(size: int) -> Plan:
    """Return the example over some number of months."""
    plan = example().plan
    key = "finance.horizon"
    return plan.with_entry("base", key, replace(plan.entries[key], value=size))


GROWN: dict[str, tuple[Callable[[int], Plan], tuple[int, ...]]] = {
    "workloads": (more_rows("workload"), (3, 10, 30, 100)),
    "pools": (more_rows("pool"), (1, 3, 10, 30)),
    "roles": (more_rows("role"), (4, 30, 100, 300)),
    "risks": (more_rows("risk"), (6, 30, 100, 300)),
    "scenarios": (more_scenarios, (4, 20, 60, 200)),
    "months": (more_months, (24, 60, 120)),
}


def measured(plan: Plan, along: str, size: int, job: str, cache: str) -> Point:
    """Run one job on a plan as a process of its own.

    cache: folder for what is kept for later starts. Raises RuntimeError with what it said where it fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "plan.boardcase").write_bytes(text_of(plan))
        with (Path(folder) / "said").open("w+b") as said:
            begun = time.perf_counter()
            child = subprocess.Popen(
                [sys.executable, "-m", "desktop.cli", *JOBS[job]],
                cwd=folder,
                env={**os.environ, "XDG_CACHE_HOME": cache},
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
            code, memory = waited(child, begun)
            took = time.perf_counter() - begun
            if code is None:
                return Point(job, along, size, float("nan"), memory)
            if code:
                said.seek(0)
                raise RuntimeError(f"{job}, {size} {along}: {said.read().decode()[-500:]}")
        return Point(job, along, size, took, memory)


def waited(child: subprocess.Popen[bytes], begun: float) -> tuple[int | None, float]:
    """Wait for a process; returns its code, none where it had to be ended, and its peak memory in MB."""
    ended = False
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = os.waitstatus_to_exitcode(status)
            return (None if ended else child.returncode), usage.ru_maxrss / 1_000
        if not ended and time.perf_counter() - begun > LONGEST:
            child.kill()
            ended = True
        time.sleep(0.01)


def points(only: list[str]) -> Iterator[Point]:
    """Yield what each job took along each size."""
    for along, (made, sizes) in GROWN.items():
        for size in sizes:
            # what one size keeps is no help to another: the same plan stands at the beginning of each way of growing
            with tempfile.TemporaryDirectory() as cache:
                yield from _of_size(made(size), along, size, only, cache)


def _of_size(plan: Plan, along: str, size: int, only: list[str], cache: str) -> Iterator[Point]:
    for job in JOBS:
        if not only or along in only or job in only:
            point = measured(plan, along, size, job, cache)
            took = f"{point.seconds:>8.2f} s{point.memory:>8,.0f} MB"
            sys.stdout.write(f"{along:<12}{size:>5}  {job:<12}{took}\n")
            sys.stdout.flush()
            yield point


def drawn(found: list[Point], file: Path) -> None:
    """Draw seconds and memory against the size, one pair of charts for each way of growing."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    import pyqtgraph as pg
    from pyqtgraph.exporters import ImageExporter

    own: Any = pg
    own.mkQApp()
    own.setConfigOptions(background="w", foreground="k", antialias=True)
    sheet: Any = own.GraphicsLayoutWidget(size=(1500, 420 * -(-len(GROWN) // 2)))
    looks = dict(zip(JOBS, zip("ostd+", COLOURS, strict=True), strict=True))
    for pair in batched(GROWN, 2):
        for along in pair:
            for what, unit in (("seconds", "s"), ("memory", "MB")):
                chart = sheet.addPlot(title=f"{along}: {what}")
                chart.setLabel("left", f"{what} ({unit})")
                chart.setLabel("bottom", along)
                chart.addLegend(offset=(10, 10), labelTextSize="7pt")
                for job, (mark, colour) in looks.items():
                    points = [(one.size, getattr(one, what)) for one in found if (one.along, one.job) == (along, job)]
                    if points:
                        sizes, amounts = zip(*points, strict=True)
                        chart.plot(sizes, amounts, pen=colour, symbol=mark, symbolBrush=colour, symbolSize=6, name=job)
                chart.setYRange(0, max((getattr(one, what) for one in found if one.along == along), default=1) * 1.05)
        sheet.nextRow()
    sheet.show()
    own.mkQApp().processEvents()
    exporter: Any = ImageExporter(sheet.scene())
    exporter.export(str(file))


def main() -> int:
    """Measure, print, draw where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--draw", type=Path, help="picture of the curves")
    parser.add_argument("--only", nargs="+", default=[], help="ways of growing, or jobs")
    asked = parser.parse_args()
    found = list(points(asked.only))
    if asked.draw is not None:
        drawn(found, asked.draw)
    return 0


if __name__ == "__main__":
    sys.exit(main())
