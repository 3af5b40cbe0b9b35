"""What a cell of a table is edited by: a list where only some answers are possible, else a line."""

from functools import partial
from typing import override

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.forms.quiet import Chooser
from desktop.forms.rows_model import RowsModel

type Index = QModelIndex | QPersistentModelIndex


class CellEditor(QStyledItemDelegate):
    """Makes the editors of a table of rows; a choice is taken as soon as it is made."""

    def __init__(self, rows: RowsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a list of the answers, with the cell's own in front, or a line."""
        answers = self._rows.answers(index.column())
        if not answers:
            return super().createEditor(parent, option, index)
        box = Chooser(parent)
        box.setAccessibleName(self._rows.heads()[index.column()])
        box.addItems(answers)
        box.activated.connect(partial(self._taken, box))
        return box

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the cell's value in front, unless it is there, marked to be typed over, or another is being typed."""
        there = self._rows.text(index.row(), index.column())
        if isinstance(editor, QLineEdit) and (editor.isModified() or editor.text() == there):
            return
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findText(there)))
        else:
            super().setEditorData(editor, index)

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take what was chosen or typed."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        else:
            super().setModelData(editor, model, index)

    def _taken(self, editor: QWidget, _place: int) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)
