"""What stands around the desk: scenarios, pinned inputs, explanation.

Docks can be moved and are remembered.
"""

import base64
from collections.abc import Mapping, Sequence
from functools import partial
from typing import override

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QScrollArea, QTabBar, QToolBar, QToolButton
from shiboken6 import isValid

from desktop.window.workbench import Workbench

_LAYOUT = 2
"""Changes where the docks of an earlier program would no longer fit."""

_SAFE = 2
"""Starts in a row that have not succeeded after which nothing is arranged as it was."""

_LEFT, _WIDEST, _LEFT_PART = 214, 320, 0.17
"""Pixels of the docks at the left: at least and at most, and their part of the window between."""

LOW = 640
"""Pixels of the window's height below which its bars are lower."""

_HIGH_ENOUGH = 820
"""Pixels of the window from which verdict, curves and table leave room for the explanation below them."""

_OVER = (520, 330)
"""Pixels of an explanation that stands over the window."""

NARROW = 1_120
"""Pixels of the window below which scenarios and pinned inputs make room; the menus still have them."""


_LEAST, _PART = QSize(1366, 768), 0.8
"""The size of the window at its first start: at least this where the screen is large enough, and this part of it."""


def first_size(room: QSize) -> QSize:
    """Return the size of a window that nobody has sized yet. room: of the screen."""
    return _LEAST.expandedTo(room * _PART).boundedTo(room)


def arrange(window: Workbench) -> dict[str, QDockWidget]:
    """Put the parts of the window in place and return its docks by name."""
    bar = QToolBar("Areas")
    bar.setObjectName("areas")
    bar.setMovable(False)
    bar.addWidget(window.tabs)
    bar.setStyleSheet("QToolBar { padding: 0; margin: 0; }")
    inside = bar.layout()
    assert inside is not None
    inside.setContentsMargins(6, 0, 6, 0)
    window.frame.addToolBarBreak()
    window.frame.addToolBar(bar)
    window.frame.setCentralWidget(window.desk)
    window.frame.setDockNestingEnabled(True)
    window.frame.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
    window.frame.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
    left = Qt.DockWidgetArea.LeftDockWidgetArea
    pinned = QScrollArea()
    pinned.setAccessibleName("Pinned inputs")
    pinned.setWidgetResizable(True)
    pinned.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    window.pinned.setObjectName("surface")
    pinned.setWidget(window.pinned)
    parts = (
        ("scenarios", "Scenarios", window.scenarios, left),
        ("pinned", "Pinned inputs", pinned, left),
        ("explanation", "Explanation", window.explanation, Qt.DockWidgetArea.BottomDockWidgetArea),
    )
    docks: dict[str, QDockWidget] = {}
    for name, title, part, area in parts:
        dock = QDockWidget(title, window.frame)
        dock.setObjectName(name)
        dock.setWidget(part)
        window.frame.addDockWidget(area, dock)
        docks[name] = dock
    closing = _ClosedByEscape(docks["explanation"])
    for watched in (window.frame, docks["explanation"]):
        watched.installEventFilter(closing)
    docks["explanation"].hide()
    _Sizes(window.frame, [docks["scenarios"], docks["pinned"]])
    return docks


