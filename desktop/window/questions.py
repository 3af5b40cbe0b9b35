"""Seven questions that make a complete plan."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.forms.quiet import Chooser, Months
from desktop.forms.scrolled import lay_out
from models.areas.finance import Finance
from models.areas.security import Security
from models.areas.taxation import Tax
from models.areas.workloads import Workload
from models.plan.paper import LONGEST_TITLE
from models.plan.plan import Plan
from models.plan.questions import PURPOSES, SENSITIVITIES, TEAMS, TODAY, Answers
from models.plan.sectors import SECTORS, assumed, plan_of
from models.quantities.declaration import Input
from models.quantities.sums import typed
from models.quantities.writing import ReadingError, in_unit, shown

_RESIDENT = {
    "no": "Anywhere",
    "yes": "In the UK or EU, by law or contract",
    "uk": "In the UK alone, by law or contract",
}
_TAX = {"exempt": "No, none is paid", "company": "Yes, as a company"}


class QuestionsDialog(QDialog):
    """Asks the seven questions; every one has an answer to begin with."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("New plan")
        self._answered: set[QWidget] = set()
        self._ask()
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        rows: list[tuple[str, QWidget]] = [
            ("Name of the plan", self.title),
            ("Sector", self.sector),
            ("1  What is it for?", self.purpose),
            ("2  How many requests?", self.requests),
            ("    How many GPUs for training?", self.gpus),
            ("3  How fast does demand grow?", self.growth),
            ("4  How sensitive is the data?", self.sensitivity),
            ("    Where must it stay?", self.resident),
            ("5  What do you pay for today?", self.today),
            ("    How much is the bill?", self.spending),
            ("    VAT recovered on services?", self.vat_services),
            ("    VAT recovered on hardware?", self.vat_assets),
            ("    Corporation tax paid?", self.tax),
            ("6  Who would run it?", self.team),
            ("7  Over how long?", self.months),
        ]
        for text, widget in rows:
            widget.setAccessibleName(text.strip(" 1234567"))
            widget.setMinimumWidth(330)
            form.addRow(text, widget)
        self._labels = {widget: form.labelForField(widget) for _, widget in rows}
        said = QLabel(
            "Seven answers make a complete plan. Everything else has a sound default and can be changed afterwards. A"
            " sector fills in what you have not answered yet, and adds the requirements that usually apply."
        )
        self._assumed = QLabel()
        self._assumed.setObjectName("unit")
        for label in (said, self._assumed):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._assumed.setMinimumHeight(2 * self._assumed.fontMetrics().lineSpacing())
        self._problem = QLabel()
        self._problem.setObjectName("problem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(10, 8, 10, 0)
        column.setSpacing(12)
        column.addWidget(said)
        column.addLayout(form)
        column.addWidget(self._assumed)
        column.addStretch(1)
        lay_out(self, inside, self._problem, self._buttons())
        self._follow_answers()
        for before, after in pairwise(widget for _, widget in rows):
            QWidget.setTabOrder(before, after)
        # what is typed first is the plan's name
        self.title.setFocus()
        self.title.selectAll()

    def _follow_answers(self) -> None:
        """Let each answer decide what is asked beside it and what is assumed."""
        self.sector.currentIndexChanged.connect(self._take_sector)
        for box in (self.resident, self.tax):
            box.currentIndexChanged.connect(self._say_assumed)
        self.vat_services.editingFinished.connect(self._say_assumed)
        for box in (self.purpose, self.today):
            box.currentIndexChanged.connect(self._enable)
        # what was refused is no longer told once it is typed anew
        for edit in (self.title, *self._figures()):
            edit.textEdited.connect(self._problem.clear)
            edit.textEdited.connect(partial(self._note, edit))
        for box in (self.purpose, self.sensitivity, self.team, self.resident, self.tax):
            box.activated.connect(partial(self._note, box))
        for edit in self._figures():
            edit.editingFinished.connect(partial(self._refused, edit))
        self._enable()

    def _ask(self) -> None:
        """Make the editors, each with an answer to begin with."""
        first = Answers()
        self.title = QLineEdit("New plan")
        self.title.setMaxLength(LONGEST_TITLE)
        self.title.selectAll()
        self.sector, self.purpose, self.sensitivity, self.resident, self.today, self.tax, self.team = (
            _choice(known)
            for known in (
                {key: one.name for key, one in SECTORS.items()},
                PURPOSES,
                SENSITIVITIES,
                _RESIDENT,
                TODAY,
                _TAX,
                TEAMS,
            )
        )
        self.sensitivity.setCurrentIndex(list(SENSITIVITIES).index(first.sensitivity))
        self.team.setCurrentIndex(list(TEAMS).index(first.team))
        self.requests = AmountEdit("requests a month in all", first.requests, (0, 1e11), Workload.requests)
        self.gpus = AmountEdit("GPUs while a run is on, a third of the time", first.gpus, (0, 10_000), Workload.gpus)
        self.growth = AmountEdit("a year", first.growth, (-0.9, 5), Workload.growth)
        self.spending = AmountEdit("a month, with VAT not recovered", first.spending, (0, 1e8), Finance.usual_cost)
        self.vat_services = AmountEdit("of the VAT", _usual(Tax.vat_services), (0, 1), Tax.vat_services)
        self.vat_assets = AmountEdit("of the VAT", _usual(Tax.vat_assets), (0, 1), Tax.vat_assets)
        self.months = Months()
        self.months.setRange(12, 120)
        self.months.setSingleStep(12)
        self.months.setValue(first.months)

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Create the plan")
        buttons.accepted.connect(self.accept_if_right)
        buttons.rejected.connect(self.reject)
        return buttons

    def _note(self, editor: QWidget, *_said: object) -> None:
        """Note that somebody has given an answer, which a sector chosen later leaves alone."""
        self._answered.add(editor)

    def _take_sector(self) -> None:
        """Fill in what is usual in the sector, but for what somebody has answered already."""
        chosen = SECTORS[str(self.sector.currentData())]
        answers = chosen.answers
        for box, value in (
            (self.purpose, answers.purpose),
            (self.sensitivity, answers.sensitivity),
            (self.team, answers.team),
            (self.resident, "yes" if chosen.inputs.get(Security.residency.key) else "no"),
            (self.tax, str(chosen.inputs.get(Tax.tax_position.key, Tax.tax_position.default))),
        ):
            if box not in self._answered:
                box.setCurrentIndex(box.findData(value))
        for edit, amount in (
            (self.requests, answers.requests),
            (self.gpus, answers.gpus),
            (self.growth, answers.growth),
            (self.vat_services, float(chosen.inputs.get(Tax.vat_services.key, _usual(Tax.vat_services)))),
            (self.vat_assets, float(chosen.inputs.get(Tax.vat_assets.key, _usual(Tax.vat_assets)))),
        ):
            if edit not in self._answered:
                edit.put(amount)
        self._say_assumed()

    def _say_assumed(self) -> None:
        """Say what is assumed of the sector, but for what the answers say otherwise."""
        words = assumed(SECTORS[str(self.sector.currentData())], self.answers())
        self._assumed.setText(f"Assumed for now: {words}" if words else "")

    def _enable(self) -> None:
        """Ask only what the answers before leave open; what is not asked is seen to be off."""
        purpose = str(self.purpose.currentData())
        self.requests.setEnabled(purpose != "training")
        self.gpus.setEnabled(purpose in {"training", "all"})
        self.spending.setEnabled(self.today.currentData() == "cloud")
        for widget, label in self._labels.items():
            label.setEnabled(widget.isEnabled())

    def accept_if_right(self) -> None:
        """Go on with the answers, or say which of them is not one; what was typed stays."""
        if not self.title.text().strip():
            self._problem.setText(f"{self.title.accessibleName()}: is empty; it heads the business case.")
            self.title.setFocus()
            return
        for edit in self._figures():
            if self._refused(edit):
                edit.setFocus()
                return
        self.accept()

    def _refused(self, edit: "AmountEdit") -> bool:
        """Say what is wrong with an answer that is asked for; return whether anything is."""
        problem = edit.problem() if edit.isEnabled() else ""
        if problem:
            self._problem.setText(f"{edit.accessibleName().rstrip('?')}: {problem}")
        return bool(problem)

    def _figures(self) -> "Sequence[AmountEdit]":
        return self.requests, self.gpus, self.growth, self.spending, self.vat_services, self.vat_assets

    def answers(self) -> Answers:
        """Return what was answered."""
        return Answers(
            str(self.purpose.currentData()),
            self.requests.value(),
            self.gpus.value(),
            self.growth.value(),
            str(self.sensitivity.currentData()),
            str(self.today.currentData()),
            self.spending.value(),
            str(self.team.currentData()),
            self.months.value(),
            self.resident.currentData() != "no",
            self.resident.currentData() == "uk",
            self.vat_services.value(),
            self.vat_assets.value(),
            self.tax.currentData() == "company",
        )

    def plan(self) -> Plan:
        """Return the plan that comes of the answers."""
        return plan_of(str(self.sector.currentData()), self.answers(), self.plan_title())

    def plan_title(self) -> str:
        """Return what the plan is called."""
        return " ".join(self.title.text().split()) or "New plan"


def _usual(declared: Input) -> float:
    """Return the default of a number."""
    assert isinstance(declared.default, float)
    return declared.default


def _choice(known: dict[str, str]) -> QComboBox:
    box = Chooser()
    for value, label in known.items():
        box.addItem(label, value)
    return box


class AmountEdit(QLineEdit):
    """An amount as a person types it, such as £25k, 1.2m or 30%; the unit stands behind it."""

    def __init__(self, unit: str, value: float, bounds: tuple[float, float], declared: Input) -> None:
        super().__init__()
        self._first, self._bounds, self._declared = value, bounds, declared
        self.put(value)
        self.editingFinished.connect(self._tidy)
        behind = QLabel(unit)
        behind.setObjectName("unit")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 10, 0)
        line.addStretch(1)
        line.addWidget(behind)

    def put(self, value: float) -> None:
        """Show an amount."""
        self.setText(in_unit(value, self._declared, "£").split(" ", maxsplit=1)[0])

    def _tidy(self) -> None:
        """Show a sum that was typed as what it comes to, with its unit."""
        if self.isModified() and not self.problem():
            self.put(self.value())

    def problem(self) -> str:
        """Return what is wrong with the text, nothing where it is an amount within the bounds."""
        try:
            value = float(typed(self.text(), self._declared).value)
        except ReadingError as error:
            return str(error)
        low, high = (in_unit(bound, self._declared, "£") for bound in self._bounds)
        return (
            ""
            if self._bounds[0] <= value <= self._bounds[1]
            else f"{shown(self.text())} is out of range; expected {low} to {high}"
        )

    def value(self) -> float:
        """Return the amount, the one there was at first where the text is none."""
        return self._first if self.problem() else float(typed(self.text(), self._declared).value)
