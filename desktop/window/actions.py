"""The window's actions as data: name, text, shortcut, where they stand and what they do."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from desktop.storage import examples
from desktop.style.palette import THEMES, theme
from desktop.style.tips import tip
from desktop.window import dialogs
from desktop.window.docks import reset
from desktop.window.keys import Keys
from desktop.window.panes import next_pane
from desktop.window.workbench import Workbench
from models.plan.plan import Plan

type Job = Callable[[Workbench], object]


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
    Action("new", "&File", "&New …", QKeySequence.StandardKey.New, dialogs.new_plan),
    Action("open", "&File", "&Open …", QKeySequence.StandardKey.Open, lambda window: window.files.open(), "left"),
    Action("save", "&File", "&Save", QKeySequence.StandardKey.Save, lambda window: window.files.save(), "left"),
    Action("save_as", "&File", "Save &as …", "Ctrl+Shift+S", lambda window: window.files.save_as()),
    Action("take_in", "&File", "&Import figures …", "Ctrl+Shift+I", lambda window: window.exchange.take_in()),
    Action("prices", "&File", "Add a price &list …", None, lambda window: window.exchange.add_prices()),
    Action("workbook", "&File", "Export &workbook …", "Ctrl+E", lambda window: window.exchange.export("xlsx"), "right"),
    Action(
        "business_case",
        "&File",
        "Export &business case …",
        "Ctrl+Shift+E",
        lambda window: window.exchange.export("pdf"),
    ),
    Action("slides", "&File", "Export s&lides …", None, lambda window: window.exchange.export("pptx")),
    Action("pack", "&File", "Export p&ack …", None, lambda window: window.exchange.export("html", window.pinned.keys)),
    Action("paper", "&File", "Business case: &preview and print …", "Ctrl+Shift+B", dialogs.show_paper, "right"),
    Action("quit", "&File", "&Quit", QKeySequence.StandardKey.Quit, lambda window: window.frame.close()),
    Action("undo", "&Edit", "&Undo", QKeySequence.StandardKey.Undo, None, "left"),
    Action("redo", "&Edit", "&Redo", QKeySequence.StandardKey.Redo, None, "left"),
    Action("redo_windows", "", "Redo", "Ctrl+Y", lambda window: window.document.undo_stack.redo()),
    Action("find", "&Edit", "&Find an input …", QKeySequence.StandardKey.Find, dialogs.find_input, "left"),
    Action("palette", "&Edit", "&Command palette …", "Ctrl+Shift+P", dialogs.command_palette),
    Action("pin", "&Edit", "&Pin or unpin this input", "Ctrl+P", dialogs.pin_current),
    Action("evidence", "&Edit", "E&vidence of this input …", "Ctrl+Shift+V", dialogs.evidence_of_current),
    Action("values", "&Edit", "&Other values of this input …", "Ctrl+Shift+O", dialogs.other_values_of_current),
    Action("add_scenario", "&Scenario", "&Add", "Ctrl+Shift+N", lambda window: window.scenarios.add()),
    Action("duplicate_scenario", "&Scenario", "D&uplicate", None, lambda window: window.scenarios.duplicate()),
    Action("rename_scenario", "&Scenario", "&Rename", None, lambda window: window.scenarios.rename()),
    Action("scenario_up", "&Scenario", "Move &up", "Alt+Up", lambda window: window.scenarios.shift(-1)),
    Action("scenario_down", "&Scenario", "Move d&own", "Alt+Down", lambda window: window.scenarios.shift(1)),
    Action("make_base", "&Scenario", "Set as &base", None, lambda window: window.scenarios.make_base()),
    Action("delete_scenario", "&Scenario", "&Delete", None, lambda window: window.scenarios.delete()),
    Action("compare", "S&tudy", "&Compare scenarios", "Ctrl+K", dialogs.show_comparison, "right"),
    Action("diff", "S&tudy", "Compare with &another plan …", None, lambda window: window.keeping.compare()),
    Action(
        "study",
        "S&tudy",
        "&Studies: how sure, and what would change our mind",
        "Ctrl+0",
        lambda window: _show_tab(window, "Studies"),
    ),
    Action("path", "S&tudy", "Te&n inputs that decide here", None, dialogs.show_path),
    Action(
        "influence",
        "S&tudy",
        "How much each &input moves the verdict",
        "Ctrl+I",
        lambda window: window.influence.toggle(),
    ),
    Action(
        "explain",
        "S&tudy",
        "&Explain the present value of the cheapest option",
        "Ctrl+Shift+X",
        dialogs.explain_best,
        "right",
    ),
    Action(
        "decide", "S&tudy", "&Record the decision …", None, lambda window: window.keeping.decide(window.judging.found)
    ),
    Action("record", "S&tudy", "&Decisions on record", None, lambda window: window.keeping.show_record()),
    Action("review", "S&tudy", "Re&view of inputs", None, lambda window: window.keeping.show_review()),
    Action("present", "&View", "&Present", "F5", lambda window: window.present(), "right"),
    Action("discounted", "&View", "&Discounted costs", None, lambda window: window.chart_panel.discounted.toggle()),
    Action("chart_table", "&View", "Chart as a &table", None, lambda window: window.chart_panel.as_table.toggle()),
    Action("copy_chart", "&View", "&Copy the chart", "Ctrl+Shift+C", lambda window: window.chart_panel.copy()),
    Action("next_pane", "&View", "Next p&art of the window", "F6", next_pane),
    Action("last_pane", "&View", "Previous part of the &window", "Shift+F6", lambda window: next_pane(window, -1)),
    Action("reset", "&View", "&Reset layout", None, reset),
    Action("guide", "&Help", "User &guide", "F1", dialogs.show_guide),
    Action("hints", "&Help", "Three &hints", None, dialogs.show_hints),
    Action("claims", "&Help", "What the &article says, at today's prices", None, dialogs.show_claims),
    Action("changes", "&Help", "What is &new", None, dialogs.show_changes),
    Action("licences", "&Help", "&Licences", None, dialogs.show_licences),
    Action("about", "&Help", "&About Boardcase", None, dialogs.show_about),
)
_BUTTONS = {
    "open": "Open",
    "save": "Save",
    "undo": "Undo",
    "redo": "Redo",
    "find": "Find",
    "workbook": "Workbook",
    "paper": "Business case",
    "compare": "Compare",
    "explain": "Explain",
    "present": "Present",
}


def build_actions(window: Workbench) -> dict[str, QAction]:
    """Make the menus and the toolbar and return the actions by name."""
    made: dict[str, QAction] = {}
    toolbar = QToolBar("Main")
    toolbar.setObjectName("toolbar")
    toolbar.setMovable(False)
    toolbar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    window.frame.addToolBar(toolbar)
    menus = {
        title: window.frame.menuBar().addMenu(title) for title in dict.fromkeys(one.menu for one in ACTIONS if one.menu)
    }
    for one in ACTIONS:
        action = _history(window, one.name) or QAction(one.text, window.frame)
        action.setIconText(_BUTTONS.get(one.name, one.text))
        if one.shortcut is not None:
            action.setShortcut(QKeySequence(one.shortcut))
        if one.job is not None:
            action.triggered.connect(partial(_run, one.job, window))
        (menus[one.menu] if one.menu else window.frame).addAction(action)
        made[one.name] = action
    _add_files(window, menus["&File"], made["open"])
    _add_themes(window, menus["&View"])
    _add_numbers(window)
    _fill_toolbar(toolbar, made)
    Keys(window.frame)
    return made


def _fill_toolbar(toolbar: QToolBar, made: dict[str, QAction]) -> None:
    for one in ACTIONS:
        if one.toolbar == "left":
            toolbar.addAction(made[one.name])
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    toolbar.addWidget(space)
    for name in ("compare", "explain", "workbook", "paper", "present"):
        toolbar.addAction(made[name])
    for action in made.values():
        button = toolbar.widgetForAction(action)
        if isinstance(button, QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.iconText())
    present = toolbar.widgetForAction(made["present"])
    present.setObjectName("primary")


def _add_files(window: Workbench, menu: QMenu, after: QAction) -> None:
    """Add menus of recent files and of the examples below opening a file; they are filled when they are opened."""
    following = menu.actions()[menu.actions().index(after) + 1]
    recent = QMenu("Open &recent", menu)
    recent.aboutToShow.connect(partial(_fill_recent, window, recent))
    known = QMenu("E&xamples", menu)
    known.setToolTipsVisible(True)
    known.aboutToShow.connect(partial(_fill_examples, window, known))
    menu.insertMenu(following, recent)
    menu.insertMenu(following, known)


def _fill_recent(window: Workbench, recent: QMenu) -> None:
    recent.clear()
    names = window.settings.texts("recent")
    for name in names:
        path = Path(name)
        action = recent.addAction(f"{path.name}   {path.parent}"[:120] if path.is_file() else f"{path.name} (gone)")
        action.setEnabled(path.is_file())
        action.triggered.connect(partial(_run, partial(_open, path), window))
    if not names:
        recent.addAction("None yet").setEnabled(False)


def _open(path: Path, window: Workbench) -> None:
    if not path.is_file():
        window.settings.forget(path)
        window.say(f"{path} is gone.")
        return
    window.files.open_path(path)


def _fill_examples(window: Workbench, known: QMenu) -> None:
    if known.actions():
        return
    for name in examples.names():
        plan = examples.example(name).plan
        action = known.addAction(f"{examples.label(name)}: {plan.title}")
        action.setToolTip(tip(plan.story))
        action.triggered.connect(partial(_run, partial(_show, plan), window))


def _show(plan: Plan, window: Workbench) -> None:
    window.files.show_plan(plan)


def _add_themes(window: Workbench, menu: QMenu) -> None:
    """Add the docks and the themes."""
    docks = menu.addMenu("&Panels")
    docks.aboutToShow.connect(partial(_fill_docks, window, docks))
    colours = menu.addMenu("C&olours")
    group = QActionGroup(window.frame)
    for one in THEMES.values():
        action = QAction(one.label, group, checkable=True)
        action.setChecked(one is theme())
        action.triggered.connect(partial(_run, partial(_restyle, one.name), window))
        colours.addAction(action)


def _fill_docks(window: Workbench, menu: QMenu) -> None:
    menu.clear()
    for dock in window.docks.values():
        menu.addAction(dock.toggleViewAction())


def _show_tab(window: Workbench, title: str) -> None:
    titles = [window.tabs.tabText(place) for place in range(window.tabs.count())]
    window.tabs.setCurrentIndex(titles.index(title))


def show_rules(window: Workbench) -> None:
    """Show every rule that applies, in the tab of the decision."""
    _show_tab(window, "Decision")
    window.decision.show_rules()


def _restyle(name: str, window: Workbench) -> None:
    window.restyle(name)


def _add_numbers(window: Workbench) -> None:
    """Let Ctrl with a number choose a decision area."""
    for number in range(1, 10):
        shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), window.frame)
        shortcut.activated.connect(partial(window.tabs.setCurrentIndex, number - 1))


def _history(window: Workbench, name: str) -> QAction | None:
    """Return Qt's own action for undo or redo, which names its step and is off where there is none."""
    stack = window.document.undo_stack
    if name == "undo":
        return stack.createUndoAction(window.frame, "&Undo")
    return stack.createRedoAction(window.frame, "&Redo") if name == "redo" else None


def _run(job: Job, window: Workbench, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    job(window)