class _ClosedByEscape(QObject):
    """Closes the explanation with Escape where no field, table or chart has a use for that key."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._dock = dock

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the key that nothing below has taken."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if pressed == Qt.Key.Key_Escape and self._dock.isVisible():
            self._dock.hide()
            return True
        return super().eventFilter(watched, event)


def _place(frame: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
    """Give the docks their first sizes."""
    frame.resizeDocks([docks["scenarios"]], [_first_width(frame)], Qt.Orientation.Horizontal)
    frame.resizeDocks([docks["scenarios"], docks["pinned"]], [300, 320], Qt.Orientation.Vertical)


def reset(window: Workbench) -> None:
    """Put every part of the window back where it stands at the first start."""
    left = Qt.DockWidgetArea.LeftDockWidgetArea
    for name, dock in window.docks.items():
        dock.setFloating(False)
        area = Qt.DockWidgetArea.BottomDockWidgetArea if name == "explanation" else left
        window.frame.addDockWidget(area, dock)
        dock.setVisible(name != "explanation" and window.frame.width() >= NARROW)
    _place(window.frame, window.docks)
    window.desk.reset()


def show_explanation(window: Workbench) -> None:
    """Show the explanation: below the desk where that leaves room for the curves, else over the page of the tab."""
    dock = window.docks["explanation"]
    if not dock.isVisible() and not dock.isFloating() and window.frame.height() < _HIGH_ENOUGH:
        dock.setFloating(True)
        dock.setProperty("for_want_of_room", True)  # noqa: FBT003 - a property of a widget
        dock.resize(min(_OVER[0], window.frame.width() // 2), min(_OVER[1], window.frame.height() // 2))
        corner = window.frame.geometry().bottomLeft()
        dock.move(corner.x() + 8, corner.y() - dock.height() - 40)
    dock.show()
    if not dock.isFloating():  # else it stands over the window by itself
        dock.raise_()


def fit(window: Workbench, before: QSize, now: QSize) -> None:
    """Make bars lower on a low screen, and let the docks at the left make room where the window is narrow, and back.

    before, now: the size of the window; before it was shown its width is −1.
    """
    low = now.height() < LOW
    if window.frame.property("low") != low:
        window.frame.setProperty("low", low)
        for part in (window.frame, window.tabs, *window.frame.findChildren(QToolBar)):
            part.style().polish(part)
        for button in window.frame.findChildren(QToolButton):
            button.style().polish(button)
    explanation = window.docks["explanation"]
    if explanation.property("for_want_of_room") and now.height() >= _HIGH_ENOUGH:
        explanation.setProperty("for_want_of_room", False)  # noqa: FBT003 - likewise
        explanation.setFloating(False)
    wide = now.width() >= NARROW
    if (before.width() < 0 or before.width() >= NARROW) is not wide:
        sizes = window.frame.findChild(_Sizes)
        if sizes is not None and wide:
            sizes.come_back()
        elif sizes is not None:
            sizes.step_aside()


class _Sizes(QObject):
    """Remembers how large the docks at the left are, by the width of the window, for when they come back into it.

    What somebody has closed or taken out of the window neither makes room nor comes back.
    """

    def __init__(self, frame: QMainWindow, docks: Sequence[QDockWidget]) -> None:
        super().__init__(frame)
        self._frame, self._docks = frame, docks
        self._known: dict[int, dict[str, QSize]] = {}
        self._at_rest = True
        self._aside: list[QDockWidget] = []
        for dock in docks:
            dock.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the size of a dock in a window that has room for it."""
        if (
            event.type() == QEvent.Type.Resize
            and self._at_rest  # not while a window is being moved
            and isValid(self._frame)  # while it is closed its docks go last
            and (wide := self._frame.width()) >= NARROW
        ):
            there = {one.objectName(): one.size() for one in self._docks if one.isVisible() and not one.isFloating()}
            self._known.setdefault(wide, {}).update(there)
        return super().eventFilter(watched, event)

    def step_aside(self) -> None:
        """Hide the docks that stand in the window."""
        self._at_rest = False
        self._aside = [one for one in self._docks if not one.isFloating() and not one.isHidden()]
        for one in self._aside:
            one.hide()

    def come_back(self) -> None:
        """Show the docks that made room, with the room they had once they are there."""
        for one in self._aside:
            one.show()
        QTimer.singleShot(0, self, partial(self._give_back, self._aside))

    def _give_back(self, docks: Sequence[QDockWidget]) -> None:
        """Give docks that are shown again the sizes they had in a window of about this width, or their first ones."""
        nearest = min(self._known, key=lambda wide: abs(wide - self._frame.width()), default=0)
        known = self._known.get(nearest, {})
        first = QSize(_first_width(self._frame), 300)
        sizes = [known.get(one.objectName(), first) for one in docks]
        self._frame.resizeDocks(list(docks), [one.width() for one in sizes], Qt.Orientation.Horizontal)
        self._frame.resizeDocks(list(docks), [one.height() for one in sizes], Qt.Orientation.Vertical)
        self._at_rest = True


def _first_width(frame: QMainWindow) -> int:
    """Return the first width of the docks at the left; names of scenarios have the room of a large window."""
    return min(max(_LEFT, int(frame.width() * _LEFT_PART)), _WIDEST)


def area_bar() -> QTabBar:
    """Return the bar of the decision areas."""
    tabs = QTabBar()
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    tabs.setUsesScrollButtons(False)
    tabs.setAccessibleName("Decision areas")
    tabs.setAccessibleDescription("Ctrl+1 to Ctrl+9 choose one, Ctrl+0 the studies")
    return tabs


def remember(window: Workbench) -> None:
    """Note size, place and docks for the next start on a screen of this size."""
    for name, value in (
        ("geometry", _text(window.frame.saveGeometry())),
        ("docks", _text(window.frame.saveState(_LAYOUT))),
        ("desk", window.desk.dragged()),
    ):
        window.settings.remember(f"{name} {_screen(window.frame)}", value)
    window.settings.remember("pinned", window.pinned.chosen)
    columns = [f"{table}={' '.join(sorted(names))}" for table, names in window.document.columns_shown.items()]
    window.settings.remember("columns", columns)
    window.settings.remember("starts", "0")


def restore(window: Workbench) -> None:
    """Take size, place and docks of the last time on a screen of this size; what does not fit is left."""
    _place(window.frame, window.docks)
    screen = _screen(window.frame)
    starts = window.settings.text("starts", "0")
    if starts.isdecimal() and int(starts) > _SAFE:
        return
    window.frame.restoreGeometry(_data(window.settings.text(f"geometry {screen}")))
    window.frame.restoreState(_data(window.settings.text(f"docks {screen}")), _LAYOUT)
    window.desk.take(window.settings.texts(f"desk {screen}"))
    for table, names in (text.rsplit("=", 1) for text in window.settings.texts("columns") if "=" in text):
        window.document.columns_shown[table] = frozenset(names.split())
    keys = window.settings.texts("pinned")
    if keys:
        window.pinned.choose(keys)


def remembered(window: Workbench) -> bool:
    """Return whether the window's place on a screen of this size is known from the last time."""
    return bool(window.settings.text(f"geometry {_screen(window.frame)}"))


def _screen(frame: QMainWindow) -> str:
    """Return the size of the screen in words: what was arranged on a small one is not meant for a large one."""
    size = frame.screen().size()
    return f"{size.width()}x{size.height()}"


def _data(text: str) -> QByteArray:
    """Return what a remembered text stands for, nothing where it was damaged."""
    try:
        return QByteArray(base64.b64decode(text, validate=True))
    except ValueError:
        return QByteArray()


def _text(data: QByteArray) -> str:
    return base64.b64encode(bytes(data.data())).decode("ascii")
