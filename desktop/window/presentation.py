"""Presentation: the whole screen, large type, the verdict, one chart, and the pinned inputs as sliders.

It plays on a copy of the plan: what a room tries changes nothing, unless somebody keeps it as a scenario. Nothing can
open over it.
"""

import html
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import override

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QScreen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.charts.cumulative import CumulativeChart
from desktop.charts.shape_chart import ShapeChart
from desktop.document.document import Document
from desktop.document.worker import Worker
from desktop.forms.quiet import Chooser
from desktop.panels.palette import Found, Palette
from desktop.panels.pinned import PinnedSlider
from desktop.style.palette import theme
from desktop.window.band import BandJob
from desktop.window.judging import JudgementJob
from desktop.window.live import LiveCases
from models.exhibits.area_stack import area_stack
from models.exhibits.figures import cumulative_figure, ghosted
from models.exhibits.inputs import input_name
from models.exhibits.pinned import askable
from models.exhibits.series_styles import STYLES
from models.exhibits.verdict import Verdict, verdict
from models.plan.plan import Plan
from models.plan.scenarios import from_study
from models.quantities.declaration import Value
from models.quantities.limits import MOST_SCENARIOS
from models.quantities.texts import isolated
from models.quantities.writing import in_unit
from models.rules.judgement import Judgement

MOST_SLIDERS = 4

_LETTERS, _HEIGHT = 15, 768
"""Pixels of the chart's letters on a screen of this height; they grow with the screen."""

_LARGEST, _SMALLEST = 2.4, 0.7
"""How far they grow and shrink, as do headline and words: on a low screen the whole verdict stands above the curves."""

BANDS = "The pale bands show where 8 of 10 cases lie when uncertain inputs vary."


