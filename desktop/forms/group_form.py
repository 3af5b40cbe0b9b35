"""The form of one group of inputs: those that decide first, the rest on demand.

A table's rows one at a time or as a table.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.document.document import Document
from desktop.forms.columns import Columns
from desktop.forms.features import FeatureButton
from desktop.forms.field import Field, Refused
from desktop.forms.row_bar import RowBar
from desktop.forms.rows_panel import RowsPanel
from models.appraisal.in_use import features_showing, inputs_shown
from models.plan.feature_switch import with_feature
from models.quantities.declaration import Input, InputGroup, Kind


class GroupForm(QWidget):
    """The form of one group of inputs; for a table, of the row that is chosen.

    row_chosen: another row of the table is looked at.
    """

    row_chosen = Signal()

    def __init__(self, document: Document, group: InputGroup) -> None:
        super().__init__()
        self.setObjectName("form")
        self._document = document
        self._group = group
        self._fields: list[Field] = []
        self._wanted = ""
        self._refused: dict[str, Refused] = {}
        self._all = self._as_table = False
        self._sizes: Mapping[str, str] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._heading = QLabel(group.title)
        self._heading.setObjectName("heading")
        self._heading.setIndent(0)
        self._column.addWidget(self._heading)
        self._table: RowsPanel | None = None
        self._rows = self._row_bar()
        self._body = Columns()
        self._column.addLayout(self._body)
        self._more = QPushButton()
        self._more.setObjectName("more")
        self._more.setCursor(Qt.CursorShape.PointingHandCursor)
        self._more.clicked.connect(self._toggle)
        self._parts = FeatureButton(document, group)
        self._features: frozenset[str] = document.plan.features
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self._more)
        foot.addWidget(self._parts)
        foot.addStretch(1)
        self._column.addLayout(foot)
        self.rebuild()

    def _row_bar(self) -> RowBar | None:
        if not self._group.table:
            return None
        bar = RowBar(self._document, self._group)
        bar.row_chosen.connect(self.rebuild)
        bar.row_chosen.connect(self.row_chosen)
        bar.table_wanted.connect(self.show_as_table)
        self._column.addWidget(bar)
        return bar

    @property
    def row(self) -> str:
        """The row that is chosen; empty where the group is no table."""
        return self._rows.slug if self._rows is not None else ""

    def show_as_table(self, wanted: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Show all rows as a table, or the form of the row that is chosen."""
        if wanted and self._table is None:
            self._table = RowsPanel(self._document, self._group)
            if self._rows is not None:
                self._table.table.row_entered.connect(self._rows.follow)
                self._rows.row_chosen.connect(self._enter_row)
            self._column.insertWidget(self._column.count() - 1, self._table)
        if self._table is not None:
            self._table.setVisible(wanted)
            self._table.refresh()
        self._as_table = wanted
        self._enter_row()
        self.rebuild()

    def _enter_row(self) -> None:
        """Put the cursor of the table in the row that is chosen."""
        if self._as_table and self._table is not None:
            self._table.table.enter(self.row)

    def _toggle(self) -> None:
        self._all = not self._all
        self.rebuild()

    def rebuild(self) -> None:
        """Build the fields anew, for another row or for more of them; who is in one of them stays in it."""
        within = next((one.key for one in self._fields if one.editor.hasFocus()), "")
        self._take_down()
        self._fields = [self._field(declared) for declared in self._shown()]
        for field in self._fields:
            field.setParent(self)
            if (refused := self._refused.pop(field.key, None)) is not None:
                field.take_up(refused)
        hidden = len([one for one in self._inputs() if not one.essential])
        self._more.setVisible(hidden > 0 and not self._as_table)
        # where the plan uses nothing of it and nothing can be turned on here, there is nothing to head
        self._heading.setVisible(bool(self._inputs()) or self._rows is not None or bool(self._parts.slugs))
        self._more.setText("Fewer" if self._all else f"{hidden} more input{'' if hidden == 1 else 's'}")
        self._more.setAccessibleName(f"{self._group.title}: {self._more.text()}")
        self.show_influences(self._sizes)
        self.refresh()
        for field in self._fields:
            if field.key == within:
                field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_down(self) -> None:
        """Remove the fields, keeping what was typed in them and refused."""
        for field in self._fields:
            if (refused := field.refused) is not None:
                self._refused[field.key] = refused
            field.hide()
            field.deleteLater()
        self._fields = []

    def forget(self) -> None:
        """Forget what was typed and refused: another plan is shown."""
        self._take_down()
        self._refused.clear()

    def _shown(self) -> Sequence[Input]:
        if self._as_table:
            return []
        return [one for one in self._inputs() if self._all or one.essential]

    def _inputs(self) -> Sequence[Input]:
        """Return the inputs of the group that the plan uses."""
        shown = inputs_shown(self._document.plan)
        return [one for one in self._group.inputs if one.kind is not Kind.CONSTANT and one.key in shown]

    def _field(self, declared: Input) -> Field:
        key = declared.key if self._rows is None else declared.key_in(self._rows.slug)
        return Field(self._document, key, declared)

    def refresh(self) -> None:
        """Show what the document holds; inputs that do not matter here are left out."""
        if self._document.plan.features != self._features:
            new = self._document.plan.features - self._features
            self._all = self._all or bool(new & self._parts.slugs)
            self._features = self._document.plan.features
            self._parts.fill()
            self.rebuild()
            return
        if self._as_table and self._table is not None:
            self._table.refresh()
        for field in self._fields:
            field.refresh()
        self._place()

    def _place(self) -> None:
        """Put the fields that matter here in place."""
        plan, scenario = self._document.plan, self._document.scenario
        shown: list[Field] = []
        for field in self._fields:
            matters = field.declared.when is None or plan.applies(scenario, field.key) or field.key == self._wanted
            field.setVisible(matters)
            if matters:
                shown.append(field)
        self._body.place(shown)

    def set_columns(self, columns: int) -> None:
        """Stand the inputs in so many columns."""
        if self._body.set_columns(columns):
            self._place()

    def show_input(self, key: str, declared: Input) -> Field | None:
        """Return the field of an input, its row and the rest of the form shown if need be.

        None where it is not in this form.
        """
        if declared not in self._group.inputs:
            return None
        for feature in features_showing(self._document.plan, declared.key):
            self._document.change_plan(f"turning on {feature.title}", with_feature(self._document.plan, feature.slug))
        if self._rows is not None and self._rows.slug != key.split(".")[2]:
            self._rows.show_row(key.split(".")[2])
        if self._as_table and self._rows is not None:
            self._rows.leave_table()
        if not declared.essential and not self._all:
            self._toggle()
        # somebody looked for it: it stands there though nothing is worked out from it as the plan is
        self._wanted = key
        self._place()
        return next((field for field in self._fields if field.key == key), None)

    def show_influences(self, sizes: Mapping[str, str] | None) -> None:
        """Show beside each input how much it moves the verdict, or its evidence again."""
        self._sizes = sizes
        for field in self._fields:
            field.evidence.show_influence("" if sizes is None else sizes.get(field.key, "no range"))

    def row_names_changed(self) -> None:
        """Show the rows the plan has."""
        if self._rows is not None:
            self._rows.fill()
            self.rebuild()
