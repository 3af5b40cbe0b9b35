"""The middle of the window: the page of the tab beside verdict, chart and table, shared by what the page needs.

Forms keep a readable width and stand in columns, the curves take what is left. A page that needs the room takes it: the
verdict then folds to a line, and comes back with the next form.
"""

from enum import StrEnum
from typing import override

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from desktop.charts.chart_panel import ChartPanel
from desktop.forms.columns import COLUMN_WIDTH
from desktop.panels.verdict import OptionsTable, VerdictLabel, VerdictLine
from desktop.tabs.area_tab import AreaTab
from desktop.tabs.decision import DecisionTab

_COLUMNS = ((0, 1), (1_960, 2), (3_000, 3))
"""How many columns of inputs stand beside the curves, from a width of the desk on."""

_SIDES = 60
"""Pixels that a form needs beside its columns: margins and scroll bar."""

_MORE = 24
"""Pixels that a column is given beyond the least, so that dates of evidence can be read."""

ROOMY = 1_700
"""Pixels from which on a study and the verdict both have room."""

LOW = 470
"""Pixels of height below which verdict and table are set smaller, so that both stay in view."""

_LEAST_VERDICT = 420

_LEAST_TOLD, _LEAST_CHART, _LEAST_LOW_CHART = 60, 250, 160
"""Pixels of height: of the verdict at least; of the curves with their bar and the room between, before it gives way,
and where the screen is low.
"""


class Page(StrEnum):
    """What a page needs."""

    FORM = "form"
    DECISION = "decision"
    STUDY = "study"


def page_kind(tab: QWidget) -> Page:
    """Return what room a tab needs beside the verdict."""
    if isinstance(tab, DecisionTab):
        return Page.DECISION
    return Page.FORM if isinstance(tab, AreaTab) else Page.STUDY


class Desk(QWidget):
    """The page that is shown and the verdict beside it."""

    def __init__(self, pages: QStackedWidget, verdict: VerdictLabel, chart: ChartPanel, table: OptionsTable) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._pages, self._verdict, self._chart, self._table = pages, verdict, chart, table
        self._kind = Page.FORM
        self._wanted = False
        self._dragged: dict[Page, float] = {}
        self.part = self._verdict_part()
        self.line = VerdictLine(verdict)
        self.unfold = QToolButton()
        self.unfold.setObjectName("quiet")
        self.unfold.setText("Show verdict and chart")
        self.unfold.setToolTip("The verdict, the curves and the options beside this page")
        self.unfold.clicked.connect(self._toggle)
        self.fold = QToolButton()
        self.fold.setObjectName("quiet")
        self.fold.setText("Hide")
        self.fold.setToolTip("Give this page the whole width; the verdict stays as a line")
        self.fold.setAccessibleName("Hide verdict and chart")
        self.fold.clicked.connect(self._toggle)
        for button in (self.unfold, self.fold):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._head = QWidget()
        self._head.setObjectName("ground")
        head = QHBoxLayout(self._head)
        head.setContentsMargins(14, 4, 10, 4)
        head.addWidget(self.line, 1)
        head.addWidget(self.unfold)
        self._chart.head.addWidget(self.fold)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(pages)
        self.splitter.addWidget(self.part)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.splitterMoved.connect(self._moved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.splitter, 1)
        pages.setMinimumWidth(COLUMN_WIDTH)
        self._arrange()

    def _verdict_part(self) -> QWidget:
        """Return verdict, chart and table of options, which are in view together."""
        part = QWidget()
        part.setObjectName("ground")
        part.setMinimumWidth(_LEAST_VERDICT)
        column = QVBoxLayout(part)
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(8)
        column.addWidget(self._verdict)
        column.addWidget(self._chart, 1)
        column.addWidget(self._table)
        return part

    @property
    def folded(self) -> bool:
        """Whether the verdict stands as a line, since the page needs the room."""
        return self._kind is Page.STUDY and not self._wanted and self.width() < ROOMY

    def show_page(self, kind: Page) -> None:
        """Share the room as the kind of page needs it."""
        self._kind, self._wanted = kind, False
        self._arrange()

    def _toggle(self) -> None:
        """Fold the verdict, or bring it back beside the page."""
        self._wanted = not self._wanted
        self._arrange()
        (self.fold if self._wanted else self.unfold).setFocus()

    def _moved(self, place: int, _index: int) -> None:
        """Keep where somebody has put the border, as a share of the width."""
        self._dragged[self._kind] = place / max(1, self.splitter.width())

    def _arrange(self) -> None:
        folded = self.folded
        self._head.setVisible(folded)
        self.part.setVisible(not folded)
        self.fold.setVisible(self._kind is Page.STUDY and not folded and self.width() < ROOMY)
        low = self.height() < LOW
        self._verdict.set_small(low)
        self._table.set_small(low)
        chart = _LEAST_LOW_CHART if low else _LEAST_CHART
        self._verdict.set_room(max(_LEAST_TOLD, self.height() - self._table.sizeHint().height() - chart))
        self._chart.chart.setMinimumHeight(80 if low else 180)
        if not folded:
            page = self._page_width()
            self.splitter.setSizes([page, max(1, self.splitter.width() - page)])

    def _page_width(self) -> int:
        room = self.splitter.width()
        if self._kind in self._dragged:
            return round(self._dragged[self._kind] * room)
        columns = max(many for least, many in _COLUMNS if room >= least)
        wanted = columns * (COLUMN_WIDTH + _MORE) + _SIDES
        if self._kind is not Page.FORM:
            wanted = max(wanted, round(0.42 * room))
        return min(wanted, max(COLUMN_WIDTH, room - _LEAST_VERDICT))

    def reset(self) -> None:
        """Forget where somebody has put the borders."""
        self._dragged.clear()
        self._wanted = False
        self._arrange()

    def dragged(self) -> list[str]:
        """Return where somebody has put the borders, to be remembered."""
        return [f"{kind.value} {share:.4f}" for kind, share in self._dragged.items()]

    def take(self, kept: list[str]) -> None:
        """Take the borders of the last time; what makes no sense is left."""
        for one in kept:
            name, _, share = one.partition(" ")
            try:
                kind, part = Page(name), float(share)
            except ValueError:
                continue
            if 0.1 <= part <= 0.9:  # noqa: PLR2004 - beyond, one of the two would not be seen
                self._dragged[kind] = part
        self._arrange()

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least that shows a form and the verdict beside it."""
        return QSize(COLUMN_WIDTH + _LEAST_VERDICT + self.splitter.handleWidth(), 320)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._arrange()
