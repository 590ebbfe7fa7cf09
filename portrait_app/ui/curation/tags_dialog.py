"""The dialog with all tags of the library: rename, merge, remove, and show the pictures of a tag."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.curation import Tag
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.screen_fit import Dialog
from portrait_app.ui.kit.theme import SPACE, set_role

_WIDTH, _LINES = 64, 30  # characters and lines of text
_ROWS = 9  # fewest rows of the list


class TagsDialog(Dialog):
    """Emits what the user wants for the selected tags. The changes are carried out by `TagsController`."""

    rename_wanted = Signal(list)  # names of tags; several are merged
    remove_wanted = Signal(list)  # names of tags
    search_wanted = Signal(str)  # name of a tag

    def __init__(self, undo: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Tags", "noun, plural"))
        self._find = QLineEdit(self)
        self._find.setPlaceholderText(self.tr("Find a tag"))
        self._find.setAccessibleName(self.tr("Find a tag"))
        self._find.setClearButtonEnabled(True)
        self._find.textChanged.connect(self._filter)
        self._list = self._build_list()
        self._hint = plain_label(wrapped=True)
        set_role(self._hint, "tone", "muted")
        self._rename = self._button(self.tr("Rename…", "button, verb: a tag"), "pencil-simple")
        self._rename.clicked.connect(lambda: self.rename_wanted.emit(self.chosen()))
        self._merge = self._button(self.tr("Merge…", "button, verb: several tags"), "git-merge")
        self._merge.clicked.connect(lambda: self.rename_wanted.emit(self.chosen()))
        self._remove = self._button(self.tr("Remove from all pictures"), "trash")
        self._remove.clicked.connect(lambda: self.remove_wanted.emit(self.chosen()))
        self._show = self._button(self.tr("Show its pictures"), "magnifying-glass")
        self._show.clicked.connect(lambda: self.search_wanted.emit(self.chosen()[0]))
        self._lay_out(undo)
        self._list.itemSelectionChanged.connect(self._follow)
        self._list.itemActivated.connect(lambda _item: self._show.click())
        self._follow()

    def _build_list(self) -> QTreeWidget:
        tree = QTreeWidget(self)
        set_role(tree, "list", True)
        tree.setAccessibleName(self.tr("Tags", "noun, plural"))
        tree.setColumnCount(2)
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setTabKeyNavigation(False)
        tree.setMinimumHeight(_ROWS * (tree.fontMetrics().height() + SPACE // 2))
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        return tree

    def _button(self, text: str, icon_name: str) -> QPushButton:
        button = QPushButton(icon(icon_name), text, self)
        button.setAutoDefault(False)
        return button

    def _lay_out(self, undo: QAction) -> None:
        back = QToolButton(self)
        back.setDefaultAction(undo)
        back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.rejected.connect(self.reject)
        buttons = QGridLayout()
        buttons.setSpacing(SPACE)
        for place, button in enumerate((self._rename, self._merge, self._show, self._remove)):
            buttons.addWidget(button, place // 2, place % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        column.setSpacing(SPACE)
        column.addWidget(self._find)
        column.addWidget(self._list, 1)
        column.addWidget(self._hint)
        column.addLayout(buttons)
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(box)
        metrics = self.fontMetrics()
        self.resize(_WIDTH * metrics.averageCharWidth(), _LINES * metrics.lineSpacing())

    # --- display ---

    def set_tags(self, tags: Sequence[Tag]) -> None:
        """List the tags. Those that were selected and still exist stay selected."""
        chosen = set(self.chosen())
        self._list.clear()
        for tag in tags:
            count = QLocale().toString(tag.count)
            item = QTreeWidgetItem([tag.name, count])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{tag.name}, {count}")
            self._list.addTopLevelItem(item)
            item.setSelected(tag.name in chosen)
        self._filter(self._find.text())
        self._follow()

    def chosen(self) -> list[str]:
        """Return the names of the selected tags, in the order of the list."""
        items = (self._list.topLevelItem(row) for row in range(self._list.topLevelItemCount()))
        return [item.text(0) for item in items if item is not None and item.isSelected()]

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        for row in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(row)
            if item is not None:
                hidden = wanted not in item.text(0).casefold()
                item.setHidden(hidden)
                item.setSelected(item.isSelected() and not hidden)

    def _follow(self) -> None:
        count = len(self.chosen())
        self._rename.setEnabled(count == 1)
        self._show.setEnabled(count == 1)
        self._merge.setEnabled(count > 1)
        self._remove.setEnabled(count > 0)
        if not self._list.topLevelItemCount():
            text = self.tr("No picture has a tag yet. Add tags in the inspector.")
        else:
            text = self.tr("Select several tags with Ctrl or Shift to merge them into one.")
        self._hint.setText(text)
