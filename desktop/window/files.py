"""Opening, saving, recovering and exporting from the window.

Every question it asks and every word it says about files.
"""

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QMessageBox

from desktop.document.document import PlanInUse
from desktop.document.recovery import Recovery, Unsaved, differences, discard, kept_as, left_behind
from desktop.document.saving import ENDING, Saving, earlier_version, plan_path, saving
from desktop.document.worker import Ticket, Worker
from desktop.panels.exhibit_window import report_window
from desktop.panels.saving_to import named_after, where_to_save
from desktop.storage.plan_file import PlanFileError, load
from desktop.window.guarded import guarded
from desktop.window.shell import Shell
from models.plan.plan import Plan
from models.quantities.texts import isolated

FILTER = "Boardcase plan (*.boardcase *.json)"
_AUTOSAVE = 600
"""Milliseconds after a change within which it is kept for recovery."""

Buttons = QMessageBox.StandardButton


class Files(QObject):
    """The file jobs of one window."""

    def __init__(self, window: Shell) -> None:
        super().__init__(window.frame)
        self._window = window
        self._document = window.document
        self.recovery = Recovery()
        self._keeper = Worker(self)
        self._kept: Plan | None = None
        self._timer = QTimer(self, singleShot=True, interval=_AUTOSAVE)
        self._timer.timeout.connect(self.keep)
        self._document.plan_changed.connect(self._changed)
        self._document.path_changed.connect(self._settled)
        self._document.saved.connect(self._settled)
        self._document.undo_stack.cleanChanged.connect(self._settled)

    # unsaved work

    def _changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _settled(self, *_: object) -> None:
        """Drop the recovery file where all is saved."""
        if not self._document.modified:
            self._timer.stop()
            self._keeper.run("keep", lambda _ticket: self.recovery.drop(), _nothing)

    def keep(self) -> None:
        """Write what is not saved to the recovery file, beside the window."""
        if self._document.modified and self._document.plan is not self._kept:
            plan, path = self._document.plan, self._document.path
            self._kept = plan
            self._keeper.run("keep", lambda _ticket: self.recovery.keep(plan, path), _nothing, failed=self._not_kept)

    def _not_kept(self, error: Exception) -> None:
        self._window.say(f"Unsaved work could not be kept for recovery: {error}")

    def offer_recovery(self) -> None:
        """Offer what programs that are no longer alive left behind, one after the other; nothing is deleted unasked."""
        for one in left_behind():
            answer = self._ask_recovery(one)
            if answer == Buttons.Discard:
                discard(one)
            elif answer == Buttons.Open:
                self._document.show_plan(
                    one.plan, Path(one.path) if one.path and Path(one.path).is_file() else None, modified=True
                )
                self.keep()
                self._keeper.run("recovered", partial(_discarded, one, self.recovery), self._recovered)
                return

    def _recovered(self, removed: bool) -> None:  # noqa: FBT001 - a worker's result
        if not removed:
            self._window.say("What was recovered could not be kept a second time; the first copy stays. Save the plan.")

    def _ask_recovery(self, one: Unsaved) -> Buttons:
        where = one.path or "a plan that was never saved"
        kept = f"Kept {_day_and_time(one.when)} from {where}."
        if one.path and Path(one.path).is_file():
            try:
                kept += f" Other than in the file: {differences(load(Path(one.path)).plan, one.plan)}."
            except (PlanFileError, OSError):
                kept += " The file itself can no longer be read."
        box = self._box(
            QMessageBox.Icon.Question,
            "Unsaved work was found",
            f"“{isolated(one.plan.title[:120])}” was not closed properly. {kept}\n\n"
            "Open it? “Cancel” keeps it for the next start.",
        )
        box.setStandardButtons(Buttons.Open | Buttons.Discard | Buttons.Cancel)
        return Buttons(box.exec())

    # opening

    def open(self) -> None:
        """Ask for a plan and open it."""
        name, _ = QFileDialog.getOpenFileName(self._window.frame, "Open a plan", "", FILTER)
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path, lock: str = "ask") -> bool:
        """Open a plan; the one shown stays where it cannot be read."""
        if not self.may_discard():
            return False
        return self._open(path, lock)

    def _open(self, path: Path, lock: str) -> bool:
        done = [False]

        def work() -> None:
            notices = self._document.open(path, lock=lock).notices
            done[0] = True
            self._window.settings.used(path.resolve())
            if notices:
                report_window(self._window.frame, path.name, self._document.plan, notices).show()

        try:
            opened = guarded(self._window, f"{path.name} was not opened", work, partial(self._offer_backup, path))
        except PlanInUse as busy:
            return self._ask_in_use(busy)
        return opened and done[0]

    def _ask_in_use(self, busy: PlanInUse) -> bool:
        """Say who has the plan open and ask whether to read it, work on a copy, or take it over."""
        box = self._box(
            QMessageBox.Icon.Question,
            "The plan is open elsewhere",
            f"{busy}. What somebody else saves would be lost, or what you save.",
        )
        read = box.addButton("Open for reading", QMessageBox.ButtonRole.AcceptRole)
        copy = box.addButton("Open a copy", QMessageBox.ButtonRole.ActionRole)
        take = box.addButton("Take over", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(Buttons.Cancel)
        box.exec()
        chosen = box.clickedButton()
        if chosen is copy:
            return guarded(
                self._window,
                f"{busy.path.name} was not opened",
                lambda: self._document.show_plan(load(busy.path).plan, None, modified=True),
            )
        if chosen is read or chosen is take:
            return self._open(busy.path, "none" if chosen is read else "take")
        return False

    def _offer_backup(self, path: Path) -> None:
        """Offer what there is in place of a file that cannot be read, each with its time; nothing is written over."""
        unsaved = [one for one in left_behind() if one.path and Path(one.path) == path.resolve()]
        if unsaved:
            box = self._box(
                QMessageBox.Icon.Question,
                "There is unsaved work",
                f"Work on {path.name} was kept {unsaved[0].when.replace('T', ' ')}. Open it as a plan that is not saved"
                " yet?",
            )
            box.setStandardButtons(Buttons.Open | Buttons.Cancel)
            if box.exec() == Buttons.Open:
                self._document.show_plan(unsaved[0].plan, None, modified=True)
                return
        earlier = earlier_version(path)
        if earlier is None:
            return
        box = self._box(
            QMessageBox.Icon.Question,
            "There is an earlier version",
            f"{earlier.path.name} holds the version before, of {earlier.when:%d %B %Y %H:%M}. Open it as a plan that"
            " is not saved yet?",
        )
        box.setStandardButtons(Buttons.Open | Buttons.Cancel)
        if box.exec() == Buttons.Open:
            guarded(
                self._window,
                "The earlier version was not opened",
                lambda: self._document.show_plan(load(earlier.path).plan, None, modified=True),
            )

    def show_plan(self, plan: Plan) -> None:
        """Show a plan that can be had again at any time, such as an example."""
        if self.may_discard():
            self._document.show_plan(plan, None)

    # saving

    def may_discard(self) -> bool:
        """Ask what to do with unsaved changes; True where the work may go on."""
        if not self._document.modified:
            return True
        asked = f"Save the changes to {self._document.shown_name}?"
        if self._document.path is None:
            asked = f"“{isolated(self._document.plan.title[:120])}” is in no file yet. Save it?"
        box = self._box(QMessageBox.Icon.Question, "Unsaved changes", asked)
        box.setStandardButtons(Buttons.Save | Buttons.Discard | Buttons.Cancel)
        answer = box.exec()
        return answer == Buttons.Discard or (answer == Buttons.Save and self.save())

    def may_stop(self) -> bool:
        """Ask whether work beside the window is to be given up; True where there is none, or it may be."""
        doing = self._window.progress.doing
        if not doing:
            return True
        box = self._box(
            QMessageBox.Icon.Question, "Work is not finished", f"{doing}: stop it and quit? No half file is left."
        )
        box.setStandardButtons(Buttons.Yes | Buttons.Cancel)
        box.setDefaultButton(Buttons.Cancel)
        return Buttons(box.exec()) == Buttons.Yes

    def save(self) -> bool:
        """Save the plan where it came from, or ask where.

        What somebody else has written there is never lost unasked.
        """
        path, document = self._document.path, self._document
        how = saving(path, read_only=document.read_only, changed_on_disk=document.changed_on_disk())
        if path is None or how is Saving.ASK_WHERE:
            return self.save_as()
        if how is Saving.ASK_WHICH:
            answer = self._ask_changed(path)
            if answer != "overwrite":
                return answer == "reload" and self._open(path, "ask")
        return self.save_to(path)

    def _ask_changed(self, path: Path) -> str:
        """Ask what to do where the file was changed by somebody else; "both" has saved this one under another name."""
        box = self._box(
            QMessageBox.Icon.Warning,
            "The file has changed",
            f"Somebody else has changed {path.name} since it was opened here.",
        )
        both = box.addButton("Keep both …", QMessageBox.ButtonRole.AcceptRole)
        over = box.addButton("Overwrite", QMessageBox.ButtonRole.DestructiveRole)
        again = box.addButton("Reload, losing the changes here", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(Buttons.Cancel)
        box.exec()
        chosen = box.clickedButton()
        if chosen is both:
            self.save_as()
            return "both"
        return "overwrite" if chosen is over else "reload" if chosen is again else ""

    def look_at_disk(self) -> None:
        """Say where the file was changed by somebody else while the window was away."""
        if not self._window.presentation is not None and self._document.changed_on_disk():
            self._window.say(f"Somebody else has changed {self._document.shown_name}; saving will ask what to keep.")

    def save_as(self) -> bool:
        """Ask where to save the plan, and save it there."""
        suggested = str(self._document.path or named_after(self._document.plan.title, ENDING))
        path = where_to_save(self._window.frame, "Save the plan", suggested, FILTER, plan_path)
        return path is not None and self.save_to(path)

    def save_to(self, path: Path) -> bool:
        """Save the plan to a file, or say why that failed."""
        try:
            saved = guarded(self._window, "The plan was not saved", lambda: self._document.save_as(path))
        except PlanInUse as busy:
            self._window.refuse("The plan was not saved", f"{busy}; give another name.")
            return False
        if saved:
            self._window.settings.used(path.resolve())
        return saved

    def _box(self, icon: QMessageBox.Icon, title: str, text: str) -> QMessageBox:
        box = QMessageBox(icon, title, text, parent=self._window.frame)
        box.setTextFormat(Qt.TextFormat.PlainText)
        return box

    def close(self) -> None:
        """Stop keeping; what was given up or saved leaves nothing behind."""
        self._timer.stop()
        self._document.undo_stack.cleanChanged.disconnect(self._settled)
        self._window.worker.close()
        self._keeper.close()
        self.recovery.drop()
        self._document.close()


def _discarded(one: Unsaved, recovery: Recovery, _ticket: Ticket) -> bool:
    """Remove what was recovered once the new recovery file holds it; return whether it was removed."""
    if not kept_as(recovery.file, one.plan):
        return False
    discard(one)
    return True


def _day_and_time(when: str) -> str:
    """Return a time as it is kept in a file in words.

    >>> _day_and_time("2026-11-30T07:03:28+00:00"), _day_and_time("yesterday")
    ('30 November 2026 at 07:03', 'yesterday')
    """
    try:
        at = datetime.fromisoformat(when)
    except ValueError:
        return when
    return f"{at.day} {at:%B %Y} at {at:%H:%M}"


def _nothing(_result: object) -> None:
    return None
