"""What stands around the tabs: scenarios, pinned inputs, verdict with chart, explanation.

Docks can be moved and are remembered.
"""

import base64

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QScrollArea, QTabBar, QToolBar, QVBoxLayout, QWidget

from desktop.window.workbench import Workbench

_LAYOUT = 1
"""Changes where the docks of an earlier program would no longer fit."""


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
    window.frame.setCentralWidget(window.pages)
    window.pages.setMinimumWidth(470)
    window.frame.setDockNestingEnabled(True)
    window.frame.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
    window.frame.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
    left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
    pinned = QScrollArea()
    pinned.setWidgetResizable(True)
    pinned.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    window.pinned.setObjectName("surface")
    pinned.setWidget(window.pinned)
    parts = (
        ("scenarios", "Scenarios", window.scenarios, left, True),
        ("pinned", "Pinned inputs", pinned, left, True),
        ("verdict", "Verdict", _verdict(window), right, False),
        ("explanation", "Explanation", window.explanation, Qt.DockWidgetArea.BottomDockWidgetArea, True),
    )
    docks: dict[str, QDockWidget] = {}
    for name, title, part, area, may_close in parts:
        dock = QDockWidget(title, window.frame)
        dock.setObjectName(name)
        features = QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        dock.setFeatures(features | QDockWidget.DockWidgetFeature.DockWidgetClosable if may_close else features)
        dock.setWidget(part)
        window.frame.addDockWidget(area, dock)
        docks[name] = dock
    window.frame.resizeDocks([docks["scenarios"], docks["verdict"]], [214, 634], Qt.Orientation.Horizontal)
    window.frame.resizeDocks([docks["scenarios"], docks["pinned"]], [300, 320], Qt.Orientation.Vertical)
    docks["explanation"].hide()
    return docks


def _verdict(window: Workbench) -> QWidget:
    """Return verdict, chart and table of options, which are always in view."""
    part = QWidget()
    part.setObjectName("ground")
    part.setMinimumWidth(520)
    column = QVBoxLayout(part)
    column.setContentsMargins(14, 8, 14, 10)
    column.setSpacing(8)
    column.addWidget(window.verdict)
    column.addWidget(window.chart_panel, 1)
    column.addWidget(window.table)
    return part


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
    """Note size, place and docks for the next start."""
    window.settings.remember("geometry", _text(window.frame.saveGeometry()))
    window.settings.remember("docks", _text(window.frame.saveState(_LAYOUT)))
    window.settings.remember("pinned", window.pinned.keys)


def restore(window: Workbench) -> None:
    """Take size, place and docks of the last time; what does not fit is left."""
    window.frame.restoreGeometry(_data(window.settings.text("geometry")))
    window.frame.restoreState(_data(window.settings.text("docks")), _LAYOUT)
    window.docks["verdict"].show()
    keys = window.settings.texts("pinned")
    if keys:
        window.pinned.choose(keys)


def _data(text: str) -> QByteArray:
    """Return what a remembered text stands for, nothing where it was damaged."""
    try:
        return QByteArray(base64.b64decode(text, validate=True))
    except ValueError:
        return QByteArray()


def _text(data: QByteArray) -> str:
    return base64.b64encode(bytes(data.data())).decode("ascii")
