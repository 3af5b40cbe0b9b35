"""A decision area's tab: the inputs that decide first, the rest on demand, table rows one at a time."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.charts.area_chart import AreaChart
from desktop.charts.exhibit_table import ExhibitTable
from desktop.document.document import Document
from desktop.forms.field import Field
from desktop.forms.row_bar import RowBar
from models.exhibits.figures import Table
from models.exhibits.plots import PlotOf
from models.plan.plan import Plan
from models.quantities.declaration import Input, InputGroup, Kind

type Exhibit = Callable[[Plan, str], Table]
"""What a tab shows beside its forms: a table of a plan's scenario."""

_REST = 120
"""Milliseconds without an edit after which the exhibits of a tab are worked out anew."""


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
        self._rows = self._row_bar()
        self._body = QVBoxLayout()
        self._column.addLayout(self._body)
        self._more = QPushButton()
        self._more.setObjectName("more")
        self._more.setCursor(Qt.CursorShape.PointingHandCursor)
        self._more.clicked.connect(self._toggle)
        self._column.addWidget(self._more)
        self.rebuild()

    def _row_bar(self) -> RowBar | None:
        if not self._group.table:
            return None
        bar = RowBar(self._document, self._group)
        bar.row_chosen.connect(self.rebuild)
        self._column.addWidget(bar)
        return bar

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
        return [one for one in self._group.inputs if one.kind is not Kind.CONSTANT and (self._all or one.essential)]

    def _field(self, declared: Input) -> Field:
        key = declared.key if self._rows is None else declared.key_in(self._rows.slug)
        return Field(self._document, key, declared)

    def refresh(self) -> None:
        """Show what the document holds; inputs that do not matter here are left out."""
        for field in self._fields:
            field.refresh()
            if field.declared.when is not None:
                field.setVisible(self._document.plan.applies(self._document.scenario, field.key))

    def row_names_changed(self) -> None:
        """Show the rows the plan has."""
        if self._rows is not None:
            self._rows.fill()
            self.rebuild()


class AreaTab(QScrollArea):
    """The tab of one area: its chart, its forms and its exhibits. It is built when it is first looked at."""

    def __init__(self, document: Document, title: str, groups: Sequence[InputGroup], exhibits: Sequence[Exhibit] = (), *, chart: PlotOf | None = None, exhibits_first: bool = False) -> None:
        super().__init__()
        self.title = title
        self._document = document
        self._groups = groups
        self._exhibits = exhibits
        self._exhibits_first = exhibits_first
        self._chart_of = chart
        self._chart: AreaChart | None = None
        self._forms: list[GroupForm] = []
        self._tables: list[ExhibitTable] = []
        self._shown_rows = document.plan.rows
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.show_exhibits)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def forms(self) -> list[GroupForm]:
        """The forms of the tab, one a group of inputs."""
        self._build()
        return self._forms

    def _build(self) -> None:
        if self._forms:
            return
        inside = QWidget()
        inside.setObjectName("form")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 4, 12, 16)
        self._forms = [GroupForm(self._document, group) for group in self._groups]
        self._tables = [ExhibitTable() for _ in self._exhibits]
        if self._chart_of is not None:
            self._chart = AreaChart()
            column.addWidget(self._chart)
        forms: list[QWidget] = list(self._forms)
        tables: list[QWidget] = list(self._tables)
        for part in (*tables, *forms) if self._exhibits_first else (*forms, *tables):
            if isinstance(part, ExhibitTable):
                column.addSpacing(8)
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inside)
        self.show_exhibits()

    def refresh(self) -> None:
        """Show what the document holds; the exhibits follow when edits have come to rest."""
        if self._forms:
            self._rest.start()
        if self._forms and self._document.plan.rows != self._shown_rows:
            for form in self._forms:
                form.row_names_changed()
        self._shown_rows = self._document.plan.rows
        for form in self.forms:
            form.refresh()

    def show_exhibits(self) -> None:
        """Work chart and exhibits out and show them."""
        plan, scenario = self._document.plan, self._document.scenario
        if not self._forms:
            return
        if self._chart is not None and self._chart_of is not None:
            self._chart.show_plot(self._chart_of(plan, scenario))
        for table, exhibit in zip(self._tables, self._exhibits, strict=True):
            table.show_table(exhibit(plan, scenario))

    def rebuild(self) -> None:
        """Build every form anew, for another plan."""
        for form in self._forms:
            form.row_names_changed()
            form.rebuild()
        self.show_exhibits()
