"""The list model of the files of one kind of finding."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from portrait_app.ui.kit.formats import tool_tip

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class FindingsModel(QAbstractListModel):
    """One row per file name. The tool tip is the path below the library's folder."""

    FILE = Qt.ItemDataRole.UserRole + 1  # path below the library's folder

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files: Sequence[str] = ()

    def set_files(self, files: Sequence[str]) -> None:
        self.beginResetModel()
        self._files = files
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._files)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._files[index.row()].rpartition("/")[2]
            case self.FILE:
                return self._files[index.row()]
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(self._files[index.row()])
        return None
