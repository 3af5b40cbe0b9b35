"""A decision area's tab: its charts, its forms, its tables. It is built when it is first looked at."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import override

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from desktop.charts.area_chart import AreaChart
from desktop.charts.exhibit_table import ExhibitTable
from desktop.charts.shape_chart import ShapeChart
from desktop.document.document import Document
from desktop.forms.columns import COLUMN_WIDTH
from desktop.forms.field import Field
from desktop.forms.group_form import GroupForm
from models.exhibits.figures import Table
from models.exhibits.plots import Plot, PlotOf
from models.exhibits.shapes import Fall, Shape, ShapeOf
from models.plan.plan import Plan
from models.quantities.declaration import InputGroup

type Exhibit = Callable[[Plan, str], Table]
"""What a tab shows beside its forms: a table of a plan's scenario."""

_MARGINS = 28

_REST = 120
"""Milliseconds without an edit after which the exhibits of a tab are worked out anew."""


class AreaTab(QScrollArea):
    """The tab of one area: its chart, its forms and its exhibits. It is built when it is first looked at."""

    def __init__(
        self,
        document: Document,
        title: str,
        groups: Sequence[InputGroup],
        exhibits: Sequence[Exhibit] = (),
        *,
        charts: Sequence[PlotOf | ShapeOf] = (),
        exhibits_first: bool = False,
    ) -> None:
        super().__init__()
        self.title = title
        self.setAccessibleName(title)
        self._document = document
        self._groups = groups
        self._exhibits = exhibits
        self._exhibits_first = exhibits_first
        self._charts_of = charts
        self._charts: list[QWidget] = []
        self._forms: list[GroupForm] = []
        self._tables: list[ExhibitTable] = []
        self._shown_rows = document.plan.rows
        self._sizes: Mapping[str, str] | None = None
        self._columns = 1
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.show_exhibits)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

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
        for form in self._forms:
            form.row_chosen.connect(self._rest.start)
        self._tables = [ExhibitTable() for _ in self._exhibits]
        self._room = column
        forms: list[QWidget] = list(self._forms)
        tables: list[QWidget] = list(self._tables)
        for part in (*tables, *forms) if self._exhibits_first else (*forms, *tables):
            if isinstance(part, ExhibitTable):
                column.addSpacing(8)
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inside)
        self.show_exhibits()
        for form in self._forms:
            form.set_columns(self._columns)
            form.show_influences(self._sizes)

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

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the inputs in as many columns as there is room for."""
        super().resizeEvent(event)
        self._columns = max(1, (self.viewport().width() - _MARGINS) // COLUMN_WIDTH)
        for form in self._forms:
            form.set_columns(self._columns)

    def show_exhibits(self) -> None:
        """Work chart and exhibits out and show them."""
        plan, scenario = self._document.plan, self._document.scenario
        if not self._forms:
            return
        for place, chart_of in enumerate(self._charts_of):
            self._show_chart(place, chart_of(plan, scenario))
        for table, exhibit in zip(self._tables, self._exhibits, strict=True):
            table.show_table(exhibit(plan, scenario))

    def _show_chart(self, place: int, exhibit: Plot | Shape) -> None:
        """Show an exhibit in the chart of its kind, which is made when the first one comes."""
        if place == len(self._charts):
            self._charts.append(AreaChart() if isinstance(exhibit, Plot) else ShapeChart())
            self._place_chart(self._charts[place], place)
        chart = self._charts[place]
        if isinstance(exhibit, Plot):
            assert isinstance(chart, AreaChart)
            chart.show_plot(exhibit)
        else:
            assert isinstance(chart, ShapeChart)
            chart.setVisible(not isinstance(exhibit, Fall) or any(not step.total for step in exhibit.steps))
            chart.show_plot(exhibit)

    def _place_chart(self, chart: QWidget, place: int) -> None:
        """Put a chart among the parts of the tab. place: of how many charts it comes after."""
        self._room.insertWidget(place, chart)

    def restyle(self) -> None:
        """Take the colours of the theme in use."""
        if self._forms:
            self.show_exhibits()
            for form in self._forms:
                form.refresh()

    def holds(self, key: str) -> bool:
        """Return whether the input of a key stands in this tab."""
        declared = self._document.plan.declaration(key)
        return any(declared in group.inputs for group in self._groups)

    def show_input(self, key: str) -> Field | None:
        """Bring an input into view, its row and the rest of its form if need be, and return its field."""
        declared = self._document.plan.declaration(key)
        for form in self.forms:
            field = form.show_input(key, declared)
            if field is not None:
                self._room.activate()
                self.ensureWidgetVisible(field, 20, 120)
                field.mark_found()
                # a row or a part that opened for it has its size only once the tab is laid out
                QTimer.singleShot(0, field, partial(self._bring, field))
                return field
        return None

    def _bring(self, field: Field) -> None:
        """Bring a field into view once the forms have their sizes."""
        self._room.activate()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self.ensureWidgetVisible(field, 20, 120)

    def show_influences(self, sizes: Mapping[str, str] | None) -> None:
        """Show beside each input how much it moves the verdict, or its evidence again."""
        self._sizes = sizes
        for form in self._forms:
            form.show_influences(sizes)

    def rebuild(self) -> None:
        """Build every form anew, for another plan."""
        for form in self._forms:
            form.forget()
            form.row_names_changed()
            form.rebuild()
        self.show_exhibits()
