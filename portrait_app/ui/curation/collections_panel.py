"""The list of collections with counts. Pictures dropped on a collection are put into it."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.curation import Collection
from portrait_app.ui.kit.formats import tool_tip
from portrait_app.ui.kit.theme import SPACE, set_role

_Key = Qt.Key


class CollectionsPanel(QWidget):
    """Shows the collections, and emits which one the user chooses, renames, deletes or drops pictures on."""

    chosen = Signal(str)  # name
    rename_wanted = Signal(str)
    delete_wanted = Signal(str)
    dropped = Signal(str)  # name of the collection on which the dragged pictures were dropped

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("collections")
        set_role(self, "panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._list = _List(self)
        self._list.itemSelectionChanged.connect(self._on_chosen)
        self._list.rename_wanted.connect(self.rename_wanted)
        self._list.delete_wanted.connect(self.delete_wanted)
        self._list.dropped.connect(self.dropped)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, 0, SPACE, SPACE)
        column.addWidget(self._list)

    def accept_from(self, source: QWidget) -> None:
        """Accept drags from the widget `source` only."""
        self._list.source = source

    def set_collections(self, collections: Sequence[Collection], shown: str) -> None:
        """List the collections. `shown` is the name of the one that the grid shows, "" for none."""
        blocker = QSignalBlocker(self._list)
        self._list.clear()
        for row in collections:
            item = QTreeWidgetItem([row.name, QLocale().toString(row.count)])
            item.setToolTip(0, tool_tip(row.name))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setData(
                0, Qt.ItemDataRole.AccessibleTextRole, f"{row.name}, {QLocale().toString(row.count)}"
            )
            self._list.addTopLevelItem(item)
            if row.name == shown:
                self._list.setCurrentItem(item)
        blocker.unblock()

    def show_chosen(self, name: str) -> None:
        """Select the collection `name`, which the grid shows, without a signal. "" selects none."""
        blocker = QSignalBlocker(self._list)
        found = self._list.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive)
        if name and found:
            self._list.setCurrentItem(found[0])
        else:
            self._list.clearSelection()
        blocker.unblock()
        self._list.viewport().update()

    def _on_chosen(self) -> None:
        if name := self._list.chosen_name():
            self.chosen.emit(name)


class _List(QTreeWidget):
    """Names and counts. Letter keys search for a name here, even if they are shortcuts elsewhere."""

    rename_wanted = Signal(str)
    delete_wanted = Signal(str)
    dropped = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.source: QWidget | None = None
        set_role(self, "list", True)
        #: noun: named sets of pictures
        self.setAccessibleName(self.tr("Collections"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda where: self._open_menu(self.itemAt(where)))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumHeight(3 * (self.fontMetrics().height() + SPACE))

    def chosen_name(self) -> str:
        """Return the selected name, "" if none is selected."""
        selected = self.selectedItems()
        return selected[0].text(0) if selected else ""

    def _open_menu(self, item: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        name = item.text(0)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        #: verb: asks for another name
        menu.addAction(self.tr("Rename…")).triggered.connect(lambda: self.rename_wanted.emit(name))
        menu.addAction(self.tr("Delete collection")).triggered.connect(lambda: self.delete_wanted.emit(name))
        menu.popup(self.viewport().mapToGlobal(self.visualItemRect(item).bottomLeft()))

    # --- keys ---

    def event(self, event: QEvent) -> bool:
        # Otherwise shortcuts of the window would trash or mark the selected pictures.
        if event.type() is QEvent.Type.ShortcutOverride:
            key = cast("QKeyEvent", event)
            plain = not key.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            is_letter = bool(key.text()) and key.text().isprintable()
            if plain and (is_letter or key.key() in (_Key.Key_Delete, _Key.Key_F2)):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name, key = self.chosen_name(), event.key()
        if name and key == _Key.Key_F2:
            self.rename_wanted.emit(name)
        elif name and key == _Key.Key_Delete:
            self.delete_wanted.emit(name)
        elif key == _Key.Key_Menu:
            self._open_menu(self.currentItem())
        else:
            super().keyPressEvent(event)

    # --- drag and drop ---

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.source is not None and event.source() is self.source:
            event.accept()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        self._light(item)
        if item is None:
            event.ignore()
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragLeaveEvent(self, event: QEvent) -> None:
        self._light(None)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        self._light(None)
        if item is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(item.text(0))

    def _light(self, lit: QTreeWidgetItem | None) -> None:
        """Highlight the collection that the pictures would be dropped on."""
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            if item is None:
                continue
            ground = self.palette().mid() if item is lit else self.palette().base()
            for column in range(2):
                item.setBackground(column, ground)
