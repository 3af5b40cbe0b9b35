"""The main window: scenarios, tabs, verdict, chart and explanation put together. What is shown follows the document."""

from functools import partial
from typing import override

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QStackedWidget

from desktop.charts.chart_panel import ChartPanel
from desktop.document.document import Document
from desktop.document.settings import Settings
from desktop.document.worker import Worker, close_workers
from desktop.panels.explanation import ExplanationPanel
from desktop.panels.pinned import PinnedPanel
from desktop.panels.progress import Progress
from desktop.panels.scenarios import ScenarioPanel
from desktop.panels.verdict import OptionsTable, VerdictLabel
from desktop.storage.plan_file import is_plan
from desktop.style.palette import dress
from desktop.tabs.area_tab import AreaTab
from desktop.tabs.decision import DecisionTab
from desktop.tabs.every import all_tabs, tab_of
from desktop.tabs.measured import MeasuredTab
from desktop.tabs.studies import StudiesTab
from desktop.window.actions import build_actions, show_rules
from desktop.window.band import BandJob
from desktop.window.desk import Desk, page_kind
from desktop.window.docks import area_bar, arrange, first_size, fit, remember, restore, show_explanation
from desktop.window.exchange import Exchange
from desktop.window.files import Files
from desktop.window.influence import InfluenceJob
from desktop.window.judging import JudgementJob
from desktop.window.keeping import Keeping
from desktop.window.live import LiveCases
from desktop.window.presentation import Presentation, keep_tried
from desktop.window.status import ONE_FILE, Status, dropped
from models.exhibits.figures import cumulative_figure, options_table, overlaid
from models.exhibits.verdict import verdict
from models.rules.judgement import Judgement


