"""What goes out and comes back: exporting documents, taking in bills, logs, workbooks and tables, beside the window."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.charts.chart_panel import PICTURES, ChartPanel
from desktop.document.saving import document_path, export_refused, picture_path
from desktop.document.worker import Ticket
from desktop.documents.kinds import KINDS
from desktop.imports.offers import Offered
from desktop.panels.saving_to import named_after, where_to_save
from desktop.panels.written import Written
from desktop.window.guarded import guarded
from desktop.window.shell import Shell

if TYPE_CHECKING:
    from desktop.imports.price_list import PriceList

TABLES = (
    "Bills, logs, workbooks and tables (*.csv *.gz *.json *.jsonl *.ods *.parquet *.prom *.tsv *.txt *.xlsx *.zip);;All"
    " files (*)"
)


class Exchange(QObject):
    """The jobs of one window that read or write other files than plans.

    taken: figures of a file were taken in; the plan before it, and the file's name. wrote: the path of a document or
    picture that was written.
    """

    taken = Signal(object, str)
    wrote = Signal(object)

    def __init__(self, window: Shell) -> None:
        super().__init__(window.frame)
        self._window = window
        self._document = window.document
        self.written = Written()
        self.wrote.connect(self.written.show_path)

    # taking in

    def take_in(self) -> None:
        """Ask for a file that comes back, and show what it offers."""
        name, _ = QFileDialog.getOpenFileName(self._window.frame, "Import figures", "", TABLES)
        if name:
            self.take_in_path(Path(name))

    def take_in_path(self, path: Path) -> Ticket:
        """Read a bill, a log, a workbook or a table beside the window; it can be cancelled.

        The plan changes only by what is ticked.
        """
        return self._read(path, {}, partial(self._offer, path), self._not_taken)

    def add_prices(self) -> None:
        """Ask for a price list, add it to the catalogue, and show what of the plan has newer prices."""
        name, _ = QFileDialog.getOpenFileName(
            self._window.frame, "Add a price list", "", "Price lists (*.csv *.json);;All files (*)"
        )
        if name:
            self.add_prices_of(Path(name))

    def add_prices_of(self, path: Path) -> Ticket:
        """Read a price list beside the window; the plan changes only by what is ticked afterwards."""

        def work(_: Ticket) -> "PriceList":
            from desktop.imports.files import whole  # noqa: PLC0415 - with the readers
            from desktop.imports.price_lists import read_prices  # noqa: PLC0415 - with the readers

            return read_prices(path.name, whole(path))

        ticket = self._window.worker.run("prices", work, partial(self._add, path), failed=self._not_taken)
        self._window.progress.begin(f"Reading {path.name}", ticket)
        return ticket

    def _add(self, path: Path, found: "PriceList") -> None:
        from desktop.imports.newer_prices import newer_prices  # noqa: PLC0415 - with the readers
        from desktop.storage.own_catalogue import keep  # noqa: PLC0415 - with the readers

        self._window.progress.end()
        said = found.in_words()

        def kept() -> None:
            keep(found.source, found.as_of, found.rent, found.api)
            offered = newer_prices(self._document.plan)
            self._window.say(f"{said} {offered.title}.")
            if offered.offers:
                self._offer(path, offered)

        guarded(self._window, "No price was added", kept)

    def _read(
        self,
        path: Path,
        answers: Mapping[str, str],
        ready: Callable[[Offered], None],
        failed: Callable[[Exception], None],
    ) -> Ticket:
        plan = self._document.plan

        def work(ticket: Ticket) -> Offered:
            from desktop.imports.mapped import offered_as_mapped  # noqa: PLC0415 - the readers take a moment

            return offered_as_mapped(plan, path, answers, look=ticket.look)

        ticket = self._window.worker.run("import", work, ready, failed=failed, progress=self._window.progress.show_part)
        self._window.progress.begin(f"Reading {path.name}", ticket)
        return ticket

    def _offer(self, path: Path, found: Offered) -> None:
        from desktop.panels.take_in import TakeInDialog  # noqa: PLC0415 - with the reader

        self._window.progress.end()

        reading: list[Ticket] = []

        def again(answers: Mapping[str, str]) -> None:
            def shown(found: Offered) -> None:
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

        dialog = TakeInDialog(self._window.frame, self._document.plan, found, again)
        dialog.rejected.connect(left)
        if dialog.exec() == TakeInDialog.DialogCode.Accepted and dialog.plan is not None:
            count = len(dialog.chosen())
            before = self._document.plan
            self._document.change_plan(f"{count} figure{'' if count == 1 else 's'} from {path.name}", dialog.plan)
            self._window.say(
                f"{count} figure{' was' if count == 1 else 's were'} imported from {path.name}; Ctrl+Z undoes"
                f" the import."
            )
            self.taken.emit(before, path.name)

    def _not_taken(self, error: Exception) -> None:
        from desktop.imports.refusal import ImportRefusedError  # noqa: PLC0415 - with the reader

        self._window.progress.end()
        if isinstance(error, ImportRefusedError):
            self._window.refuse("Nothing was imported", str(error))
            return

        def raised() -> None:
            raise error

        guarded(self._window, "Nothing was imported", raised)

    # exporting

    def export(self, kind: str, pinned: Sequence[str] = (), asker: QWidget | None = None) -> None:
        """Ask where to write a document of KINDS, and write it beside the window.

        pinned: the inputs that stand as sliders in a pack. asker: the window that asks, where it is not the main one.
        """
        what, _ = KINDS[kind]
        ending = f".{kind}"
        beside = self._document.path.with_suffix(ending) if self._document.path is not None else None
        suggested = str(beside or named_after(self._document.plan.title, ending))
        path = where_to_save(
            asker or self._window.frame,
            f"Export the {what}",
            suggested,
            f"*{ending}",
            lambda name: document_path(name, kind),
        )
        if path is not None:
            self.export_to(path, kind, pinned)

    def save_chart(self, chart: ChartPanel) -> None:
        """Ask where to save the chart as a picture, and save it."""
        suggested = named_after(self._document.plan.title, ".png")
        path = where_to_save(self._window.frame, "Save the chart", suggested, PICTURES, picture_path)
        if path is not None and chart.save_to(path):
            self.wrote.emit(path)

    def export_to(self, path: Path, kind: str, pinned: Sequence[str] = ()) -> Ticket | None:
        """Write a document of the scenario shown, with progress.

        It can be cancelled and leaves no half file.
        """
        refused = export_refused(path, self._document.path)
        if refused:
            self._window.refuse("Nothing was written", refused)
            return None
        day = datetime.now(UTC).date().isoformat()
        plan, scenario = self._document.plan, self._document.scenario

        def work(ticket: Ticket) -> list[Path]:
            # the libraries of the documents take a second to import
            from desktop.commands.exports import export  # noqa: PLC0415

            return export(plan, scenario, {kind: path}, day, ticket.look, pinned)

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
        self.wrote.emit(path)

    def _not_exported(self, error: Exception) -> None:
        self._window.progress.end()

        def raised() -> None:
            raise error

        guarded(self._window, "Nothing was written", raised)
