"""Opening, saving, recovering and exporting from the window.

Every question it asks and every word it says about files.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QMessageBox

from desktop.document.document import PlanInUse
from desktop.document.recovery import Recovery, Unsaved, differences, discard, left_behind
from desktop.document.worker import Ticket, Worker
from desktop.storage.plan_file import PlanFileError, backup_of, load
from desktop.window.dialogs import show_report
from models.plan.plan import Plan

if TYPE_CHECKING:
    from desktop.imports.offers import Offered
    from desktop.window.main_window import MainWindow

TABLES = (
    "Bills, logs, workbooks and tables (*.csv *.gz *.json *.jsonl *.parquet *.prom *.tsv *.txt *.xlsx *.zip);;All"
    " files (*)"
)
FILTER = "Boardcase plan (*.boardcase *.json)"
_AUTOSAVE = 600
"""Milliseconds after a change within which it is kept for recovery."""

Buttons = QMessageBox.StandardButton


class Files(QObject):
    """The file jobs of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._document = window.document
        self.recovery = Recovery()
        self._keeper = Worker(self)
        self._kept: Plan | None = None
        self._timer = QTimer(self, singleShot=True, interval=_AUTOSAVE)
        self._timer.timeout.connect(self.keep)
        self._document.plan_changed.connect(self._changed)
        self._document.path_changed.connect(self._settled)
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
                self._keeper.run("recovered", partial(_discarded, one), _nothing)
                return

    def _ask_recovery(self, one: Unsaved) -> Buttons:
        where = one.path or "a plan that was never saved"
        told = f"Kept {one.when.replace('T', ' ')} from {where}."
        if one.path and Path(one.path).is_file():
            try:
                differ = differences(load(Path(one.path)).plan, one.plan)
                told += f" {differ} input{' differs' if differ == 1 else 's and scenarios differ'} from the file."
            except (PlanFileError, OSError):
                told += " The file itself can no longer be read."
        box = self._box(
            QMessageBox.Icon.Question,
            "Unsaved work was found",
            f"“{one.plan.title[:120]}” was not closed properly. {told}\n\nOpen it? “Cancel” keeps it for the next"
            " start.",
        )
        box.setStandardButtons(Buttons.Open | Buttons.Discard | Buttons.Cancel)
        return Buttons(box.exec())

    # opening

    def open(self) -> None:
        """Ask for a plan and open it."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Open a plan", "", FILTER)
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
                show_report(self._window, path.name, notices)

        try:
            opened = self.guarded(f"{path.name} was not opened", work, after_refusal=partial(self._offer_backup, path))
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
            return self.guarded(
                f"{busy.path.name} was not opened",
                lambda: self._document.show_plan(load(busy.path).plan, None, modified=True),
            )
        if chosen is read or chosen is take:
            return self._open(busy.path, "none" if chosen is read else "take")
        return False

    def _offer_backup(self, path: Path) -> None:
        """Offer the last good version of a file that cannot be read; neither is written over."""
        backup = backup_of(path)
        if not backup.is_file():
            return
        when = datetime.fromtimestamp(backup.stat().st_mtime, UTC).astimezone()
        box = self._box(
            QMessageBox.Icon.Question,
            "There is an earlier version",
            f"{backup.name} holds the version before, of {when:%d %B %Y %H:%M}. Open it as a plan that is not saved"
            " yet?",
        )
        box.setStandardButtons(Buttons.Open | Buttons.Cancel)
        if box.exec() == Buttons.Open:
            self.guarded(
                "The earlier version was not opened",
                lambda: self._document.show_plan(load(backup).plan, None, modified=True),
            )

    def show_plan(self, plan: Plan) -> None:
        """Show a plan that is in no file yet, such as a new one or an example."""
        if self.may_discard():
            self._document.show_plan(plan, None)

    # saving

    def may_discard(self) -> bool:
        """Ask what to do with unsaved changes; True where the work may go on."""
        if not self._document.modified:
            return True
        box = self._box(QMessageBox.Icon.Question, "Unsaved changes", f"Save the changes to {self._document.name}?")
        box.setStandardButtons(Buttons.Save | Buttons.Discard | Buttons.Cancel)
        answer = box.exec()
        return answer == Buttons.Discard or (answer == Buttons.Save and self.save())

    def save(self) -> bool:
        """Save the plan where it came from, or ask where.

        What somebody else has written there is never lost unasked.
        """
        path = self._document.path
        if path is None or self._document.read_only:
            return self.save_as()
        if self._document.changed_on_disk():
            answer = self._ask_changed(path)
            if answer != "overwrite":
                return answer == "reload" and self._open(path, "ask")
        return self._write(path)

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
        if self._window.presentation is None and self._document.changed_on_disk():
            self._window.say(f"Somebody else has changed {self._document.name}; saving will ask what to keep.")

    def save_as(self) -> bool:
        """Ask where to save the plan, and save it there."""
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Save the plan", str(self._document.path or "plan.boardcase"), FILTER
        )
        if not name:
            return False
        return self._write(Path(name) if Path(name).suffix else Path(f"{name}.boardcase"))

    def _write(self, path: Path) -> bool:
        try:
            saved = self.guarded("The plan was not saved", lambda: self._document.save_as(path))
        except PlanInUse as busy:
            self._window.refuse("The plan was not saved", f"{busy}; give another name.")
            return False
        if saved:
            self._window.settings.used(path.resolve())
        return saved

    # taking in

    def take_in(self) -> None:
        """Ask for a file that comes back, and show what it offers."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Take in figures", "", TABLES)
        if name:
            self.take_in_path(Path(name))

    def take_in_path(self, path: Path) -> Ticket:
        """Read a bill, a log, a workbook or a table beside the window; it can be cancelled.

        Also the plan changes only by what is ticked.
        """
        return self._read(path, {}, partial(self._offer, path), self._not_taken)

    def _read(
        self,
        path: Path,
        answers: Mapping[str, str],
        ready: "Callable[[Offered], None]",
        failed: Callable[[Exception], None],
    ) -> Ticket:
        plan = self._document.plan

        def work(ticket: Ticket) -> "Offered":
            from desktop.imports.files import offered  # noqa: PLC0415 - the readers take a moment to import

            return offered(plan, path, ticket.look, answers)

        ticket = self._window.worker.run("import", work, ready, failed=failed, progress=self._window.progress.show_part)
        self._window.progress.begin(f"Reading {path.name}", ticket)
        return ticket

    def _offer(self, path: Path, found: "Offered") -> None:
        from desktop.panels.take_in import TakeInDialog  # noqa: PLC0415 - with the reader

        self._window.progress.end()

        reading: list[Ticket] = []

        def again(answers: Mapping[str, str]) -> None:
            def shown(found: "Offered") -> None:
                self._window.progress.end()
                dialog.show_found(found)

            def failed(error: Exception) -> None:
                dialog.reject()
                self._not_taken(error)

            reading.append(self._read(path, answers, shown, failed))

        def left() -> None:
            for ticket in reading:
                ticket.cancel()
            self._window.progress.end()

        dialog = TakeInDialog(self._window, self._document.plan, found, again)
        dialog.rejected.connect(left)
        if dialog.exec() == TakeInDialog.DialogCode.Accepted and dialog.plan is not None:
            count = len(dialog.chosen())
            self._document.change_plan(f"{count} figure{'' if count == 1 else 's'} from {path.name}", dialog.plan)
            self._window.say(
                f"{count} figure{' is' if count == 1 else 's are'} taken from {path.name}; Ctrl+Z takes"
                f" {'it' if count == 1 else 'them'} back."
            )

    def _not_taken(self, error: Exception) -> None:
        from desktop.imports.refusal import ImportRefusedError  # noqa: PLC0415 - with the reader

        self._window.progress.end()
        if isinstance(error, ImportRefusedError):
            self._window.refuse("Nothing was taken", str(error))
            return

        def raised() -> None:
            raise error

        self.guarded("Nothing was taken", raised)

    # exporting

    def export(self, kind: str) -> None:
        """Ask where to write the workbook or the business case, and write it beside the window."""
        title, name = (
            ("Export the workbook", "workbook.xlsx")
            if kind == "xlsx"
            else ("Export the business case", "business-case.pdf")
        )
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, name, f"*.{kind}")
        if chosen:
            path = Path(chosen)
            self.export_to(path if path.suffix else path.with_suffix(f".{kind}"), kind)

    def export_to(self, path: Path, kind: str) -> Ticket | None:
        """Write the workbook or the business case of the scenario shown, with progress.

        It can be cancelled and leaves no half file.
        """
        if self._document.path is not None and path.resolve() == self._document.path.resolve():
            self._window.refuse("Nothing was written", f"{path} is the plan itself; give another name.")
            return None
        day = datetime.now(UTC).date().isoformat()
        plan, scenario = self._document.plan, self._document.scenario

        def work(ticket: Ticket) -> list[Path]:
            # the libraries of both documents take a second to import
            from desktop.commands.exports import export  # noqa: PLC0415

            return export(
                plan,
                scenario,
                path if kind == "xlsx" else None,
                path if kind == "pdf" else None,
                None,
                day,
                ticket.look,
            )

        ticket = self._window.worker.run(
            "export",
            work,
            partial(self._exported, path),
            failed=self._not_exported,
            progress=self._window.progress.show_part,
        )
        self._window.progress.begin(f"Writing {path.name}", ticket)
        return ticket

    def _exported(self, path: Path, _written: list[Path]) -> None:
        self._window.progress.end()
        self._window.say(f"Written: {path}")

    def _not_exported(self, error: Exception) -> None:
        self._window.progress.end()

        def raised() -> None:
            raise error

        self.guarded("Nothing was written", raised)

    # words

    def guarded(self, title: str, work: Callable[[], object], after_refusal: Callable[[], None] | None = None) -> bool:
        """Do file work and say in one message why it failed, if it does."""
        try:
            work()
        except PlanFileError as error:
            message = str(error)
        except OSError as error:
            message = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        except ValueError as error:
            message = str(error)
        else:
            return True
        self._window.refuse(title, message)
        if after_refusal is not None:
            after_refusal()
        return False

    def _box(self, icon: QMessageBox.Icon, title: str, text: str) -> QMessageBox:
        box = QMessageBox(icon, title, text, parent=self._window)
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


def _discarded(one: Unsaved, _ticket: Ticket) -> None:
    discard(one)


def _nothing(_result: object) -> None:
    return None
