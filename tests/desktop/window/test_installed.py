"""What an installed program does besides.

What is new, licences, plans of other programs and of the desktop, faults of its own.
"""

import json
import locale
import sys
from pathlib import Path

import pytest
from answers import in_two_tiers, noting
from older_plans import older
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.document.document import Document
from desktop.document.recovery import left_behind
from desktop.document.settings import Settings, settings_folder
from desktop.panels.exhibit_window import ExhibitWindow
from desktop.panels.reading import MarkdownWindow, PlainWindow
from desktop.storage.examples import example
from desktop.storage.plan_file import save
from desktop.storage.release_notes import current
from desktop.window import application
from desktop.window.application import introduce, settle
from desktop.window.last_resort import LastResort
from desktop.window.main_window import MainWindow
from desktop.window.opener import Opener
from models.plan.plan import blank_plan

PRICE = "compute.pool.h100.cloud_price"


def told(window: MainWindow, title: str) -> list[MarkdownWindow]:
    return [
        one for one in window.findChildren(MarkdownWindow) if one.windowTitle().startswith(title) and one.isVisible()
    ]


def test_what_is_new_is_shown_once_after_an_upgrade(window: MainWindow) -> None:
    window.settings.remember("hints", "shown")
    window.settings.remember("release", "0.8.0")
    settle(window, None)
    shown = told(window, "What is new")
    assert [one.windowTitle() for one in shown] == ["What is new since Boardcase 0.8.0"]
    assert current() in shown[0].text.toPlainText()
    shown[0].close()
    settle(window, None)
    assert told(window, "What is new") == []
    assert Settings().text("release") == current()


def test_a_program_that_did_not_remember_its_version_counts_as_an_earlier_one(window: MainWindow) -> None:
    window.settings.remember("hints", "shown")
    settle(window, None)
    assert len(told(window, "What is new since")) == 1


@pytest.mark.parametrize("last", ["", "99.0.0"])
def test_nothing_is_new_at_the_first_start_nor_after_going_back(window: MainWindow, last: str) -> None:
    if last:
        window.settings.remember("release", last)
    settle(window, None)
    assert told(window, "What is new") == []
    assert window.settings.text("release") == current()


def test_what_is_new_and_the_licences_are_in_the_menu(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.actions_by_name["changes"].trigger()
    assert f"{current()}, 20" in told(window, "What is new")[0].text.toPlainText()
    (tmp_path / "NOTICES.txt").write_text("Qt, LGPL\n", encoding="utf-8")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "boardcase"))
    window.actions_by_name["licences"].trigger()
    assert window.findChildren(PlainWindow)[-1].text.toPlainText() == "Qt, LGPL\n"


