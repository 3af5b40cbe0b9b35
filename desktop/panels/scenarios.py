"""The scenarios at the left: the one shown, and adding, renaming and deleting them."""

import re
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from desktop.document.document import Document
from models.plan.plan import Scenario

COLOURS = ("#12436D", "#801650", "#28A197", "#F46A25", "#3D3D3D", "#A285D1")


class ScenarioPanel(QWidget):
    """The list of scenarios; it follows the document."""

    said = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 12, 10, 6)
        caption = QLabel("SCENARIOS")
        caption.setObjectName("caption")
        column.addWidget(caption)
        self._list = QListWidget()
        self._list.setAccessibleName("Scenarios")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setEditTriggers(QListWidget.EditTrigger.DoubleClicked | QListWidget.EditTrigger.EditKeyPressed)
        self._list.currentItemChanged.connect(self._chosen)
        self._list.itemChanged.connect(self._renamed)
        column.addWidget(self._list, 1)
        buttons = QHBoxLayout()
        for text, tip, action in (("Add", "Add a scenario like the one shown", self.add), ("Delete", "Delete the scenario shown", self.delete)):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(tip)
            button.clicked.connect(action)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        document.plan_changed.connect(self.refresh)
        document.scenario_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the document's scenarios, the one shown chosen."""
        scenarios = self._document.plan.scenarios
        blocker = QSignalBlocker(self._list)
        if [self._list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self._list.count())] != [one.slug for one in scenarios]:
            self._list.clear()
            for one in scenarios:
                item = QListWidgetItem()
                item.setData(Qt.ItemDataRole.UserRole, one.slug)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                self._list.addItem(item)
        for row, one in enumerate(scenarios):
            item = self._list.item(row)
            item.setText(one.name)
            item.setIcon(_swatch(one.colour))
            item.setToolTip("The base of the plan" if row == 0 else f"{len(one.changes)} inputs differ from the base")
            if one.slug == self._document.scenario:
                self._list.setCurrentItem(item)
        blocker.unblock()

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._document.choose_scenario(str(item.data(Qt.ItemDataRole.UserRole)))

    def _renamed(self, item: QListWidgetItem) -> None:
        scenario = self._document.plan.scenario(str(item.data(Qt.ItemDataRole.UserRole)))
        name = "".join(character for character in item.text() if character.isprintable()).strip()
        taken = {one.name for one in self._document.plan.scenarios} - {scenario.name}
        if not name or len(name) > 200 or name in taken:  # noqa: PLR2004 - as the plan file allows
            self.said.emit("A scenario needs a name of its own, up to 200 characters; the old name stays.")
            self.refresh()
            return
        if name != scenario.name:
            self._document.change_scenario(replace(scenario, name=name))

    def add(self) -> None:
        """Add a scenario with the changes of the one shown."""
        plan = self._document.plan
        shown = plan.scenario(self._document.scenario)
        number = len(plan.scenarios)
        names, slugs = {one.name for one in plan.scenarios}, {one.slug for one in plan.scenarios}
        while f"Scenario {number}" in names or _slug(f"Scenario {number}") in slugs:
            number += 1
        name = f"Scenario {number}"
        self._document.add_scenario(Scenario(_slug(name), name, COLOURS[number % len(COLOURS)], dict(shown.changes)))

    def rename(self) -> None:
        """Let the person type another name for the scenario shown."""
        self._list.setFocus()
        self._list.editItem(self._list.currentItem())

    def delete(self) -> None:
        """Delete the scenario shown; the base stays."""
        if self._document.scenario == self._document.plan.scenarios[0].slug:
            self.said.emit("The base of the plan cannot be deleted.")
            return
        self._document.delete_scenario(self._document.scenario)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40]


def _swatch(colour: str) -> QIcon:
    picture = QPixmap(24, 24)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(4, 4, 16, 16, 4, 4)
    painter.end()
    return QIcon(picture)
