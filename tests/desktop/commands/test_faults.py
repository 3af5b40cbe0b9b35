"""A fault of the program itself, on the command line."""

from pathlib import Path
from typing import NoReturn

import pytest
from answers import always

from desktop.cli import main


def test_a_fault_of_the_program_is_said_in_words_and_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command that failed for a reason nobody foresaw ended in a traceback."""
    plan = tmp_path / "plan.json"
    assert main(["new", str(plan)]) == 0

    def broken(*_: object, **__: object) -> NoReturn:
        raise KeyError("what the plan is called")

    monkeypatch.setattr("desktop.storage.fault_report.user_data_path", always(tmp_path / "data"))
    monkeypatch.setattr("desktop.commands.listing.inputs", broken)
    capsys.readouterr()
    assert main(["inputs", str(plan)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("boardcase: something went wrong in Boardcase itself, not in your files;")
    assert "Traceback" not in said
    assert "KeyError" not in said
    (report,) = (tmp_path / "data" / "reports").iterdir()
    assert str(report) in said
    assert "KeyError" in report.read_text(encoding="utf-8")
    assert "what the plan is called" not in report.read_text(encoding="utf-8"), "a message may quote the plan"
