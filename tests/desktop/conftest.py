"""A window on the example, closed without a question."""

import gc
from collections.abc import Iterator

import pytest
from answers import always
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.charts.collector import collecting
from desktop.document.document import Document
from desktop.storage.examples import example
from desktop.style.palette import style_sheet, use
from desktop.window import judging
from desktop.window.application import introduce
from desktop.window.main_window import MainWindow

COMPUTE = 2
"""The tab of compute."""


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> Iterator[QApplication]:
    """The application, in which nothing is thrown away in a thread of work, as in the program itself."""
    gc.set_threshold(2_000, 10, 10)  # Python's own: a command that ran in this process before has raised them
    collector = collecting()
    yield qapp
    collector.timer.stop()
    # what is left goes while the application is there: after it, Qt's own threads would call what is gone
    gc.collect()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.enable()


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    """The application as a person sees it, with its fonts and its style sheet: what is measured there is right."""
    introduce(qapp)
    qapp.setStyleSheet(style_sheet(use("light")))
    yield
    qapp.setStyleSheet("")


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Discard))
    # a test that wants the judgement starts it: no other pays for a search beside its window
    monkeypatch.setattr(judging, "_REST", 3_600_000)
    made = MainWindow(Document(example().plan))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    # inputs are looked for in forms, which are built when their tab is first looked at
    made.tabs.setCurrentIndex(COMPUTE)
    return made
