"""The verdict in one sentence, and the options side by side."""

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtWidgets import QHeaderView, QLabel, QTableWidget, QTableWidgetItem

from desktop.charts.exhibit_table import for_reading
from desktop.style.palette import theme
from models.exhibits.figures import STYLES, Table
from models.exhibits.verdict import Verdict


class VerdictLabel(QLabel):
    """The verdict as a sentence; what carries the message is strong, options have their colours."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("verdict")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName("Verdict")

    def show_verdict(self, said: Verdict) -> None:
        """Show a verdict."""
        pieces: list[str] = []
        for part in said.parts:
            text = html.escape(part.text)
            colour = theme().on_screen(STYLES[part.option].colour) if part.option else theme().ink
            pieces.append(f'<span style="color:{colour};font-weight:600">{text}</span>' if part.strong else text)
        follow = " ".join(piece for piece in (said.follow_up, said.warning) if piece)
        self.setText(f'{"".join(pieces)} <span style="color:{theme().grey}">{html.escape(follow)}</span>')
        self.setAccessibleDescription(said.text)


_LINES = {"Whole life": "total.total_cost", "Present value": "total.present_value", "A year": "total.equivalent"}
"""Columns that a line of the model stands behind; the others are explained by the whole-life cost."""


class OptionsTable(QTableWidget):
    """The options side by side, in thousands. asked: a figure is to be explained, by the key of its line."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        for_reading(self)
        self._names: list[str] = []
        self._keys: list[str] = []
        self.setAccessibleName("Options side by side")
        self.setAccessibleDescription("A double click or Enter explains a figure")
        self.cellActivated.connect(self._ask)
        self.cellDoubleClicked.connect(self._ask)

    def _ask(self, row: int, column: int) -> None:
        head = self.horizontalHeaderItem(column)
        if row < len(self._keys) and self._keys[row] in STYLES and self._keys[row] != "usual":
            self.asked.emit(f"{self._keys[row]}.{_LINES.get(head.text() if head else '', 'total.total_cost')}")

    def show_table(self, table: Table) -> None:
        """Show a table; the recommended row is strong."""
        names = [cells[0] for cells in table.rows]
        self._keys = list(table.keys)
        if (self._names, self.columnCount()) != (names, len(table.heads)):
            self._names = names
            self._shape(table)
        for row, (key, cells) in enumerate(zip(table.keys, table.rows, strict=True)):
            for column, text in enumerate(cells):
                item = self.item(row, column)
                assert item is not None
                chosen = row == table.chosen
                item.setText(text)
                item.setFont(_font(QFont.Weight.DemiBold if chosen or column == 0 else QFont.Weight.Normal))
                item.setBackground(QColor(theme().pale if chosen else theme().surface))
                if column == 0:
                    item.setForeground(QColor(theme().on_screen(STYLES[key].colour)))

    def _shape(self, table: Table) -> None:
        self.setRowCount(len(table.rows))
        self.setColumnCount(len(table.heads))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for column, head in enumerate(table.heads):
            item = QTableWidgetItem(head)
            item.setTextAlignment(left if column == 0 else right)
            self.setHorizontalHeaderItem(column, item)
            for row in range(len(table.rows)):
                cell = QTableWidgetItem()
                cell.setTextAlignment(left if column == 0 else right)
                self.setItem(row, column, cell)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        names = QFontMetrics(_font(QFont.Weight.DemiBold))
        self.setColumnWidth(0, max(106, *(names.horizontalAdvance(cells[0]) + 18 for cells in table.rows)))
        for row in range(len(table.rows)):
            self.setRowHeight(row, 27)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + 27 * len(table.rows) + 4)


def _font(weight: QFont.Weight) -> QFont:
    font = QFont("Source Sans Pro")
    font.setPixelSize(14)
    font.setWeight(weight)
    return font
