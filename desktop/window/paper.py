"""The business case beside its preview: the very PDF, following edits, searched, printed and saved."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import override

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, SignalInstance
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.document.worker import Ticket, Worker
from desktop.panels.paper_form import PaperForm
from desktop.panels.pdf_pages import PdfPages, names_of_pages
from desktop.panels.printing import print_document
from desktop.panels.wrapped_names import WrappedNames
from desktop.panels.written import Written
from desktop.style.tips import tip
from desktop.window.shell import Shell
from models.plan.plan import Plan

_REST = 60
"""Milliseconds after an edit after which the preview is made anew."""


def _made(plan: Plan, scenario: str, ticket: Ticket, *, whole: bool) -> tuple[bytes, bool, str]:
    """Return the PDF, whether it is the whole one, and a word on what prints as boxes.

    Without the studies where they were not worked out yet and are not waited for.
    """
    # the library of documents takes a second to import
    from desktop.documents.business_case.business_case import boxes, written  # noqa: PLC0415
    from desktop.documents.workbook.workbook import input_hash  # noqa: PLC0415
    from models.exhibits.every_study import already_documented, documented  # noqa: PLC0415

    studies = documented(plan, scenario, ticket.look) if whole else already_documented(plan, scenario)
    day = datetime.now(UTC).date()
    return (
        written(plan, scenario, day, input_hash(plan, scenario), studies, ticket.look),
        studies is not None,
        boxes(plan),
    )


class PaperWindow(QDialog):
    """Edits and shows the business case of the scenario that is shown; it does not keep the person from working on."""

    def __init__(self, window: Shell, export: Callable[[QWidget], None], wrote: SignalInstance) -> None:
        super().__init__(window.frame)
        self.setWindowTitle("Business case")
        self.setWindowFlags(self.windowFlags() | Qt.WindowType.WindowMaximizeButtonHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window = window
        self._export = export
        self._document = window.document
        self._worker = Worker(self)
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self.make)
        self.pages = PdfPages()
        self.form = PaperForm(self._document)
        self.list = WrappedNames()
        self.written = Written()
        wrote.connect(self.written.show_path)
        self.state = QLabel()
        self.whole = False
        self._build()
        self._document.plan_changed.connect(self._rest.start)
        self._document.scenario_changed.connect(self._rest.start)
        room = window.frame.size()
        self.resize(min(1_320, room.width() - 30), min(860, room.height() - 30))
        self.make()

    # building

    def _build(self) -> None:
        shown = QSplitter(Qt.Orientation.Horizontal)
        self.list.setAccessibleName("Pages")
        self.list.currentRowChanged.connect(self._go)
        shown.addWidget(self.list)
        shown.addWidget(self.pages)
        shown.setStretchFactor(1, 1)
        shown.setSizes([210, 620])
        split = QSplitter(Qt.Orientation.Horizontal)
        self.form.setMinimumWidth(250)
        split.addWidget(self.form)
        split.addWidget(shown)
        split.setStretchFactor(1, 1)
        split.setSizes([360, 900])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 10, 10, 8)
        # over the whole width, so that it fits a screen of 960 points
        whole.addLayout(self._bar())
        line = QHBoxLayout()
        line.addWidget(self.state, 1)
        line.addWidget(self.written)
        whole.addLayout(line)
        whole.addWidget(split, 1)
        self.pages.page_changed.connect(self._show_page)
        self.pages.zoom_changed.connect(self._show_zoom)
        self.pages.setFocus()  # keys turn the pages

    def _bar(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.zoom = QLabel()
        self.zoom.setMinimumWidth(46)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for text, name, job in (
            ("−", "Smaller", lambda: self.pages.set_zoom(self.pages.zoom / 1.2)),
            ("+", "Larger", lambda: self.pages.set_zoom(self.pages.zoom * 1.2)),
            ("Fit", "Fit the width", self.pages.fit_width),
        ):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(tip(name))
            button.setAccessibleName(name)
            button.clicked.connect(job)
            line.addWidget(button)
            if text == "−":
                line.addWidget(self.zoom)
        self.number = QLabel()
        line.addWidget(self.number)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search the paper")
        self.search.setMinimumWidth(110)
        self.search.setAccessibleName("Search the paper")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self._next)
        line.addWidget(self.search, 1)
        self.hits = QLabel()
        line.addWidget(self.hits)
        self.grey = QCheckBox("Black and white")
        self.grey.setToolTip("The pages as a printer without colours prints them")
        self.grey.toggled.connect(self._turn_grey)
        line.addWidget(self.grey)
        for text, job in (("Save PDF …", lambda: self._export(self)), ("Print …", self.print)):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.setDefault(False)
            button.clicked.connect(job)
            line.addWidget(button)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        QShortcut(QKeySequence.StandardKey.Print, self, self.print)
        QShortcut(QKeySequence.StandardKey.Undo, self, self._document.undo_stack.undo)
        QShortcut(QKeySequence.StandardKey.Redo, self, self._document.undo_stack.redo)
        return line

    # making

    def make(self) -> None:
        """Make the PDF of what the plan says now, beside the window; the newest wins."""
        plan, scenario = self._document.plan, self._document.scenario
        self.state.setText("…")
        self._worker.cancel("whole")
        self._worker.run(
            "paper",
            lambda ticket: _made(plan, scenario, ticket, whole=False),
            partial(self._show, plan, scenario),
            failed=self._failed,
        )

    def _show(self, plan: Plan, scenario: str, made: tuple[bytes, bool, str]) -> None:
        data, self.whole, unshown = made
        self.pages.show_bytes(data)
        names = names_of_pages(self.pages.document)
        if [self.list.item(row).text() for row in range(self.list.count())] != names:
            with QSignalBlocker(self.list):
                self.list.clear()
                self.list.addItems(names)
                for row, name in enumerate(names):
                    self.list.item(row).setToolTip(tip(name))
        self._show_page(self.pages.page)
        self._show_zoom()
        self._find(self.search.text())
        self.state.setText(
            ("Some characters print as boxes" if unshown else "") if self.whole else "Studies are being worked out …"
        )
        self.state.setToolTip(tip(unshown))
        if not self.whole:
            self._worker.run(
                "whole",
                lambda ticket: _made(plan, scenario, ticket, whole=True),
                partial(self._show, plan, scenario),
                failed=self._failed,
            )

    def _failed(self, error: Exception) -> None:
        self.state.setText("The preview could not be made")
        self._window.say(f"The business case could not be made: {error}"[:300])

    # looking

    def _go(self, row: int) -> None:
        if row >= 0 and row != self.pages.page:
            self.pages.go_to(row)

    def _show_page(self, page: int) -> None:
        self.number.setText(f"page {page + 1} of {self.pages.pages}")
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(page)

    def _show_zoom(self) -> None:
        self.zoom.setText(f"{self.pages.zoom:.0%}")

    def _find(self, text: str) -> None:
        self.pages.search_for(text)
        self.hits.setText("")
        if text:
            QTimer.singleShot(150, self, self._count)

    def _count(self) -> None:
        pages_found = self.pages.found()
        self.hits.setText(f"{pages_found} found" if pages_found else "not found")

    def _next(self) -> None:
        place = self.pages.next_found()
        self.hits.setText(f"{place} of {self.pages.found()}" if place else "not found")

    def _turn_grey(self) -> None:
        self.pages.set_grey(grey=self.grey.isChecked())

    def print(self) -> None:
        """Print the paper, once it is whole."""
        if not self.whole:
            self._window.say("The studies are still being worked out; print once they are there.")
            self.state.setText("Wait for the studies, then print")
            return
        print_document(
            self,
            self.pages.document,
            self._document.plan.title,
            grey=self.grey.isChecked(),
            say=lambda text: self._window.refuse("Printing", text),
        )

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Give up what is being made."""
        self._rest.stop()
        self._document.plan_changed.disconnect(self._rest.start)
        self._document.scenario_changed.disconnect(self._rest.start)
        self._worker.close()
        super().closeEvent(event)
