"""The list of servers in the settings, as a table model: a copy that can be changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette

from portrait_app.core.servers import ServerEntry
from portrait_app.ui.kit.icons import icon

_NO_PARENT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class ServerState(Enum):
    """What is known about a server. The value is its icon."""

    UNKNOWN = "circle-dashed"
    ASKED = "hourglass"
    WORKS = "check-circle"
    FAILS = "warning-circle"


@dataclass(frozen=True, slots=True)
class ServerRow:
    """A server in the list."""

    server: ServerEntry
    state: ServerState = ServerState.UNKNOWN
    words: str = ""  # what it said, or why it does not work
    password: str | None = None  # typed by the user and not stored yet; None: unchanged


class ServerTable(QAbstractTableModel):
    """One row per server: name with a check box, address, and state."""

    NAME, ADDRESS, STATE = range(3)

    def __init__(self, servers: Sequence[ServerEntry], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = [ServerRow(server) for server in servers]

    @property
    def rows(self) -> tuple[ServerRow, ...]:
        return tuple(self._rows)

    def row(self, place: int) -> ServerRow | None:
        """Return the row at a place; None if there is none."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def put(self, row: ServerRow) -> int:
        """Add a server, or replace the one with its id. Return its place."""
        for place, one in enumerate(self._rows):
            if one.server.id == row.server.id:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place, 0), self.index(place, self.STATE))
                return place
        end = len(self._rows)
        self.beginInsertRows(_NO_PARENT, end, end)
        self._rows.append(row)
        self.endInsertRows()
        return end

    def note(self, server_id: str, state: ServerState, words: str = "") -> None:
        """Show what a server said, if it is still in the list."""
        for row in self._rows:
            if row.server.id == server_id:
                self.put(replace(row, state=state, words=words))

    def remove(self, place: int) -> None:
        self.beginRemoveRows(_NO_PARENT, place, place)
        del self._rows[place]
        self.endRemoveRows()

    def clear(self) -> None:
        self.beginResetModel()
        self._rows = []
        self.endResetModel()

    # --- called by Qt ---

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != _Role.DisplayRole:
            return None
        names = (
            self.tr("Name", "noun: what a server is called"),
            self.tr("Address", "noun: the web address of a server"),
            self.tr("State", "noun: whether a server works"),
        )
        return names[section]

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        column = index.column()
        match role:
            case _Role.DisplayRole | _Role.AccessibleTextRole:
                return (row.server.name, row.server.address, self._state_words(row.state))[column]
            case _Role.DecorationRole if column == self.STATE:
                is_bad = row.state is ServerState.FAILS
                return icon(row.state.value, QPalette.ColorRole.BrightText if is_bad else _TEXT)
            case _Role.ToolTipRole if column == self.STATE:
                return row.words
            case _Role.CheckStateRole if column == self.NAME:
                return Qt.CheckState.Checked if row.server.is_enabled else Qt.CheckState.Unchecked
        return None

    def _state_words(self, state: ServerState) -> str:
        words = {
            #: state of a server
            ServerState.UNKNOWN: self.tr("not tested"),
            #: state of a server: an answer is awaited
            ServerState.ASKED: self.tr("testing…"),
            #: state of a server
            ServerState.WORKS: self.tr("works"),
            #: state of a server
            ServerState.FAILS: self.tr("does not work"),
        }
        return words[state]

    def setData(self, index: _Index, value: object, role: int = _Role.EditRole) -> bool:
        row = self.row(index.row()) if index.isValid() else None
        if row is None or role != _Role.CheckStateRole:
            return False
        is_enabled = Qt.CheckState(value) is Qt.CheckState.Checked
        self.put(replace(row, server=replace(row.server, is_enabled=is_enabled)))
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsUserCheckable if index.column() == self.NAME else usual


_TEXT = QPalette.ColorRole.ButtonText
