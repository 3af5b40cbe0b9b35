"""The open plan: what is edited, undone, saved, and which scenario is shown."""

from pathlib import Path
from typing import override

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desktop.storage.plan_file import Loaded, load, save
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan, Scenario
from models.quantities.declaration import Value


class _PlanCommand(QUndoCommand):
    """One step: the plan before and after. Steps on the same input in one run become one."""

    def __init__(self, document: "Document", text: str, after: Plan, key: str, run: int) -> None:
        super().__init__(text)
        self._document = document
        self._before = document.plan
        self.after = after
        self.key = key
        self.run = run

    @override
    def redo(self) -> None:
        """Put the plan after the step in place."""
        self._document.replace_plan(self.after)

    @override
    def undo(self) -> None:
        """Put the plan before the step in place."""
        self._document.replace_plan(self._before)

    @override
    def id(self) -> int:
        """Return the same number for all steps, so that Qt offers them for merging."""
        return 1

    @override
    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in a later step on the same input of the same run."""
        if not isinstance(other, _PlanCommand) or not self.key or (other.key, other.run) != (self.key, self.run):
            return False
        self.after = other.after
        self.setObsolete(self.after == self._before)
        return True


class Document(QObject):
    """The open plan and its history. Every change goes through here and can be undone."""

    plan_changed = Signal()
    scenario_changed = Signal()
    path_changed = Signal()

    def __init__(self, plan: Plan, path: Path | None = None) -> None:
        super().__init__()
        self.undo_stack = QUndoStack(self)
        self.plan = plan
        self.path = path
        self.scenario = plan.scenarios[0].slug
        self._run = 0

    @property
    def modified(self) -> bool:
        """True where the plan differs from what was last saved."""
        return not self.undo_stack.isClean()

    @property
    def name(self) -> str:
        """The document's name for a title."""
        return self.path.name if self.path is not None else f"{self.plan.title} (not saved)"

    def replace_plan(self, plan: Plan) -> None:
        """Put another state of the plan in place, as undo and redo do."""
        self.plan = plan
        if self.scenario not in {one.slug for one in plan.scenarios}:
            self.scenario = plan.scenarios[0].slug
            self.scenario_changed.emit()
        self.plan_changed.emit()

    def choose_scenario(self, slug: str) -> None:
        """Show another scenario."""
        if slug != self.scenario:
            self.scenario = slug
            self.end_run()
            self.scenario_changed.emit()

    def entry(self, key: str) -> Entry:
        """Return the entry of an input in the scenario that is shown."""
        return self.plan.entry(self.scenario, key)

    def set_value(self, key: str, value: Value) -> None:
        """Set an input of the scenario that is shown; what a person types is an assumption until it says more."""
        if self.entry(key).value == value:
            return
        self.set_entry(key, Entry(value, Evidence(EvidenceKind.ASSUMPTION, "typed in the window")))

    def set_entry(self, key: str, entry: Entry) -> None:
        """Set an input with its evidence."""
        label = self.plan.declaration(key).label
        self._push(f"change of {label}", self.plan.with_entry(self.scenario, key, entry), key)

    def return_to_base(self, key: str) -> None:
        """Give an input of the scenario the base's value again."""
        self._push(f"return of {self.plan.declaration(key).label} to the base", self.plan.without_change(self.scenario, key))

    def change_plan(self, text: str, plan: Plan) -> None:
        """Put a plan in place that differs in more than one input, such as in a table's rows, as one step."""
        self.end_run()
        self._push(text, plan)
        self.end_run()

    def end_run(self) -> None:
        """End a run of edits: the next change is a step of its own."""
        self._run += 1

    def add_scenario(self, scenario: Scenario) -> None:
        """Add a scenario and show it."""
        self._push(f"new scenario {scenario.name}", self.plan.with_scenario(scenario))
        self.choose_scenario(scenario.slug)

    def change_scenario(self, scenario: Scenario) -> None:
        """Put a scenario in the place of the one with its slug, such as under a new name."""
        self._push(f"change of scenario {scenario.name}", self.plan.with_scenario(scenario))

    def delete_scenario(self, slug: str) -> None:
        """Delete a scenario; the base stays."""
        self._push(f"deletion of scenario {self.plan.scenario(slug).name}", self.plan.without_scenario(slug))

    def _push(self, text: str, plan: Plan, key: str = "") -> None:
        if plan != self.plan:
            self.undo_stack.push(_PlanCommand(self, text, plan, key, self._run))

    def open(self, path: Path) -> Loaded:
        """Open a file in place of the plan.

        Raises PlanFileError or OSError where it cannot be read; the plan here then stays.
        """
        loaded = load(path)
        self.show_plan(loaded.plan, path)
        return loaded

    def show_plan(self, plan: Plan, path: Path | None) -> None:
        """Put a plan in place as a document of its own, without history."""
        self.path = path
        self.undo_stack.clear()
        self.scenario = plan.scenarios[0].slug
        self.plan = plan
        self.path_changed.emit()
        self.scenario_changed.emit()
        self.plan_changed.emit()

    def save_as(self, path: Path) -> None:
        """Write the plan to a file. Raises OSError where that fails; the plan then still counts as modified."""
        save(self.plan, path)
        self.path = path
        self.undo_stack.setClean()
        self.end_run()
        self.path_changed.emit()
