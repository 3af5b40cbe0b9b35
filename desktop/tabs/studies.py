"""The tab of studies.

How sure we are and what would change our mind, worked out beside the window and followed while edits rest.
"""

from contextlib import nullcontext
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from desktop.charts.area_chart import AreaChart
from desktop.charts.frontier_chart import FrontierChart
from desktop.charts.map_chart import MapChart
from desktop.charts.shape_chart import ShapeChart
from desktop.charts.study_table import StudyTable
from desktop.document.document import Document
from desktop.document.worker import Ticket, Worker
from desktop.tabs.parts import box_named, label_of
from models.exhibits.every_study import STUDIES, Asked
from models.exhibits.frontier import Frontier, FrontierPoint
from models.exhibits.map_of_inputs import axis_name, map_point
from models.exhibits.plots import Plot
from models.exhibits.shapes import Map
from models.exhibits.studies import TITLES, Point, Shown, at_plans_settings
from models.formula.program import one_core_left
from models.plan.problems import plan_problems
from models.plan.scenarios import from_study
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged
from models.rules.judgement import Judgement
from models.studies.two_inputs import UTILISATION, TwoInputs, map_keys
from models.studies.uncertainty import CASES

_REST = 350
"""Milliseconds without an edit after which a study is worked out anew."""

_LOOK = {
    "map": "Click on the map, or move its mark with the arrows, to look there.",
    "best": "Click a point, or go from one to the next with the arrows, to see its settings.",
}

MOST_NAME = 80
"""Characters of a scenario's name that is made of settings."""

MANY_CASES = (CASES, 100_000, 1_000_000)


