"""A finding and the tables behind it in a window of their own."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.charts.exhibit_table import ExhibitTable
from models.exhibits.figures import Table


class TablesWindow(QDialog):
    """Shows what was found in a sentence, and tables below it; it does not keep the person from working on."""

    def __init__(self, parent: QWidget, title: str, finding: str, tables: Sequence[Table]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.finding = QLabel(finding)
        self.finding.setObjectName("finding")
        self.finding.setTextFormat(Qt.TextFormat.PlainText)
        self.finding.setWordWrap(True)
        self.finding.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QWidget()
        inside.setObjectName("form")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        self.tables = [ExhibitTable(first=0.34) for _ in tables]
        for shown, table in zip(self.tables, tables, strict=True):
            shown.show_table(table)
            shown.setAccessibleName(table.heads[0])
            column.addWidget(shown)
            column.addSpacing(12)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setAccessibleName(title)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        whole = QVBoxLayout(self)
        whole.addWidget(self.finding)
        whole.addWidget(scroll, 1)
        whole.addWidget(buttons)
        room = parent.size()
        self.resize(min(1_040, room.width() - 80), min(680, room.height() - 60))
