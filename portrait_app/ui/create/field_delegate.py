"""Carries values between a Qt item model and the field editors mapped onto it."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QWidget

from portrait_app.ui.kit.field_editor import FieldEditor

_Index = QModelIndex | QPersistentModelIndex


class FieldDelegate(QStyledItemDelegate):
    """The delegate of a QDataWidgetMapper. Connect each editor's `edited` to `commitData`."""

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, FieldEditor):
            editor.set_value(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, FieldEditor):
            model.setData(index, editor.value(), Qt.ItemDataRole.EditRole)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        # The base class consumes Tab, Enter and Escape, as a table cell needs. A form needs these keys.
        del editor, event
        return False
