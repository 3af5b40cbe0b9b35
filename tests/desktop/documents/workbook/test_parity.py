"""Changes made inside the workbook: LibreOffice, its cache ignored, and the engine agree in every cell."""

import json
import os
import random
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from answers import always, in_two_tiers
from openpyxl.utils import coordinate_to_tuple
from workbook_cells import DAY, draft_of, of_money, of_today, two_pools

from desktop.documents.workbook import workbook as writer
from desktop.documents.workbook.input_cells import fixed, value_cell
from desktop.documents.workbook.layout import VALUE_COLUMN, Layout, column_name
from desktop.documents.workbook.sheets import Draft
from desktop.storage import examples
from models.areas.register import TABLES
from models.plan.plan import Entry, Plan
from models.plan.problems import plan_problems
from models.quantities.declaration import Input, Kind, Value

CHANGES = int(os.environ.get("BOARDCASE_PARITY_CHANGES", "8"))
"""Of every plan: 56 in all. The environment may ask for more."""

REASONABLE = 1e7


def drawn(random_of: random.Random, plan: Plan, declared: Input) -> Value:
    """Return a value an input may take, within its plausible range where it has one."""
    if declared.kind is Kind.FLAG:
        return random_of.random() < 0.5
    if declared.kind is Kind.CHOICE:
        return random_of.choice([one.value for one in declared.choices])
    if declared.kind is Kind.ROW:
        return random_of.choice(plan.slugs[declared.table])
    if declared.kind is Kind.MONTH:
        return f"{random_of.randint(2025, 2030)}-{random_of.randint(1, 12):02}"
    low, high = declared.plausible or declared.bounds
    low, high = max(low, -REASONABLE), min(high, REASONABLE)
    return (
        random_of.randint(int(low), int(high))
        if declared.kind is Kind.INTEGER
        else round(random_of.uniform(low, high), 6)
    )


def changed(random_of: random.Random, plan: Plan, layout: Layout) -> tuple[Plan, str, list[list[object]]]:
    """Return the plan with one input of one scenario changed, the scenario that is then shown.

    Also the cells that say so.
    """
    while True:
        row = random_of.choice(layout.inputs)
        place = random_of.randrange(len(plan.scenarios))
        scenario = plan.scenarios[place].slug
        if fixed(row.declared) or (place and not row.declared.scenario_may_change):
            continue
        if row.declared.name == "active" and TABLES[row.declared.home].starting_rows:
            continue  # whose row would then stand in not a workbook that is exported anew
        value = drawn(random_of, plan, row.declared)
        if row.declared.choices and value not in {one.value for one in layout.choices(row.declared)}:
            continue
        other = plan.with_entry(scenario, row.key, Entry(value))
        if plan_problems(other):
            continue
        cell = value_cell(layout, row.declared, value)
        # a cell's date has no zone
        written = (cell - datetime(1899, 12, 30)).days if isinstance(cell, datetime) else cell  # noqa: DTZ001
        shown = random_of.choice(plan.scenarios).slug
        return (
            other,
            shown,
            [
                ["Inputs", f"{column_name(VALUE_COLUMN + place)}{row.row}", written],
                ["Summary", "B4", layout.scenario_names[shown]],
            ],
        )


LOST = -0.1
"""Of an internal rate a month: where that much is lost, a spreadsheet's own IRR may find none, and says a dash."""


def differences(draft: Draft, sheets: dict[str, list[list[object]]]) -> list[str]:
    """Return every formula cell in which LibreOffice and the engine differ by more than W12 allows."""
    found: list[str] = []
    for (sheet, cell), expected in draft.cached.items():
        if sheet == "Changes" or (sheet, cell) in draft.since:  # what has moved since the export
            continue
        row, column = coordinate_to_tuple(cell)
        value = sheets[sheet][row - 1][column - 1]
        if (sheet, value) == ("Summary", 0.0) and isinstance(expected, float) and expected < LOST:
            continue
        if value != expected and not (
            isinstance(value, (int, float))
            and isinstance(expected, float)
            and abs(value - expected) <= 1e-9 * max(1.0, abs(value), abs(expected))
        ):
            found.append(f"{sheet}!{cell}: engine {expected!r}, LibreOffice {value!r}")
    return found


@pytest.mark.long
@pytest.mark.parametrize("name", in_two_tiers([*examples.names(), "two pools", "of today", "of money"], "startup"))
def test_changes_inside_the_workbook_agree_with_the_engine_in_every_cell(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "documented", always({}))  # the studies are values; nothing reads them
    if shutil.which("soffice") is None:
        pytest.fail(
            "LibreOffice is needed for this check: install libreoffice-calc-nogui and python3-uno (installer/test.sh"
            " does)"
        )
    made = {"two pools": two_pools, "of today": of_today, "of money": of_money}
    plan = made[name]() if name in made else examples.example(name).plan
    draft, data = writer.draft_and_bytes(plan, "base", DAY)
    (tmp_path / "plan.xlsx").write_bytes(data)
    random_of = random.Random(f"{name} {CHANGES}")
    plans: list[tuple[Plan, str]] = [(plan, "base")]
    steps: list[list[list[object]]] = [[]]
    for _ in range(CHANGES):
        plan, shown, cells = changed(random_of, plan, draft.layout)
        plans.append((plan, shown))
        steps.append(cells)
    (tmp_path / "steps.json").write_text(json.dumps(steps))
    script = Path(__file__).parents[3] / "libreoffice.py"
    subprocess.run(
        ["/usr/bin/python3", str(script), str(tmp_path / "plan.xlsx"), str(tmp_path / "steps.json"), str(tmp_path)],
        capture_output=True,
        check=True,
        timeout=600,
    )
    for number, (then, shown) in enumerate(plans):
        sheets = json.loads((tmp_path / f"{number}.json").read_text())
        assert differences(draft_of(then, shown), sheets)[:10] == [], f"after {steps[1 : number + 1]}"
