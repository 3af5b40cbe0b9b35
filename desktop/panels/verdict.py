"""The verdict in one sentence, and the options side by side."""

import html
from typing import override

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QHeaderView, QLabel, QSizePolicy, QTableWidget, QTableWidgetItem

from desktop.charts.exhibit_table import for_reading
from desktop.style.palette import theme
from desktop.style.tips import tip
from models.exhibits.figures import Table
from models.exhibits.series_styles import STYLES
from models.exhibits.verdict import Verdict

_A_LINE = 40
"""Characters by which a text must change for its room to be looked at again: a slider's figures do not."""


class VerdictLabel(QLabel):
    """The verdict as a sentence; what carries the message is strong, options have their colours.

    told: its sentence as plain text.
    """

    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("verdict")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName("Verdict")
        self._height_at = (0, 0)
        self._low = False
        self._small = False
        self._left = 0
        self._room: int | None = None
        self._settled = (0, 0, 0)
        self._waited = False
        self._said: tuple[Verdict, str] | None = None

    def set_small(self, small: bool) -> None:  # noqa: FBT001 - a property of Qt's
        """Use smaller type and leave what follows to the tool tip, where the screen is low."""
        if self._low != small:
            self._low = small
            self._settle(anew=True)

    def set_room(self, room: int) -> None:
        """Say how high it may be at most, in pixels: type is smaller, and what follows a tool tip, where it must be."""
        if self._room != room:
            self._room = room
            self._settle(anew=True)

    def _settle(self, *, anew: bool = False) -> None:
        """Choose the largest type in which what is said has room; looked at again where width or length changes."""
        length = len(self._said[0].text) // _A_LINE if self._said is not None else 0
        at = (self.width(), length, self._room or 0)
        if at == self._settled and not anew:
            return
        self._settled = at
        before = (self._small, self._left)
        for small, left in ((True, 1), (True, 2)) if self._low else ((False, 0), (True, 0), (True, 1), (True, 2)):
            self._set(left, small=small)
            if self._room is None or self.heightForWidth(self.width()) <= self._room:
                break
        if anew or before != (self._small, self._left):
            self.new_height()

    def _set(self, left: int, *, small: bool) -> None:
        """Set the type. left: to the tool tip, 1 for what follows the sentence, 2 for warnings too."""
        if self._small != small:
            self._small = small
            self.setProperty("small", small)
            self.style().polish(self)
        if self._left != left:
            self._left = left
            self._write()
        self.setMinimumHeight(0)

    def new_height(self) -> None:
        """Take the height of what is said now: of another plan, or in other type."""
        self._height_at = (0, 0)
        self._keep_height()

    def _keep_height(self) -> None:
        """Grow to what is said and stay so high: what stands below does not jump while a slider moves."""
        width, tallest = self._height_at
        if width != self.width():
            tallest = 0
        self.setMinimumHeight(0)  # Qt counts the least height in what it says the text needs
        self._height_at = (self.width(), max(tallest, self.heightForWidth(self.width())))
        self.setMinimumHeight(self._height_at[1])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the width asks for."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._settle()
            self._keep_height()

    def show_verdict(self, said: Verdict, state: str = "") -> None:
        """Show a verdict. state: what of it is still being worked out."""
        self._said = (said, state)
        self._write()
        self.setAccessibleDescription(said.text)
        if not state and self._waited:
            self.new_height()
        self._waited = bool(state)
        self._settle()
        self._keep_height()
        self.told.emit(said.sentence)

    def _write(self) -> None:
        if self._said is None:
            return
        said, state = self._said
        pieces: list[str] = []
        for part in said.parts:
            text = html.escape(part.text)
            colour = theme().on_screen(STYLES[part.option].colour) if part.option else theme().ink
            pieces.append(f'<span style="color:{colour};font-weight:600">{text}</span>' if part.strong else text)
        after = [said.follow_up, said.warning]
        follow = " ".join(piece for piece in (*after[self._left :], state) if piece)
        hidden = " ".join(piece for piece in after[: self._left] if piece)
        self.setToolTip(tip(hidden) if hidden else "")
        self.setText(f'{"".join(pieces)} <span style="color:{theme().grey}">{html.escape(follow)}</span>')


