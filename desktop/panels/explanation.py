"""Why a number is what it is.

Its formula in words, its inputs and their evidence, opened step by step down to the source.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop.document.document import Document
from desktop.forms.quiet import Counter
from models.areas.options import OPTION_LABELS
from models.exhibits.explanation import ExplanationError, Step, explanation
from models.quantities.writing import month_name

_STEP = Qt.ItemDataRole.UserRole
HINT = (
    "Click a curve or a figure in the table of options: here is why it is what it is. An input opens with Enter or a"
    " double click."
)


class ExplanationPanel(QWidget):
    """Explains one line in one month. input_wanted: an input is to be shown."""

    input_wanted = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._key = ""
        self._head = QLabel(HINT)
        self._head.setWordWrap(True)
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        self.month = Counter()
        self.month.setAccessibleName("Month explained")
        self.month.setPrefix("Month ")
        self.month.valueChanged.connect(self._refill)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels(["Quantity", "Value"])
        self.tree.setAccessibleName("Explanation")
        self.tree.setAlternatingRowColors(False)
        # names take what figures leave
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.itemExpanded.connect(self._opened)
        self.tree.itemActivated.connect(self._activated)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setObjectName("unit")
        self._words.setAccessibleName("Formula in words")
        self.tree.currentItemChanged.connect(self._say)
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addWidget(self.month)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 8)
        column.addLayout(head)
        column.addWidget(self.tree, 1)
        column.addWidget(self._words)
        self.month.hide()

    @property
    def key(self) -> str:
        """The line that is explained, empty for none."""
        return self._key

    def explain(self, key: str, month: int) -> None:
        """Explain a line in a month."""
        self._key = key
        self.month.setRange(0, self._document.plan.structure.horizon)
        if self.month.value() == month:
            self._refill()
        else:
            self.month.setValue(month)
        self.month.show()
        self.tree.setFocus()

    def refresh(self) -> None:
        """Explain the same line anew, for what the document now holds."""
        if self._key and self.isVisible():
            self._refill()

    def _refill(self) -> None:
        if not self._key:
            return
        month = min(self.month.value(), self._document.plan.structure.horizon)
        try:
            step = explanation(self._document.plan, self._document.scenario, self._key, month, 1)
        except ExplanationError as error:
            self._head.setText(str(error))
            self.tree.clear()
            return
        plan = self._document.plan
        option = OPTION_LABELS.get(self._key.split(".")[0], "")
        of = f"{option}: {step.label}" if option else step.label
        self._head.setText(f"{of}, {month_name(plan.start, month)}, {plan.scenario(self._document.scenario).name}")
        self.tree.clear()
        top = self._item(step, filled=True)
        self.tree.addTopLevelItem(top)
        self._fill(top, step)
        top.setExpanded(True)
        self.tree.setCurrentItem(top)
        self._say(top)

    def _item(self, step: Step, *, filled: bool = False) -> QTreeWidgetItem:
        item = QTreeWidgetItem([step.label, step.value])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        item.setData(0, _STEP, (step.key, bool(step.formula), filled))
        if step.formula and not filled:
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        return item

    def _fill(self, item: QTreeWidgetItem, step: Step) -> None:
        """Put the formula in words below a quantity, then what it is made of; inputs say where they come from."""
        words = QTreeWidgetItem([f"= {step.formula}", ""])
        words.setFlags(words.flags() & ~Qt.ItemFlag.ItemIsSelectable)
        words.setFirstColumnSpanned(True)
        words.setToolTip(0, "")
        item.addChild(words)
        words.setFirstColumnSpanned(True)
        for below in step.steps:
            child = self._item(below)
            item.addChild(child)
            if below.evidence:
                source = QTreeWidgetItem([below.evidence, ""])
                source.setFlags(source.flags() & ~Qt.ItemFlag.ItemIsSelectable)
                child.addChild(source)
                source.setFirstColumnSpanned(True)
                child.setExpanded(True)
            if below.steps:
                child.setData(0, _STEP, (below.key, True, True))
                self._fill(child, below)

    def _say(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None = None) -> None:
        """Show in full what the current line says: a formula is longer than the tree is wide."""
        below = item.child(0) if item is not None and item.childCount() else None
        self._words.setText(
            below.text(0) if below is not None and not below.text(1) else item.text(0) if item is not None else ""
        )

    def _opened(self, item: QTreeWidgetItem) -> None:
        """Work out what a quantity is made of when it is first opened."""
        step = item.data(0, _STEP)
        if step is None:
            return
        key, is_line, filled = step
        if is_line and not filled:
            item.setData(0, _STEP, (key, is_line, True))
            self._fill(item, explanation(self._document.plan, self._document.scenario, str(key), self.month.value(), 1))
            self._say(self.tree.currentItem())

    def _activated(self, item: QTreeWidgetItem, _column: int) -> None:
        step = item.data(0, _STEP)
        if step is not None and not step[1] and str(step[0]) in self._document.plan.entries:
            self.input_wanted.emit(str(step[0]))
