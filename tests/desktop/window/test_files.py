"""Files in the window: unsaved work, locks, what somebody else has changed, dropped and recent files."""

from dataclasses import replace
from pathlib import Path

import pytest
from answers import always, menu_named, noting, pressed, pressing
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.document.document import Document
from desktop.document.recovery import Recovery, left_behind
from desktop.storage.plan_file import load, save
from desktop.window.main_window import MainWindow
from models.plan.plan import blank_plan

PRICE = "compute.pool.h100.cloud_price"


def test_unsaved_work_is_kept_and_gone_after_saving(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.document.set_value(PRICE, 11.0)
    qtbot.waitUntil(window.files.recovery.file.exists, timeout=10_000)
    window.document.save_as(tmp_path / "plan.boardcase")
    qtbot.waitUntil(lambda: not window.files.recovery.file.exists(), timeout=10_000)


def test_what_was_left_behind_is_offered_and_opened_as_unsaved(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = Recovery()
    left.keep(replace(blank_plan(), title="Left <b>behind</b>"), None)
    assert left._lock is not None
    left._lock.unlock()
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", noting(asked, QMessageBox.StandardButton.Open))
    window.files.offer_recovery()
    assert "Left <b>behind</b>" in asked[0]
    assert window.document.plan.title == "Left <b>behind</b>"
    assert window.document.modified
    qtbot.waitUntil(lambda: not left.file.exists(), timeout=3_000)
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Discard))


def test_f15_a_recovery_that_is_postponed_stays(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    left = Recovery()
    left.keep(blank_plan(), None)
    assert left._lock is not None
    left._lock.unlock()
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Cancel))
    window.files.offer_recovery()
    assert [one.plan.title for one in left_behind()] == ["Blank plan"]


def test_f18_a_file_changed_by_somebody_else_is_never_written_over_unasked(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.boardcase"
    window.document.save_as(path)
    save(replace(blank_plan(), title="Theirs"), path)
    window.document.set_value(PRICE, 9.5)
    window.files.look_at_disk()
    assert "Somebody else has changed" in window.statusBar().currentMessage()
    monkeypatch.setattr(QMessageBox, "exec", always(0))
    assert not window.files.save()
    assert load(path).plan.title == "Theirs"
    monkeypatch.setattr(QMessageBox, "exec", pressed(1))
    monkeypatch.setattr(QMessageBox, "clickedButton", pressing("Overwrite"))
    assert window.files.save()
    assert load(path).plan.title != "Theirs"


def test_f16_a_second_window_is_told_who_has_the_plan_open(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.boardcase"
    other = Document(blank_plan())
    other.save_as(path)
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", noting(asked))
    monkeypatch.setattr(QMessageBox, "clickedButton", pressing("Open for reading"))
    assert window.files.open_path(path)
    assert "is open in" in asked[0]
    assert window.document.read_only
    other.close()


def test_f08_a_damaged_file_offers_the_version_before(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.boardcase"
    document = Document(blank_plan())
    document.save_as(path)
    document.change_plan("title", replace(document.plan, title="Second"))
    document.save_as(path)
    document.close()
    path.write_bytes(b"")
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Open))
    window.files.open_path(path)
    assert window.document.plan.title == "Blank plan"
    assert window.document.modified
    assert path.read_bytes() == b""
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Discard))


def test_f45_a_dropped_plan_opens_and_anything_else_is_refused_in_words(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "plan.boardcase"
    save(blank_plan(), path)

    def drop(*paths: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(one)) for one in paths])
        window.dropEvent(
            QDropEvent(
                QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
            )
        )

    drop(tmp_path)
    assert "Drop one plan, bill, log, workbook or table" in window.statusBar().currentMessage()
    drop(path)
    qtbot.waitUntil(lambda: window.document.path == path, timeout=2_000)


def test_f23_recent_files_are_listed_and_those_gone_are_said_to_be(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "plan.boardcase"
    save(blank_plan(), path)
    window.files.open_path(path)
    window.settings.used(tmp_path / "gone.boardcase")
    menu = menu_named(window, "Open &recent")
    menu.aboutToShow.emit()
    assert [(action.text().split()[0], action.isEnabled()) for action in menu.actions()] == [
        ("gone.boardcase", False),
        ("plan.boardcase", True),
    ]
