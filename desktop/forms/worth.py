"""What it is worth to know one input before deciding, worked out beside the dialog that shows it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.document.document import Document
from desktop.document.worker import Ticket, Worker
from models.quantities.writing import SYMBOLS, money

if TYPE_CHECKING:
    from models.studies.information import Information


class WorthLine(QLabel):
    """Says what it is worth to know an input; empty where it is not drawn or nothing is to be decided."""

    def __init__(self, parent: QWidget, document: Document, key: str) -> None:
        super().__init__("Working out what it is worth to know …", parent)
        self._document, self._key = document, key
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setObjectName("unit")
        self._worker = Worker(self)
        plan, scenario = document.plan, document.scenario

        def work(ticket: Ticket) -> "Information":
            from models.exhibits.every_study import STUDIES, Asked  # noqa: PLC0415 - with the studies
            from models.studies.information import Information  # noqa: PLC0415

            found = STUDIES["worth"](plan, scenario, Asked(), ticket.look).behind
            assert isinstance(found, Information)
            return found

        self._ticket = self._worker.run("worth", work, self.show_worth, failed=self._failed)

    def show_worth(self, found: "Information") -> None:
        """Show what knowing the input is worth."""
        symbol = SYMBOLS[self._document.plan.currency]
        known = next((one for one in found.worths if one.key == self._key), None)
        if known is None:
            self.setText("Not drawn in a simulation: give it a plausible range to learn what it is worth to know.")
        elif known.measurable:
            self.setText(
                f"Knowing it before deciding is worth {money(known.value, symbol)}, give or take"
                f" {money(2 * known.error, symbol)}; knowing everything {money(found.perfect, symbol)}."
            )
        else:
            self.setText(
                "Knowing it before deciding would not change what is decided: its worth is not measurable; knowing"
                f" everything is worth {money(found.perfect, symbol)}."
            )

    def _failed(self, _error: Exception) -> None:
        self.setText("")

    def stop(self) -> None:
        """Give the work up."""
        self._ticket.cancel()
        self._worker.close()
