"""The main window: scenarios, tabs, verdict, chart and explanation put together. What is shown follows the document."""

from functools import partial
from pathlib import Path
from typing import override

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMessageBox, QStackedWidget

from desktop.charts.chart_panel import ChartPanel
from desktop.document.document import Document
from desktop.document.settings import Settings
from desktop.document.worker import Worker
from desktop.panels.explanation import ExplanationPanel
from desktop.panels.pinned import PinnedPanel
from desktop.panels.presentation import Presentation
from desktop.panels.progress import Progress
from desktop.panels.scenarios import ScenarioPanel
from desktop.panels.verdict import OptionsTable, VerdictLabel
from desktop.storage.plan_file import is_plan
from desktop.style.palette import style_sheet, use
from desktop.tabs.every import all_tabs, tab_of
from desktop.tabs.measured import MeasuredTab
from desktop.tabs.studies import StudiesTab
from desktop.window.actions import build_actions
from desktop.window.band import BandJob
from desktop.window.docks import area_tabs, arrange, remember, restore
from desktop.window.files import Files
from desktop.window.influence import InfluenceJob
from desktop.window.live import LiveCases
from models.areas.world import hours_a_month
from models.catalogue.rows import latest_date
from models.exhibits.figures import cumulative_figure, options_table, overlaid
from models.exhibits.verdict import verdict


