"""How far work beside the window is, with a button that gives it up."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from desktop.document.worker import Ticket


class Progress(QWidget):
    """Shows one piece of work in the status bar."""

    def __init__(self) -> None:
        super().__init__()
        self._ticket: Ticket | None = None
        self._label = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(150)
        self._bar.setRange(0, 100)
        self._bar.setAccessibleName("Progress")
        self.cancel = QToolButton()
        self.cancel.setObjectName("quiet")
        self.cancel.setText("Cancel")
        self.cancel.setAccessibleName("Cancel the work in progress")
        self.cancel.clicked.connect(self.give_up)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        for part in (self._label, self._bar, self.cancel):
            line.addWidget(part)
        self.hide()

    @property
    def doing(self) -> str:
        """What is being done, empty where nothing is."""
        return self._label.text() if self._ticket is not None else ""

    def begin(self, text: str, ticket: Ticket) -> None:
        """Show a piece of work."""
        self._ticket = ticket
        self._label.setText(text)
        self._bar.setValue(0)
        self.show()

    def show_part(self, part: float, doing: str) -> None:
        """Show how far it is."""
        self._bar.setValue(round(100 * part))
        if doing:
            self._label.setText(doing)

    def give_up(self) -> None:
        """Give the work up."""
        if self._ticket is not None:
            self._ticket.cancel()
        self.end()

    def end(self) -> None:
        """Take the bar away."""
        self._ticket = None
        self.hide()
