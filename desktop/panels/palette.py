"""One line to find any action, input or scenario."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import override

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from models.exhibits.glossary import meant_by

MOST = 60


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that can be found: its name, what it is, more words it is found by.

    It also holds what happens when it is taken.
    """

    name: str
    kind: str
    words: str
    job: Callable[[], object]


def matching(things: Sequence[Found], text: str) -> list[Found]:
    """Return the things in which every word of a text stands, those of that name first.

    What is meant by other words than its own comes before what has the words by chance: "FTE" finds people, and
    then whatever is "after".
    """
    typed = " ".join(text.casefold().split())
    as_typed = _with_all(things, typed)
    tried = (_with_all(things, words) for words in meant_by(text))
    meant = next((found for found in tried if found), None)
    begun = re.compile(rf"\b{re.escape(typed)}")
    named = [thing for thing in as_typed if begun.search(thing.name.casefold())]
    every = [*named, *meant, *as_typed] if meant else as_typed
    return list({id(thing): thing for thing in every}.values())[:MOST]


def _with_all(things: Sequence[Found], text: str) -> list[Found]:
    """Return the things in which every word of a text stands, those of that name first; all where there is no text."""
    wanted = text.split()
    held = [(thing, f"{thing.name} {thing.kind} {thing.words}".casefold()) for thing in things]
    fitting = [(thing, whole) for thing, whole in held if all(word in whole for word in wanted)]
    if not wanted:
        return [thing for thing, _ in fitting]
    phrase = " ".join(wanted)

    def rank(pair: tuple[Found, str]) -> tuple[int, int]:
        name = pair[0].name.casefold()
        own = name.rsplit(": ", maxsplit=1)[-1]
        nearness = (own == phrase, own.startswith(phrase), phrase in name, all(word in name for word in wanted), True)
        return nearness.index(True), len(name)

    return [thing for thing, _ in sorted(fitting, key=rank)]


class Palette(QDialog):
    """Asks what to do or where to go."""

    def __init__(self, parent: QWidget, things: Sequence[Found], hint: str) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # what is typed before the system has given it the keyboard may not edit the plan beneath
        self.setModal(True)
        self._things = things
        self.line = QLineEdit()
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self.line.textChanged.connect(self._fill)
        self.line.returnPressed.connect(self._take)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        self.setFixedSize(min(620, parent.width() - 40), min(420, parent.height() - 80))
        self.move(
            parent.mapToGlobal(parent.rect().topLeft()).x() + (parent.width() - self.width()) // 2,
            parent.mapToGlobal(parent.rect().topLeft()).y() + 60,
        )
        self._found: list[Found] = []
        self._shown = False
        self._fill("")
        self.line.setFocus()

    def _fill(self, text: str) -> None:
        self._found = matching(self._things, text)
        self.list.clear()
        for thing in self._found:
            item = QListWidgetItem(f"{thing.name}   ·   {thing.kind}" if thing.kind else thing.name)
            self.list.addItem(item)
        if not self._found:
            nothing = QListWidgetItem("Nothing fits; try another word")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.setCurrentRow(0)

    def _take(self, *_: object) -> None:
        row = self.list.currentRow()
        self.close()
        if 0 <= row < len(self._found):
            self._found[row].job()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Go away where the person turns to something else."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self._shown and not self.isActiveWindow():
            self.close()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Note that it has been looked at."""
        super().showEvent(event)
        self.activateWindow()
        QTimer.singleShot(200, self, self._looked_at)

    def _looked_at(self) -> None:
        self._shown = True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move through the list with the arrows while the line has the focus."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}
        ):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(min(max(0, self.list.currentRow() + step), self.list.count() - 1))
            return True
        return super().eventFilter(watched, event)
