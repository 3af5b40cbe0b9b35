"""Works a million cases out in blocks and prints how much memory the process took at most, and how long it worked."""

import json
import sys
import time
from pathlib import Path

import numpy as np

from desktop.storage.examples import example
from models.appraisal.model import model
from models.areas.register import expanded
from models.quantities.declaration import Kind

plan = example().plan
traced = model(plan.structure)
lines = [traced.lines[f"{option}.total.present_value"] for option in ("cloud", "on_premises", "hybrid")]
inputs = [
    (key, declared)
    for key, declared, _ in expanded(plan.slugs)
    if declared.numeric
    and declared.plausible
    and declared.scenario_may_change
    and declared.plausible[0] < declared.plausible[1]
]
cases = int(sys.argv[1])
kept = np.empty((3, cases))


def draw(start: int, stop: int) -> dict[str, np.ndarray]:
    """Return the inputs of some cases, by block and key, so that no draw depends on another."""
    drawn: dict[str, np.ndarray] = {}
    for number, (key, declared) in enumerate(inputs):
        assert declared.plausible is not None
        values = np.random.default_rng((7, number, start)).uniform(*declared.plausible, stop - start)
        drawn[key] = (np.round(values) if declared.kind is Kind.INTEGER else values).clip(*declared.bounds)
    return drawn


def keep(start: int, stop: int, block: object) -> None:
    """Keep the present values of a block."""
    for row, line in enumerate(lines):
        kept[row, start:stop] = block[line.key].reshape(-1)  # type: ignore[index]


begin = time.perf_counter()
traced.program([line.key for line in lines]).evaluate_blocks(plan.values("base"), draw, cases, lines, keep)
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
peak = int(status["VmHWM"].split()[0]) / 1024  # of this process; what getrusage says includes the one that started it
print(
    json.dumps(
        {
            "cases": cases,
            "seconds": round(time.perf_counter() - begin, 1),
            "peak_mb": round(peak),
            "cheapest_cloud": float((kept.argmin(axis=0) == 0).mean()),
        }
    )
)
