"""The line below a field that asks whether a value is right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.document.document import Document
from models.quantities.declaration import Value
from models.rules.doubts import doubt


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
        self._looked_at: tuple[str, Value] | None = None

    def look(self) -> None:
        """Look at what the document holds, if it is another value than before."""
        value = self._document.entry(self._key).value
        if self._looked_at == (self._document.scenario, value):
            return
        self._looked_at = (self._document.scenario, value)
        found = doubt(self._document.plan, self._document.scenario, self._key)
        self.setText(f"Is it right? {found.message}" if found is not None else "")
        self.setVisible(found is not None)
