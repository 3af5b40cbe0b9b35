"""A table in a window of its own, such as help."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QVBoxLayout, QWidget

from desktop.charts.exhibit_table import ExhibitTable
from models.exhibits.figures import Table
from models.exhibits.inputs import input_name
from models.plan.plan import Plan
from models.plan.problems import Problem


class ExhibitWindow(QDialog):
    """Shows one table; it does not keep the person from working on."""

    def __init__(self, parent: QWidget, title: str, table: Table, first: float = 0.0) -> None:
        """Make the window. first: the share of the width the first column has, 0 for one like the others'."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        shown = ExhibitTable(first)
        scroll = QScrollArea()
        scroll.setAccessibleName(title)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(shown)
        column.addWidget(scroll)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column.addWidget(buttons)
        room = parent.size()
        self.resize(min(1_040, room.width() - 80), min(680, room.height() - 60))
        shown.show_table(table)


def report_window(parent: QWidget, name: str, plan: Plan, report: Sequence[Problem]) -> ExhibitWindow:
    """Return a window with what reading a plan changed in it, line by line."""
    rows = [
        [input_name(plan, one.key) if one.key in plan.entries else one.key.replace("_", " "), one.message]
        for one in report
    ]
    table = Table.of(["Where", "What was done"], rows, [one.key for one in report])
    return ExhibitWindow(parent, f"What reading {name} changed", table, first=0.18)
