"""Saved plans never move: a later program's costly new inputs leave what every saved plan costs as it was."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from older_plans import FOLDER as OLDER

from desktop.storage.examples import names

ROOT = Path(__file__).parents[3]

COSTS = """
import gzip, json, sys
from pathlib import Path
from desktop.storage.plan_file import read
from models.appraisal.results import case_result

told = {}
for path in map(Path, sys.argv[1:]):
    data = path.read_bytes()
    loaded = read(gzip.decompress(data) if path.suffix == ".gz" else data)
    told[path.name] = {
        "notices": [f"{one.key} {one.message}" for one in loaded.notices],
        "options": {
            f"{scenario.slug} {name}": repr(option.present_value)
            for scenario in loaded.plan.scenarios
            for name, option in case_result(loaded.plan, scenario.slug).options.items()
        },
    }
print(json.dumps(told))
"""

BEGUN = """
from models.appraisal.results import case_result
from models.plan.plan import starting_plan

print(case_result(starting_plan(), "base").options["cloud"].areas["security"])
"""

NEW = """
    red_team = quantity(
        "Red team",
        units.MONEY,
        default=900_000,
        bounds=(0, 1e8),
        help="Attacks on the models, once.",
        source="assumption",
    )
    watched = flag("Watched day and night", default=True, help="By others.", source="plan")
    watchers = share("Watching, over set-up", default=0.5, help="Of the red team.", source="plan")
    shifts = integer("Shifts", units.NUMBER, default=3, bounds=(0, 9), help="Each costs the same.", source="plan")
"""
"""An amount, a switch, a share and a count that a careless hand adds, each with a default that costs something."""

BY_ROW = """
    renewal = quantity(
        "Renewal",
        units.MONEY,
        default=70_000,
        bounds=(0, 1e8),
        help="Once, for every control.",
        source="assumption",
    )
"""

COST = """
        renewed = trace.line("renewed", "Renewal, by control", units.MONEY, control.active * control.renewal)
        added = security.red_team * (security.watched + security.watchers + security.shifts)
        trace.cost(
            "tested",
            "Red team and renewal",
            "security",
            "one-off",
            per_month((added + total(renewed, "control")) * equals(trace.month, 0)),
        )
"""
"""What a careless hand makes of them: a cost line of every option."""


def costs(root: Path, files: list[Path]) -> dict[str, dict[str, object]]:
    """Return what a tree of the program says that saved plans cost, and what it says of reading them."""
    done = subprocess.run(
        [sys.executable, "-c", COSTS, *map(str, files)], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, dict[str, object]] = json.loads(done.stdout)
    return told


def edited(path: Path, changes: Mapping[str, str]) -> None:
    """Change a file's text, each place once."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return plans of every earlier version, and the examples as today's program saves them."""
    from desktop.storage.examples import example
    from desktop.storage.plan_file import save

    folder = tmp_path_factory.mktemp("saved")
    files: list[Path] = sorted(OLDER.glob("*.json.gz"))
    for name in names():
        save(example(name).plan, folder / f"{name}.boardcase")
        files.append(folder / f"{name}.boardcase")
    return files


@pytest.mark.long
def test_costly_new_inputs_leave_every_saved_plan_as_it_was(saved: list[Path], tmp_path: Path) -> None:
    tree = tmp_path / "later"
    tree.mkdir()
    for name in ("models", "desktop", "resources"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    clearance = "    clearance = quantity(\n"
    edited(
        tree / "models" / "areas" / "security.py",
        {
            '    uk_gdpr = flag("Covers UK GDPR"': f'{BY_ROW}    uk_gdpr = flag("Covers UK GDPR"',
            clearance: f"{NEW}{clearance}",
            "import flag, quantity, share": "import flag, integer, quantity, share",
            '        trace.cost(\n            "effort"': f'{COST}        trace.cost(\n            "effort"',
        },
    )
    today, later = costs(ROOT, saved), costs(tree, saved)
    for path in saved:
        assert later[path.name]["options"] == today[path.name]["options"], path.name
        if not path.name.startswith("1."):  # the oldest has none of security: its report counts them by area
            notices = str(later[path.name]["notices"])
            assert "security.red_team was not in the file; its neutral value, £0, is used" in notices
            assert "security.watched was not in the file; its neutral value, No, is used" in notices
            assert "security.control.pen_test.renewal was not in the file" in notices
    begun = subprocess.run([sys.executable, "-c", BEGUN], cwd=tree, capture_output=True, text=True, check=True)
    assert float(begun.stdout) > 900_000 * 4, "a new plan counts them: the inputs and the line are really there"