class Presentation(QWidget):
    """A window of its own over the whole screen.

    closed: the person came back from it. kept: what was tried is to be a scenario: the plan with it, and its slug.
    """

    closed = Signal()
    kept = Signal(object, str)

    def __init__(
        self,
        document: Document,
        keys: list[str],
        screen: QScreen | None = None,
        *,
        basis: str = "nominal",
        known: Judgement | None = None,
    ) -> None:
        """Make the window.

        document: what is presented; it is not changed. keys: the inputs that get sliders. screen: type is as large as
        suits it. known: the judgement that the window shows, which stands until something is tried.
        """
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._plan, self._first = document.plan, document.scenario
        self.document = Document(document.plan)
        self.document.choose_scenario(document.scenario)
        self.worker = Worker(self)
        self._live, self._basis = LiveCases(), basis
        self._idle = QTimer(self, singleShot=True, interval=1_000)
        self._idle.timeout.connect(partial(self._live.prepare, self.worker))
        self._scale = min(_LARGEST, max(_SMALLEST, (screen or self.screen()).size().height() / _HEIGHT))
        self.setWindowTitle(f"{isolated(document.plan.title)} – presentation")
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(self._type())
        self.chart = CumulativeChart(round(_LETTERS * self._scale))
        self.areas = ShapeChart(self._scale * 1.15)
        self._build([key for key in keys if key in document.plan.entries][:MOST_SLIDERS])
        self.band = BandJob(self, lambda: self._basis, lambda: True)
        self.judging = JudgementJob(self, self._say_verdict)
        if known is not None:
            self.judging.begin_with(document.plan, document.scenario, known)
        self.document.plan_changed.connect(self.refresh)
        self.document.scenario_changed.connect(self.refresh)
        self.refresh()
        self.chart.setFocus()

    def _type(self) -> str:
        """Return the style sheet of large type, which grows with the screen."""
        sizes = {"headline": 30, "subline": 16, "pin": 17, "unit": 13, "room": 14}
        letters = "".join(
            f"QLabel#{name} {{ font-size: {round(size * self._scale)}px; }}" for name, size in sizes.items()
        )
        small, arrow, groove, handle = (round(size * self._scale) for size in (14, 13, 4, 14))
        sliders = (
            f"QSlider {{ min-height: {handle + 10}px; }}"
            f" QSlider::groove:horizontal {{ height: {groove}px; border-radius: {groove // 2}px; }}"
            f" QSlider::handle:horizontal {{ width: {handle}px; height: {handle}px; border-radius: {handle // 2 + 2}px;"
            f" margin: {-(handle + 4 - groove) // 2}px 0; }}"
        )
        return (
            f"{letters} QPushButton, QComboBox {{ font-size: {small}px; }}"
            f" QComboBox {{ min-height: {round(20 * self._scale)}px; }}"
            f" QComboBox::drop-down {{ width: {2 * arrow}px; }}"
            f" QComboBox::down-arrow {{ width: {arrow}px; height: {arrow}px; }} {sliders}"
        )

    def _build(self, keys: list[str]) -> None:
        plan = self._plan
        self.title = _label("room", " · ".join(piece for piece in (plan.paper.organisation, plan.title) if piece))
        self.headline, self.subline = _label("headline"), _label("subline")
        self.headline.setTextFormat(Qt.TextFormat.RichText)
        self.headline.setAccessibleName("Verdict")
        self.subline.setAccessibleName("What follows")
        self.scenario, self.view = Chooser(), Chooser()
        self.scenario.setAccessibleName("Scenario")
        self.scenario.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToContents)
        for one in plan.scenarios:
            self.scenario.addItem(one.name, one.slug)
        self.scenario.setCurrentIndex(self.scenario.findData(self._first))
        self.scenario.setMaximumWidth(round(320 * self._scale))
        self.scenario.activated.connect(self._switch)
        self.view.setAccessibleName("What is drawn")
        self.view.addItems(["Cumulative cost", "Cost by area"])
        self.view.activated.connect(self._show_view)
        self.caption, self.changes = _label("unit"), _label("unit")
        self.changes.setAccessibleName("What was tried")
        self.another = QPushButton("Another input …")
        self.another.setToolTip("Put any input of the plan on a slider, for the question that is asked now (Ctrl+F)")
        self.another.setShortcut(QKeySequence.StandardKey.Find)
        self.another.clicked.connect(self._ask)
        self.back, self.keep = QPushButton("Back to the plan"), QPushButton("Keep as scenario")
        self.back.clicked.connect(self.go_back)
        self.keep.clicked.connect(self._keep)
        self.sliders = [self._slider(key) for key in keys]
        self._on_sliders = list(keys)
        self._lay_out()

    def _slider(self, key: str) -> PinnedSlider:
        slider = PinnedSlider(self.document, key)
        slider.enlarge()
        slider.held.connect(self.chart.hold)
        return slider

    def _lay_out(self) -> None:
        gap = round(10 * self._scale)
        head, foot, self._row = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.scenario)
        head.addWidget(self.view)
        self._row.setSpacing(round(44 * self._scale))
        for slider in self.sliders:
            self._row.addWidget(slider, 1)
        foot.addWidget(self.changes, 1)
        foot.addWidget(self.another)
        foot.addWidget(self.back)
        foot.addWidget(self.keep)
        self._charts = QStackedWidget()
        self._charts.addWidget(self.chart)
        around = QWidget()
        centred = QVBoxLayout(around)
        centred.addStretch(1)
        centred.addWidget(self.areas)
        centred.addStretch(2)
        self._charts.addWidget(around)
        column = QVBoxLayout(self)
        margin = round(36 * self._scale)
        column.setContentsMargins(margin, round(18 * self._scale), margin, round(18 * self._scale))
        column.setSpacing(gap)
        column.addLayout(head)
        column.addWidget(self.headline)
        column.addWidget(self.subline)
        column.addWidget(self._charts, 1)
        column.addWidget(self.caption)
        column.addLayout(self._row)
        column.addLayout(foot)

    @property
    def frame(self) -> QWidget:
        """The window itself, as the jobs beside it ask for it."""
        return self

    @property
    def tried(self) -> bool:
        """Whether something of the plan was changed here."""
        return self.document.plan != self._plan

    def refresh(self) -> None:
        """Work out what is tried and show it."""
        plan, scenario = self.document.plan, self.document.scenario
        self._case = self._live.result(plan, scenario)
        self.judging.follow(plan, scenario, self._case)
        self.draw()
        for slider in self.sliders:
            slider.refresh()
        self._show_changes()
        if not self._live.prepared:
            self._idle.start()

    def draw(self) -> None:
        """Draw the curves with their bands, and behind them those of the plan where something was changed."""
        plan, scenario = self.document.plan, self.document.scenario
        figure = cumulative_figure(plan, self._case, self._basis, self.judging.found)
        figure = self.band.around(figure, plan, scenario, self._basis)
        if self.tried:
            figure = ghosted(figure, self._live.result(self._plan, scenario), self._basis)
        bands = any(one.band is not None for one in figure.series)
        words = [
            figure.subtitle.split(";")[0] + ".",
            BANDS if bands else "",
            "Thin lines: the plan as it is." if self.tried else "",
        ]
        if self.view.currentIndex() == 0:
            self.caption.setText(" ".join(word for word in words if word))
        else:
            self.caption.setText("")
            self.areas.show_plot(area_stack(plan, scenario))
        self.chart.show_figure(replace(figure, marks=[mark for mark in figure.marks if "cloud" in mark.key]))

    def _say_verdict(self, judgement: Judgement) -> None:
        said = verdict(self.document.plan, self._case, judgement if self.judging.found is not None else None)
        self.show_verdict(said)

    def show_verdict(self, said: Verdict) -> None:
        """Show a verdict in large type."""
        pieces: list[str] = []
        for part in said.parts:
            text = html.escape(part.text)
            colour = theme().on_screen(STYLES[part.option].colour) if part.option else theme().ink
            pieces.append(f'<span style="color:{colour};font-weight:600">{text}</span>' if part.strong else text)
        self.headline.setText("".join(pieces))
        self.subline.setText(" ".join(piece for piece in (said.follow_up, said.warning, self.judging.state) if piece))
        self.headline.setAccessibleDescription(said.text)

    def _show_changes(self) -> None:
        """Say what was tried, each input with its value before and now."""
        plan, scenario = self.document.plan, self.document.scenario
        moved: list[str] = []
        for key, now in self._moved().items():
            declared, symbol = plan.declaration(key), plan.symbol(scenario, key)
            was, new = in_unit(self._plan.entry(scenario, key).value, declared, symbol), in_unit(now, declared, symbol)
            moved.append(f"{input_name(plan, key)} {was} → {new}")
        for part in (self.back, self.keep):
            part.setEnabled(bool(moved))
        self.changes.setText(
            f"Tried: {'; '.join(moved)}. The plan is not changed."
            if moved
            else "Move a slider to try what happens; the plan is not changed. Esc ends the presentation."
        )

    def _moved(self) -> Mapping[str, Value]:
        """Return what was tried in the scenario that is shown, by key: of every input that was on a slider."""
        scenario = self.document.scenario
        tried = {key: self.document.entry(key).value for key in self._on_sliders}
        return {key: value for key, value in tried.items() if value != self._plan.entry(scenario, key).value}

    def _ask(self) -> None:
        """Ask which input to put on a slider."""
        plan = self.document.plan
        shown = {slider.key for slider in self.sliders}
        things = [
            Found(input_name(plan, key), "", f"{key} {plan.declaration(key).help}", partial(self.show_slider, key))
            for key in askable(plan, self.document.scenario)
            if key not in shown
        ]
        Palette(self, things, "Which input is asked about?").show()

    def show_slider(self, key: str) -> None:
        """Put an input on a slider, in the place of the last that was not moved where there is no room."""
        slider, moved = self._slider(key), self._moved()
        self._on_sliders = list(dict.fromkeys([*self._on_sliders, key]))
        if len(self.sliders) < MOST_SLIDERS:
            self.sliders.append(slider)
            self._row.addWidget(slider, 1)
        else:
            still = [place for place, one in enumerate(self.sliders) if one.key not in moved]
            place = still[-1] if still else len(self.sliders) - 1
            old, self.sliders[place] = self.sliders[place], slider
            self._row.replaceWidget(old, slider)
            old.hide()
            old.deleteLater()
        slider.slider.setFocus()

    def _switch(self) -> None:
        self.document.choose_scenario(str(self.scenario.currentData()))

    def _show_view(self) -> None:
        self._charts.setCurrentIndex(self.view.currentIndex())
        self.draw()

    def go_back(self) -> None:
        """Show the plan as it is again."""
        self.document.replace_plan(self._plan)
        self.document.undo_stack.clear()

    def _keep(self) -> None:
        """Hand over the plan with what was tried as a scenario of its own, and show that."""
        scenario = self.document.scenario
        if len(self._plan.scenarios) >= MOST_SCENARIOS:
            self.say(f"A plan has at most {MOST_SCENARIOS} scenarios; delete one first.")
            return
        name = f"{self._plan.scenario(scenario).name}, as tried"
        better, slug = from_study(self._plan, scenario, name, self._moved(), "tried in the presentation")
        self.kept.emit(better, slug)
        self._take(better, slug)

    def _take(self, plan: Plan, scenario: str) -> None:
        """Go on from a plan that has what was tried."""
        self._plan = plan
        self.scenario.addItem(plan.scenario(scenario).name, scenario)
        self.scenario.setCurrentIndex(self.scenario.findData(scenario))
        self.document.replace_plan(plan)
        self.document.choose_scenario(scenario)
        self.document.undo_stack.clear()
        self.refresh()
        self.changes.setText(f"Kept as the scenario “{plan.scenario(scenario).name}”.")

    def say(self, message: str) -> None:
        """Say something in the foot."""
        self.changes.setText(message)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape or F5."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_F5}:
            self.close()
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the window back."""
        self._idle.stop()
        self.band.close()
        self.judging.close()
        self.worker.close()
        self.closed.emit()
        super().closeEvent(event)


def keep_tried(document: Document, plan: Plan, scenario: str) -> None:
    """Put a plan in place that has what was tried as a scenario, as one step, and show that scenario."""
    document.change_plan(f"scenario “{plan.scenario(scenario).name}” from the presentation", plan)
    document.choose_scenario(scenario)


def _label(name: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
