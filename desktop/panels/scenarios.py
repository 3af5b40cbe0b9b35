"""The scenarios at the left: the one shown, those laid over its chart, and everything that can be done with them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QIcon, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.document.document import Document
from desktop.style.palette import theme
from desktop.style.shapes import shape
from desktop.style.tips import tip
from models.plan.plan import Scenario
from models.plan.scenarios import COLOURS, new_scenario, rebased, reordered
from models.quantities.limits import MOST_SCENARIOS
from models.quantities.texts import one_line

_SLUG = Qt.ItemDataRole.UserRole


class ScenarioPanel(QWidget):
    """The list of scenarios; it follows the document.

    said: a word for the person. overlay_changed: other scenarios are to be laid over the chart.
    """

    said = Signal(str)
    overlay_changed = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._ticked: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        self.list = QListWidget()
        self.list.setAccessibleName("Scenarios")
        self.list.setAccessibleDescription(
            "The one chosen is shown; those ticked are laid over its chart. F2 renames, Space ticks, Alt with the"
            " arrows moves."
        )
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setEditTriggers(QListWidget.EditTrigger.DoubleClicked | QListWidget.EditTrigger.EditKeyPressed)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu_at)
        self.list.currentItemChanged.connect(self._chosen)
        self.list.itemChanged.connect(self._changed)
        self.list.model().rowsMoved.connect(self._moved)
        column.addWidget(self.list, 1)
        column.addLayout(self._buttons())
        document.plan_changed.connect(self.refresh)
        document.scenario_changed.connect(self.refresh)
        self.refresh()

    def _buttons(self) -> QHBoxLayout:
        add = QToolButton()
        add.setObjectName("quiet")
        add.setText("+ Add scenario")
        add.clicked.connect(self.add)
        self._add_button = add
        more = QToolButton()
        more.setObjectName("quiet")
        more.setText("More ▾")
        more.setAccessibleName("More for the scenario shown")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        menu.aboutToShow.connect(partial(self._fill_menu, menu))
        more.setMenu(menu)
        line = QHBoxLayout()
        line.addWidget(add)
        line.addStretch(1)
        line.addWidget(more)
        return line

    def _fill_menu(self, menu: QMenu) -> None:
        menu.clear()
        is_base = self._document.scenario == self._document.plan.scenarios[0].slug
        jobs: list[tuple[str, Callable[[], object], bool]] = [
            ("Duplicate", self.duplicate, self._room()),
            ("Rename", self.rename, True),
            ("Set as base", self.make_base, not is_base),
            ("Move up", partial(self.shift, -1), not is_base),
            ("Move down", partial(self.shift, 1), not is_base),
            ("Delete", self.delete, not is_base),
        ]
        for text, job, may in jobs:
            action = menu.addAction(text)
            action.setEnabled(may)
            action.triggered.connect(partial(_called, job))
        colours = menu.addMenu("Colour")
        for name, colour in COLOURS.items():
            action = QAction(_swatch(theme().on_screen(colour)), name, colours)
            action.triggered.connect(partial(_called, partial(self.recolour, colour)))
            colours.addAction(action)

    def _menu_at(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_menu(menu)
        menu.popup(self.list.viewport().mapToGlobal(place))

    @property
    def overlaid(self) -> list[str]:
        """The scenarios to lay over the chart, in order, without the one that is shown."""
        return [
            one.slug
            for one in self._document.plan.scenarios
            if one.slug in self._ticked and one.slug != self._document.scenario
        ]

    def restyle(self) -> None:
        """Take the colours of the theme in use."""
        self.refresh()

    def refresh(self) -> None:
        """Show the document's scenarios, the one shown chosen."""
        scenarios = self._document.plan.scenarios
        self._add_button.setEnabled(self._room())
        self._add_button.setToolTip(
            "A scenario like the base, to be changed"
            if self._room()
            else f"A plan has at most {MOST_SCENARIOS} scenarios; delete one first"
        )
        blocker, quiet = QSignalBlocker(self.list), QSignalBlocker(self.list.model())
        if [str(self.list.item(row).data(_SLUG)) for row in range(self.list.count())] != [
            one.slug for one in scenarios
        ]:
            self.list.clear()
            for one in scenarios:
                item = QListWidgetItem()
                item.setData(_SLUG, one.slug)
                self.list.addItem(item)
        quiet.unblock()
        for row, one in enumerate(scenarios):
            item = self.list.item(row)
            is_base = row == 0
            flags = (
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsEditable
                | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setFlags(flags if is_base else flags | Qt.ItemFlag.ItemIsDragEnabled)
            item.setCheckState(
                Qt.CheckState.Checked
                if one.slug in self._ticked or one.slug == self._document.scenario
                else Qt.CheckState.Unchecked
            )
            if item.text() != one.name:
                item.setText(one.name)
            item.setIcon(_swatch(theme().on_screen(one.colour), star=is_base))
            differ = len(one.changes)
            name = (
                f"{one.name}: the base of the plan"
                if is_base
                else f"{one.name}: {differ} input{' differs' if differ == 1 else 's differ'} from the base"
            )
            item.setToolTip(tip(name))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, name)
            font = QFont(self.list.font())
            font.setBold(one.slug == self._document.scenario)
            item.setFont(font)
            if one.slug == self._document.scenario and self.list.currentRow() != row:
                self.list.setCurrentItem(item)
        blocker.unblock()

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._document.choose_scenario(str(item.data(_SLUG)))

    def _changed(self, item: QListWidgetItem) -> None:
        """Take a new name or a tick."""
        slug = str(item.data(_SLUG))
        if slug not in {one.slug for one in self._document.plan.scenarios}:
            return
        ticked = item.checkState() == Qt.CheckState.Checked
        if slug != self._document.scenario and ticked != (slug in self._ticked):
            self._ticked = self._ticked | {slug} if ticked else self._ticked - {slug}
            self.overlay_changed.emit()
        elif slug == self._document.scenario and not ticked:
            self.refresh()
        self._take_name(item, self._document.plan.scenario(slug))

    def _take_name(self, item: QListWidgetItem, scenario: Scenario) -> None:
        name = one_line(item.text())
        taken = {one.name for one in self._document.plan.scenarios} - {scenario.name}
        if not name or len(name) > 200 or name in taken:  # noqa: PLR2004 - as the plan file allows
            self.said.emit("A scenario needs a name of its own, up to 200 characters; the old name stays.")
            self.refresh()
        elif name != scenario.name:
            self.said.emit("")  # what was refused before is no longer told
            self._document.change_scenario(replace(scenario, name=name))

    def _moved(self, *_: object) -> None:
        """Take the order the list has after a drag; the base stays on top."""
        order = [str(self.list.item(row).data(_SLUG)) for row in range(self.list.count())]
        base = self._document.plan.scenarios[0].slug
        self._reorder([base, *(slug for slug in order if slug != base)])

    def _reorder(self, order: list[str]) -> None:
        self._document.change_plan("order of scenarios", reordered(self._document.plan, order))
        self.refresh()

    def shift(self, by: int) -> None:
        """Move the scenario shown up or down."""
        order = [one.slug for one in self._document.plan.scenarios]
        place = order.index(self._document.scenario)
        to = place + by
        if place > 0 and 0 < to < len(order):
            order.insert(to, order.pop(place))
            self._reorder(order)

    def add(self) -> None:
        """Add a scenario like the base."""
        number = len(self._document.plan.scenarios)
        while not self._free(f"Scenario {number}"):
            number += 1
        self._add(f"Scenario {number}", self._document.plan.scenarios[0])
        if self.isVisible():  # what is typed next is its name
            self.rename()

    def duplicate(self) -> None:
        """Add a scenario with the changes of the one shown."""
        shown = self._document.plan.scenario(self._document.scenario)
        name, number = f"{shown.name[:190]} copy", 2
        while not self._free(name):
            name, number = f"{shown.name[:190]} copy {number}", number + 1
        self._add(name, shown)

    def _free(self, name: str) -> bool:
        return name not in {one.name for one in self._document.plan.scenarios}

    def _room(self) -> bool:
        return len(self._document.plan.scenarios) < MOST_SCENARIOS

    def _add(self, name: str, like: Scenario) -> None:
        self._document.add_scenario(new_scenario(self._document.plan, name, like.changes))

    def recolour(self, colour: str) -> None:
        """Give the scenario shown another colour."""
        self._document.change_scenario(replace(self._document.plan.scenario(self._document.scenario), colour=colour))

    def make_base(self) -> None:
        """Make the scenario shown the base; every scenario keeps its values."""
        scenario = self._document.plan.scenario(self._document.scenario)
        self._document.change_plan(f"{scenario.name} as the base", rebased(self._document.plan, scenario.slug))

    def rename(self) -> None:
        """Let the person type another name for the scenario shown."""
        self.list.setFocus()
        self.list.editItem(self.list.currentItem())

    def delete(self) -> None:
        """Delete the scenario shown; the base stays."""
        if self._document.scenario == self._document.plan.scenarios[0].slug:
            self.said.emit("The base of the plan cannot be deleted.")
            return
        self._document.delete_scenario(self._document.scenario)


def _called(job: Callable[[], object], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    job()


def _swatch(colour: str, *, star: bool = False) -> QIcon:
    """Return a square in a colour, with a hole where it is the base's."""

    def draw(painter: QPainter) -> None:
        painter.drawRoundedRect(4, 4, 16, 16, 4, 4)
        if star:
            painter.setBrush(QColor("white"))
            painter.drawEllipse(9, 9, 6, 6)

    return shape(24, colour, draw)
