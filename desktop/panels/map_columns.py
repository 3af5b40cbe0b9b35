"""The columns of a table that is not known, mapped by hand: what each holds is chosen beside some of its values."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.forms.quiet import Chooser
from desktop.imports.columns import Column, mapping_problem
from desktop.imports.measured.roles import ROLES
from desktop.style.tips import tip

_HEADS = ("Column", "First values", "Holds")
_WIDTHS = (200, 260)


class MapColumnsDialog(QDialog):
    """Shows the columns of a table with what each is taken for; what is chosen is remembered for tables like it."""

    def __init__(self, parent: QWidget, columns: Sequence[Column]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Map columns")
        self._columns = columns
        column = QVBoxLayout(self)
        head = QLabel(
            "Say what each column holds: one is the time of a row, one or more are amounts. The mapping is remembered"
            " for tables with the same columns."
        )
        head.setWordWrap(True)
        column.addWidget(head)
        self.table = self._filled()
        column.addWidget(self.table, 1)
        self.problem = QLabel("", textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.problem.setObjectName("warning")
        column.addWidget(self.problem)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Ok, parent=self
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Read again")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self._check()
        room = parent.size()
        self.resize(min(760, room.width() - 40), min(170 + 34 * len(columns), max(320, room.height() - 80)))

    def _filled(self) -> QTableWidget:
        table = QTableWidget(len(self._columns), len(_HEADS))
        table.setHorizontalHeaderLabels(_HEADS)
        table.setAccessibleName("Columns of the file")
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.verticalHeader().hide()
        self.choosers: list[Chooser] = []
        for row, column in enumerate(self._columns):
            for place, text in enumerate((column.head, column.sample)):
                cell = QTableWidgetItem(text[:120])
                cell.setFlags(Qt.ItemFlag.ItemIsEnabled)
                cell.setToolTip(tip(text[:1_000]))
                table.setItem(row, place, cell)
            chooser = Chooser()
            chooser.setAccessibleName(f"What {column.head[:60]} holds")
            for role, words in ROLES.items():
                chooser.addItem(words[:1].upper() + words[1:], role)
            chooser.setCurrentIndex(chooser.findData(column.role))
            chooser.currentIndexChanged.connect(self._check)
            self.choosers.append(chooser)
            table.setCellWidget(row, len(_HEADS) - 1, chooser)
        for place, width in enumerate(_WIDTHS):
            table.setColumnWidth(place, width)
        header = table.horizontalHeader()
        header.setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.resizeRowsToContents()
        return table

    def mapped(self) -> list[Column]:
        """Return the columns with what each is chosen to hold."""
        return [
            replace(column, role=str(chooser.currentData()))
            for column, chooser in zip(self._columns, self.choosers, strict=True)
        ]

    def _check(self) -> None:
        problem = mapping_problem(self.mapped())
        self.problem.setText(problem)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)