class MainWindow(QMainWindow):
    """The planning window. It shows a document and follows it."""

    def __init__(self, document: Document, settings: Settings | None = None) -> None:
        super().__init__()
        self.document = document
        self.settings = settings or Settings()
        self.worker = Worker(self)
        self.files = Files(self)
        self.presentation: Presentation | None = None
        self._live = LiveCases()
        self._idle = QTimer(self, singleShot=True, interval=1_000)
        self._idle.timeout.connect(partial(self._live.prepare, self.worker))
        self._modified = document.modified
        self.verdict, self.chart_panel, self.table = VerdictLabel(), ChartPanel(), OptionsTable()
        self.chart, self.caption = self.chart_panel.chart, self.chart_panel.caption
        self.scenarios, self.pinned, self.explanation = (
            ScenarioPanel(document),
            PinnedPanel(document),
            ExplanationPanel(document),
        )
        self.every_tab = all_tabs(document, self.worker)
        self.studies, self.measured = tab_of(self.every_tab, StudiesTab), tab_of(self.every_tab, MeasuredTab)
        self.tabs, self.pages = area_tabs(), QStackedWidget()
        for tab in self.every_tab:
            self.tabs.addTab(tab.title)
            self.pages.addWidget(tab)
        self.tabs.currentChanged.connect(self._tab_shown)
        self.tabs.setCurrentIndex(1)
        self.progress = Progress()
        self._status = [QLabel() for _ in range(3)]
        for label in self._status:
            label.setTextFormat(Qt.TextFormat.PlainText)
        for part in (*self._status[:2], self.progress):
            self.statusBar().addWidget(part)
        self.statusBar().addPermanentWidget(self._status[2])
        self.actions_by_name = build_actions(self)
        self.docks = arrange(self)
        self.influence, self.band = InfluenceJob(self), BandJob(self)
        self._connect()
        self.setAcceptDrops(True)
        room = self.screen().availableGeometry()
        self.resize(min(1366, room.width()), min(768, room.height()))
        restore(self)
        self.refresh()
        self._title()
        self.chart.setFocus()

    def _connect(self) -> None:
        document = self.document
        for part in (self.scenarios, self.chart_panel, self.studies):
            part.said.connect(self.say)
        self.scenarios.overlay_changed.connect(self.refresh)
        self.chart_panel.basis_changed.connect(self.refresh)
        self.chart_panel.asked.connect(self._point_asked)
        self.table.asked.connect(self._figure_asked)
        for part in (self.explanation, self.studies):
            part.input_wanted.connect(self.show_input)
        self.measured.take_in_wanted.connect(self.files.take_in)
        document.plan_changed.connect(self.refresh)
        document.scenario_changed.connect(self.refresh)
        document.path_changed.connect(self._new_plan)
        document.undo_stack.cleanChanged.connect(self._clean_changed)

    def refresh(self) -> None:
        """Work the shown scenario out and show it."""
        plan, scenario = self.document.plan, self.document.scenario
        self._case = self._live.result(plan, scenario)
        self.verdict.show_verdict(verdict(plan, self._case))
        self.draw()
        self.table.show_table(options_table(plan, self._case))
        self.every_tab[self.tabs.currentIndex()].refresh()
        self.pinned.refresh()
        self.explanation.refresh()
        rate = float(self.document.entry("finance.discount_rate").value)
        self._status[1].setText(
            f"{plan.currency} · {self.document.entry('finance.rate_basis').value} {rate:.1%} · {hours_a_month()} h a"
            " month"
        )
        self._status[2].setText(f"Catalogue of {latest_date()}")
        self._title()
        if not self._live.prepared:
            self._idle.start()

    def draw(self) -> None:
        """Draw the curves of what was worked out, with their bands and the scenarios laid over them."""
        plan, basis = self.document.plan, self.chart_panel.basis
        figure = self.band.around(cumulative_figure(plan, self._case, basis), plan, self.document.scenario, basis)
        others = [(slug, plan.scenario(slug).name, self._live.result(plan, slug)) for slug in self.scenarios.overlaid]
        self.chart_panel.show_figure(overlaid(figure, others, basis) if others else figure)
        if self.presentation is not None:
            self.presentation.show_case(verdict(plan, self._case), figure)

    def _new_plan(self) -> None:
        """Build the forms anew where another file is shown."""
        for tab in self.every_tab:
            tab.rebuild()
        self.pinned.rebuild()
        self._title()

    def _tab_shown(self, position: int) -> None:
        self.pages.setCurrentIndex(position)
        self.every_tab[position].refresh()

    def _clean_changed(self, clean: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._modified = not clean
        self._title()

    def _title(self) -> None:
        self.setWindowTitle(f"{self.document.name}[*] – Boardcase")
        self.setWindowModified(self._modified)
        held = "Read only" if self.document.read_only else "Saved" if self.document.path else "Not saved"
        self._status[0].setText("Modified" if self._modified else held)

    # finding and explaining

    def show_input(self, key: str) -> None:
        """Show an input in its tab and put the cursor there."""
        for position, tab in enumerate(self.every_tab):
            if tab.holds(key):
                self.tabs.setCurrentIndex(position)
                tab.show_input(key)
                return

    def _point_asked(self, option: str, month: int) -> None:
        line = (
            "finance.usual_cumulative"
            if option == "usual"
            else f"{option}.total.{'discounted' if self.chart_panel.basis == 'discounted' else 'cumulative'}"
        )
        self.explain(line, month)

    def _figure_asked(self, line: str) -> None:
        self.explain(line, self.document.plan.structure.horizon)

    def explain(self, line: str, month: int) -> None:
        """Explain a line in a month."""
        if self.presentation is None:
            self.docks["explanation"].show()
            self.docks["explanation"].raise_()
            self.explanation.explain(line, month)

    # presenting

    def present(self) -> None:
        """Show verdict, chart and pinned inputs on the whole screen."""
        if self.presentation is None:
            self.presentation = Presentation(self.document, self.pinned.keys)
            self.presentation.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.presentation.closed.connect(self._presented)
            self.refresh()
            self.presentation.showFullScreen()

    def _presented(self) -> None:
        self.presentation = None
        self.document.end_run()
        self.activateWindow()
        self.refresh()

    def restyle(self, name: str) -> None:
        """Take another theme into use and remember it."""
        chosen = use(name)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setStyleSheet(style_sheet(chosen))
        self.chart_panel.restyle()
        for tab in self.every_tab:
            tab.restyle()
        self.settings.remember("theme", chosen.name)
        self.refresh()

    # words

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

    # events

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
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if len(paths) != 1 or not paths[0].is_file():
            self.say(
                "Drop one plan, bill, log, workbook or table here; folders, pictures of the web and several files are"
                " not opened."
            )
            return
        event.acceptProposedAction()
        QTimer.singleShot(
            0, self, partial(self.files.open_path if is_plan(paths[0]) else self.files.take_in_path, paths[0])
        )

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, unless the person wants to keep unsaved changes."""
        if not self.files.may_discard():
            event.ignore()
            return
        if self.presentation is not None:
            self.presentation.close()
        self._idle.stop()
        remember(self)
        self.band.close()
        self.files.close()
        event.accept()
