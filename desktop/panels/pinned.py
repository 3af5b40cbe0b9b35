"""The pinned inputs as sliders, for the question asked in the room."""

import html

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.document.document import Document
from desktop.forms.quiet import Slider
from desktop.style.palette import theme
from models.exhibits.inputs import input_name
from models.exhibits.pinned import MOST_PINNED, first_pinned
from models.plan.ranges import tried_range
from models.quantities.declaration import Input, Kind
from models.quantities.writing import brief, legible
from models.rules.decisions import findings

_STEPS = 400
_REST = 150
"""Milliseconds without an edit after which the rules are looked at."""


class PinnedSlider(QWidget):
    """One pinned input: its label, its value and a slider over its plausible range.

    held: whether somebody holds the slider, so that the chart keeps its scale.
    """

    held = Signal(bool)

    def __init__(self, document: Document, key: str) -> None:
        super().__init__()
        self._document = document
        self.key = key
        self._declared: Input = document.plan.declaration(key)
        self._low, self._high = tried_range(document.plan, document.scenario, key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 2)
        column.setSpacing(2)
        head = QHBoxLayout()
        name = input_name(document.plan, key)
        label = QLabel(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self._label = label
        label.setWordWrap(True)
        self._value = QLabel()
        self._value.setStyleSheet("font-weight: 600")
        head.addWidget(label, 1)
        head.addWidget(self._value)
        column.addLayout(head)
        self.slider = Slider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.slider.setAccessibleName(name)
        self.slider.setAccessibleDescription(self._declared.help)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderReleased.connect(document.end_run)
        self.slider.sliderPressed.connect(
            lambda: self.held.emit(True)  # noqa: FBT003 - Qt's signal
        )
        self.slider.sliderReleased.connect(
            lambda: self.held.emit(False)  # noqa: FBT003 - Qt's signal
        )
        column.addWidget(self.slider)
        self.refresh()

    def enlarge(self) -> None:
        """Use large type, for the whole screen."""
        for label in (self._label, self._value):
            label.setObjectName("pin")

    def _moved(self, step: int) -> None:
        value = float(f"{self._low + (self._high - self._low) * step / _STEPS:.4g}")
        if self._declared.kind is Kind.INTEGER:
            value = round(value)
        self._document.set_value(self.key, min(max(value, self._declared.bounds[0]), self._declared.bounds[1]))

    def refresh(self) -> None:
        """Show what the document holds."""
        value = float(self._document.entry(self.key).value)
        name = input_name(self._document.plan, self.key)
        if name != self._label.text():  # its row has another name
            self._label.setText(name)
            self.slider.setAccessibleName(name)
        self._value.setText(
            brief(float(legible(value)), self._declared, self._document.plan.symbol(self._document.scenario, self.key))
        )
        self._low, self._high = min(self._low, value), max(self._high, value)
        blocker = QSignalBlocker(self.slider)
        self.slider.setValue(round((value - self._low) / (self._high - self._low or 1.0) * _STEPS))
        blocker.unblock()


class PinnedPanel(QWidget):
    """The pinned sliders, and below them the rules that strike.

    held: whether somebody holds a slider. rules_wanted: all rules that apply are to be shown. counted: how many do, in
        words, empty where none does.
    """

    held = Signal(bool)
    counted = Signal(str)
    rules_wanted = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._chosen: list[str] = []
        self._proposed: list[str] = []
        document.path_changed.connect(self._proposed.clear)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 4, 12, 12)
        self._sliders: list[PinnedSlider] = []
        self._problems = QLabel()
        self._problems.setWordWrap(True)
        self._problems.setTextFormat(Qt.TextFormat.RichText)
        self._problems.setAccessibleName("Rules that apply")
        self._problems.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._problems.linkActivated.connect(self.show_rules)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.show_findings)
        self.rebuild()
        self._column.addWidget(self._problems)
        self._column.addStretch(1)

    @property
    def chosen(self) -> list[str]:
        """The inputs that a person has pinned; empty where nobody has: each plan then has those that move it most."""
        return list(self._chosen)

    @property
    def keys(self) -> list[str]:
        """The inputs that are pinned and stand in the plan; those pinned at first in the place of others."""
        known = [key for key in self._chosen if key in self._document.plan.entries]
        missing = len(self._chosen) - len(known) if self._chosen else MOST_PINNED
        proposed = [key for key in self._proposed if key in self._document.plan.entries]
        others = proposed or first_pinned(self._document.plan)
        return [*known, *[key for key in others if key not in known][:missing]]

    def pin(self, key: str) -> bool:
        """Pin an input, or unpin it where it is; return whether it is pinned now."""
        keys = self.keys
        self._chosen = [one for one in keys if one != key] if key in keys else [*keys, key][-MOST_PINNED:]
        self.rebuild()
        return key in self.keys

    def choose(self, keys: list[str]) -> None:
        """Pin these inputs, as remembered from the last time."""
        self._chosen = keys
        self.rebuild()

    def propose(self, keys: list[str]) -> None:
        """Pin these inputs of the plan that is open where nobody has pinned others; no other plan has them."""
        self._proposed = list(keys)
        self.rebuild()

    def rebuild(self) -> None:
        """Build the sliders anew, for another plan."""
        for slider in self._sliders:
            self._column.removeWidget(slider)
            slider.hide()
            slider.deleteLater()
        self._sliders = [PinnedSlider(self._document, key) for key in self.keys]
        for position, slider in enumerate(self._sliders):
            slider.held.connect(self.held)
            self._column.insertWidget(position, slider)

    def refresh(self) -> None:
        """Show what the document holds."""
        if [slider.key for slider in self._sliders] != self.keys:
            self.rebuild()
        for slider in self._sliders:
            slider.refresh()
        self._rest.start()

    def show_rules(self) -> None:
        """Ask for all rules that apply to be shown."""
        self.rules_wanted.emit()

    def show_findings(self) -> None:
        """Say how many rules apply in the scenario that is shown, what the first says, and where they all are."""
        struck = findings(self._document.plan, self._document.scenario)
        if not struck:
            self._problems.setText("")
            self.counted.emit("")
            return
        count = f"{len(struck)} rule{' applies' if len(struck) == 1 else 's apply'}"
        self._problems.setText(
            f'● <a href="rules" style="color:{theme().accent}">{count}</a>: {html.escape(struck[0].message)}'
        )
        self.counted.emit(count)
