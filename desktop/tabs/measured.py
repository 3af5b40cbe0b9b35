"""The tab of measurements: what files have measured, where the plan differs from it and why.

Also the months as they come in.
"""

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.charts.area_chart import AreaChart
from desktop.charts.exhibit_table import ExhibitTable
from desktop.document.document import Document
from desktop.tabs.parts import box_named, button_of, label_of, row_of
from models.exhibits.calibration import calibration_finding, calibration_table
from models.exhibits.measured import figures_table, measured_inputs_table, measured_load, register_table
from models.exhibits.tracking import FOLLOWED, followed_first, tracking_plot, tracking_table
from models.plan.measurements import Measurement
from models.plan.problems import plan_problems

_REST = 120
"""Milliseconds without an edit after which the exhibits are worked out anew."""

NOTHING = (
    "Nothing is measured yet. Drop a bill, metrics of GPUs, a log of requests or of runs anywhere on the window, or"
    " import it here; the guide lists the accepted files."
)


class MeasuredTab(QScrollArea):
    """Shows the measurements of the plan. take_in_wanted: a file is to be taken in."""

    take_in_wanted = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.title = "Measured"
        self.setAccessibleName(self.title)
        self._document = document
        self._built = False
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self.show_exhibits)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _build(self) -> None:
        self._built = True
        inside = QWidget()
        inside.setObjectName("form")
        room = QVBoxLayout(inside)
        room.setContentsMargins(16, 8, 12, 16)
        self.empty = label_of(NOTHING)
        self.take_in, self.remove = button_of("Import figures …"), button_of("Remove the measurement")
        self.take_in.clicked.connect(self.take_in_wanted)
        self.remove.clicked.connect(self.remove_shown)
        self.which, self.follow = box_named("Measurement"), box_named("Compare months with")
        for key, words in FOLLOWED.items():
            self.follow.addItem(words, key)
        self._followed_by_hand = False
        self.which.activated.connect(self.show_exhibits)
        self.follow.activated.connect(self._follow_chosen)
        self.register, self.differences, self.months, self.inputs, self.figures = (
            ExhibitTable(),
            ExhibitTable(),
            ExhibitTable(),
            ExhibitTable(),
            ExhibitTable(),
        )
        self.load, self.curve = AreaChart(), AreaChart()
        self.finding, self.reconciled = label_of("", "heading"), label_of("", "unit")
        self._parts: list[QWidget] = []
        room.addWidget(self.empty)
        room.addLayout(row_of(self.take_in, self.remove))
        self._add(room, label_of("Months as they come in", "heading"))
        room.addLayout(self._named("Compared with", self.follow))
        for part in (self.curve, self.months, label_of("Measured and planned", "heading")):
            self._add(room, part)
        room.addLayout(self._named("Measurement", self.which))
        for part in (
            self.finding,
            self.differences,
            self.load,
            self.figures,
            self.reconciled,
            label_of("What was imported", "heading"),
            self.register,
            label_of("Inputs based on it", "heading"),
            self.inputs,
        ):
            self._add(room, part)
        room.addStretch(1)
        self.setWidget(inside)

    def _add(self, room: QVBoxLayout, part: QWidget) -> None:
        room.addWidget(part)
        self._parts.append(part)

    def _named(self, name: str, box: QComboBox) -> QHBoxLayout:
        label = label_of(name, "unit")
        self._parts += [label, box]
        return row_of(label, box)

    def _follow_chosen(self) -> None:
        self._followed_by_hand = True
        self.show_exhibits()

    @property
    def shown(self) -> Measurement | None:
        """The measurement that is looked at, None where there is none."""
        known = {one.sha256: one for one in self._document.plan.measurements}
        return known.get(str(self.which.currentData())) if self._built else None

    def refresh(self) -> None:
        """Show what the document holds; the exhibits follow when edits have come to rest."""
        if not self._built:
            self._build()
            self.show_exhibits()
        else:
            self._rest.start()

    def show_exhibits(self) -> None:
        """Work the exhibits out and show them."""
        if not self._built:
            return
        plan, scenario = self._document.plan, self._document.scenario
        self._fill()
        any_ = bool(plan.measurements) and not plan_problems(plan)
        self.empty.setVisible(not plan.measurements)
        self.remove.setVisible(any_)
        for part in self._parts:
            part.setVisible(any_)
        chosen = self.shown
        if not any_ or chosen is None:
            return
        follow = str(self.follow.currentData())
        curve, load = tracking_plot(plan, scenario, follow), measured_load(plan, scenario, chosen)
        for chart, plot in ((self.curve, curve), (self.load, load)):
            chart.setVisible(plot is not None)
            if plot is not None:
                chart.show_plot(plot)
        self.finding.setText(calibration_finding(plan, scenario, chosen))
        self.reconciled.setText(chosen.reconciliation)
        for table, shown in (
            (self.register, register_table(plan)),
            (self.differences, calibration_table(plan, scenario, chosen)),
            (self.months, tracking_table(plan, scenario, follow)),
            (self.inputs, measured_inputs_table(plan, scenario)),
            (self.figures, figures_table(chosen)),
        ):
            table.setVisible(bool(shown.rows))
            table.show_table(shown)

    def _fill(self) -> None:
        """Offer the measurements there are, and keep the one that is looked at."""
        plan = self._document.plan
        offered = [(one.sha256, f"{one.file}, {one.period}") for one in plan.measurements]
        before = self.which.currentData()
        if [(self.which.itemData(place), self.which.itemText(place)) for place in range(self.which.count())] != offered:
            with QSignalBlocker(self.which):
                self.which.clear()
                for sha256, words in offered:
                    self.which.addItem(words, sha256)
                place = self.which.findData(before)
                self.which.setCurrentIndex(place if place >= 0 else len(offered) - 1)
        if not self._followed_by_hand:
            self.follow.setCurrentIndex(self.follow.findData(followed_first(plan)))

    def remove_shown(self) -> None:
        """Take the measurement that is looked at out of the plan, as one step.

        Inputs that rest on it keep their value and their evidence.
        """
        chosen = self.shown
        if chosen is not None:
            self._document.change_plan(
                f"Remove the measurement {chosen.file}", self._document.plan.without_measurement(chosen.sha256)
            )

    def rebuild(self) -> None:
        """Show another plan."""
        self._followed_by_hand = False
        self.show_exhibits()

    def restyle(self) -> None:
        """Take the colours of the theme in use."""
        self.show_exhibits()
