"""What is typed behind a key on the command line, and the days that are said there."""

from pathlib import Path

import pytest

from desktop.cli import main
from desktop.storage.plan_file import load


def test_a_unit_is_converted_and_that_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a year a twelfth falls in each month."""
    path = str(tmp_path / "p.boardcase")
    assert main(["new", path, "--example", "insurer"]) == 0
    assert main(["set", path, "finance.usual_cost=£1.2m a year"]) == 0
    entry = load(Path(path)).plan.entry("base", "finance.usual_cost")
    assert entry.value == 100_000
    assert "£1.2m a year" in f"{entry.evidence}"
    assert "“£1.2m a year” is read as £100,000 / month" in capsys.readouterr().err


def test_nothing_is_decided_on_a_day_to_come(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p.boardcase"
    assert main(["new", str(path), "--example", "startup"]) == 0
    before = path.read_bytes()
    assert main(["decide", str(path), "--by", "Board", "--date", "2935-01-01"]) == 1
    assert "--date 2935-01-01: lies ahead" in capsys.readouterr().err
    assert path.read_bytes() == before
