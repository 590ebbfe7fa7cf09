"""The ledger as a table model."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from portrait_app.core.money.ledger import LedgerEntry
from portrait_app.ui.kit.formats import count_text, money_to
from portrait_app.ui.kit.number_editors import tabular_font
from portrait_app.ui.money.words import period_words

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DIGITS = 4  # decimal places in USD: a picture costs a fraction of a cent, and the columns align
_TEXTS = 2  # the first columns are text, the others numbers


class LedgerModel(QAbstractTableModel):
    """One row per model and day or month. The texts of a row are made when it is first shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[LedgerEntry] = ()
        self._monthly = False
        self._made: dict[int, tuple[str, ...]] = {}  # texts by row
        self._titles = self._all_titles()
        self._font = tabular_font()

    def set_entries(self, entries: Sequence[LedgerEntry], *, monthly: bool) -> None:
        self.beginResetModel()
        self._entries = entries
        self._monthly = monthly
        self._made.clear()
        self._titles = self._all_titles()
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._titles[section]
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._texts(index.row())[index.column()]
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(index.column())
            case Qt.ItemDataRole.FontRole:
                return self._font
        return None

    def _all_titles(self) -> tuple[str, ...]:
        return (
            #: column: one calendar month
            self.tr("Month") if self._monthly else self.tr("Day", "column: one calendar day"),
            #: noun: the AI model
            self.tr("Model"),
            #: column: how many requests were sent
            self.tr("Requests"),
            #: noun: what a picture cost
            self.tr("Cost"),
            self.tr("Failed, billed"),
            self.tr("Not reported"),
            #: column: requests whose outcome nobody knows
            self.tr("Unknown"),
        )

    def _texts(self, row: int) -> tuple[str, ...]:
        texts = self._made.get(row)
        if texts is None:
            texts = self._made[row] = self._texts_of(self._entries[row])
        return texts

    def _texts_of(self, entry: LedgerEntry) -> tuple[str, ...]:
        tally = entry.tally
        return (
            period_words(entry.start, monthly=self._monthly),
            entry.model,
            count_text(tally.requests),
            money_to(tally.cost, _DIGITS),
            *(count_text(count) if count else "" for count in _exceptions(entry)),
        )


def _exceptions(entry: LedgerEntry) -> tuple[int, int, int]:
    return entry.tally.billed_failures, entry.tally.unreported, entry.tally.unknown


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column < _TEXTS else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
