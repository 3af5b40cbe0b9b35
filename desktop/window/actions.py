"""The window's actions as data: name, text, shortcut, where they stand and what they do."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QWidget

from desktop.storage import examples
from desktop.window.dialogs import show_claims, show_comparison
from models.plan.plan import Plan, starting_plan

if TYPE_CHECKING:
    from desktop.window.main_window import MainWindow

type Job = Callable[["MainWindow"], object]


@dataclass(frozen=True, slots=True)
class Action:
    """One action; undo and redo have no job of their own, Qt gives them theirs."""

    name: str
    menu: str
    text: str
    shortcut: QKeySequence.StandardKey | str | None
    job: Job | None
    toolbar: str = ""


ACTIONS = (
    Action("new", "&File", "&New", QKeySequence.StandardKey.New, lambda window: window.show_plan(starting_plan())),
    Action("open", "&File", "&Open …", QKeySequence.StandardKey.Open, lambda window: window.open(), "left"),
    Action("save", "&File", "&Save", QKeySequence.StandardKey.Save, lambda window: window.save(), "left"),
    Action("save_as", "&File", "Save &as …", "Ctrl+Shift+S", lambda window: window.save_as()),
    Action("workbook", "&File", "Export &workbook …", "Ctrl+E", lambda window: window.export("xlsx"), "right"),
    Action("business_case", "&File", "Export &business case …", "Ctrl+Shift+E", lambda window: window.export("pdf"), "right"),
    Action("quit", "&File", "&Quit", QKeySequence.StandardKey.Quit, lambda window: window.close()),
    Action("undo", "&Edit", "&Undo", QKeySequence.StandardKey.Undo, None, "left"),
    Action("redo", "&Edit", "&Redo", QKeySequence.StandardKey.Redo, None, "left"),
    Action("add_scenario", "&Scenario", "&Add", "Ctrl+Shift+N", lambda window: window.scenarios.add()),
    Action("rename_scenario", "&Scenario", "&Rename", None, lambda window: window.scenarios.rename()),
    Action("compare", "&Scenario", "&Compare side by side", "Ctrl+K", show_comparison),
    Action("delete_scenario", "&Scenario", "&Delete", None, lambda window: window.scenarios.delete()),
    Action("claims", "&Help", "What the &article says, at today's prices", "F1", show_claims),
)
_BUTTONS = {"open": "Open", "save": "Save", "undo": "Undo", "redo": "Redo", "workbook": "Workbook", "business_case": "Business case"}


def build_actions(window: "MainWindow") -> dict[str, QAction]:
    """Make the menus and the toolbar and return the actions by name."""
    made: dict[str, QAction] = {}
    toolbar = QToolBar("Main")
    toolbar.setObjectName("toolbar")
    toolbar.setMovable(False)
    toolbar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    window.addToolBar(toolbar)
    menus = {title: window.menuBar().addMenu(title) for title in dict.fromkeys(one.menu for one in ACTIONS)}
    for one in ACTIONS:
        action = _history(window, one.name) or QAction(one.text, window)
        action.setIconText(_BUTTONS.get(one.name, one.text))
        if one.shortcut is not None:
            action.setShortcut(QKeySequence(one.shortcut))
        if one.job is not None:
            action.triggered.connect(partial(_run, one.job, window))
        menus[one.menu].addAction(action)
        made[one.name] = action
    _add_examples(window, menus["&File"], made["open"])
    for one in ACTIONS:
        if one.toolbar == "left":
            toolbar.addAction(made[one.name])
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    toolbar.addWidget(space)
    for one in ACTIONS:
        if one.toolbar == "right":
            toolbar.addAction(made[one.name])
    return made


def _add_examples(window: "MainWindow", menu: QMenu, after: QAction) -> None:
    """Add a menu of the example plans below opening a file; they are read when it is first opened."""
    known = QMenu("E&xamples", menu)
    known.setToolTipsVisible(True)
    known.aboutToShow.connect(partial(_fill_examples, window, known))
    following = menu.actions()[menu.actions().index(after) + 1]
    menu.insertMenu(following, known)


def _fill_examples(window: "MainWindow", known: QMenu) -> None:
    if known.actions():
        return
    for name in examples.names():
        plan = examples.example(name).plan
        action = known.addAction(f"{name.capitalize()}: {plan.title}")
        action.setToolTip(f"<p>{html.escape(plan.story)}</p>")
        action.triggered.connect(partial(_run, partial(_show, plan), window))


def _show(plan: Plan, window: "MainWindow") -> None:
    window.show_plan(plan)


def _history(window: "MainWindow", name: str) -> QAction | None:
    """Return Qt's own action for undo or redo, which names its step and is off where there is none."""
    stack = window.document.undo_stack
    if name == "undo":
        return stack.createUndoAction(window, "&Undo")
    return stack.createRedoAction(window, "&Redo") if name == "redo" else None


def _run(job: Job, window: "MainWindow", _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    job(window)
