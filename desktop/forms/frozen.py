"""The first column of a table, which stands still while the others move."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView


class FrozenColumn(QTableView):
    """Lies over the first column of a table and shows the same: its model, its selection, its height of rows."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("First column")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("frozen")
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(table.horizontalHeader().sectionResizeMode(0))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.horizontalHeader().sectionResized.connect(self._follow_width)
        table.viewport().stackUnder(self)

    def _follow_width(self, column: int, _before: int, _now: int) -> None:
        if column == 0:
            self.follow()

    def follow(self) -> None:
        """Take the place and the size of the first column."""
        table, model = self._table, self._table.model()
        for column in range(1, model.columnCount()):
            self.hideColumn(column)
        self.setColumnWidth(0, table.columnWidth(0))
        self.horizontalHeader().setFixedHeight(table.horizontalHeader().height())
        self.setGeometry(
            table.verticalHeader().width() + table.frameWidth(),
            table.frameWidth(),
            table.columnWidth(0) + 1,
            table.viewport().height() + table.horizontalHeader().height(),
        )