class StudiesTab(QScrollArea):
    """Shows one study at a time. input_wanted: the input behind a row is to be shown. said: a word for the person."""

    input_wanted = Signal(str)
    said = Signal(str)

    def __init__(self, document: Document, worker: Worker) -> None:
        super().__init__()
        self.title = "Studies"
        self.setAccessibleName(self.title)
        self._document, self._worker = document, worker
        self._built = False
        self._aside = ""
        self._shown: Shown | None = None
        self._looked: Point | None = None
        self._parts: list[QWidget] = []
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self.work)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _build(self) -> None:
        self._built = True
        inside = QWidget()
        inside.setObjectName("form")
        self._room = QVBoxLayout(inside)
        self._room.setContentsMargins(16, 8, 12, 16)
        self.study = box_named("Study")
        for name, title in TITLES.items():
            self.study.addItem(title, name)
        self.study.currentIndexChanged.connect(self._chosen)
        self.cases = box_named("Cases")
        for cases in MANY_CASES:
            self.cases.addItem(f"{cases:,} cases", cases)
        self.cases.currentIndexChanged.connect(self.work)
        self.across, self.up = box_named("Input across"), box_named("Input up")
        for box in (self.across, self.up):
            _let_find(box)
            box.activated.connect(self.work)
        self.cancel = QToolButton()
        self.cancel.setObjectName("quiet")
        self.cancel.setText("Cancel")
        self.cancel.setAccessibleName("Cancel the study")
        self.cancel.clicked.connect(self.give_up)
        self.state = label_of("", "unit")
        self.state.setMinimumWidth(260)
        first, second = QHBoxLayout(), QHBoxLayout()
        for part in (self.study, self.cases, self.state, self.cancel):
            first.addWidget(part)
        first.addStretch(1)
        for part in (self.across, self.up):
            second.addWidget(part)
        second.addStretch(1)
        self.finding, self.note, self.looked = label_of("", "heading"), label_of("", "unit"), label_of("", "unit")
        self.aside = label_of(self._aside, "unit")
        self.take = QToolButton()
        self.take.setObjectName("row")
        self.take.setText("Scenario from this point")
        self.take.setAccessibleName("Scenario from the point on the map")
        self.take.clicked.connect(lambda: self._looked is not None and self.make_scenario(self._looked))
        self._charts_room, self._tables_room, below = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        below.addWidget(self.take)
        below.addStretch(1)
        said, room = (self.aside, self.finding), (self._charts_room, self.looked, below, self._tables_room)
        for part in (first, second, *said, *room, self.note):
            if isinstance(part, QWidget):
                self._room.addWidget(part)
            else:
                self._room.addLayout(part)
        self._room.addStretch(1)
        self.setWidget(inside)
        self._fill_inputs()
        self._show_options()

    def show_judgement(self, judgement: Judgement) -> None:
        """Say so where the studies find for another option than the verdict, which takes each at its best."""
        self._aside = at_plans_settings(judgement)
        if self._built:
            self.aside.setText(self._aside)
            self.aside.setVisible(bool(self._aside) and self.name != "best")

    @property
    def name(self) -> str:
        """The study that is chosen."""
        return str(self.study.currentData())

    def choose(self, name: str) -> None:
        """Show a study."""
        if not self._built:
            self._build()
        self.study.setCurrentIndex(max(0, self.study.findData(name)))
        self.work()

    def _chosen(self) -> None:
        self._clear()
        self.finding.setText("")
        self.note.setText("")
        self._show_options()
        self.work()

    def _show_options(self) -> None:
        self.cases.setVisible(self.name == "simulation")
        # what is looked at is offered once the study is there
        self.looked.hide()
        self.take.hide()
        self.aside.setVisible(bool(self._aside) and self.name != "best")
        for part in (self.across, self.up):
            part.setVisible(self.name == "map")
        self.cancel.hide()

    def _fill_inputs(self) -> None:
        """Offer the inputs a map may be drawn over, and keep what was chosen."""
        plan = self._document.plan
        usual = {self.across: UTILISATION, self.up: f"compute.pool.{plan.slugs['pool'][0]}.cloud_price"}
        keys = map_keys(plan, self._document.scenario)
        for box, first in usual.items():
            chosen = str(box.currentData() or first)
            blocker = QSignalBlocker(box)
            box.clear()
            for key in keys:
                box.addItem(axis_name(plan, key), key)
            place = box.findData(chosen)
            box.setCurrentIndex(place if place >= 0 else max(0, box.findData(first)))
            blocker.unblock()

    # what a tab does

    def refresh(self) -> None:
        """Work the study out anew once edits rest."""
        if not self._built and self.isVisible():
            self._build()
        if self._built:
            self.state.setText("")
            self._worker.cancel("study")
            self._rest.start()

    def rebuild(self) -> None:
        """Follow another plan."""
        if self._built:
            self._fill_inputs()
            self.refresh()

    def show_exhibits(self) -> None:
        """Work the study out beside the window and show it."""
        self.work()

    def restyle(self) -> None:
        """Take the colours of the theme in use."""
        if self._shown is not None:
            self._show(self._shown)

    # the work

    def work(self) -> None:
        """Work the chosen study out beside the window and show it."""
        if not self._built or not self.isVisible():
            return
        plan, scenario, name = self._document.plan, self._document.scenario, self.name
        asked = Asked(
            cases=int(self.cases.currentData()), across=str(self.across.currentData()), up=str(self.up.currentData())
        )
        if name == "map" and asked.across == asked.up:
            self.state.setText("Choose two different inputs.")
            return

        def done(ticket: Ticket) -> Shown:
            with one_core_left() if asked.cases > CASES else nullcontext():
                return STUDIES[name](plan, scenario, asked, ticket.look)

        self.state.setText("Working …")
        self.cancel.setVisible(True)
        self._worker.run("study", done, self._ready, failed=self._failed, progress=self._progress)

    def give_up(self) -> None:
        """Give the work up."""
        self._worker.cancel("study")
        self.cancel.hide()
        self.state.setText("Cancelled.")

    def _progress(self, part: float, doing: str) -> None:
        self.state.setText(f"{doing} … {part:.0%}")

    def _failed(self, error: Exception) -> None:
        self.cancel.hide()
        self.state.setText("")
        self.finding.setText(f"The study could not be worked out: {error}")

    def _ready(self, shown: Shown) -> None:
        self.cancel.hide()
        self.state.setText("")
        self._show(shown)

    def _clear(self) -> None:
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = []

    def _show(self, shown: Shown) -> None:
        """Show a study; parts of the same kinds are kept, so that nothing flickers."""
        if [type(part) for part in self._parts] != _kinds(shown):
            self._clear()
            self._parts = self._wanted(shown)
            for part in self._parts:
                (self._tables_room if isinstance(part, StudyTable) else self._charts_room).addWidget(part)
        self._shown = shown
        self.finding.setText(shown.finding)
        self.note.setText(shown.note)
        self.looked.setText(_LOOK.get(shown.name, ""))
        self.take.setEnabled(False)
        for part in (self.looked, self.take):
            part.setVisible(shown.name in _LOOK)
        charts = [part for part in self._parts if isinstance(part, (AreaChart, ShapeChart, MapChart, FrontierChart))]
        for chart, exhibit in zip(charts, shown.charts, strict=True):
            chart.show_plot(exhibit)  # pyright: ignore[reportArgumentType] - made for its exhibit's kind
        tables = [part for part in self._parts if isinstance(part, StudyTable)]
        for table, exhibit in zip(tables, [table for table in shown.tables if table.rows], strict=True):
            table.show_table(exhibit, shown)

    def _wanted(self, shown: Shown) -> list[QWidget]:
        """Return a widget for each part of a study."""
        parts: list[QWidget] = []
        for exhibit in shown.charts:
            if isinstance(exhibit, Map):
                chart = MapChart()
                chart.looked_at.connect(self._look)
                parts.append(chart)
            elif isinstance(exhibit, Frontier):
                drawn = FrontierChart()
                drawn.chosen.connect(partial(self._point_chosen, exhibit))
                parts.append(drawn)
            else:
                parts.append(AreaChart() if isinstance(exhibit, Plot) else ShapeChart())
        for _ in (table for table in shown.tables if table.rows):
            made = StudyTable()
            made.scenario_wanted.connect(self.make_scenario)
            made.input_wanted.connect(self._input_wanted)
            parts.append(made)
        return parts

    def _point_chosen(self, shown: Frontier, point: FrontierPoint) -> None:
        """Tell a point of the frontier; its settings can become a scenario."""
        self.looked.setText(shown.told(point))
        self._looked = Point(f"{point.label}: {point.words}"[:MOST_NAME], point.settings)
        self.take.setEnabled(bool(point.settings))

    def _look(self, x: float, y: float) -> None:
        behind = self._shown.behind if self._shown is not None else None
        if isinstance(behind, TwoInputs):
            said, self._looked = map_point(self._document.plan, self._document.scenario, behind, x, y)
            self.looked.setText(said)
            self.take.setEnabled(True)

    def _input_wanted(self, key: str) -> None:
        if key in self._document.plan.entries:
            self.input_wanted.emit(key)

    def make_scenario(self, point: Point) -> None:
        """Add a scenario with exactly the inputs of a point and show it."""
        plan, studied = self._document.plan, self._document.scenario
        title = self._shown.title if self._shown is not None else self.title
        better, slug = from_study(
            plan, studied, point.name, point.inputs, f"Study “{title}” of “{plan.scenario(studied).name}”"
        )
        problems = plan_problems(better)
        if problems:
            self.said.emit(f"No scenario was made: {problems[0]}")
            return
        self._document.change_plan(f"Scenario “{point.name[:60]}”", better)
        self._document.choose_scenario(slug)
        best = judged(better, slug).allowed()
        cheapest = (
            f": {best[0].in_sentence} costs least, {money(best[0].present_value, SYMBOLS[better.currency])}"
            if best
            else ""
        )
        self.said.emit(f"Scenario “{point.name[:60]}” has the point's inputs and replans its purchases{cheapest}.")


def _let_find(box: QComboBox) -> None:
    """Let an input be found by any part of its name."""
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    completer = box.completer()
    assert completer is not None
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    box.setMaximumWidth(230)


def _kinds(shown: Shown) -> list[type[QWidget]]:
    """Return the kind of widget each part of a study is shown in."""
    charts: list[type[QWidget]] = [
        MapChart
        if isinstance(exhibit, Map)
        else AreaChart
        if isinstance(exhibit, Plot)
        else FrontierChart
        if isinstance(exhibit, Frontier)
        else ShapeChart
        for exhibit in shown.charts
    ]
    return [*charts, *(StudyTable for table in shown.tables if table.rows)]