class MainWindow(QMainWindow):
    """The planning window. It shows a document and follows it."""

    def __init__(self, document: Document, settings: Settings | None = None) -> None:
        super().__init__()
        self.document, self.settings = document, settings or Settings()
        self.worker = Worker(self)
        self.files, self.exchange, self.keeping = Files(self), Exchange(self), Keeping(self)
        self.presentation: Presentation | None = None
        self._live, self._modified = LiveCases(), document.modified
        self._idle = QTimer(self, singleShot=True, interval=1_000)
        self._idle.timeout.connect(partial(self._live.prepare, self.worker))
        self.verdict, self.chart_panel, self.table = VerdictLabel(), ChartPanel(), OptionsTable()
        self.chart = self.chart_panel.chart
        self.scenarios, self.pinned = ScenarioPanel(document), PinnedPanel(document)
        self.explanation = ExplanationPanel(document)
        self.every_tab = all_tabs(document, self.worker)
        self.area_tabs = [tab for tab in self.every_tab if isinstance(tab, AreaTab)]
        self.studies, self.measured = tab_of(self.every_tab, StudiesTab), tab_of(self.every_tab, MeasuredTab)
        self.decision = tab_of(self.every_tab, DecisionTab)
        self.tabs, self.pages = area_bar(), QStackedWidget()
        for tab in self.every_tab:
            self.tabs.addTab(tab.title)
            self.pages.addWidget(tab)
        self.tabs.currentChanged.connect(self._tab_shown)
        self.desk = Desk(self.pages, self.verdict, self.chart_panel, self.table)
        self.desk.show_page(page_kind(self.every_tab[0]))
        self.progress = Progress()
        self._status = Status(self.statusBar(), self.progress, self.exchange.written, self.pinned)
        self.actions_by_name = build_actions(self)
        self.docks = arrange(self)
        self.influence = InfluenceJob(self, self.area_tabs)
        self.band = BandJob(self, lambda: self.chart_panel.basis, self.chart_panel.band.isChecked)
        self.judging = JudgementJob(self, self._show_judgement)
        self._connect()
        self.setAcceptDrops(True)
        self.resize(first_size(self.screen().availableGeometry().size()))
        restore(self)
        self.refresh()
        self.chart.setFocus()

    @property
    def frame(self) -> QMainWindow:
        """The window itself."""
        return self

    def _connect(self) -> None:
        document = self.document
        for part in (self.scenarios, self.chart_panel, self.studies, self.decision):
            part.said.connect(self.say)
        self.chart_panel.asked.connect(self.explain)
        self.table.asked.connect(self.explain)
        self.chart_panel.picture_wanted.connect(partial(self.exchange.save_chart, self.chart_panel))
        self.pinned.held.connect(self.chart.hold)
        self.pinned.rules_wanted.connect(partial(show_rules, self))
        for part in (self.explanation, self.studies, self.decision):
            part.input_wanted.connect(self.show_input)
        self.decision.also_wanted.connect(self.judging.also_try)
        self.measured.take_in_wanted.connect(self.exchange.take_in)
        self.exchange.taken.connect(self.keeping.hold_figures)
        drawn_anew = (self.scenarios.overlay_changed, self.chart_panel.basis_changed, document.plan_changed)
        for changed in (*drawn_anew, document.scenario_changed):
            changed.connect(self.refresh)
        document.path_changed.connect(self._new_plan)
        document.saved.connect(self._title)
        document.undo_stack.cleanChanged.connect(self._clean_changed)

    def refresh(self) -> None:
        """Work the shown scenario out and show it."""
        plan, scenario = self.document.plan, self.document.scenario
        case = self._case = self._live.result(plan, scenario)
        self.judging.follow(plan, scenario, case)
        self.draw()
        self.table.show_table(options_table(plan, case))
        for part in (self.every_tab[self.tabs.currentIndex()], self.pinned, self.explanation):
            part.refresh()
        self._status.show_plan(self.document)
        self._title()
        if not self._live.prepared:
            self._idle.start()

    def draw(self) -> None:
        """Draw the curves of what was worked out, with their bands and the scenarios laid over them."""
        plan, basis = self.document.plan, self.chart_panel.basis
        curves = cumulative_figure(plan, self._case, basis, self.judging.found)
        figure = self.band.around(curves, plan, self.document.scenario, basis)
        others = [(slug, plan.scenario(slug).name, self._live.result(plan, slug)) for slug in self.scenarios.overlaid]
        self.chart_panel.show_figure(overlaid(figure, others, basis) if others else figure)

    def _show_judgement(self, judgement: Judgement) -> None:
        self.verdict.show_verdict(verdict(self.document.plan, self._case, self.judging.found), self.judging.state)
        self.decision.show_judgement(judgement, self.judging.shown, self.judging.state, self.judging.tried)
        self.studies.show_judgement(judgement)

    def _new_plan(self) -> None:
        """Build the forms anew where another file is shown."""
        for tab in self.every_tab:
            tab.rebuild()
        self.pinned.rebuild()
        self.verdict.new_height()
        self._title()

    def _tab_shown(self, position: int) -> None:
        self.pages.setCurrentIndex(position)
        self.desk.show_page(page_kind(self.every_tab[position]))
        self.every_tab[position].refresh()

    def _clean_changed(self, clean: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._modified = not clean
        self._title()

    def _title(self) -> None:
        self.setWindowTitle(f"{self.document.shown_name}[*]{' (read only)' * self.document.read_only} – Boardcase")
        self.setWindowModified(self._modified)
        self._status.show_state(self.document, modified=self._modified)

    def show_input(self, key: str) -> None:
        """Show an input in its tab and put the cursor there."""
        tab = next((one for one in self.area_tabs if one.holds(key)), None)
        if tab is not None:
            self.tabs.setCurrentIndex(self.every_tab.index(tab))
            tab.show_input(key)

    def explain(self, line: str, month: int | None = None) -> None:
        """Explain a line in a month, at the horizon where none is given."""
        if self.presentation is None:
            show_explanation(self)
            self.explanation.explain(line, self.document.plan.structure.horizon if month is None else month)

    def present(self) -> None:
        """Show verdict, chart and pinned inputs on the whole screen."""
        if self.presentation is None:
            known, basis = self.judging.found, self.chart_panel.basis
            shown = Presentation(self.document, self.pinned.keys, self.screen(), basis=basis, known=known)
            shown.closed.connect(self._presented)
            shown.kept.connect(partial(keep_tried, self.document))
            self.presentation = shown
            shown.showFullScreen()

    def _presented(self) -> None:
        self.presentation = None
        self.activateWindow()

    def restyle(self, name: str) -> None:
        """Take another theme into use and remember it."""
        chosen = dress(name)
        self.chart_panel.restyle()
        for part in (*self.every_tab, self.scenarios):
            part.restyle()
        self.settings.remember("theme", chosen.name)
        self.refresh()

    def say(self, message: str) -> None:
        """Show a message for a few seconds."""
        self.statusBar().showMessage(message, 8_000)

    def refuse(self, title: str, message: str) -> None:
        """Show why something could not be done; while presenting, without a dialog."""
        if self.presentation is not None:
            self.say(f"{title}: {message}")
            return
        box = QMessageBox(QMessageBox.Icon.Warning, title, message[:2_000], QMessageBox.StandardButton.Ok, self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.exec()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the docks make room where the window becomes narrow."""
        super().resizeEvent(event)
        fit(self, event.oldSize(), event.size())

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Look whether somebody else has changed the file when the window comes back."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.files.look_at_disk()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Open the plan or take in the bill, log or table that was dropped, or say why not."""
        path = dropped(event.mimeData())
        if path is None:
            self.say(ONE_FILE)
            return
        event.acceptProposedAction()
        QTimer.singleShot(0, self, partial(self.files.open_path if is_plan(path) else self.exchange.take_in_path, path))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, unless the person wants to keep unsaved changes."""
        if not (self.files.may_stop() and self.files.may_discard()):
            event.ignore()
            return
        if self.presentation is not None:
            self.presentation.close()
        self._idle.stop()
        remember(self)
        for part in (self.band, self.judging, self.files):
            part.close()
        close_workers(self)
        event.accept()
