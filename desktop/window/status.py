"""The line at the foot of the window, and what may be dropped on it."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStatusBar, QWidget

from desktop.document.document import Document
from desktop.panels.pinned import PinnedPanel
from models.areas.world import hours_a_month
from models.catalogue.rows import latest_date
from models.quantities.writing import day_in_words

ONE_FILE = (
    "Drop one plan, bill, log, workbook or table here; folders, web images and several files at once are not opened."
)


_RULES = "Rules that apply"
"""The name of what counts them, before they are counted."""


class Status(QObject):
    """Whether the plan is saved, what its figures are in, which rules apply, how far work is, and the catalogue's date.

    pinned: counts the rules that apply, and shows them all where their number is pressed here. A message stands in
    their place for a few seconds; work that begins, or a file that was written, takes it away.
    """

    def __init__(self, bar: QStatusBar, progress: QWidget, written: QWidget, pinned: PinnedPanel) -> None:
        super().__init__(bar)
        self._state, self._basis, self._catalogue = QLabel(), QLabel(), QLabel()
        for label in (self._state, self._basis, self._catalogue):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.rules = QPushButton()
        self.rules.setObjectName("more")
        self.rules.setAccessibleName(_RULES)
        self.rules.hide()
        self.rules.clicked.connect(pinned.show_rules)
        pinned.counted.connect(self._show_rules)
        # in one part: the bar hides it for a message, and what is shown within it meanwhile is not drawn over that
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self._state, self._basis, self.rules, progress, written):
            row.addWidget(part)
        bar.addWidget(whole)
        bar.addPermanentWidget(self._catalogue)
        for part in (progress, written):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the message away where work begins or a file was written."""
        if event.type() == QEvent.Type.ShowToParent:
            bar = self.parent()
            assert isinstance(bar, QStatusBar)
            bar.clearMessage()
        return super().eventFilter(watched, event)

    def show_plan(self, document: Document) -> None:
        """Show what the figures of the scenario are in."""
        rate, basis = (document.entry(f"finance.{name}").value for name in ("discount_rate", "rate_basis"))
        self._basis.setText(f"{document.plan.currency} · {basis} {float(rate):.1%} · {hours_a_month()} h a month")
        self._catalogue.setText(f"Catalogue of {day_in_words(latest_date())}")

    def _show_rules(self, count: str) -> None:
        self.rules.setText(count)
        self.rules.setAccessibleName(count or _RULES)
        self.rules.setVisible(bool(count))

    def show_state(self, document: Document, *, modified: bool) -> None:
        """Show whether the plan is saved."""
        held = "Read only" if document.read_only else "Saved" if document.path else "Not saved"
        self._state.setText("Modified" if modified else held)


def dropped(data: QMimeData) -> Path | None:
    """Return the one file that was dropped, None where it is none or several."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].is_file() else None
