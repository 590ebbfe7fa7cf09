"""The table model of the files of an import."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap

from portrait_app.core.plain_text import one_line
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.jobs.file_import import THUMBNAIL_SIDE, BroughtFile, FileState
from portrait_app.ui.importing.words import state_words, tool_words, version_words, why
from portrait_app.ui.kit.icons import icon

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_T = QT_TRANSLATE_NOOP
_NAME_LENGTH = 80  # characters
_PROMPT_LENGTH = 120


def _name(brought: BroughtFile) -> str:
    return one_line(brought.path.name, _NAME_LENGTH)


def _prompt(brought: BroughtFile) -> str:
    return "" if brought.file is None else one_line(brought.file.request.prompt, _PROMPT_LENGTH)


def _icon(image: QImage, selected: QImage | None = None) -> QIcon:
    """Return an icon with the image in the middle of a square, so that all file names are aligned.

    In a selected row the icon shows `selected`, or else `image` without the tint that Qt would add.
    """
    made = QIcon(_square(image))
    made.addPixmap(_square(image if selected is None else selected), QIcon.Mode.Selected)
    return made


def _square(image: QImage) -> QPixmap:
    square = QPixmap(THUMBNAIL_SIDE, THUMBNAIL_SIDE)
    square.fill(Qt.GlobalColor.transparent)
    painter = QPainter(square)
    place = image.rect()
    place.moveCenter(square.rect().center())
    painter.drawImage(place, image)
    painter.end()
    return square


def _failed() -> QIcon:
    glyph, side = icon("warning-circle"), THUMBNAIL_SIDE // 2
    plain, selected = (glyph.pixmap(side, mode) for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected))
    return _icon(plain.toImage(), selected.toImage())


_COLUMNS: tuple[tuple[str, Callable[[BroughtFile], str]], ...] = (
    (_T("ImportModel", "File"), _name),
    (_T("ImportModel", "Made with"), lambda brought: tool_words(brought.file)),
    (_T("ImportModel", "Prompt"), _prompt),
    (_T("ImportModel", "State"), state_words),
)


class ImportModel(QAbstractTableModel):
    """One row per file, in the order of arrival. A file that arrives again updates its row."""

    FILE, TOOL, PROMPT, STATE = range(4)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._failed = _failed()
        self._files: list[BroughtFile] = []
        self._rows: dict[Path, int] = {}
        self.counts: Counter[FileState] = Counter()

    @property
    def files(self) -> Sequence[BroughtFile]:
        return self._files

    def put(self, brought: BroughtFile) -> None:
        """Add a file, or update its row."""
        row = self._rows.get(brought.path)
        self.counts[brought.state] += 1
        if row is None:
            row = self._rows[brought.path] = len(self._files)
            self.beginInsertRows(QModelIndex(), row, row)
            self._files.append(brought)
            self.endInsertRows()
        else:
            self.counts[self._files[row].state] -= 1
            self._files[row] = brought
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(_COLUMNS) - 1))

    def mark_own(self, rows: Sequence[int], own: bool) -> None:
        """Set whether versions of pictures in the library are added as pictures of their own.

        Other files in `rows` stay as they are.
        """
        for row in rows:
            if self._files[row].is_version:
                self.put(self._files[row].as_own(own))

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._is_tickable(index) else flags

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self._is_tickable(index):
            return False
        self.mark_own([index.row()], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def _is_tickable(self, index: _Index) -> bool:
        return index.isValid() and index.column() == self.STATE and self._files[index.row()].is_version

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._files)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.tr(_COLUMNS[section][0])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        brought = self._files[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _COLUMNS[index.column()][1](brought)
            case Qt.ItemDataRole.DecorationRole if index.column() == self.FILE:
                return self._failed if brought.error is not None else _icon(brought.thumbnail)
            case Qt.ItemDataRole.CheckStateRole if self._is_tickable(index):
                wanted = brought.file is not None and brought.file.own
                return Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.ToolTipRole if index.column() == self.STATE:
                return _explained(brought)
        return None


def _explained(brought: BroughtFile) -> str | None:
    """Return an explanation of the file's state, or None if the name of the state is enough."""
    if brought.error is not None:
        return why(brought.error, was_read=brought.file is not None)
    return version_words(brought) if brought.is_version else None
