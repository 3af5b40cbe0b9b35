"""The rehearsal by which an installed program is tested."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.commands.exports import export
from desktop.storage.examples import example
from desktop.window import rehearsal
from desktop.window.main_window import MainWindow


def test_it_goes_through_the_tabs_and_writes_what_the_commands_write(window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "names", lambda: ["startup"])
    done: list[bool] = []
    rehearsal.rehearse(window, tmp_path / "made", lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    plan = example("startup").plan
    export(plan, "base", tmp_path / "a.xlsx", tmp_path / "a.pdf", None, rehearsal.DAY)
    assert (tmp_path / "made" / "startup.xlsx").read_bytes() == (tmp_path / "a.xlsx").read_bytes()
    assert (tmp_path / "made" / "startup.pdf").read_bytes() == (tmp_path / "a.pdf").read_bytes()
    assert window.document.plan == plan
    left: list[bool] = []
    rehearsal.close(window, lambda: left.append(True))
    qtbot.waitUntil(lambda: bool(left))
    assert window.isHidden()
