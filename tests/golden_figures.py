"""What the example plans cost, line by line, and what is declared of every input, as kept in tests/golden.

Run to let those files follow the model.

Usage: python tests/golden_figures.py. It prints every input that an example lacks and every figure that is new, gone or
moved, and writes the examples and the figures. Look at what it prints before it is committed: a figure that moves
without a reason is a fault.
"""

import csv
import difflib
import math
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import cast

FOLDER = Path(__file__).parent / "golden"
HEAD = ("scenario", "line", "label", "total")
CLOSE = 1e-12
"""How far a figure may be from the one that is kept, over itself."""

type Figures = dict[tuple[str, str], tuple[str, float]]


def kept(name: str) -> Figures:
    """Return the figures that are kept of an example: label and total by scenario and line; none where it is new."""
    path = FOLDER / f"{name}.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {(row["scenario"], row["line"]): (row["label"], float(row["total"])) for row in rows}


def worked_out(name: str) -> Figures:
    """Return the same as the model has them: every cost line over the horizon, and every figure of one number."""
    from desktop.storage.examples import example
    from models.appraisal.model import model

    plan = example(name).plan
    traced = model(plan.structure)
    lines = [line for line in traced.lines.values() if line.cost_class or not (line.axes or line.timed)]
    found: Figures = {}
    for scenario in plan.scenarios:
        results = traced.evaluate(plan.values(scenario.slug), [line.key for line in lines])
        for line in lines:
            total = math.fsum(float(value) for value in results.rows(line.key).reshape(-1))
            found[scenario.slug, line.key] = (line.label, total)
    return found


def differences(before: Figures, after: Figures) -> list[str]:
    """Return what is gone, new or moved, each in a line of words."""
    told = [
        f"{scenario}: {line} is gone (was {before[scenario, line][1]!r})"
        for scenario, line in before
        if (scenario, line) not in after
    ]
    for (scenario, line), (label, value) in after.items():
        if (scenario, line) not in before:
            told.append(f"{scenario}: {line} ({label}) is new: {value!r}")
            continue
        old = before[scenario, line][1]
        if not _same(value, old):
            told.append(f"{scenario}: {line} ({label}) moved from {old!r} to {value!r}")
    return told


def _same(value: float, old: float) -> bool:
    return math.isclose(value, old, rel_tol=CLOSE, abs_tol=1e-9) or (math.isnan(value) and math.isnan(old))


def settled(before: Figures, after: Figures) -> Figures:
    """Return the figures as they are now; one that agrees with what was kept stays as it was written."""
    return {
        key: (label, before[key][1] if key in before and _same(total, before[key][1]) else total)
        for key, (label, total) in after.items()
    }


def keep(name: str, figures: Mapping[tuple[str, str], tuple[str, float]]) -> None:
    """Write the figures of an example."""
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows([scenario, line, label, repr(total)] for (scenario, line), (label, total) in figures.items())


_SAID = ("label", "help", "source", "area", "home", "name")
"""Of a declaration, its words and its place, which may change: what is accepted, drawn and left out may not unseen."""


def declared() -> list[str]:
    """Return what is declared of every input, a line each: bounds, ranges, defaults, choices, and what they open."""
    from models.areas.register import GROUPS

    return [
        f"{one.key}: "
        + ", ".join(f"{part.name}={_shown(getattr(one, part.name))}" for part in fields(one) if part.name not in _SAID)
        for group in GROUPS
        for one in group.inputs
    ]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"({' '.join(_shown(one) for one in cast('tuple[object, ...]', value))})"
    return str(getattr(value, "value", value))


DECLARED = FOLDER / "declared.txt"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main() -> None:
    """Show what moved in every example, and keep it."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from desktop.storage.examples import example, names
    from desktop.storage.plan_file import text_of

    for name in names():
        loaded = example(name)
        for notice in loaded.notices:
            _say(f"{name}: {notice}")
        if loaded.notices:
            (FOLDER.parents[1] / "resources" / "plans" / f"{name}.json").write_bytes(text_of(loaded.plan))
        before, after = kept(name), worked_out(name)
        moved = differences(before, after)
        _say(f"{name}: {len(after)} figures, {f'{len(moved)} differ' if before else 'new'}")
        for line in moved if before else []:
            _say(f"  {line}")
        if moved:
            keep(name, settled(before, after))
    was, now = DECLARED.read_text(encoding="utf-8").splitlines() if DECLARED.is_file() else [], declared()
    for line in difflib.unified_diff(was, now, "kept", "declared", lineterm="", n=0):
        _say(f"  {line}")
    DECLARED.write_text("\n".join(now) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
