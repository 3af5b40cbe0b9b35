"""Nothing is overwritten unasked: the ending comes first, then the question; dialogs driven as a person would."""

from pathlib import Path

import pytest
from answers import always, noting
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.document.saving import export_refused, picture_path
from desktop.panels.saving_to import named_after
from desktop.storage.examples import example
from desktop.storage.plan_file import load, save
from desktop.window import application, dialogs
from desktop.window.main_window import MainWindow
from models.plan.sectors import SECTORS, plan_of

YES, CANCEL = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.Cancel


@pytest.mark.parametrize(("answer", "replaced"), [(CANCEL, False), (YES, True)])
def test_save_as_asks_before_a_completed_name_replaces_a_file(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: object, replaced: bool
) -> None:
    victim = tmp_path / "victim.boardcase"
    save(example("bank").plan, victim)
    before = victim.read_bytes()
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", always((str(tmp_path / "victim"), "")))
    monkeypatch.setattr(QMessageBox, "exec", noting(asked, answer))
    assert window.files.save_as() is replaced
    assert asked == ["victim.boardcase exists already. Replace it?"]
    assert (victim.read_bytes() != before) is replaced
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Discard))


@pytest.mark.parametrize("kind", ["xlsx", "pdf", "pptx", "html"])
def test_f32_an_export_asks_before_a_completed_name_replaces_a_file(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    victim = tmp_path / f"rep.{kind}"
    victim.write_bytes(b"mine")
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", always((str(tmp_path / "rep"), "")))
    monkeypatch.setattr(QMessageBox, "exec", noting(asked, CANCEL))
    window.exchange.export(kind)
    assert asked == [f"rep.{kind} exists already. Replace it?"]
    assert victim.read_bytes() == b"mine"
    assert not window.progress.isVisible()
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Discard))


def test_a_name_that_the_dialog_has_asked_about_is_not_asked_twice(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = tmp_path / "victim.boardcase"
    save(example("bank").plan, victim)
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", always((str(victim), "")))
    monkeypatch.setattr(QMessageBox, "exec", noting(asked, CANCEL))
    assert window.files.save_as()
    assert asked == []
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Discard))


def test_suggested_names_are_the_plans(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    suggested: list[str] = []

    def asked(_parent: object, _title: str, name: str, _patterns: str) -> tuple[str, str]:
        suggested.append(name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", asked)
    window.files.save_as()
    window.exchange.export("xlsx")
    window.exchange.save_chart(window.chart_panel)
    assert suggested == [f"AI-infrastructure-2027-2031.{ending}" for ending in ("boardcase", "xlsx", "png")]
    assert named_after("../../etc/passwd", ".pdf") == "etc-passwd.pdf"
    assert named_after("???", ".pdf") == "plan.pdf"
    assert picture_path("chart.jpg") == Path("chart.jpg.png")


def test_r16_a_folder_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").mkdir()
    assert export_refused(tmp_path / "report.pdf", None).endswith("is a folder; give the name of a file.")


def test_what_was_written_can_be_opened_and_shown_in_its_folder(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> None:
        opened.append(url.toLocalFile())

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    assert not window.exchange.written.isVisible()
    window.exchange._exported(tmp_path / "a.xlsx", [])
    assert window.exchange.written.isVisible()
    window.exchange.written.open.click()
    window.exchange.written.folder.click()
    assert opened == [str(tmp_path / "a.xlsx"), str(tmp_path)]


def test_f31_quitting_during_an_export_asks(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", noting(asked, CANCEL))
    window.exchange.export_to(tmp_path / "a.xlsx", "xlsx")
    assert not window.close()
    assert asked == ["Writing a.xlsx: stop it and quit? No half file is left."]
    monkeypatch.setattr(QMessageBox, "exec", noting(asked, YES))
    assert window.close()
    assert [one.name for one in tmp_path.iterdir() if one.suffix != ".xlsx"] == []


def test_a_plan_that_does_not_exist_is_offered_to_be_made(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.boardcase"
    assert application.may_be_made(path)
    assert not application.may_be_made(tmp_path / "nowhere" / "new.boardcase")
    assert not application.may_be_made(tmp_path / "new.xlsx")
    asked: list[str] = []

    def made(of: MainWindow) -> bool:
        of.document.show_plan(plan_of("law", SECTORS["law"].answers, "Ours"), None)
        return True

    monkeypatch.setattr(dialogs, "new_plan", made)
    monkeypatch.setattr(QMessageBox, "exec", noting(asked, YES))
    dialogs.offer_to_make(window, path)  # pyright: ignore[reportArgumentType] - the window is a workbench
    assert "There is no new.boardcase in" in asked[0]
    assert load(path).plan.title == "Ours"
    assert not application.may_be_made(path)
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Discard))


def test_f14_the_third_start_after_two_that_failed_is_safe(window: MainWindow) -> None:
    settings = window.settings
    settings.remember("starts", "0")
    assert [application.begun(settings) for _ in range(3)] == [False, False, True]
    settings.remember("starts", "none")
    assert application.begun(settings) is False
    settings.remember("starts", "0")
