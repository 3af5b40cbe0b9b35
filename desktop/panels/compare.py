"""Scenarios side by side, in a window of its own that follows the plan: results, inputs, costs, curves, the bridge."""

from collections.abc import Callable, Container, Sequence
from functools import partial
from typing import override

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.charts.cumulative import CumulativeChart
from desktop.charts.exhibit_table import ExhibitTable
from desktop.charts.shape_chart import ShapeChart
from desktop.document.document import Document
from desktop.document.worker import Worker
from desktop.forms.quiet import Chooser
from models.appraisal.results import present_options
from models.areas.options import OPTION_LABELS
from models.exhibits.cells import A_POUND
from models.exhibits.figures import Table
from models.exhibits.scenarios import curves_by_scenario, differences_table, lines_table, scenarios_table
from models.exhibits.shapes import bridge_fall
from models.plan.plan import Plan
from models.rules.decisions import judged
from models.rules.judgement import planned
from models.studies.bridge import bridge

_SLUG = Qt.ItemDataRole.UserRole
_REST = 150
"""Milliseconds without an edit after which the window follows the plan."""


class CompareWindow(QWidget):
    """Shows the scenarios that are ticked; ticks and what is compared with stay while the program runs."""

    def __init__(self, parent: QWidget, document: Document) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Scenarios side by side")
        self._document = document
        self._off: set[str] = set()
        self.list = QListWidget()
        self.list.setAccessibleName("Scenarios compared")
        self.list.setAccessibleDescription("Space ticks a scenario or takes it out")
        self.list.itemChanged.connect(self._ticked)
        self.base, self.first, self.second, self.option, self.curve_of = (
            _chooser(name) for name in ("Differences from", "From", "To", "Option", "Option drawn")
        )
        self._leads = planned(judged(document.plan, document.scenario)).recommended
        self._chosen = False
        self.option.activated.connect(self._choose)
        for box in (self.base, self.first, self.second, self.option, self.curve_of):
            box.activated.connect(self.refresh)
        self.results, self.inputs, self.lines = ExhibitTable(), ExhibitTable(), ExhibitTable(first=0.34)
        self.chart, self.curves = ShapeChart(), CumulativeChart()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("What is compared")
        for part, title in (
            (_scrolled(self.results), "Results"),
            (_scrolled(self.inputs), "Inputs that differ"),
            (_scrolled(self.lines), "Costs by line"),
            (_with_head([("Option", self.curve_of)], self.curves), "Curves"),
            (_with_head([("From", self.first), ("to", self.second), ("for", self.option)], self.chart), "Bridge"),
        ):
            self.tabs.addTab(part, title)
        self.tabs.currentChanged.connect(self.refresh)
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self.refresh)
        self._worker = Worker(self)
        for changed in (document.plan_changed, document.scenario_changed, document.path_changed):
            changed.connect(self.follow)
        self._lay_out()
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.close)
        room = parent.screen().availableGeometry()
        self.resize(min(1_400, room.width() - 80), min(820, room.height() - 80))

    def _lay_out(self) -> None:
        side = QWidget()
        side.setObjectName("ground")
        left = QVBoxLayout(side)
        left.setContentsMargins(10, 10, 6, 10)
        for text, part in (("Compared", self.list), ("Differences from", self.base)):
            label = QLabel(text)
            label.setObjectName("caption")
            left.addWidget(label)
            left.addWidget(part, 1 if part is self.list else 0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(side)
        split.addWidget(self.tabs)
        split.setStretchFactor(1, 1)
        split.setSizes([230, 1_100])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)

    @property
    def chosen(self) -> list[str]:
        """The scenarios that are compared, in the plan's order; the first where none is ticked."""
        slugs = [one.slug for one in self._document.plan.scenarios]
        return [slug for slug in slugs if slug not in self._off] or slugs[:1]

    def _ticked(self, item: QListWidgetItem) -> None:
        slug = str(item.data(_SLUG))
        self._off = self._off - {slug} if item.checkState() is Qt.CheckState.Checked else self._off | {slug}
        self.refresh()

    def follow(self) -> None:
        """Follow the plan: its scenarios may have changed."""
        if self.isVisible():
            self._rest.start()

    def refresh(self) -> None:
        """Show what the tab in front shows, of the plan as it is."""
        self._fill()
        plan, slugs, base = self._document.plan, self.chosen, str(self.base.currentData() or "")
        present = {option for slug in slugs for option in present_options(plan, slug)}
        _offer(self.curve_of, _options(present), self._leads)
        makes: tuple[Callable[[], object], ...] = (
            partial(self._results, plan, slugs, base),
            lambda: self.inputs.show_table(_titled(differences_table(plan, slugs))),
            lambda: self.lines.show_table(lines_table(plan, slugs, base)),
            lambda: self.curves.show_figure(curves_by_scenario(plan, slugs, str(self.curve_of.currentData()))),
            self._bridge,
        )
        makes[self.tabs.currentIndex()]()

    def _results(self, plan: Plan, slugs: Sequence[str], base: str) -> None:
        """Show what every scenario comes to, as sure as it is once its cases are drawn, which is done beside it."""
        self.results.show_table(scenarios_table(plan, slugs, base))
        self._worker.run(
            "results", lambda _ticket: scenarios_table(plan, slugs, base, drawn=True), partial(self._sure, plan)
        )

    def _sure(self, plan: Plan, table: Table) -> None:
        if plan is self._document.plan:
            self.results.show_table(table)

    def _choose(self) -> None:
        self._chosen = True

    def _bridge(self) -> None:
        """Draw the bridge of the option that was chosen; until one is, of the leading one unless nothing moves it."""
        plan = self._document.plan
        found = bridge(plan, str(self.first.currentData()), str(self.second.currentData()))
        _offer(self.option, _options(found.start), self._leads)
        if not self._chosen and found.moves(str(self.option.currentData())) < A_POUND:
            most = max(map(found.moves, found.start))
            moved = next(key for key, _ in _options(found.start) if found.moves(key) > most - A_POUND)
            self.option.setCurrentIndex(self.option.findData(moved))
        self.chart.show_plot(bridge_fall(plan, found, str(self.option.currentData())))

    def _fill(self) -> None:
        """Show the plan's scenarios in the list and in what can be chosen, and keep what was chosen."""
        scenarios = self._document.plan.scenarios
        names = [(one.slug, one.name) for one in scenarios]
        shown = [(str(self.list.item(row).data(_SLUG)), self.list.item(row).text()) for row in range(self.list.count())]
        if shown == names:
            return
        blocker = QSignalBlocker(self.list)
        self.list.clear()
        for slug, name in names:
            item = QListWidgetItem(name)
            item.setData(_SLUG, slug)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if slug in self._off else Qt.CheckState.Checked)
            self.list.addItem(item)
        blocker.unblock()
        here = self._document.scenario
        other = here if here != names[0][0] else names[-1][0]
        _offer(self.base, [("", "None: amounts"), *names], "")
        _offer(self.first, names, names[0][0])
        _offer(self.second, names, other)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Show the plan as it is now."""
        super().showEvent(event)
        self.refresh()


def _chooser(name: str) -> QComboBox:
    box = Chooser()
    box.setAccessibleName(name)
    return box


def _options(present: Container[str]) -> list[tuple[str, str]]:
    """Return the options that are present, key and label, in the order of tables."""
    return [(key, label) for key, label in OPTION_LABELS.items() if key in present]


def _offer(box: QComboBox, names: list[tuple[str, str]], otherwise: str) -> None:
    """Offer scenarios and keep the one that was chosen."""
    chosen = box.currentData()
    blocker = QSignalBlocker(box)
    box.clear()
    for slug, name in names:
        box.addItem(name, slug)
    box.setCurrentIndex(max(0, box.findData(chosen if box.findData(chosen) >= 0 else otherwise)))
    blocker.unblock()


def _titled(table: Table) -> Table:
    """Return the table of inputs with a word where there is none."""
    return table if table.rows else Table.of(["The scenarios have the same inputs"], [])


def _scrolled(table: ExhibitTable) -> QWidget:
    scroll = QScrollArea()
    scroll.setAccessibleName("Comparison")
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    inside = QWidget()
    inside.setObjectName("surface")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(table)
    column.addStretch(1)
    scroll.setWidget(inside)
    return scroll


def _with_head(choices: list[tuple[str, QComboBox]], chart: QWidget) -> QWidget:
    """Return a chart below what it is drawn of."""
    line = QHBoxLayout()
    for text, box in choices:
        line.addWidget(QLabel(text))
        line.addWidget(box)
    line.addStretch(1)
    part = QWidget()
    part.setObjectName("surface")
    column = QVBoxLayout(part)
    column.addLayout(line)
    column.addWidget(chart, 1 if isinstance(chart, CumulativeChart) else 0)
    if not isinstance(chart, CumulativeChart):
        column.addStretch(1)
    return part
