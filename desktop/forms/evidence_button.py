"""The button beside an input that says where its value comes from, and its menu of what else may stand there."""

import re
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from desktop.document.document import Document
from desktop.forms.editors import dot
from desktop.forms.evidence import EvidenceDialog
from desktop.style.palette import theme
from desktop.style.tips import tip
from models.catalogue.rows import CatalogueRow
from models.plan.choosing import ChoiceError, chosen, fits
from models.plan.plan import default_entry
from models.plan.problems import joint_problems
from models.quantities.declaration import Input
from models.quantities.writing import SYMBOLS, in_unit

_SHORT = 7
"""Kinds of evidence of up to as many characters have room for their date."""
_MOST_ROWS = 40
"""Rows of the catalogue that the menu offers."""


class EvidenceButton(QToolButton):
    """Says what an input rests on; its menu opens the evidence, the catalogue, the base's value and the default.

    refused: emitted with a message where a row of the catalogue cannot stand here.
    """

    refused = Signal(str)

    def __init__(self, owner: QWidget, document: Document, key: str, declared: Input) -> None:
        super().__init__(owner)
        self._owner = owner
        self._document = document
        self._key = key
        self._declared = declared
        self._influence = ""
        self.setObjectName("evidence")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(9, 9))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        # Tab goes from value to value; Edit has both, the evidence and this menu, of the input the cursor is in
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        menu = QMenu(self)
        menu.aboutToShow.connect(partial(self._fill, menu))
        self.setMenu(menu)

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        menu.addAction("Evidence …").triggered.connect(self.edit)
        offered = fits(self._declared)
        if offered:
            known = menu.addMenu("From the catalogue")
            for row in offered[:_MOST_ROWS]:
                where = ", ".join(piece for piece in (row.region, row.as_of) if piece)
                typical = in_unit(row.typical, self._declared, SYMBOLS.get(row.currency, "£"))
                action = known.addAction(f"{row.name}: {typical}{f' ({where})' if where else ''}")
                action.triggered.connect(partial(self._take, row))
        changed = self._key in self._document.plan.scenario(self._document.scenario).changes
        back = menu.addAction("Return to the base's value")
        back.setEnabled(changed)
        back.triggered.connect(self.return_to_base)
        menu.addAction("Reset to the default").triggered.connect(self.reset)

    def edit(self) -> None:
        """Ask where the value comes from."""
        EvidenceDialog(self._owner, self._document, self._key, self._declared).exec()

    def return_to_base(self) -> None:
        """Give the scenario's input the base's value again."""
        self._document.return_to_base(self._key)
        self._document.end_run()

    def reset(self) -> None:
        """Give the input the value and the evidence a new plan has."""
        table = self._declared.home
        row = self._key.split(".")[2] if table else ""
        entry = default_entry(self._declared, self._document.plan.slugs, row=row)
        if not joint_problems(self._document.plan.with_entry(self._document.scenario, self._key, entry)):
            self._document.end_run()
            self._document.set_entry(self._key, entry)
            self._document.end_run()

    def _take(self, row: CatalogueRow, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        try:
            plan = chosen(self._document.plan, self._document.scenario, self._key, row.id)
        except ChoiceError as error:
            self.refused.emit(str(error))
            return
        self._document.change_plan(f"choice of {row.name}", plan)

    def show_influence(self, text: str) -> None:
        """Show how much the input moves the verdict in place of its evidence; an empty text shows that again."""
        if text != self._influence:
            self._influence = text
            self.refresh()

    def refresh(self) -> None:
        """Say what the document holds."""
        evidence = self._document.entry(self._key).evidence
        year = re.search(r"\d{4}", evidence.date)
        dated = f", {year[0]}" if year is not None and len(evidence.kind.value) <= _SHORT else ""
        source = evidence.source or self._declared.source
        words = ". ".join(piece for piece in (source, evidence.date, evidence.note) if piece)
        text = self._influence or f"{evidence.kind.value}{dated}"
        if self.text() != text or self.icon().isNull():
            self.setText(text)
        self.setIcon(dot(theme().evidence[evidence.kind.value]))
        self.setToolTip(tip(words))
        self.setAccessibleName(f"Evidence of {self._declared.label}: {evidence.kind.value}")
        self.setAccessibleDescription(words)
