"""Plans as earlier programs wrote them: read with a report, and costing what those programs said."""

from pathlib import Path

import pytest
from older_plans import older

from desktop.cli import parser
from desktop.commands import run
from desktop.document.document import Document
from desktop.storage.plan_file import backup_of, load, read
from desktop.storage.versions import VERSION
from models.appraisal.results import case_result

TOLD = {
    1: {
        "base": {"cloud": 2304495.36949, "on_premises": 1672635.044905, "hybrid": 1656723.416369},
        "doubles": {"cloud": 3820054.386529, "on_premises": 2860024.539337, "hybrid": 2552586.84156},
        "falls": {"cloud": 1165952.890033, "on_premises": 1634007.68918, "hybrid": 1165952.890033},
        "quiet": {"cloud": 1122556.509162, "on_premises": 664383.47795, "hybrid": 973048.919186},
    },
    2: {
        "base": {"cloud": 4081453.231178, "on_premises": 3402403.865727, "hybrid": 3686929.511411},
        "doubles": {"cloud": 5914860.038456, "on_premises": 4832715.157858, "hybrid": 4778851.263099},
        "falls": {"cloud": 2759232.159926, "on_premises": 3358033.683604, "hybrid": 2759232.159926},
        "quiet": {"cloud": 2680446.043791, "on_premises": 2167208.142747, "hybrid": 2680446.043791},
    },
    3: {
        "base": {"cloud": 4234170.165624, "on_premises": 2369888.392901, "hybrid": 2805795.111214},
        "uk_cloud": {"cloud": 4234170.165624, "on_premises": 2369888.392901, "hybrid": 2805795.111214},
    },
    4: {
        "base": {"cloud": 3056864.644767, "on_premises": 2662038.448981, "hybrid": 3056864.644767},
        "api_all": {"cloud": 3848602.154907, "on_premises": 3851536.408971, "hybrid": 3848602.154907},
        "levers": {"cloud": 2884231.142007, "on_premises": 2646266.687381, "hybrid": 2884231.142007},
    },
    5: {
        "base": {"cloud": 3538816.972651, "on_premises": 3498102.601271, "hybrid": 3573872.884659},
        "api_all": {"cloud": 3439904.28239, "on_premises": 3408841.347793, "hybrid": 3473544.000237},
        "levers": {"cloud": 3310878.306866, "on_premises": 3326823.039449, "hybrid": 3365447.062076},
    },
}
"""Present values, by scenario, that version 0.9 printed for each file; each differs from the others in every area."""


def test_there_is_a_file_of_every_earlier_version() -> None:
    assert sorted(TOLD) == list(range(1, VERSION))


@pytest.mark.parametrize("version", sorted(TOLD))
def test_f24_an_older_plan_costs_what_the_program_of_its_day_said(version: int) -> None:
    loaded = read(older(version))
    for scenario, told in TOLD[version].items():
        options = case_result(loaded.plan, scenario).options
        assert {name: options[name].present_value for name in told} == pytest.approx(told, rel=1e-12)
        assert options.keys() - told.keys() <= {"api"}, "the option that joined them"
    assert [one.slug for one in loaded.plan.scenarios] == list(TOLD[version])


def test_no_two_older_files_say_the_same_in_any_area() -> None:
    plans = [read(older(version)).plan for version in sorted(TOLD)]
    areas = {key.split(".")[0] for key in plans[0].entries} - {"world"}  # constants
    assert len(areas) == 10
    for area in sorted(areas):
        said = [
            tuple(str(entry.value) for key, entry in plan.entries.items() if key.startswith(f"{area}."))
            for plan in plans
        ]
        assert len(set(said)) == len(plans), area


@pytest.mark.parametrize("version", sorted(TOLD))
def test_reading_it_reports_the_version_and_every_group_that_was_added(version: int) -> None:
    notices = read(older(version)).notices
    assert notices[0].key == "version"
    assert f"format version {version}; saving writes version {VERSION}" in notices[0].message
    added = [one for one in notices[1:] if "added without any cost" in one.message]
    assert len(added) == len(notices) - 1
    counts = [int(one.message.split(": ")[1].split(" ")[0]) for one in added]
    assert f"{sum(counts)} newer inputs were added" in notices[0].message
    assert {"security", "operations", "finance", "risks"} <= {one.key for one in added}
    if version > 1:
        assert sum(counts) < 400, "but for what was added since, all of it was there"


def test_f24_saving_writes_the_version_of_today_and_keeps_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "plan.boardcase"
    path.write_bytes(older(1))
    document = Document(load(path).plan)
    document.open(path)
    document.save_as(path)
    document.close()
    assert backup_of(path).read_bytes() == older(1)
    assert load(path).notices == ()
    assert load(path).plan == document.plan


def test_the_command_line_tells_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.boardcase"
    path.write_bytes(older(1))
    assert run.command(parser().parse_args(["evaluate", str(path)])) == 0
    assert "Risk register: 66 inputs added without any cost" in capsys.readouterr().err


def test_a_command_that_writes_keeps_the_file_as_it_was_and_one_that_takes_nothing_leaves_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, table = tmp_path / "plan.boardcase", tmp_path / "table.csv"
    path.write_bytes(older(1))
    table.write_text("workload,growth\nClaims assistant,0.33\n", encoding="utf-8")
    assert run.command(parser().parse_args(["import", str(path), str(table), "--accept", "none"])) == 0
    assert path.read_bytes() == older(1)
    assert "0 taken" in capsys.readouterr().err
    assert run.command(parser().parse_args(["split", str(path), "-o", str(path)])) == 0
    assert backup_of(path).read_bytes() == older(1)
