"""The open plan: what is edited, undone, saved, and which scenario is shown."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import override

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desktop.document.file_lock import FileLock, Holder
from desktop.storage.plan_file import Loaded, PlanFileError, bytes_of, read, save
from desktop.storage.whole_file import NotSyncedError, sweep
from models.plan.decision_record import DecisionRecord
from models.plan.paper import Paper
from models.plan.plan import Entry, Plan, Scenario
from models.plan.remarks import Remark
from models.plan.tidy import tidy
from models.quantities.declaration import Value
from models.quantities.texts import isolated


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
    """Another plan is shown, in a file of its own or in none."""
    saved = Signal()
    """The plan on screen was written to a file; nothing of the plan has changed."""

    def __init__(self, plan: Plan, path: Path | None = None) -> None:
        super().__init__()
        self.undo_stack = QUndoStack(self)
        self.plan = plan
        self.path = path
        self.scenario = plan.scenarios[0].slug
        self.read_only = False
        # what a person chose to see of each table, by its title: inputs by name; no part of the plan
        self.columns_shown: dict[str, frozenset[str]] = {}
        self._lock = FileLock()
        self._seen = ""
        self._run = 0
        self._before_run: tuple[str, int, Plan] | None = None
        if path is not None and path.is_file():
            self._seen = _digest(path.read_bytes())

    @property
    def modified(self) -> bool:
        """True where the plan differs from what was last saved."""
        return not self.undo_stack.isClean()

    @property
    def name(self) -> str:
        """The document's name for a title."""
        return self.path.name if self.path is not None else f"{self.plan.title} (not saved)"

    @property
    def shown_name(self) -> str:
        """The name as it stands in a sentence, whichever way it is written."""
        return isolated(self.name)

    def replace_plan(self, plan: Plan) -> None:
        """Put another state of the plan in place, as undo and redo do; decisions on record stay."""
        if plan.records != self.plan.records:
            plan = replace(plan, records=self.plan.records, paper=plan.paper.with_annex("record"))
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

    def set_value(self, key: str, value: Value, entered_as: str = "") -> None:
        """Set an input of the scenario that is shown; what a person types is an assumption until it says more.

        How it is drawn stays. entered_as: the sum that was typed, which its note keeps.
        """
        before = self.entry(key)
        if before.value == value:
            return
        evidence = before.evidence.for_assumption("typed in the window", value, sum_note(entered_as))
        self.set_entry(key, Entry(value, evidence))

    def set_entry(self, key: str, entry: Entry) -> None:
        """Set an input with its evidence."""
        label = self.plan.declaration(key).label
        self._push(f"change of {label}", self.plan.with_entry(self.scenario, key, entry), key)

    def take_back(self, key: str) -> None:
        """Take back what this run of edits did to an input: what was typed on has become no value."""
        if self._before_run is not None and self._before_run[:2] == (key, self._run):
            self._push(f"change of {self.plan.declaration(key).label}", self._before_run[2], key)

    def return_to_base(self, key: str) -> None:
        """Give an input of the scenario the base's value again."""
        self._push(
            f"return of {self.plan.declaration(key).label} to the base", self.plan.without_change(self.scenario, key)
        )

    def change_plan(self, text: str, plan: Plan) -> None:
        """Put a plan in place that differs in more than one input, such as in a table's rows, as one step."""
        self.end_run()
        self._push(text, plan)
        self.end_run()

    def add_record(self, record: DecisionRecord) -> None:
        """Add a decision to the record. It cannot be undone, and the plan counts as modified until it is saved."""
        self.end_run()
        self.plan = self.plan.with_record(record)
        self.undo_stack.resetClean()
        self.plan_changed.emit()

    def add_remark(self, remark: Remark) -> None:
        """Add what somebody said of an input."""
        label = self.plan.declaration(remark.key).label
        self._push(f"review of {label}", self.plan.with_remark(remark))

    def set_paper(self, text: str, paper: Paper, part: str) -> None:
        """Set the user's part of the business case; changes of one part in one run are one step."""
        self._push(text, replace(self.plan, paper=paper), f"paper.{part}")

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
        plan = tidy(plan, self.plan)
        if plan != self.plan:
            if self._before_run is None or self._before_run[:2] != (key, self._run):
                self._before_run = (key, self._run, self.plan)
            self.undo_stack.push(_PlanCommand(self, text, plan, key, self._run))

    def open(self, path: Path, *, lock: str = "ask") -> Loaded:
        """Open a file in place of the plan.

        lock: "ask" raises PlanInUse where somebody else has the file open, "take" takes it over, "none" opens it for
            reading only.
        Raises PlanFileError or OSError where it cannot be read; the plan here then stays.
        """
        data = bytes_of(path)
        loaded = read(data)
        if lock != "none":
            holder = self._lock.take(path, by_force=lock == "take")
            if holder is not None:
                raise PlanInUse(path, holder)
            sweep(path)
        else:
            self._lock.release()
        self.show_plan(loaded.plan, path, read_only=lock == "none")
        self._seen = _digest(data)
        return loaded

    def show_plan(self, plan: Plan, path: Path | None, *, modified: bool = False, read_only: bool = False) -> None:
        """Put a plan in place as a document of its own, without history; a modified one is not saved yet.

        read_only: somebody else has the file; who follows the document is told so with the path.
        """
        if path is None:
            self._lock.release()
        self.path = path
        self.read_only = read_only
        self._seen = ""
        self.undo_stack.clear()
        if modified:
            self.undo_stack.resetClean()
        else:
            self.undo_stack.setClean()  # an empty stack that was reset is not made clean by clearing it
        self.scenario = plan.scenarios[0].slug
        self.plan = plan
        self.path_changed.emit()
        self.scenario_changed.emit()
        self.plan_changed.emit()

    def changed_on_disk(self) -> bool:
        """Return whether somebody else has changed the file since it was read or written here."""
        if self.path is None or not self._seen or not self.path.is_file():
            return False
        try:
            return _digest(bytes_of(self.path)) != self._seen
        except PlanFileError:
            return True
        except OSError:
            return False

    def save_as(self, path: Path) -> None:
        """Write the plan to a file and keep what was there as its .bak, where that was a plan.

        Raises OSError where that fails, PlanInUse where somebody else has that file open; the plan then still counts as
        modified.
        """
        if self.path is None or path.resolve() != self.path.resolve():
            holder = self._lock.take(path)
            if holder is not None:
                raise PlanInUse(path, holder)
        try:
            save(self.plan, path)
        except NotSyncedError:
            # what lies there is ours: nobody else is to be blamed for it, and it still counts as not saved
            if self.path is not None and path.resolve() == self.path.resolve():
                self._seen = _digest(path.read_bytes())
            raise
        self.path = path
        self.read_only = False
        self._seen = _digest(path.read_bytes())
        self.undo_stack.setClean()
        self.end_run()
        self.saved.emit()

    def close(self) -> None:
        """Give the file's lock back."""
        self._lock.release()


def sum_note(entered_as: str) -> str:
    """Return the note that keeps a sum as it was typed, empty where there was none."""
    return f"Entered as {entered_as}" if entered_as else ""


class PlanInUse(Exception):  # noqa: N818 - a state of affairs rather than an error
    """Somebody else has the plan open."""

    def __init__(self, path: Path, holder: Holder) -> None:
        super().__init__(f"{path.name} is open in {holder}")
        self.path = path
        self.holder = holder


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
