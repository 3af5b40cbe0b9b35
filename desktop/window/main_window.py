"""The main window: scenarios, tabs, verdict, chart and table put together."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import override

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QMainWindow, QMessageBox, QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.charts.cumulative import CumulativeChart
from desktop.document.document import Document
from desktop.panels.pinned import PinnedPanel
from desktop.panels.scenarios import ScenarioPanel
from desktop.panels.verdict import OptionsTable, VerdictLabel
from desktop.storage.plan_file import PlanFileError
from desktop.tabs.every import all_tabs
from desktop.window.actions import build_actions
from desktop.window.live import LiveCase
from models.areas.world import hours_a_month
from models.catalogue.rows import latest_date
from models.exhibits.figures import cumulative_figure, options_table
from models.exhibits.verdict import verdict
from models.plan.plan import Plan

FILTER = "Boardcase plan (*.boardcase *.json)"


class MainWindow(QMainWindow):
    """The planning window. It shows a document and follows it."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self._live = LiveCase()
        self._idle = QTimer(self, singleShot=True, interval=1_000)
        self._idle.timeout.connect(self._live.prepare)
        self._modified = document.modified
        self.verdict = VerdictLabel()
        self.chart = CumulativeChart()
        self.caption = QLabel()
        self.table = OptionsTable()
        self.scenarios = ScenarioPanel(document)
        self.pinned = PinnedPanel(document)
        self._tabs = all_tabs(document)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.pages = QStackedWidget()
        for tab in self._tabs:
            self.tabs.addTab(tab.title)
            self.pages.addWidget(tab)
        self.tabs.currentChanged.connect(self._tab_shown)
        self.tabs.setCurrentIndex(1)
        self._compose()
        self._status = [QLabel() for _ in range(3)]
        for label in self._status[:2]:
            self.statusBar().addWidget(label)
        self.statusBar().addPermanentWidget(self._status[2])
        self.actions_by_name = build_actions(self)
        self.scenarios.said.connect(self.say)
        document.plan_changed.connect(self.refresh)
        document.scenario_changed.connect(self.refresh)
        document.path_changed.connect(self._new_plan)
        document.undo_stack.cleanChanged.connect(self._clean_changed)
        self.refresh()
        self._title()

    def _compose(self) -> None:
        left = QWidget()
        left.setObjectName("surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.scenarios, 1)
        column.addWidget(self.pinned)
        right = QWidget()
        right.setObjectName("ground")
        column = QVBoxLayout(right)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.verdict)
        self.caption.setObjectName("unit")
        column.addWidget(self.caption)
        column.addWidget(self.chart, 1)
        column.addWidget(self.table)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for part, width in ((left, 214), (self.pages, 518), (right, 634)):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.count() - 1, 1 if part is right else 0)
            part.setMinimumWidth(min(width, 600))
        splitter.setSizes([214, 518, 634])
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        whole = QWidget()
        whole.setObjectName("surface")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(splitter, 1)
        self.setCentralWidget(whole)
        room = self.screen().availableGeometry()
        self.resize(min(1366, room.width()), min(768, room.height()))

    def refresh(self) -> None:
        """Work the shown scenario out and draw it."""
        plan = self.document.plan
        case = self._live.result(plan, self.document.scenario)
        self.verdict.show_verdict(verdict(plan, case))
        figure = cumulative_figure(plan, case)
        self.chart.show_figure(figure)
        self.caption.setText(figure.subtitle)
        self.table.show_table(options_table(plan, case))
        self._tabs[self.tabs.currentIndex()].refresh()
        self.pinned.refresh()
        rate = float(self.document.entry("finance.discount_rate").value)
        self._status[1].setText(f"{plan.currency} · {self.document.entry('finance.rate_basis').value} {rate:.1%} · {hours_a_month()} h a month")
        self._status[2].setText(f"Catalogue of {latest_date()}")
        self._title()
        if not self._live.prepared:
            self._idle.start()

    def _new_plan(self) -> None:
        """Build the forms anew where another file is shown."""
        for tab in self._tabs:
            tab.rebuild()
        self.pinned.rebuild()
        self._title()

    def _tab_shown(self, position: int) -> None:
        self.pages.setCurrentIndex(position)
        self._tabs[position].refresh()

    def _clean_changed(self, clean: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._modified = not clean
        self._title()

    def _title(self) -> None:
        self.setWindowTitle(f"{self.document.name}[*] – Boardcase")
        self.setWindowModified(self._modified)
        self._status[0].setText("Modified" if self._modified else "Saved" if self.document.path else "Example, not saved")

    def say(self, message: str) -> None:
        """Show a message for a few seconds."""
        self.statusBar().showMessage(message, 8_000)

    def refuse(self, title: str, message: str) -> None:
        """Show why something could not be done."""
        box = QMessageBox(QMessageBox.Icon.Warning, title, message[:2_000], QMessageBox.StandardButton.Ok, self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.exec()

    def guarded(self, title: str, work: Callable[[], None]) -> bool:
        """Do file work and say in one message why it failed, if it does."""
        try:
            work()
        except PlanFileError as error:
            self.refuse(title, str(error))
        except OSError as error:
            self.refuse(title, f"{error.filename}: {error.strerror}" if error.filename else str(error))
        except ValueError as error:
            self.refuse(title, str(error))
        else:
            return True
        return False

    def may_discard(self) -> bool:
        """Ask what to do with unsaved changes; True where the work may go on."""
        if not self.document.modified:
            return True
        box = QMessageBox(QMessageBox.Icon.Question, "Unsaved changes", f"Save the changes to {self.document.name}?", parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        answer = box.exec()
        return answer == buttons.Discard or (answer == buttons.Save and self.save())

    def open(self) -> None:
        """Ask for a plan and open it."""
        if not self.may_discard():
            return
        name, _ = QFileDialog.getOpenFileName(self, "Open a plan", "", FILTER)
        if name:
            self.open_path(Path(name))

    def show_plan(self, plan: Plan) -> None:
        """Show a plan that is in no file yet, such as a new one or an example."""
        if self.may_discard():
            self.document.show_plan(plan, None)

    def open_path(self, path: Path) -> None:
        """Open a plan; the one shown stays where it cannot be read."""

        def work() -> None:
            notices = self.document.open(path).notices
            if notices:
                self.say(f"{len(notices)} notices: {notices[0]}")

        self.guarded("The plan was not opened", work)

    def save(self) -> bool:
        """Save the plan where it came from, or ask where."""
        path = self.document.path
        return self.save_as() if path is None else self.guarded("The plan was not saved", lambda: self.document.save_as(path))

    def save_as(self) -> bool:
        """Ask where to save the plan, and save it there."""
        name, _ = QFileDialog.getSaveFileName(self, "Save the plan", str(self.document.path or "plan.boardcase"), FILTER)
        if not name:
            return False
        path = Path(name) if Path(name).suffix else Path(f"{name}.boardcase")
        return self.guarded("The plan was not saved", lambda: self.document.save_as(path))

    def export(self, kind: str) -> None:
        """Ask where to write the workbook or the business case, and write it."""
        title, ending = ("Export the workbook", "xlsx") if kind == "xlsx" else ("Export the business case", "pdf")
        name, _ = QFileDialog.getSaveFileName(self, title, f"business-case.{ending}" if ending == "pdf" else "workbook.xlsx", f"*.{ending}")
        if name and self.export_to(Path(name), kind):
            self.say(f"Written: {name}")

    def export_to(self, path: Path, kind: str) -> bool:
        """Write the workbook or the business case of the scenario shown."""
        from desktop.commands.exports import export  # noqa: PLC0415 - the libraries of both documents take a second to import

        if self.document.path is not None and path.resolve() == self.document.path.resolve():
            self.refuse("Nothing was written", f"{path} is the plan itself; give another name.")
            return False
        day = datetime.now(UTC).date().isoformat()
        plan, scenario = self.document.plan, self.document.scenario
        return self.guarded("Nothing was written", lambda: _ignore(export(plan, scenario, path if kind == "xlsx" else None, path if kind == "pdf" else None, None, day)))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, unless the person wants to keep unsaved changes."""
        if self.may_discard():
            self._idle.stop()
            self._live.close()
            event.accept()
        else:
            event.ignore()


def _ignore(_: object) -> None:
    return None
