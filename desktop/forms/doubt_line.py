"""The line below a field that asks whether a value is right, or says that nothing comes of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.document.document import Document
from models.quantities.declaration import Value
from models.rules.doubts import doubt

UNUSED = "As the plan stands, nothing is worked out from this."


class DoubtLine(QLabel):
    """Asks below a value that looks like a slip whether it is right, such as a month's price that is asked an hour."""

    def __init__(self, document: Document, key: str) -> None:
        super().__init__()
        self.setObjectName("doubt")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()
        self._document = document
        self._key = key
        self._looked_at: tuple[str, Value, bool] | None = None

    def look(self) -> None:
        """Look at what the document holds, if it is another value than before."""
        plan, scenario, value = self._document.plan, self._document.scenario, self._document.entry(self._key).value
        used = plan.declaration(self._key).when is None or plan.applies(scenario, self._key)
        if self._looked_at == (scenario, value, used):
            return
        self._looked_at = (scenario, value, used)
        found = doubt(plan, scenario, self._key) if used else None
        self.setText(f"Is it right? {found.message}" if found is not None else "" if used else UNUSED)
        self.setVisible(bool(self.text()))
