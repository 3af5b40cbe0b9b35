"""Seven questions that make a complete plan."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QDoubleSpinBox, QFormLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from models.plan.questions import PURPOSES, SENSITIVITIES, TEAMS, TODAY, Answers


class QuestionsDialog(QDialog):
    """Asks the seven questions; every one has an answer to begin with."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("New plan")
        first = Answers()
        self.title = QLineEdit("New plan")
        self.title.setMaxLength(200)
        self.title.selectAll()
        self.purpose, self.sensitivity, self.today, self.team = (_choice(known) for known in (PURPOSES, SENSITIVITIES, TODAY, TEAMS))
        self.sensitivity.setCurrentIndex(list(SENSITIVITIES).index(first.sensitivity))
        self.team.setCurrentIndex(list(TEAMS).index(first.team))
        self.requests = _number(first.requests / 1e6, 0, 100_000, " million requests a month", 2)
        self.gpus = _number(first.gpus, 0, 10_000, " GPUs while a run is on, a third of the time", 0)
        self.growth = _number(first.growth * 100, -90, 500, " % a year", 0)
        self.spending = _number(first.spending, 0, 100_000_000, " £ a month", 0)
        self.months = QSpinBox()
        self.months.setRange(12, 120)
        self.months.setSingleStep(12)
        self.months.setSuffix(" months")
        self.months.setValue(first.months)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        rows: list[tuple[str, QWidget]] = [
            ("What it is called", self.title), ("1  What is it for?", self.purpose), ("2  How much is asked?", self.requests), ("    and trained?", self.gpus),
            ("3  How fast does it grow?", self.growth), ("4  How sensitive is the data?", self.sensitivity), ("5  What is there today?", self.today), ("    and what does it cost?", self.spending),
            ("6  Who would run it?", self.team), ("7  Over how long?", self.months),
        ]  # fmt: skip
        for text, widget in rows:
            widget.setAccessibleName(text.strip(" 1234567"))
            widget.setMinimumWidth(330)
            form.addRow(text, widget)
        said = QLabel("Seven answers make a complete plan. Everything else has a sound default and can be changed afterwards.")
        said.setWordWrap(True)
        self._problem = QLabel()
        self._problem.setObjectName("problem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Make the plan")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(12)
        column.addWidget(said)
        column.addLayout(form)
        column.addWidget(self._problem)
        column.addWidget(buttons)
        self.purpose.currentIndexChanged.connect(self._enable)
        self.today.currentIndexChanged.connect(self._enable)
        self._enable()

    def _enable(self) -> None:
        """Ask only what the answers before leave open."""
        purpose = str(self.purpose.currentData())
        self.requests.setEnabled(purpose != "training")
        self.gpus.setEnabled(purpose in {"training", "all"})
        self.spending.setEnabled(self.today.currentData() == "cloud")

    def answers(self) -> Answers:
        """Return what was answered."""
        return Answers(
            str(self.purpose.currentData()),
            self.requests.value() * 1e6,
            self.gpus.value(),
            self.growth.value() / 100,
            str(self.sensitivity.currentData()),
            str(self.today.currentData()),
            self.spending.value(),
            str(self.team.currentData()),
            self.months.value(),
        )

    def plan_title(self) -> str:
        """Return what the plan is called."""
        return " ".join(self.title.text().split()) or "New plan"


def _choice(known: dict[str, str]) -> QComboBox:
    box = QComboBox()
    for value, label in known.items():
        box.addItem(label, value)
    return box


def _number(value: float, low: float, high: float, suffix: str, decimals: int) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setDecimals(decimals)
    box.setRange(low, high)
    box.setGroupSeparatorShown(True)
    box.setSuffix(suffix)
    box.setValue(value)
    return box
