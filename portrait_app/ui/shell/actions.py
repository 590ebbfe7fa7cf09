"""The actions of the window: each subject adds rows, and the menus are built from all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.kit.icons import icon


class Menu(StrEnum):
    """The menus of the menu bar, in order."""

    #: menu of files
    FILE = QT_TRANSLATE_NOOP("actions", "&File")
    #: menu: undo and redo
    EDIT = QT_TRANSLATE_NOOP("actions", "&Edit")
    #: menu of pictures
    PICTURE = QT_TRANSLATE_NOOP("actions", "&Picture")
    #: menu of jobs that wait
    QUEUE = QT_TRANSLATE_NOOP("actions", "&Queue")
    #: menu of what is shown
    VIEW = QT_TRANSLATE_NOOP("actions", "&View")
    #: menu of help
    HELP = QT_TRANSLATE_NOOP("actions", "&Help")


class ActionGroup(Enum):
    """Groups of actions in a menu. The order here is the order in the menus."""

    def __init__(self, menu: Menu, _number: int, line: bool = True) -> None:
        self.menu = menu
        self.line = line  # whether a separator precedes the group

    MAKE = (Menu.FILE, 1)
    BRING = (Menu.FILE, 2)
    PROGRAM = (Menu.FILE, 3)
    QUIT = (Menu.FILE, 4)
    UNDO = (Menu.EDIT, 1)
    LOOK = (Menu.PICTURE, 1)
    AGAIN = (Menu.PICTURE, 2)
    COPY = (Menu.EDIT, 2)
    FILE = (Menu.PICTURE, 3, False)
    EXPORT = (Menu.PICTURE, 4)
    MISSING = (Menu.PICTURE, 5)
    TRASH = (Menu.PICTURE, 6)
    COLLECTIONS = (Menu.PICTURE, 7)
    CULLING = (Menu.PICTURE, 8)
    SELECT = (Menu.EDIT, 3)
    QUEUE = (Menu.QUEUE, 1)
    JOB = (Menu.QUEUE, 2)
    VIEW = (Menu.VIEW, 1)
    HELP = (Menu.HELP, 1)


_PLACES = {group: place for place, group in enumerate(ActionGroup)}


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action.

    Actions `of_picture` need a selection, and are also in the grid's context menu. Actions `of_job` act on
    the job selected in the queue panel, and their keys work only there.
    """

    key: str
    group: ActionGroup
    text: str
    icon: str = ""
    shortcuts: tuple[str, ...] = ()
    order: int = 0  # position among rows of several subjects in the group
    of_picture: bool = False
    of_one: bool = False  # only with `of_picture`: needs exactly one picture
    of_job: bool = False
    checkable: bool = False
    submenu: str = ""  # title of the submenu; adjacent rows with the same title share one
    submenu_icon: str = ""
    keys_on_pictures: bool = False  # its keys work only in widgets that show pictures, not in input fields
    in_context: bool = False  # also in the grid's context menu, even though no selection is needed
    at_once: bool = False  # also works before the library is open, or if it cannot be opened
    typed: bool = False  # the keys only type while an input field has the focus, as with `of_picture`


# macOS has these in the application's own menu. Without roles, Qt guesses by the English words, and so moves
# other entries too.
_ROLES = {
    "settings": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
    "quit": QAction.MenuRole.QuitRole,
}


class Actions(QObject):
    """The QActions of all subjects, by key."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[ActionRow] = []
        self._actions: dict[str, QAction] = {}
        self._is_open = False

    def add(self, rows: Sequence[ActionRow]) -> None:
        """Create the actions of a subject. Raises ValueError if a key is already in use."""
        for row in rows:
            if row.key in self._actions:
                raise ValueError(f"there is an action called {row.key} already")
            self._actions[row.key] = self._build(row)
        self._rows = sorted([*self._rows, *rows], key=lambda row: (_PLACES[row.group], row.order))

    def _build(self, row: ActionRow) -> QAction:
        action = QAction(QCoreApplication.translate("actions", row.text), self)
        action.setObjectName(row.key)
        action.setShortcuts([QKeySequence(keys) for keys in row.shortcuts])
        action.setCheckable(row.checkable)
        action.setMenuRole(_ROLES.get(row.key, QAction.MenuRole.NoRole))
        if row.keys_on_pictures or row.of_job:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setEnabled(row.at_once)
        if row.icon:
            action.setIcon(icon(row.icon))
        return action

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    @property
    def rows(self) -> Sequence[ActionRow]:
        """All rows, in the order of the menus."""
        return self._rows

    def library_is_open(self) -> None:
        """Enable the actions that need a library. Those on pictures and jobs depend on the selection."""
        self._is_open = True
        for row in self._rows:
            if not (row.of_picture or row.of_job):
                self._actions[row.key].setEnabled(True)

    def keys_on_pictures(self) -> list[QAction]:
        """Return the actions whose keys work only where pictures are shown, to be added to those widgets."""
        return [self._actions[row.key] for row in self._rows if row.keys_on_pictures]

    def offer_of_picture(self, count: int, *, is_known: bool) -> None:
        """Enable the actions that suit `count` pictures; `is_known`: the only one's record is in memory."""
        for row in self._rows:
            if row.of_picture:
                fits = is_known if row.of_one else count > 0
                self._actions[row.key].setEnabled(fits and self._is_open)

    def of_job(self) -> list[QAction]:
        """Return the actions on a job in order, to be added to the queue's list, where their keys work."""
        return [self._actions[row.key] for row in self._rows if row.of_job]

    def typed(self) -> list[QAction]:
        """Return the actions whose keys only type while an input field has the focus."""
        return [self._actions[row.key] for row in self._rows if row.typed or row.of_picture]

    def fill_menu_bar(self, bar: QMenuBar) -> dict[Menu, QMenu]:
        """Add every action to its menu, and return the menus."""
        menus = {menu: bar.addMenu(QCoreApplication.translate("actions", menu)) for menu in Menu}
        for menu, shown in menus.items():
            self._fill(shown, [row for row in self._rows if row.group.menu is menu])
        return menus

    def context_menu(self, parent: QMenu) -> QMenu:
        """Fill `parent` with the visible actions on pictures."""
        offered = [row for row in self._rows if row.of_picture or row.in_context]
        self._fill(parent, [row for row in offered if self._actions[row.key].isVisible()])
        return parent

    def _fill(self, menu: QMenu, rows: Sequence[ActionRow]) -> None:
        last: ActionGroup | None = None
        for row in rows:
            if last not in (None, row.group) and row.group.line:
                menu.addSeparator()
            last = row.group
            (_submenu(menu, row) if row.submenu else menu).addAction(self._actions[row.key])


def _submenu(menu: QMenu, row: ActionRow) -> QMenu:
    """Return the submenu for a row; the first row of a submenu creates it."""
    last = menu.actions()[-1].menu() if menu.actions() else None
    title = QCoreApplication.translate("actions", row.submenu)
    if isinstance(last, QMenu) and last.title() == title:
        return last
    return menu.addMenu(icon(row.submenu_icon), title)
