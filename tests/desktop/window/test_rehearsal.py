"""The rehearsal by which an installed program is tested."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.commands.exports import export
from desktop.documents.kinds import KINDS
from desktop.storage.examples import example
from desktop.storage.plan_file import load
from desktop.window import rehearsal
from desktop.window.main_window import MainWindow


@pytest.mark.long
def test_it_goes_everywhere_and_writes_what_the_commands_write(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "names", lambda: ["startup"])
    codes: list[int] = []
    rehearsal.rehearse(window, tmp_path / "made", codes.append)
    qtbot.waitUntil(lambda: bool(codes), timeout=180_000)
    assert codes == [0]
    plan = example("startup").plan
    export(plan, "base", {kind: tmp_path / f"a.{kind}" for kind in KINDS}, rehearsal.DAY)
    for name, wanted in ((f"startup.{kind}", f"a.{kind}") for kind in KINDS):
        assert (tmp_path / "made" / name).read_bytes() == (tmp_path / wanted).read_bytes()
    assert (tmp_path / "made" / "chart.png").read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in (tmp_path / "made" / "chart.svg").read_bytes()
    assert load(tmp_path / "made" / "plan.boardcase").plan == window.document.plan
    left: list[bool] = []
    rehearsal.close(window, lambda: left.append(True))
    qtbot.waitUntil(lambda: bool(left))
    assert window.isHidden()


@pytest.mark.long
def test_what_fails_ends_it_with_a_word(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(rehearsal, "names", list)
    monkeypatch.setattr(window, "present", lambda: setattr(window, "presentation", Stuck()))
    codes: list[int] = []
    rehearsal.rehearse(window, tmp_path, codes.append)
    qtbot.waitUntil(lambda: bool(codes), timeout=180_000)
    window.presentation = None
    assert codes == [1]
    assert "the presentation did not end" in capsys.readouterr().err


class Stuck:
    """A presentation that does not close."""

    def close(self) -> None:
        pass

    def show_case(self, *_: object) -> None:
        pass
