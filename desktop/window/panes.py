"""F6 goes from one part of the window to the next, as everywhere; Shift+F6 goes back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from desktop.window.workbench import Workbench


def next_pane(window: Workbench, step: int = 1) -> None:
    """Put the cursor into the next part of the window that is shown. step: −1 for the one before."""
    panes = [(pane, first) for pane in _panes(window) if pane.isVisible() and (first := _first_in(pane)) is not None]
    if not panes:
        return
    focused = QApplication.focusWidget()
    here = next((place for place, (pane, _) in enumerate(panes) if focused and _holds(pane, focused)), -step)
    _, target = panes[(here + step) % len(panes)]
    target.window().activateWindow()  # a panel that floats is a window of its own
    target.setFocus(Qt.FocusReason.TabFocusReason)
    if isinstance(target, QScrollArea) and (inside := target.widget()) and (first := _first_in(inside)) is not None:
        first.setFocus(Qt.FocusReason.TabFocusReason)  # a frame without a mark shows nobody where the cursor is


def _panes(window: Workbench) -> Sequence[QWidget]:
    """Return the parts of the window, in the order in which they are read."""
    docks = window.docks
    return [
        window.tabs,
        window.pages,
        window.chart_panel,
        window.table,
        docks["scenarios"],
        docks["pinned"],
        docks["explanation"],
    ]


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)


def _first_in(pane: QWidget) -> QWidget | None:
    """Return what Tab reaches first in a part; None where nothing does."""
    if _takes(pane):
        return pane
    widget = pane.nextInFocusChain()
    while widget is not pane and widget is not None:
        if pane.isAncestorOf(widget) and _takes(widget):
            return widget
        widget = widget.nextInFocusChain()
    return None


def _takes(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus
    return widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & tab == tab
