"""A table of rows with what can be done with it: columns chosen, sorted, filled down, in a window of its own."""

from functools import partial
from typing import override

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.document.document import Document
from desktop.forms.rows_table import RowsTable
from desktop.style.tips import tip
from models.quantities.declaration import InputGroup


class TickMenu(QMenu):
    """A menu that stays open while its entries are ticked; Escape, or a click beside it, closes it."""

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick the entry under the pointer and stay."""
        under = self.actionAt(event.position().toPoint())
        if self._is_tick(under):
            under.trigger()
        else:
            super().mouseReleaseEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick the entry that was reached by keys and stay."""
        reached = self.activeAction()
        ticks = event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if ticks and self._is_tick(reached):
            reached.trigger()
        else:
            super().keyPressEvent(event)

    def _is_tick(self, action: QAction) -> bool:
        """Return whether an action is one of the menu's that is ticked; beside its entries there is none."""
        return action in self.actions() and action.isCheckable()


class RowsPanel(QWidget):
    """The table and the buttons above it."""

    def __init__(self, document: Document, group: InputGroup, *, alone: bool = False) -> None:
        """Make a panel. alone: it has a window of its own."""
        super().__init__()
        self._document, self._group = document, group
        self.table = RowsTable(document, group, alone=alone)
        self.table.said.connect(partial(self._tell, "problem"))
        self.table.told.connect(partial(self._tell, "unit"))
        self.columns = self._button("Columns ▾", "Which inputs are shown as columns")
        self.columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = TickMenu(self.columns)
        menu.aboutToShow.connect(partial(self._fill, menu))
        self.columns.setMenu(menu)
        self.sort = self._button("Sort ▾", "Rows by a column; the plan keeps its own order")
        self.sort.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        by = QMenu(self.sort)
        by.aboutToShow.connect(partial(self._fill_sort, by))
        self.sort.setMenu(by)
        self.fill = self._button("Fill down", "Take the first selected row's values for those below (Ctrl+D)")
        self.fill.clicked.connect(self.table.fill_down)
        self.window_of_its_own = self._button("Open in a window", "The table in a window as wide as you like")
        self.window_of_its_own.clicked.connect(self.open_window)
        self.window_of_its_own.setVisible(not alone)
        self._told = QLabel()
        self._told.setObjectName("problem")
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setWordWrap(True)
        self._told_at = 0
        document.undo_stack.indexChanged.connect(self._taken_back)
        line = QHBoxLayout()
        line.setSpacing(2)
        for part in (self.columns, self.sort, self.fill, self.window_of_its_own):
            line.addWidget(part)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        column.addWidget(self._told)

    def _button(self, text: str, said: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("quiet")
        button.setText(text)
        button.setToolTip(tip(said))
        button.setAccessibleName(f"{self._group.title}: {text.rstrip(' ▾').lower()}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _tell(self, manner: str, message: str) -> None:
        """Show a word below the table, as what was refused or as what was done."""
        if self._told.objectName() != manner:
            self._told.setObjectName(manner)
            self._told.style().polish(self._told)
        self._told.setText(message)
        self._told_at = self._document.undo_stack.index()

    def _taken_back(self, index: int) -> None:
        """Leave out a word about a step that was undone."""
        if index < self._told_at:
            self._told.clear()

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        rows = self.table.rows
        shown = {one.name for one in rows.columns}
        menu.addAction("Those that decide", partial(self.choose, None))
        menu.addAction("All", partial(self.choose, frozenset(one.name for one in rows.offered())))
        menu.addSeparator()
        for one in rows.offered():
            action = menu.addAction(one.label)
            action.setCheckable(True)
            action.setChecked(one.name in shown)
            action.triggered.connect(partial(self._switch, one.name))

    def _switch(self, name: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.choose(frozenset({one.name for one in self.table.rows.columns} ^ {name}))

    def choose(self, names: frozenset[str] | None) -> None:
        """Show these inputs as columns, by name; those that decide where None is given."""
        self.table.rows.choose_columns(names)
        self.table.refresh()

    def _fill_sort(self, menu: QMenu) -> None:
        menu.clear()
        menu.addAction("The plan's order", partial(self.table.sort_by, -1))
        menu.addSeparator()
        for column, label in enumerate(("Name", *(one.label for one in self.table.rows.columns))):
            under = menu.addMenu(label)
            under.addAction("Smallest first", partial(self.table.sort_by, column))
            under.addAction("Largest first", partial(self.table.sort_by, column, Qt.SortOrder.DescendingOrder))

    def refresh(self) -> None:
        """Show what the document holds."""
        self.table.refresh()

    def open_window(self) -> None:
        """Show the table in a window of its own, which follows the plan."""
        RowsWindow(self.window(), self._document, self._group).show()


class RowsWindow(QDialog):
    """A table of rows in a window of its own."""

    def __init__(self, parent: QWidget, document: Document, group: InputGroup) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(group.title)
        self._document = document
        self.panel = RowsPanel(document, group, alone=True)
        column = QVBoxLayout(self)
        column.addWidget(self.panel)
        room = parent.screen().availableGeometry()
        self.resize(round(room.width() * 0.9), min(720, round(room.height() * 0.8)))
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self.panel.refresh)
        document.plan_changed.connect(self._rest.start)
        document.scenario_changed.connect(self._rest.start)
        document.path_changed.connect(self.close)
        # the plan's history is that of its windows
        for keys, step in ((QKeySequence.StandardKey.Undo, "undo"), (QKeySequence.StandardKey.Redo, "redo")):
            QShortcut(keys, self).activated.connect(getattr(document.undo_stack, step))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Follow the plan no longer."""
        self._document.plan_changed.disconnect(self._rest.start)
        self._document.scenario_changed.disconnect(self._rest.start)
        self._document.path_changed.disconnect(self.close)
        super().closeEvent(event)