def test_an_older_plan_is_opened_with_its_report(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "old.boardcase"
    path.write_bytes(older(1))
    assert window.files.open_path(path)
    report = window.findChildren(ExhibitWindow)[-1]
    assert report.isVisible()
    assert report.windowTitle() == "What reading old.boardcase changed"
    assert path.read_bytes() == older(1)
    save(blank_plan(), tmp_path / "new.boardcase")
    report.close()
    assert window.files.open_path(tmp_path / "new.boardcase")
    assert [one for one in window.findChildren(ExhibitWindow) if one.isVisible()] == []


def test_a_plan_the_system_hands_over_is_opened(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "handed.boardcase"
    save(blank_plan(), path)
    opener = Opener(window)
    assert opener.eventFilter(window, QFileOpenEvent(QUrl.fromLocalFile(str(path))))
    qtbot.waitUntil(lambda: window.document.path == path)
    assert not opener.eventFilter(window, QFileOpenEvent(QUrl()))


def test_what_is_handed_over_waits_for_a_dialog_that_asks_something(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "handed.boardcase"
    save(blank_plan(), path)
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.show()
    Opener(window).eventFilter(window, QFileOpenEvent(QUrl.fromLocalFile(str(path))))
    qtbot.wait(100)
    assert window.document.path is None
    dialog.close()
    qtbot.waitUntil(lambda: window.document.path == path)


def test_a_double_click_on_a_damaged_plan_says_why_and_leaves_the_window(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "torn.boardcase"
    path.write_bytes(b'{"format": "boardcase-plan", "ver')
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", noting(said, QMessageBox.StandardButton.Ok))
    settle(window, path)
    assert len(said) == 1
    assert "line 1" in said[0]
    assert window.document.plan == example().plan


def test_without_a_desktop_a_damaged_plan_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "torn.boardcase"
    path.write_bytes(b"{")
    assert application.start(path) == 1
    assert "torn.boardcase" in capsys.readouterr().err


def test_f51_a_fault_of_the_program_is_written_down_said_once_and_the_work_kept(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", noting(said, QMessageBox.StandardButton.Ok))
    window.document.set_value(PRICE, 9.0)
    last = LastResort(window, tmp_path / "reports")
    for _ in range(2):
        error = KeyError("no such thing")
        last.caught(type(error), error, None)
    reports = sorted((tmp_path / "reports").iterdir())
    assert len(reports) == 2
    assert len(said) == 1
    assert str(reports[0]) in said[0]
    assert "Traceback" not in said[0]
    text = reports[0].read_text(encoding="utf-8")
    assert text.startswith(f"Boardcase {current()}")
    assert "KeyError" in text
    assert "no such thing" not in text, "a message may quote the plan"
    qtbot.waitUntil(window.files.recovery.file.exists)
    window.document.undo_stack.setClean()
    assert left_behind() == []  # it belongs to a living program


def test_a_fault_is_said_even_where_nothing_can_be_written(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", noting(said, QMessageBox.StandardButton.Ok))
    (tmp_path / "file").write_text("", encoding="utf-8")
    LastResort(window, tmp_path / "file").caught(ValueError, ValueError("x"), None)
    assert len(said) == 1
    assert "A report is in" not in said[0]


def test_a_second_fault_while_keeping_the_work_silences_nothing(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", noting(said, QMessageBox.StandardButton.Ok))

    def broken() -> None:
        raise RuntimeError("second")

    monkeypatch.setattr(window.files, "keep", broken)
    LastResort(window, tmp_path).caught(ValueError, ValueError("first"), None)
    texts = [one.read_text(encoding="utf-8") for one in sorted(tmp_path.iterdir())]
    assert ["ValueError" in texts[0], "RuntimeError" in texts[1]] == [True, True]
    assert "could not be kept" in said[0]


def test_a_rehearsal_needs_a_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    assert application.start(None, tmp_path / "rehearsal") == 1
    assert "no display" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_f49_missing_graphics_libraries_are_told_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    assert application.start(None) == 1
    assert "Install your system's graphics libraries" in capsys.readouterr().err


GARBAGE = [None, True, 7, -1.5e300, "", "x", "é" * 3_000, "////", "AAAA" * 400, [], ["x"], [1, None], {"a": 1}, [["x"]]]


@pytest.mark.parametrize(
    "name", in_two_tiers(["geometry", "docks", "pinned", "theme", "recent", "hints", "release"], "docks")
)
def test_no_value_in_the_settings_stops_the_start(qtbot: QtBot, name: str) -> None:
    folder = settings_folder()
    folder.mkdir(parents=True)
    for value in GARBAGE:
        (folder / "settings.json").write_text(json.dumps({"version": 1, name: value}), encoding="utf-8")
        settings = Settings()
        window = MainWindow(Document(blank_plan()), settings)
        qtbot.addWidget(window)
        window.show()
        assert window.isVisible()
        settle(window, None)
        window.actions_by_name["about"].trigger()
        for one in QApplication.topLevelWidgets():
            if one is not window:
                one.close()
        window.close()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"{",
        b"[]",
        b"null",
        b'{"version": 1',
        b'{"version": "1"}',
        b"[" * 100_000,
        b'{"version": 1e999}',
        "“".encode("cp1252"),
    ],
)
def test_no_settings_file_stops_the_start(qtbot: QtBot, data: bytes) -> None:
    folder = settings_folder()
    folder.mkdir(parents=True)
    (folder / "settings.json").write_bytes(data)
    settings = Settings()
    assert settings.notice
    window = MainWindow(Document(blank_plan()), settings)
    qtbot.addWidget(window)
    window.show()
    settle(window, None)
    window.close()
    assert not Settings().notice


def test_months_have_english_names_whatever_the_language_of_the_system(qapp: QApplication) -> None:
    """Qt takes over the system's language: "5 Oktober" stood on paper, and no log of October could be read."""
    locale.setlocale(locale.LC_TIME, "C.utf8")
    introduce(qapp)
    assert locale.setlocale(locale.LC_TIME) == "C"
