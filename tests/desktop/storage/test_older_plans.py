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
    1: {"cloud": 2304495.36949, "on_premises": 1672635.044905, "hybrid": 1656723.416369},
    2: {"cloud": 269575.960339, "on_premises": 354363.015274, "hybrid": 269575.960339},
    3: {"cloud": 269575.960339, "on_premises": 354363.015274, "hybrid": 269575.960339},
    4: {"cloud": 269575.960339, "on_premises": 354363.015274, "hybrid": 269575.960339},
}
"""Present values that the program which wrote each file printed for it."""


def test_there_is_a_file_of_every_earlier_version() -> None:
    assert sorted(TOLD) == list(range(1, VERSION))


@pytest.mark.parametrize("version", sorted(TOLD))
def test_an_older_plan_costs_what_the_program_of_its_day_said(version: int) -> None:
    loaded = read(older(version))
    options = case_result(loaded.plan, "base").options
    assert {name: option.present_value for name, option in options.items()} == pytest.approx(TOLD[version], rel=1e-9)


@pytest.mark.parametrize("version", sorted(TOLD))
def test_reading_it_reports_the_version_and_every_group_that_was_added(version: int) -> None:
    notices = read(older(version)).notices
    assert notices[0].key == "version"
    assert f"format version {version}; saving writes version {VERSION}" in notices[0].message
    added = [one for one in notices[1:] if "added without any cost" in one.message]
    assert len(added) == len(notices) - 1
    if version == 1:
        counts = [int(one.message.split(": ")[1].split(" ")[0]) for one in added]
        assert f"{sum(counts)} inputs of newer areas were added" in notices[0].message
        assert {"security", "operations", "finance", "risks"} <= {one.key for one in added}
    else:
        assert added == []


def test_saving_writes_the_version_of_today_and_keeps_the_file_as_it_was(tmp_path: Path) -> None:
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
    assert "Risk register: 54 inputs added without any cost" in capsys.readouterr().err


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
