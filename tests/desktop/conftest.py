"""A window on the example, closed without a question."""

import pytest
from answers import always
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.document.document import Document
from desktop.storage.examples import example
from desktop.window.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Discard))
    made = MainWindow(Document(example().plan))
    qtbot.addWidget(made)
    made.show()
    return made
