"""A table of a study: sorted by a click on a head, with a key behind every row whatever its order."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.charts.exhibit_table import ExhibitTable
from models.exhibits.figures import Table
from models.exhibits.sorting import in_order
from models.exhibits.studies import Point, Shown


class StudyTable(QWidget):
    """Shows one table of a study.

    scenario_wanted: a point of a row is to become a scenario. input_wanted: the input behind a row is to be shown.
    """

    scenario_wanted = Signal(object)
    input_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._given: Table | None = None
        self._shown: Table | None = None
        self._points: Shown | None = None
        self._order: tuple[int, bool] | None = None
        self.table = ExhibitTable(first=0.36)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        head = self.table.horizontalHeader()
        head.setSectionsClickable(True)
        head.sectionClicked.connect(self.sort)
        head.setToolTip("Click to sort, a third time for the order of the study")
        self.table.cellActivated.connect(self._activated)
        self.table.itemSelectionChanged.connect(self._enable)
        self.button = QToolButton()
        self.button.setObjectName("row")
        self.button.setText("Scenario from this row ▾")
        self.button.setToolTip("A new scenario with exactly the inputs this row stands for")
        self.button.setAccessibleName("Scenario from the selected row")
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self.button)
        menu.aboutToShow.connect(partial(self._fill, menu))
        self.button.setMenu(menu)
        line = QHBoxLayout()
        line.addWidget(self.button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        column.addWidget(self.table)
        column.addLayout(line)

    def show_table(self, table: Table, shown: Shown) -> None:
        """Show a table of a study, in the order the person last asked for where its columns are the same."""
        if self._shown is None or list(table.heads) != list(self._shown.heads):
            self._order = None
        self._given, self._shown, self._points = table, table, shown
        if self._order is not None:
            self._shown = in_order(table, self._order[0], descending=self._order[1])
        self.table.show_table(self._shown)
        self._mark_order()
        self.button.setVisible(any(key in shown.points for key in table.keys))
        self._enable()

    def sort(self, column: int) -> None:
        """Sort by a column, the largest first; then the smallest; then as the study has it.

        The row that is selected stays selected. The head shows the order.
        """
        if self._given is None:
            return
        selected = self.selected
        turned = {(column, True): (column, False), (column, False): None}
        self._order = turned.get(self._order, (column, True)) if self._order is not None else (column, True)
        self._shown = self._given
        if self._order is not None:
            self._shown = in_order(self._given, self._order[0], descending=self._order[1])
        self.table.show_table(self._shown)
        self._mark_order()
        if selected in self._shown.keys:
            self.table.selectRow(list(self._shown.keys).index(selected))

    def _mark_order(self) -> None:
        """Show in the head by which column the rows are sorted, and how."""
        head = self.table.horizontalHeader()
        head.setSortIndicatorShown(self._order is not None)
        if self._order is not None:
            order = Qt.SortOrder.DescendingOrder if self._order[1] else Qt.SortOrder.AscendingOrder
            head.setSortIndicator(self._order[0], order)

    def key_of(self, row: int) -> str:
        """Return the key behind a row as it stands on screen."""
        return self._shown.keys[row] if self._shown is not None and 0 <= row < len(self._shown.keys) else ""

    def _activated(self, row: int, _column: int) -> None:
        self.input_wanted.emit(self.key_of(row))

    @property
    def selected(self) -> str:
        """The key of the selected row, empty where there is none."""
        rows = {item.row() for item in self.table.selectedItems()}
        return self.key_of(rows.pop()) if len(rows) == 1 else ""

    @property
    def points(self) -> list[Point]:
        """The points of the selected row."""
        return list(self._points.points.get(self.selected, ())) if self._points is not None else []

    def _enable(self) -> None:
        self.button.setEnabled(bool(self.points))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for point in self.points:
            menu.addAction(point.name.replace("&", "&&")).triggered.connect(partial(self._want, point))

    def _want(self, point: Point, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.scenario_wanted.emit(point)
