"""Presentation: the whole screen, large type, one chart, the verdict, and the pinned inputs as sliders.

Nothing can open over it.
"""

import html
from dataclasses import replace
from typing import override

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.charts.cumulative import CumulativeChart
from desktop.document.document import Document
from desktop.panels.pinned import PinnedSlider
from desktop.style.palette import theme
from models.exhibits.figures import STYLES, Figure
from models.exhibits.verdict import Verdict

MOST_SLIDERS = 4


class Presentation(QWidget):
    """A window of its own over the whole screen. closed: the person came back from it."""

    closed = Signal()

    def __init__(self, document: Document, keys: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(f"{document.plan.title} – presentation")
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document = document
        self.headline = QLabel()
        self.headline.setObjectName("headline")
        self.subline = QLabel()
        self.subline.setObjectName("subline")
        for label in (self.headline, self.subline):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText)
        self.headline.setAccessibleName("Verdict")
        self.subline.setAccessibleName("What follows")
        self.chart = CumulativeChart(19)
        self.sliders = [PinnedSlider(document, key) for key in keys[:MOST_SLIDERS]]
        foot = QHBoxLayout()
        foot.setSpacing(48)
        for slider in self.sliders:
            slider.enlarge()
            foot.addWidget(slider, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(44, 30, 44, 28)
        column.setSpacing(10)
        column.addWidget(self.headline)
        column.addWidget(self.subline)
        column.addWidget(self.chart, 1)
        column.addLayout(foot)
        self.chart.setFocus()

    def show_case(self, said: Verdict, figure: Figure) -> None:
        """Show a verdict and a figure."""
        pieces: list[str] = []
        for part in said.parts:
            text = html.escape(part.text)
            colour = theme().on_screen(STYLES[part.option].colour) if part.option else theme().ink
            pieces.append(f'<span style="color:{colour};font-weight:600">{text}</span>' if part.strong else text)
        self.headline.setText("".join(pieces))
        self.subline.setText(html.escape(" ".join(piece for piece in (said.follow_up, said.warning) if piece)))
        self.headline.setAccessibleDescription(said.text)
        self.chart.show_figure(replace(figure, marks=[mark for mark in figure.marks if "cloud" in mark.key]))
        for slider in self.sliders:
            slider.refresh()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape or F5."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_F5}:
            self.close()
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: object) -> None:
        """Give the window back."""
        self.closed.emit()
        super().closeEvent(event)  # pyright: ignore[reportArgumentType]
