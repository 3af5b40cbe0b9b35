"""Scenarios side by side: results, inputs that differ, costs by area, and the bridge from one to the other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.charts.exhibit_table import ExhibitTable
from desktop.charts.shape_chart import ShapeChart
from desktop.document.document import Document
from desktop.forms.quiet import Chooser
from models.areas.options import OPTION_LABELS
from models.exhibits.areas import scenarios_table
from models.exhibits.figures import Table
from models.exhibits.scenarios import differences_table, lines_table
from models.exhibits.shapes import bridge_fall


class CompareWindow(QDialog):
    """Shows any number of scenarios; it does not keep the person from working on."""

    def __init__(self, parent: QWidget, document: Document) -> None:
        super().__init__(parent)
        self.setWindowTitle("Scenarios side by side")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._plan = document.plan
        slugs = [one.slug for one in self._plan.scenarios]
        self.tabs = QTabWidget()
        self.tabs.addTab(_shown(scenarios_table(self._plan)), "Results")
        self.tabs.addTab(_shown(differences_table(self._plan, slugs)), "Inputs that differ")
        self.tabs.addTab(_shown(lines_table(self._plan, slugs)), "Costs by line")
        self.tabs.addTab(self._bridge(document.scenario), "Bridge")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(self.tabs)
        column.addWidget(buttons)
        room = parent.size()
        self.resize(min(1_040, room.width() - 80), min(680, room.height() - 60))

    def _bridge(self, shown: str) -> QWidget:
        self.first, self.second, self.option = Chooser(), Chooser(), Chooser()
        for box, name in ((self.first, "From"), (self.second, "To"), (self.option, "Option")):
            box.setAccessibleName(name)
        for one in self._plan.scenarios:
            self.first.addItem(one.name, one.slug)
            self.second.addItem(one.name, one.slug)
        for key, label in OPTION_LABELS.items():
            self.option.addItem(label, key)
        other = shown if shown != self._plan.scenarios[0].slug else self._plan.scenarios[-1].slug
        self.second.setCurrentIndex(max(0, self.second.findData(other)))
        self.chart = ShapeChart()
        line = QHBoxLayout()
        for text, box in (("From", self.first), ("to", self.second), ("for", self.option)):
            line.addWidget(QLabel(text))
            line.addWidget(box)
            box.currentIndexChanged.connect(self._draw)
        line.addStretch(1)
        part = QWidget()
        column = QVBoxLayout(part)
        column.addLayout(line)
        column.addWidget(self.chart)
        column.addStretch(1)
        self._draw()
        return part

    def _draw(self) -> None:
        self.chart.show_plot(
            bridge_fall(
                self._plan,
                str(self.first.currentData()),
                str(self.second.currentData()),
                str(self.option.currentData()),
            )
        )


def _shown(table: Table) -> QWidget:
    shown = ExhibitTable()
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    scroll.setWidget(shown)
    shown.show_table(table)
    return scroll
