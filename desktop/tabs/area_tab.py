"""A decision area's tab: the inputs that decide first, the rest on demand, table rows one at a time."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.document.document import Document
from desktop.forms.field import LABEL_WIDTH, Field
from models.quantities.declaration import Input, InputGroup, Kind


class GroupForm(QWidget):
    """The form of one group of inputs; for a table, of the row that is chosen."""

    def __init__(self, document: Document, group: InputGroup) -> None:
        super().__init__()
        self.setObjectName("form")
        self._document = document
        self._group = group
        self._fields: list[Field] = []
        self._all = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        heading = QLabel(group.title)
        heading.setObjectName("heading")
        heading.setIndent(0)
        self._column.addWidget(heading)
        self._rows = self._row_chooser()
        self._body = QVBoxLayout()
        self._column.addLayout(self._body)
        self._more = QPushButton()
        self._more.setObjectName("more")
        self._more.setCursor(Qt.CursorShape.PointingHandCursor)
        self._more.clicked.connect(self._toggle)
        self._column.addWidget(self._more)
        self.rebuild()

    def _row_chooser(self) -> QComboBox | None:
        if not self._group.table:
            return None
        line = QHBoxLayout()
        line.setSpacing(8)
        caption = QLabel("Row")
        caption.setFixedWidth(LABEL_WIDTH)
        chooser = QComboBox()
        chooser.setMinimumWidth(224)
        chooser.setAccessibleName(f"Row of {self._group.title}")
        line.addWidget(caption)
        line.addWidget(chooser)
        line.addStretch(1)
        self._column.addLayout(line)
        for row in self._document.plan.rows[self._group.table]:
            chooser.addItem(row.name, row.slug)
        chooser.activated.connect(self._row_chosen)
        return chooser

    def _row_chosen(self, _position: int) -> None:
        self.rebuild()

    def _toggle(self) -> None:
        self._all = not self._all
        self.rebuild()

    def rebuild(self) -> None:
        """Build the fields anew, for another row or for more of them."""
        for field in self._fields:
            self._body.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._fields = [self._field(declared) for declared in self._shown()]
        for field in self._fields:
            self._body.addWidget(field)
        hidden = len([one for one in self._group.inputs if not one.essential and one.kind is not Kind.CONSTANT])
        self._more.setVisible(hidden > 0)
        self._more.setText("Fewer" if self._all else f"{hidden} more input{'' if hidden == 1 else 's'}")
        self.refresh()

    def _shown(self) -> Sequence[Input]:
        return [one for one in self._group.inputs if self._all or one.essential]

    def _field(self, declared: Input) -> Field:
        key = declared.key if self._rows is None else declared.key_in(str(self._rows.currentData()))
        return Field(self._document, key, declared)

    def refresh(self) -> None:
        """Show what the document holds; inputs that do not matter here are left out."""
        for field in self._fields:
            field.refresh()
            when = field.declared.when
            if when is not None:
                prefix = field.key.rsplit(".", 1)[0]
                field.setVisible(str(self._document.entry(f"{prefix}.{when.input_name}").value) in when.values)

    def row_names_changed(self) -> None:
        """Fill the choice of rows anew."""
        if self._rows is None:
            return
        chosen = self._rows.currentData()
        self._rows.clear()
        for row in self._document.plan.rows[self._group.table]:
            self._rows.addItem(row.name, row.slug)
        self._rows.setCurrentIndex(max(0, self._rows.findData(chosen)))
        self.rebuild()


class AreaTab(QScrollArea):
    """The tab of one area."""

    def __init__(self, document: Document, title: str, groups: Sequence[InputGroup]) -> None:
        super().__init__()
        self.title = title
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("form")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 4, 12, 16)
        self.forms = [GroupForm(document, group) for group in groups]
        for form in self.forms:
            column.addWidget(form)
        column.addStretch(1)
        self.setWidget(inside)

    def refresh(self) -> None:
        """Show what the document holds."""
        for form in self.forms:
            form.refresh()

    def rebuild(self) -> None:
        """Build every form anew, for another plan."""
        for form in self.forms:
            form.row_names_changed()
            form.rebuild()
