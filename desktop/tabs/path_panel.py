"""The path of a plan: the ten inputs that decide it, each with its value and a tick once somebody has confirmed it."""

import html
from collections.abc import Sequence
from functools import partial
from typing import override

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.style.palette import theme
from desktop.tabs.parts import button_of, label_of, row_of
from models.exhibits.path import Step


class PathPanel(QWidget):
    """Shows the path.

    wanted: it is to be worked out. input_wanted: an input is to be shown. confirmed: a value is right as it is.
    """

    wanted = Signal()
    input_wanted = Signal(str)
    confirmed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.begin = button_of("Ten inputs that decide here …")
        self.begin.setToolTip("Sorted by what each can take off the lead; tick off what you have confirmed")
        self.begin.clicked.connect(self.wanted)
        self.heading, self.said = label_of("", "heading"), label_of("", "unit")
        self.heading.setIndent(0)
        self.again = QPushButton("Sort again")
        self.again.setObjectName("more")
        self.again.clicked.connect(self.wanted)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self.steps: list[Step] = []
        self._stale = False
        self._parts: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(3)
        column.addLayout(row_of(self.begin))
        column.addWidget(self.heading)
        column.addWidget(self.said)
        column.addLayout(self._grid)
        column.addLayout(row_of(self.again))
        self.clear()

    def clear(self) -> None:
        """Offer the path again, of another plan."""
        self.show_steps([])
        self.begin.show()
        for part in (self.heading, self.said, self.again):
            part.hide()

    def show_waiting(self) -> None:
        """Say that the path is being worked out."""
        self.begin.hide()
        self.heading.show()
        self.said.show()
        self.heading.setText("Ten inputs that decide here")
        self.said.setText("Working out how far each input moves the decision …")

    def show_failure(self, message: str) -> None:
        """Say why the path is not there."""
        self.said.setText(message)
        self.again.show()

    def show_steps(self, steps: Sequence[Step], *, stale: bool = False) -> None:
        """Show the path. stale: the plan has other values now than those by which it was sorted."""
        if list(steps) == self.steps and stale == self._stale:
            return
        self._stale = stale
        same = [one.key for one in steps] == [one.key for one in self.steps]
        self.steps = list(steps)
        if not same:
            self._build()
        done = sum(one.confirmed for one in steps)
        number = {1: "One input decides", 10: "Ten inputs decide"}.get(len(steps), f"{len(steps)} inputs decide")
        self.heading.setText(f"{number} here: {done} of {len(steps)} confirmed")
        self.said.setText(
            "First what can turn the decision within its plausible range, then what takes most off the lead. Open an"
            " input to change it; tick it once its value is right."
            if done < len(steps) and not stale
            else "Values have changed since: what each moves, and their order, are those of before. Sort again."
            if stale
            else "All are confirmed. The decision stands on them; what speaks against it is listed above."
        )
        for part in (self.heading, self.said, self.again):
            part.setVisible(bool(steps))
        self._fill()

    def _build(self) -> None:
        """Make a line an input."""
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        for row, step in enumerate(self.steps):
            tick, name, value, moves = QCheckBox(), QLabel(), label_of(""), label_of("", "unit")
            tick.setAccessibleName(f"{step.name} is confirmed")
            tick.clicked.connect(partial(self._ticked, row))
            name.setTextFormat(Qt.TextFormat.RichText)
            name.setWordWrap(True)
            name.setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            name.linkActivated.connect(self.input_wanted)
            for label in (value, moves):
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                label.setWordWrap(False)
            for column, part in enumerate((tick, name, value, moves)):
                self._grid.addWidget(part, row, column)
                self._parts.append(part)

    def _fill(self) -> None:
        """Write values and ticks into the lines."""
        for row, step in enumerate(self.steps):
            tick, name, value, moves = self._parts[4 * row : 4 * row + 4]
            assert isinstance(tick, QCheckBox)
            assert isinstance(name, QLabel)
            assert isinstance(value, QLabel)
            assert isinstance(moves, QLabel)
            tick.setChecked(step.confirmed)
            tick.setEnabled(not step.confirmed)
            name.setText(f'<a href="{step.key}" style="color:{theme().accent}">{html.escape(step.name)}</a>')
            name.setAccessibleName(step.name)
            value.setText(step.value)
            moves.setText(step.moves)

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Write the links in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._parts:
            self._fill()

    def _ticked(self, row: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.confirmed.emit(self.steps[row].key)
