"""The ten inputs that decide, in the colours of the theme."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.style.palette import dress, theme
from desktop.tabs.path_panel import PathPanel
from models.exhibits.path import Step


@pytest.mark.long
def test_links_have_the_colour_of_a_theme_that_is_chosen_while_they_are_shown(qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = theme().name
    panel = PathPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_steps([Step("finance.dollar_rate", "Exchange rate", "0.75", "can turn the decision", confirmed=False)])

    def link() -> str:
        return next(one.text() for one in panel.findChildren(QLabel) if "href" in one.text())

    try:
        assert theme().accent in link()
        other = dress("dark" if before != "dark" else "light", application)
        qtbot.waitUntil(lambda: other.accent in link())
    finally:
        dress(before, application)
