"""The list of an engine's models in the settings, as a table model: a copy that can be changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from portrait_app.core.catalog import Endpoint
from portrait_app.ui.kit.formats import money

_MIME = "application/x-portrait-studio-models"
_NO_PARENT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model in the list."""

    model: Endpoint
    is_shown: bool = True  # in the panel
    is_added: bool = False  # by the user, who can remove it


class ModelTable(QAbstractTableModel):
    """One row per model, in the user's order: name with a check box, slug, price. Rows can be dragged."""

    NAME, SLUG, PRICE = range(3)

    def __init__(
        self, engine: str, rows: Sequence[ModelRow], default: str, parent: QObject | None = None
    ) -> None:
        """`default` is the slug of the model with which the engine begins."""
        super().__init__(parent)
        self.engine = engine
        self._rows = list(rows)
        self._default = default

    @property
    def rows(self) -> tuple[ModelRow, ...]:
        """The rows in order."""
        return tuple(self._rows)

    @property
    def default(self) -> str:
        return self._default

    def row(self, place: int) -> ModelRow | None:
        """Return the row at a place; None if there is none."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    # --- changes ---

    def set_default(self, place: int) -> None:
        """Make a model the one with which its engine begins. It is shown from now on."""
        self._default = self._rows[place].model.slug
        self._rows[place] = replace(self._rows[place], is_shown=True)
        self._tell(0, len(self._rows) - 1)

    def move(self, place: int, to: int) -> None:
        """Move a row so that it stands at `to`."""
        to = min(max(to, 0), len(self._rows) - 1)
        if place == to or self.row(place) is None:
            return
        self.beginMoveRows(_NO_PARENT, place, place, _NO_PARENT, to + 1 if to > place else to)
        self._rows.insert(to, self._rows.pop(place))
        self.endMoveRows()

    def is_shipped(self, slug: str) -> bool:
        """Return whether the list has a model with this slug that the user has not added."""
        return any(row.model.slug == slug and not row.is_added for row in self._rows)

    def put(self, model: Endpoint) -> int:
        """Add a model at the end, or replace the one with its slug. Return its place."""
        for place, row in enumerate(self._rows):
            if row.model.slug == model.slug:
                self._rows[place] = replace(row, model=model)
                self._tell(place, place)
                return place
        end = len(self._rows)
        self.beginInsertRows(_NO_PARENT, end, end)
        self._rows.append(ModelRow(model, is_added=True))
        self.endInsertRows()
        return end

    def remove(self, place: int) -> None:
        """Remove a model that the user has added."""
        self.beginRemoveRows(_NO_PARENT, place, place)
        del self._rows[place]
        self.endRemoveRows()

    def restore(self, order: Sequence[str]) -> None:
        """Show every model, in an order of slugs, and let the first be the default."""
        places = {slug: place for place, slug in enumerate(order)}
        self.beginResetModel()
        self._rows = [replace(row, is_shown=True) for row in self._rows]
        self._rows.sort(key=lambda row: places.get(row.model.slug, len(places)))
        self._default = self._rows[0].model.slug if self._rows else ""
        self.endResetModel()

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.PRICE))

    # --- called by Qt ---

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != _Role.DisplayRole:
            return None
        #: noun: what a model is called
        names = (
            self.tr("Name"),
            self.tr("Model", "noun: its name in web addresses"),
            self.tr("Price", "noun: of a picture"),
        )
        return names[section]

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        match role:
            case _Role.DisplayRole | _Role.AccessibleTextRole:
                return self._text(row, index.column())
            case _Role.CheckStateRole if index.column() == self.NAME:
                return Qt.CheckState.Checked if row.is_shown else Qt.CheckState.Unchecked
            case _Role.ToolTipRole if index.column() == self.NAME:
                return self.tr("Shown in the panel") if row.is_shown else self.tr("Hidden in the panel")
            case _Role.ToolTipRole:
                return self._text(row, index.column())
        return None

    def _text(self, row: ModelRow, column: int) -> str:
        if column == self.SLUG:
            return row.model.slug
        if column == self.PRICE:
            #: adjective: costs nothing
            return money(row.model.about_cost) if row.model.about_cost else self.tr("free")
        if row.model.slug == self._default:
            return self.tr("{name} (default)").format(name=row.model.name)
        return row.model.name

    def setData(self, index: _Index, value: object, role: int = _Role.EditRole) -> bool:
        row = self.row(index.row()) if index.isValid() else None
        if row is None or role != _Role.CheckStateRole:
            return False
        shown = Qt.CheckState(value) is Qt.CheckState.Checked
        if not shown and sum(one.is_shown for one in self._rows) == int(row.is_shown):
            return False  # the last one stays: the panel must offer something
        self._rows[index.row()] = replace(row, is_shown=shown)
        self._tell(index.row(), index.row())
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag
        if not index.isValid():
            return flags.ItemIsDropEnabled  # drop between rows, never on a row
        usual = flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemIsDragEnabled
        return usual | flags.ItemIsUserCheckable if index.column() == self.NAME else usual

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(_MIME, QByteArray(json.dumps(sorted({index.row() for index in indexes})).encode()))
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        del column
        if not data.hasFormat(_MIME) or action is not Qt.DropAction.MoveAction or parent.isValid():
            return False
        moved: list[int] = json.loads(bytes(data.data(_MIME).data()))
        to = len(self._rows) if row < 0 else row
        for place in moved:
            self.move(place, to - 1 if to > place else to)
        return False  # the rows have been moved: the view must not remove the old ones
