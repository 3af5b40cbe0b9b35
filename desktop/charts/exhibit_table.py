"""A table of an exhibit, as high as its rows."""

from functools import partial
from typing import override

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableWidget, QTableWidgetItem

from desktop.style.palette import theme
from desktop.style.tips import tip
from models.exhibits.figures import Table
from models.exhibits.series_styles import STYLES

_ROW = 26
_PADDING = 18
"""Pixels left and right of a cell's text, together."""

_LONG = 26
"""A cell with more characters than this is text: it is set to the left and wrapped."""


_LONG_HEAD = 34
"""A head of a column of text with more characters stands in two lines."""


def for_reading(table: QTableWidget) -> None:
    """Set a table up for reading and copying: nothing is edited, and it scrolls with what is around it."""
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class ExhibitTable(QTableWidget):
    """Shows a table of plain values; figures to the right, text to the left and wrapped."""

    def __init__(self, first: float = 0.0) -> None:
        """Make an empty table. first.

        The share of the width the first column has at most where others hold text too, 0 for one like theirs.
        """
        super().__init__()
        self._first = first
        self._away = False
        self._texts: set[int] = set()
        self._wrapped: set[int] = set()
        for_reading(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy with the keys that copy anywhere."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the table."""
        menu = QMenu(self)
        menu.addAction("Copy the table").triggered.connect(partial(self.copy, whole=True))
        if len(self.selectedItems()) > 1:
            menu.addAction("Copy the selected cells").triggered.connect(self.copy)
        menu.exec(event.globalPos())

    def copy(self, _checked: bool = False, *, whole: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's own argument
        """Put the selected cells on the clipboard with their heads, as a spreadsheet takes them.

        All of them where fewer than two are selected.
        """
        picked = self.selectedRanges()
        chosen = picked[0] if picked and len(self.selectedItems()) > 1 and not whole else None
        rows = range(chosen.topRow(), chosen.bottomRow() + 1) if chosen else range(self.rowCount())
        columns = range(chosen.leftColumn(), chosen.rightColumn() + 1) if chosen else range(self.columnCount())
        heads = [self.horizontalHeaderItem(column) for column in columns]
        lines = ["\t".join(_inert(head.text() if head else "") for head in heads)]
        for row in rows:
            items = [self.item(row, column) for column in columns]
            lines.append("\t".join(_inert(item.text() if item else "") for item in items))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def show_table(self, table: Table) -> None:
        """Show a table; the chosen row stands out. One without columns is not there."""
        if self._away == bool(table.heads):  # one without a parent would become a window
            self._away = not table.heads
            self.setHidden(self._away)
        self.setAccessibleName((table.heads[0] if table.heads else "") or "Table")
        shown = table.texts()
        self.setRowCount(len(shown))
        self.setColumnCount(len(table.heads))
        texts = {
            column
            for column in range(len(table.heads))
            if column == 0 or any(len(row[column]) > _LONG for row in shown)
        }
        for column, head in enumerate(table.heads):
            item = QTableWidgetItem(_in_two(head) if column in texts else head)
            item.setTextAlignment(_alignment(text=column in texts))
            self.setHorizontalHeaderItem(column, item)
        for row, (key, cells) in enumerate(zip(table.keys, shown, strict=True)):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_alignment(text=column in texts))
                item.setToolTip(tip(text) if column in texts else "")
                item.setBackground(QColor(theme().pale if row == table.chosen else theme().surface))
                if column == 0:
                    item.setForeground(QColor(theme().on_screen(STYLES[key].colour) if key in STYLES else theme().ink))
                self.setItem(row, column, item)
        self._fit(texts)

    def _fit(self, texts: set[int]) -> None:
        """Give text the room and figures what they need, and the table the height of its rows."""
        self._texts = texts
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in texts:
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(40)
        self._share()
        self._set_height()

    def _share(self) -> None:
        """Share what figures leave among the columns of text: each its longest word, the rest by what there is to say.

        The first column has its own share of the width where one was asked for.
        """
        if not self._texts or not self.columnCount():
            return
        head = self.horizontalHeader()
        self._wrap_words()
        wrapped = self._texts | self._wrapped
        figures = sum(head.sectionSize(column) for column in range(self.columnCount()) if column not in wrapped)
        room = max(40 * len(wrapped), self.viewport().width() - figures)
        needs = {column: self._needs(column) for column in sorted(wrapped)}
        if self._first and len(self._texts) > 1:
            # no wider than what it says in one line, nor narrower than its longest word
            longest, whole = needs[0]
            first = max(longest, min(round(self._first * self.width()), whole))
            needs[0] = (first, first)
        least = sum(low for low, _ in needs.values())
        wishes = {column: max(0, high - low) for column, (low, high) in needs.items()}
        spare, wished = room - least, sum(wishes.values())
        given = 0
        for column, (low, _) in needs.items():
            if spare >= wished:  # all has room: the last column of text takes what is left
                width = low + wishes[column]
            elif spare > 0:
                width = low + int(spare * wishes[column] / wished)
            else:  # no word is broken: what does not fit is scrolled to
                width = low
            head.resizeSection(column, max(40, width))
            given += max(40, width)
        last = max(needs)
        if given < room:
            head.resizeSection(last if len(needs) > 1 else 0, head.sectionSize(last) + room - given)

    def _wrap_words(self) -> None:
        """Let the widest column with words among its figures wrap too, where the table would not have the room."""
        head = self.horizontalHeader()
        wide = {
            column: max(self.sizeHintForColumn(column), head.sectionSizeHint(column))
            for column in range(self.columnCount())
            if column not in self._texts
        }
        worded = [column for column in wide if any(" " in text for text in self._texts_of(column))]
        least = sum(self._needs(column)[0] for column in self._texts)
        fits = sum(wide.values()) + least <= self.viewport().width()
        self._wrapped = set() if fits or not worded else {max(worded, key=wide.__getitem__)}
        for column in wide:
            fixed = column in self._wrapped
            head.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Fixed if fixed else QHeaderView.ResizeMode.ResizeToContents
            )

    def _texts_of(self, column: int) -> list[str]:
        return [item.text() for row in range(self.rowCount()) if (item := self.item(row, column)) is not None]

    def _needs(self, column: int) -> tuple[int, int]:
        """Return the pixels of the longest word of a column of text, and of its longest text in one line."""
        metrics, strong = self.fontMetrics(), self.horizontalHeader().fontMetrics()
        head = self.horizontalHeaderItem(column)
        title = head.text() if head is not None else ""
        texts = self._texts_of(column)
        words = [word for text in texts for word in text.split()]
        longest = max([0, *map(metrics.horizontalAdvance, words), *map(strong.horizontalAdvance, title.split("\n"))])
        whole = max([longest, *(metrics.horizontalAdvance(line) for text in texts for line in text.split("\n"))])
        # two pixels more than whole numbers say: "On-premises" was broken at its hyphen, and its row twice as high
        return longest + _PADDING + 2, whole + _PADDING + 2

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap text anew where the columns have become wider or narrower."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share()
            self._set_height()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Wrap text for the widths the columns have once they are on screen."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        self._share()
        self._set_height()

    def _set_height(self) -> None:
        """Give every row the height of its longest text, and the table that of its rows."""
        for row in range(self.rowCount()):
            self.setRowHeight(
                row, max([_ROW, *(self._text_height(row, column) for column in range(self.columnCount()))])
            )
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        beyond = self.horizontalHeader().length() > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if beyond else 0
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + bar + 4)

    def _text_height(self, row: int, column: int) -> int:
        item = self.item(row, column)
        if column not in self._texts | self._wrapped:  # as wide as its figures, which are not wrapped
            return self.fontMetrics().lineSpacing() * ((item.text() if item else "").count("\n") + 1) + 8
        room = QRect(0, 0, max(20, self.columnWidth(column) - _PADDING), 10_000)
        return (
            self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), item.text() if item else "").height()
            + 8
        )


def _in_two(head: str) -> str:
    r"""Return the head of a column of text, a long one in two lines of about the same length.

    >>> _in_two("Beside the others, hosting never costs more above").split("\n")
    ['Beside the others, hosting', 'never costs more above']
    """
    spaces = [place for place, letter in enumerate(head) if letter == " "]
    if len(head) <= _LONG_HEAD or not spaces:
        return head
    middle = min(spaces, key=lambda place: abs(place - len(head) / 2))
    return f"{head[:middle]}\n{head[middle + 1 :]}"


def _inert(text: str) -> str:
    """Return a text of one cell that no spreadsheet takes for a formula."""
    plain = " ".join(text.split())
    formula = plain[:1] in {"=", "+", "@"} or (plain[:1] == "-" and not plain[1:2].isdigit())
    return f"'{plain}" if formula and not plain[1:2].isdigit() else plain


def _alignment(*, text: bool) -> Qt.AlignmentFlag:
    """Return text to the left and figures to the right, both in the middle of their row."""
    return (Qt.AlignmentFlag.AlignLeft if text else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter
