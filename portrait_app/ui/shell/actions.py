"""The table of actions: what can be done, its shortcut, its icon and its place in the menus."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from portrait_app.core.engines import with_key
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.kit.theme import icon


class Menu(StrEnum):
    """A menu of the menu bar, in order."""

    FILE = QT_TRANSLATE_NOOP("actions", "&File")
    EDIT = QT_TRANSLATE_NOOP("actions", "&Edit")
    PICTURE = QT_TRANSLATE_NOOP("actions", "&Picture")
    QUEUE = QT_TRANSLATE_NOOP("actions", "&Queue")
    VIEW = QT_TRANSLATE_NOOP("actions", "&View")
    HELP = QT_TRANSLATE_NOOP("actions", "&Help")


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action. `of_picture` ones need a selection and stand in the grid's context menu too.

    `of_job` ones are about the job that the queue's panel has selected, and their keys work there.
    """

    key: str
    menu: Menu
    text: str
    icon: str = ""
    shortcuts: tuple[str, ...] = ()
    of_picture: bool = False
    of_job: bool = False
    checkable: bool = False
    starts_group: bool = False
    submenu: str = ""  # its title; neighbours of one title stand together
    by_picture: bool = False  # its keys work where pictures are, not in fields that take the same keys
    in_context: bool = False  # in the grid's context menu, though it works without a selection
    at_once: bool = False  # works before the library is open, and where it cannot be opened


_T = QT_TRANSLATE_NOOP


def _rate(stars: int, text: str) -> ActionRow:
    """Return the row that gives so many stars, called rate_0 to rate_5."""
    return ActionRow(
        f"rate_{stars}",
        Menu.PICTURE,
        text,
        shortcuts=(str(stars),),
        of_picture=True,
        checkable=True,
        submenu=_T("actions", "&Rate"),
        by_picture=True,
    )


def _of_job(key: str, text: str, icon_name: str, *keys: str, starts_group: bool = False) -> ActionRow:
    """Return a row about the job that is selected in the queue."""
    return ActionRow(key, Menu.QUEUE, text, icon_name, keys, of_job=True, starts_group=starts_group)


ACTIONS = (
    ActionRow("generate", Menu.FILE, _T("actions", "&Generate"), "magic-wand", ("Ctrl+Return", "Ctrl+Enter")),
    ActionRow(
        "reset",
        Menu.FILE,
        _T("actions", "&Reset settings to defaults"),
        "arrow-counter-clockwise",
        at_once=True,
    ),
    ActionRow("sample", Menu.FILE, _T("actions", "&Fill in the sample portrait"), "user-focus", at_once=True),
    ActionRow(
        "import",
        Menu.FILE,
        _T("actions", "&Import pictures…"),
        "download-simple",
        ("Ctrl+I",),
        starts_group=True,
    ),
    ActionRow("key", Menu.FILE, _T("actions", "{engine} &key…"), "key", starts_group=True),
    ActionRow("settings", Menu.FILE, _T("actions", "&Settings…"), "gear", ("Ctrl+,",), at_once=True),
    ActionRow("costs", Menu.FILE, _T("actions", "C&osts…"), "receipt", ("Ctrl+Shift+M",)),
    ActionRow("check_library", Menu.FILE, _T("actions", "C&heck library…"), "shield-check"),
    ActionRow("restore_library", Menu.FILE, _T("actions", "Restore &library…"), "clock-counter-clockwise"),
    ActionRow(
        "quit", Menu.FILE, _T("actions", "&Quit"), "sign-out", ("Ctrl+Q",), starts_group=True, at_once=True
    ),
    ActionRow("undo", Menu.EDIT, _T("actions", "&Undo"), "arrow-u-up-left", ("Ctrl+Z",)),
    ActionRow("redo", Menu.EDIT, _T("actions", "&Redo"), "arrow-u-up-right", ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionRow("open", Menu.PICTURE, _T("actions", "&Open"), "arrows-out", of_picture=True),
    ActionRow("compare", Menu.PICTURE, _T("actions", "Co&mpare"), "columns", ("C",), of_picture=True),
    ActionRow(
        "favourite",
        Menu.PICTURE,
        _T("actions", "&Favourite"),
        "star",
        ("F",),
        of_picture=True,
        checkable=True,
    ),
    _rate(0, _T("actions", "&No stars")),
    _rate(1, _T("actions", "&1 star")),
    _rate(2, _T("actions", "&2 stars")),
    _rate(3, _T("actions", "&3 stars")),
    _rate(4, _T("actions", "&4 stars")),
    _rate(5, _T("actions", "&5 stars")),
    ActionRow(
        "use_settings",
        Menu.PICTURE,
        _T("actions", "&Use these settings"),
        "sliders-horizontal",
        ("Ctrl+U",),
        of_picture=True,
        starts_group=True,
    ),
    ActionRow(
        "new_seed", Menu.PICTURE, _T("actions", "&Same, new seed"), "dice-five", ("Ctrl+R",), of_picture=True
    ),
    ActionRow(
        "copy_image",
        Menu.EDIT,
        _T("actions", "&Copy picture"),
        "copy",
        ("Ctrl+C",),
        of_picture=True,
        starts_group=True,
    ),
    ActionRow(
        "copy_settings",
        Menu.EDIT,
        _T("actions", "Copy settings as te&xt"),
        "clipboard-text",
        ("Ctrl+Shift+C",),
        of_picture=True,
    ),
    ActionRow("copy_prompt", Menu.EDIT, _T("actions", "Copy &prompt"), "quotes", of_picture=True),
    ActionRow("show_file", Menu.PICTURE, _T("actions", "Show f&ile"), "folder-open", of_picture=True),
    ActionRow(
        "export",
        Menu.PICTURE,
        _T("actions", "&Export…"),
        "export",
        ("Ctrl+E",),
        in_context=True,
        starts_group=True,
    ),
    ActionRow(
        "export_again",
        Menu.PICTURE,
        _T("actions", "Export &again"),
        "repeat",
        ("Ctrl+Shift+E",),
        of_picture=True,
    ),
    ActionRow(
        "export_preset", Menu.PICTURE, _T("actions", "Export &with"), "bookmarks-simple", of_picture=True
    ),
    ActionRow(
        "locate_file",
        Menu.PICTURE,
        _T("actions", "&Locate file…"),
        "file-search",
        of_picture=True,
        starts_group=True,
    ),
    ActionRow("forget", Menu.PICTURE, _T("actions", "For&get"), "eraser", of_picture=True),
    ActionRow(
        "trash",
        Menu.PICTURE,
        _T("actions", "Move to &Trash"),
        "trash",
        ("Del",),
        of_picture=True,
        starts_group=True,
    ),
    ActionRow(
        "restore",
        Menu.PICTURE,
        _T("actions", "Restore from Tras&h"),
        "arrow-counter-clockwise",
        of_picture=True,
    ),
    ActionRow("empty_trash", Menu.PICTURE, _T("actions", "Empt&y Trash…"), "trash-simple"),
    ActionRow(
        "new_collection",
        Menu.PICTURE,
        _T("actions", "&New collection…"),
        "folder-simple-plus",
        ("Ctrl+Shift+N",),
        starts_group=True,
    ),
    ActionRow(
        "auto_advance",
        Menu.PICTURE,
        _T("actions", "Auto-ad&vance when culling"),
        "skip-forward",
        checkable=True,
        starts_group=True,
    ),
    ActionRow("select_all", Menu.EDIT, _T("actions", "Select &all"), "selection-all", starts_group=True),
    ActionRow("pause_queue", Menu.QUEUE, _T("actions", "&Pause the queue"), "pause", ("Ctrl+Shift+P",)),
    ActionRow("retry_failed", Menu.QUEUE, _T("actions", "&Retry failed jobs"), "arrow-clockwise"),
    ActionRow("cancel_waiting", Menu.QUEUE, _T("actions", "&Cancel all waiting jobs"), "x-circle"),
    _of_job("job_look", _T("actions", "&Look for it"), "magnifying-glass", starts_group=True),
    _of_job("job_retry", _T("actions", "&Try again"), "arrow-clockwise"),
    _of_job("job_skip", _T("actions", "&Skip the wait"), "skip-forward"),
    _of_job("job_next", _T("actions", "Run &next"), "arrow-line-up", "Alt+Home"),
    _of_job("job_up", _T("actions", "Move &up"), "arrow-up", "Alt+Up"),
    _of_job("job_down", _T("actions", "Move &down"), "arrow-down", "Alt+Down"),
    _of_job("job_cancel", _T("actions", "Cancel &job"), "x"),
    _of_job("job_forget", _T("actions", "&Forget"), "check"),
    _of_job("job_details", _T("actions", "Copy d&etails"), "clipboard-text"),
    ActionRow("search", Menu.VIEW, _T("actions", "&Search"), "magnifying-glass", ("Ctrl+F",)),
    ActionRow(
        "zoom_in",
        Menu.VIEW,
        _T("actions", "Larger &thumbnails"),
        "magnifying-glass-plus",
        ("Ctrl++", "Ctrl+="),
    ),
    ActionRow(
        "zoom_out", Menu.VIEW, _T("actions", "S&maller thumbnails"), "magnifying-glass-minus", ("Ctrl+-",)
    ),
    ActionRow("about", Menu.HELP, _T("actions", "&About Portrait Studio"), "info", at_once=True),
    ActionRow("logs", Menu.HELP, _T("actions", "Show &log files"), "file-text", at_once=True),
)


class Actions(QObject):
    """The QActions of the table, by key."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = {row.key: self._build(row) for row in ACTIONS}

    def _build(self, row: ActionRow) -> QAction:
        action = QAction(_text(row), self)
        action.setObjectName(row.key)
        action.setShortcuts([QKeySequence(keys) for keys in row.shortcuts])
        action.setCheckable(row.checkable)
        if row.by_picture or row.of_job:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setEnabled(row.at_once)
        if row.icon:
            action.setIcon(icon(row.icon))
        return action

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def library_is_open(self) -> None:
        """Offer what needs a library; what needs a picture or a job is offered with the selection."""
        for row in ACTIONS:
            if not (row.of_picture or row.of_job):
                self._actions[row.key].setEnabled(True)

    def by_picture(self) -> list[QAction]:
        """Return the actions whose keys belong to the widgets that show pictures: add them there."""
        return [self._actions[row.key] for row in ACTIONS if row.by_picture]

    def of_picture(self) -> list[QAction]:
        return [self._actions[row.key] for row in ACTIONS if row.of_picture]

    def of_job(self) -> list[QAction]:
        """Return the actions about a job, in order; their keys belong to the queue's list: add them there."""
        return [self._actions[row.key] for row in ACTIONS if row.of_job]

    def fill_menu_bar(self, bar: QMenuBar) -> dict[Menu, QMenu]:
        """Put every action into its menu, and return the menus."""
        menus = {menu: bar.addMenu(QCoreApplication.translate("actions", menu)) for menu in Menu}
        for row in ACTIONS:
            _append(menus[row.menu], row, self._actions[row.key])
        return menus

    def context_menu(self, parent: QMenu) -> QMenu:
        """Fill `parent` with what can be done to pictures now."""
        for row in ACTIONS:
            if (row.of_picture or row.in_context) and self._actions[row.key].isVisible():
                _append(parent, row, self._actions[row.key])
        return parent


def _text(row: ActionRow) -> str:
    return QCoreApplication.translate("actions", row.text).format(engine=with_key().name)


def _append(menu: QMenu, row: ActionRow, action: QAction) -> None:
    if row.starts_group and not menu.isEmpty():
        menu.addSeparator()
    (_submenu(menu, row) if row.submenu else menu).addAction(action)


def _submenu(menu: QMenu, row: ActionRow) -> QMenu:
    """Return the submenu that a row stands in; its first row begins it."""
    last = menu.actions()[-1].menu() if menu.actions() else None
    title = QCoreApplication.translate("actions", row.submenu)
    if isinstance(last, QMenu) and last.title() == title:
        return last
    return menu.addMenu(icon("star-half"), title)
