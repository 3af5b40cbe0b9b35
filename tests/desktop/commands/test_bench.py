"""Jobs are measured as whole processes, beside a yard of the same machine."""

import json

import pytest

from desktop.cli import main


def test_the_jobs_are_measured_as_whole_processes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--job", "start", "--times", "2", "--json"]) == 0
    (job,) = json.loads(capsys.readouterr().out)["jobs"]
    assert job["job"] == "start"
    assert 0 < job["shortest"] <= job["longest"]
    assert job["yards"] > 0


def test_what_cannot_be_measured_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--times", "0"]) == 1
    assert "expected 1 to 100" in capsys.readouterr().err
    assert main(["bench", "none.boardcase"]) == 1
    assert "none.boardcase" in capsys.readouterr().err
