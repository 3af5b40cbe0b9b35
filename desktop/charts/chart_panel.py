"""The cumulative chart with what can be done with it: nominal or discounted, which options, which months, as a table.

As a picture.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import override

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.charts.cumulative import CumulativeChart
from desktop.charts.exhibit_table import ExhibitTable
from desktop.charts.lettering import fitting
from desktop.charts.pictures import copied, written
from desktop.style.tips import tip
from models.areas.options import OPTION_LABELS
from models.exhibits.figures import RESALE, Figure, figure_table, line_behind, only

PICTURES = "PNG picture (*.png);;SVG drawing (*.svg)"


def shorter(text: str) -> Iterator[str]:
    """Yield a caption and what is left of it as parts give way: what its figures leave out, such as resale, last.

    >>> list(shorter("Cumulative cost, £, before resale; 8 in 10 of 10,000 cases"))[1:3]
    ['Cumulative cost, £, before resale', 'Cost, £, before resale']
    """
    yield text
    first = text.partition("; ")[0]
    yield first
    short = first.replace("Cumulative cost", "Cost")
    yield short
    yield short.replace(RESALE, "")


class Caption(QLabel):
    """A line of plain text that leaves parts out where the room ends, and ends in dots where that does not do."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        painter.drawText(room, self.alignment(), fitting(shorter(self.text()), room.width(), self.fontMetrics()))


class ChartPanel(QWidget):
    """Shows a figure as a chart or as a table.

    basis_changed: another basis is wanted. picture_wanted: the chart is to be saved. asked: a point is to be
        explained: its line and month. said: a word for the
        person.
    """

    basis_changed = Signal()
    picture_wanted = Signal()
    asked = Signal(str, int)
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.chart = CumulativeChart()
        self.chart.chosen.connect(self._ask)
        self._hidden: set[str] = set()
        self._figure: Figure | None = None
        self.caption = Caption()
        self.caption.setObjectName("unit")
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.discounted = self._button(
            "Discounted", "Costs in present value at the decision month (Ctrl+D)", checkable=True
        )
        self.discounted.setShortcut(QKeySequence("Ctrl+D"))
        self.discounted.toggled.connect(self._basis)
        self.band = self._button(
            "Bands",
            "Where 8 of 10 cases lie, with uncertain inputs drawn and risks that occur or not (Ctrl+B)",
            checkable=True,
        )
        self.band.setShortcut(QKeySequence("Ctrl+B"))
        self.band.setChecked(True)
        self.band.toggled.connect(self._basis)
        self.as_table = self._button("Table", "The same figures as a table (Ctrl+T)", checkable=True)
        self.as_table.setShortcut(QKeySequence("Ctrl+T"))
        self.as_table.toggled.connect(self._switch)
        self.options = self._button("Options ▾", "Which options are drawn")
        self.options.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.options.setMenu(self._options_menu())
        self.whole = self._button("All months", "Show all months again (0, or a double click)")
        self.whole.clicked.connect(self.chart.reset)
        pictures = self._button("Picture ▾", "The chart as a picture")
        pictures.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(pictures)
        menu.addAction("Copy").triggered.connect(self.copy)
        menu.addAction("Save as PNG or SVG …").triggered.connect(self._save)
        pictures.setMenu(menu)
        self._lay_out([self.whole, self.options, self.discounted, self.band, self.as_table, pictures])

    def _lay_out(self, buttons: list[QToolButton]) -> None:
        self.head = head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.caption, 1)
        for button in buttons:
            head.addWidget(button)
        self.table = ExhibitTable()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.table)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.chart)
        self._stack.addWidget(scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _button(self, text: str, said: str, *, checkable: bool = False) -> QToolButton:
        button = QToolButton()
        button.setObjectName("quiet")
        button.setText(text)
        button.setToolTip(tip(said))
        button.setAccessibleName(text.rstrip(" ▾"))
        button.setAccessibleDescription(said)
        button.setCheckable(checkable)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _options_menu(self) -> QMenu:
        menu = QMenu(self)
        self._option_actions: dict[str, QAction] = {}
        for key, label in OPTION_LABELS.items():
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setChecked(True)
            action.toggled.connect(partial(self._show_option, key))
            self._option_actions[key] = action
        return menu

    @property
    def basis(self) -> str:
        """The basis that is shown: nominal or discounted."""
        return "discounted" if self.discounted.isChecked() else "nominal"

    def _ask(self, option: str, month: int) -> None:
        self.asked.emit(line_behind(option, self.basis), month)

    def show_figure(self, figure: Figure) -> None:
        """Show a figure."""
        self._figure = figure
        shown = only(figure, self._hidden)
        self.caption.setText(figure.subtitle)
        self.caption.setToolTip(tip(figure.subtitle))
        self.whole.setVisible(self.chart.zoomed)
        if self.as_table.isChecked():
            self.table.show_table(figure_table(shown))
            self.table.setAccessibleName("Cumulative cost by month, as a table")
        else:
            self.chart.show_figure(shown)
        self.whole.setVisible(self.chart.zoomed)

    def _basis(self, _checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.basis_changed.emit()

    def _switch(self, as_table: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._stack.setCurrentIndex(1 if as_table else 0)
        if self._figure is not None:
            self.show_figure(self._figure)

    def _show_option(self, key: str, shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        if not shown and len(self._hidden) == len(OPTION_LABELS) - 1:
            action = self._option_actions[key]
            blocker = QSignalBlocker(action)
            action.setChecked(True)
            blocker.unblock()
            self.said.emit("One option at least stays in the chart.")
            return
        self._hidden = self._hidden - {key} if shown else self._hidden | {key}
        if self._figure is not None:
            self.show_figure(self._figure)

    def copy(self) -> None:
        """Put the chart on the clipboard as a picture."""
        copied(self.chart)
        self.said.emit("The chart is on the clipboard.")

    def _save(self) -> None:
        self.picture_wanted.emit()

    def save_to(self, path: Path) -> bool:
        """Write the chart to a file, PNG or SVG by its ending."""
        try:
            written(self.chart, path)
        except OSError as error:
            self.said.emit(f"The chart was not saved: {error.filename or path}: {error.strerror or error}")
            return False
        self.said.emit(f"Written: {path}")
        return True

    def restyle(self) -> None:
        """Take the colours of the theme in use."""
        self.chart.restyle()
        if self._figure is not None:
            self.show_figure(self._figure)