class VerdictLine(QLabel):
    """The sentence of the verdict in two lines at most, cut off where the room ends; the whole of it is its tool tip.

    What is too close to call, or leads only at its best settings, is often said at the end of the sentence.
    """

    def __init__(self, verdict: VerdictLabel) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName("line")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("Verdict in a line")
        self._sentence = ""
        verdict.told.connect(self._tell)

    def _tell(self, sentence: str) -> None:
        self._sentence = sentence
        self.setToolTip(tip(sentence))
        self.setAccessibleDescription(sentence)
        self._cut()

    def _cut(self) -> None:
        text = QTextLayout(self._sentence, self.font())
        text.beginLayout()
        first = text.createLine()
        if first.isValid():
            first.setLineWidth(max(1, self.width()))
        text.endLayout()
        end = first.textLength() if first.isValid() else 0
        head, rest = self._sentence[:end].rstrip(), self._sentence[end:]
        second = self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, self.width())
        self.setText(f"{head}\n{second}" if rest else head)
        # what stands below does not jump while a slider moves
        self.setMinimumHeight(max(self.minimumHeight(), self.sizeHint().height()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.setMinimumHeight(0)
            self._cut()


_LINES = {"Whole life": "total.total_cost", "Present value": "total.present_value", "A year": "total.equivalent"}
"""Columns that a line of the model stands behind; the others are explained by the whole-life cost."""


_ROW, _SMALL, _PADDING, _FIRST = 27, 12, 18, 96
"""Pixels: a row, the letters of a head, the room beside a figure, the least of the first column."""

_LOW_ROW = 21
"""Pixels of a row on a low screen."""

_ASIDE = ("A year", "Whole life", "Up front")
"""Columns that step aside where there is no room for all, the first first; those that decide stay."""


class OptionsTable(QTableWidget):
    """The options side by side, in thousands. asked: a figure is to be explained, by the key of its line."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        for_reading(self)
        self._names: list[str] = []
        self._keys: list[str] = []
        self._heads: list[str] = []
        self._needs: list[int] = []
        self.setAccessibleName("Options side by side")
        self.setAccessibleDescription("A double click or Enter explains a figure")
        self.cellActivated.connect(self._ask)
        self.cellDoubleClicked.connect(self._ask)
        self._row = _ROW

    def set_small(self, small: bool) -> None:  # noqa: FBT001 - as the verdict's
        """Use lower rows, where the screen is low."""
        row = _LOW_ROW if small else _ROW
        if row != self._row:
            self._row = row
            for place in range(self.rowCount()):
                self.setRowHeight(place, row)
            self._put_widths()

    def _says(self, row: int) -> bool:
        """Return whether a row says anything in a column that is in view."""
        columns = [column for column in range(1, self.columnCount()) if not self.isColumnHidden(column)]
        return any(item is not None and item.text() for item in (self.item(row, column) for column in columns))

    def _ask(self, row: int, column: int) -> None:
        if row < len(self._keys) and self._keys[row] in STYLES and self._keys[row] != "usual":
            self.asked.emit(f"{self._keys[row]}.{_LINES.get(self._heads[column], 'total.total_cost')}")

    def show_table(self, table: Table) -> None:
        """Show a table; the recommended row is strong."""
        shown = table.texts()
        names = [cells[0] for cells in shown]
        self._keys = list(table.keys)
        if (self._names, self.columnCount()) != (names, len(table.heads)):
            self._names = names
            self._shape(table)
        for row, (key, cells) in enumerate(zip(table.keys, shown, strict=True)):
            for column, text in enumerate(cells):
                item = self.item(row, column)
                assert item is not None
                chosen = row == table.chosen
                item.setText(text)
                item.setFont(_font(QFont.Weight.DemiBold if chosen or column == 0 else QFont.Weight.Normal))
                item.setBackground(QColor(theme().pale if chosen else theme().surface))
                if column == 0:
                    item.setForeground(QColor(theme().on_screen(STYLES[key].colour)))
        self._share(table)

    def _shape(self, table: Table) -> None:
        self.setRowCount(len(table.rows))
        self.setColumnCount(len(table.heads))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for column, head in enumerate(table.heads):
            item = QTableWidgetItem(head)
            item.setTextAlignment(left if column == 0 else right)
            self.setHorizontalHeaderItem(column, item)
            for row in range(len(table.rows)):
                cell = QTableWidgetItem()
                cell.setTextAlignment(left if column == 0 else right)
                self.setItem(row, column, cell)
        self._heads = list(table.heads)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for row in range(len(table.rows)):
            self.setRowHeight(row, self._row)

    def _share(self, table: Table) -> None:
        """Work out how narrow each column may become, by the longest figure and the longest word of its head.

        What room there is is then shared.
        """
        shown = table.texts()
        strong, small = QFontMetrics(_font(QFont.Weight.DemiBold)), QFontMetrics(_font(QFont.Weight.DemiBold, _SMALL))
        self._needs = [
            max(
                *(strong.horizontalAdvance(cells[column]) for cells in shown),
                *(small.horizontalAdvance(word) for word in head.split()),
            )
            + (18 if column == 0 else _PADDING)
            for column, head in enumerate(table.heads)
        ]
        self._needs[0] = max(_FIRST, self._needs[0])
        least = sum(need for need, head in zip(self._needs, self._heads, strict=True) if head not in _ASIDE)
        self.setMinimumWidth(least + 2 * self.frameWidth())
        self._put_widths()

    def _put_widths(self) -> None:
        """Give each column what it needs and an even share of the rest.

        A head that does not fit stands in two lines.
        """
        if not self._needs:
            return
        small = QFontMetrics(_font(QFont.Weight.DemiBold, _SMALL))
        in_one = [
            max(need, small.horizontalAdvance(head) + _PADDING)
            for need, head in zip(self._needs, self._heads, strict=True)
        ]
        room = self.viewport().width()
        base = in_one if sum(in_one) <= room else list(self._needs)
        for head in _ASIDE:
            if sum(base) > room and head in self._heads:
                base[self._heads.index(head)] = 0
        kept = sum(1 for width in base if width)
        whole = [one if width else 0 for one, width in zip(in_one, base, strict=True)]
        base = whole if sum(whole) <= room else base
        spare = max(0, room - sum(base)) // max(1, kept - 1)
        for column, head in enumerate(self._heads):
            self.setColumnHidden(column, not base[column])
            if not base[column]:
                continue
            width = base[column] + (spare if column else 0)
            self.setColumnWidth(column, width)
            fits = in_one[column] <= width
            item = self.horizontalHeaderItem(column)
            if item is not None:
                item.setText(head if fits else head.replace(" ", "\n", 1))
        for row in range(self.rowCount()):  # on a low screen a row that says nothing leaves its room to the curves
            self.setRowHidden(row, self._row == _LOW_ROW and not self._says(row))
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()) if not self.isRowHidden(row))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + 4)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._put_widths()


def _font(weight: QFont.Weight, size: int = 14) -> QFont:
    font = QFont("Source Sans Pro")
    font.setPixelSize(size)
    font.setWeight(weight)
    return font
