"""The window: where everything stands. What happens is decided by the controllers."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import QAbstractScrollArea, QMainWindow, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.curation.collections_panel import CollectionsPanel
from portrait_app.ui.curation.trash_bar import TrashBar
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.kit.dock import Dock
from portrait_app.ui.kit.notice import NoticeStack
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.search.library_bar import LibraryBar
from portrait_app.ui.shell.actions import Actions, Menu
from portrait_app.ui.shell.status_line import StatusLine
from portrait_app.ui.shell.typing_guard import TypingGuard

_ROOMY = 1400  # pixels: a wider window has room for pictures side by side and all its panels


@dataclass(frozen=True, slots=True)
class Parts:
    """The widgets that stand in the window."""

    parameters: ParameterPanel
    gallery: GalleryView
    viewer: QWidget
    compare: QWidget
    inspector: InspectorPanel
    collections: CollectionsPanel
    queue: QueuePanel
    notices: NoticeStack


class MainWindow(QMainWindow):
    """Toolbar and docks around a centre that shows the grid, or one picture large."""

    closing = Signal(QCloseEvent)  # a controller may ignore the event
    page_changed = Signal()  # the grid, the viewer or the comparison is shown now
    menu_wanted = Signal(QPoint)  # of the pictures, at this place on the screen

    def __init__(self, actions: Actions, parts: Parts) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("Portrait Studio"))
        self.setMinimumSize(QSize(880, 560))
        self.resize(1320, 840)
        self._parts = parts
        self.library_bar = LibraryBar(self)
        self.status_line = StatusLine(self)
        self.setStatusBar(self.status_line)
        self.centre = QWidget(self)
        self.trash_bar = TrashBar(actions["empty_trash"], self.centre)
        self._pages = self._build_centre()
        docks = self._build_docks()
        self._aside: list[Dock] = []  # panels that are hidden while pictures are compared
        self._state_before = QByteArray()  # with them
        self._build_menus(actions, docks)
        TypingGuard([*actions.of_picture(), actions["undo"], actions["redo"]], self)
        self._build_tool_bar()

    def come_to_front(self) -> None:
        """Show the window before all others, as a person expects who started the program again."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_viewer(self) -> None:
        self._pages.setCurrentWidget(self._parts.viewer)
        self._parts.viewer.setFocus()

    def show_compare(self) -> None:
        self._pages.setCurrentWidget(self._parts.compare)
        self._parts.compare.setFocus()

    def show_gallery(self, *, keep_focus: bool = False) -> None:
        """Show the grid, and have the keys go to it; `keep_focus` leaves them where they go."""
        self._pages.setCurrentWidget(self._parts.gallery)
        if not keep_focus:
            self._parts.gallery.setFocus()

    def show_queue(self) -> None:
        """Show the queue's panel where it was hidden, or stands behind another."""
        dock = self._parts.queue.parentWidget()
        assert isinstance(dock, Dock)  # noqa: S101 - `_build_docks` put it into one
        dock.show()
        dock.raise_()

    def offer_collections(self, offered: bool, *, show: bool = False) -> None:
        """Have the panel of collections in the View menu; and show it, or hide it where there are none."""
        self._collections.toggleViewAction().setVisible(offered)
        if show or not offered:
            self._collections.setVisible(show)
        if show:
            self.resizeDocks([self._collections], [self.height() // 5], Qt.Orientation.Vertical)

    @property
    def gallery_is_shown(self) -> bool:
        return self._pages.currentWidget() is self._parts.gallery

    @property
    def viewer_is_shown(self) -> bool:
        return self._pages.currentWidget() is self._parts.viewer

    @property
    def compare_is_shown(self) -> bool:
        return self._pages.currentWidget() is self._parts.compare

    def geometry_text(self) -> tuple[str, str]:
        """Return where the window and its panels are, as text for the settings."""
        shown = self._state_before if self._aside else self.saveState()
        geometry, state = self.saveGeometry().toBase64(), shown.toBase64()
        return bytes(geometry.data()).decode(), bytes(state.data()).decode()

    def restore_geometry_text(self, geometry: str, state: str) -> None:
        """Put the window and its panels back; text that says nothing is passed over."""
        self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        self.restoreState(QByteArray.fromBase64(state.encode()))

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closing.emit(event)

    def _build_centre(self) -> QStackedWidget:
        pages = QStackedWidget(self)
        pages.addWidget(self._parts.gallery)
        pages.addWidget(self._parts.viewer)
        pages.addWidget(self._parts.compare)
        pages.currentChanged.connect(self._on_page)
        layout = QVBoxLayout(self.centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._parts.notices)
        layout.addWidget(self.trash_bar)
        layout.addWidget(pages, 1)
        self.setCentralWidget(self.centre)
        return pages

    def _on_page(self) -> None:
        self._parts.notices.hold_offers(not self.gallery_is_shown)
        self._make_room(self.compare_is_shown)
        self.page_changed.emit()

    def _make_room(self, wanted: bool) -> None:
        """Set the panels on the left aside while pictures are compared in a narrow window."""
        if not wanted:
            for dock in self._aside:
                dock.show()
            self._aside = []
        elif not self._aside and self.width() < _ROOMY:
            self._state_before = self.saveState()
            self._aside = [dock for dock in (self._create, self._collections) if not dock.isHidden()]
            for dock in self._aside:
                dock.hide()

    def _build_docks(self) -> list[Dock]:
        area = Qt.DockWidgetArea
        self.setCorner(Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, area.RightDockWidgetArea)
        create = self._create = Dock(self.tr("Create"), self._parts.parameters, parent=self)
        inspector = Dock(self.tr("Inspector"), self._parts.inspector, parent=self)
        collections = self._collections = Dock(self.tr("Collections"), self._parts.collections, parent=self)
        queue = Dock(self.tr("Queue"), self._parts.queue, self._parts.queue.header, parent=self)
        self.addDockWidget(area.LeftDockWidgetArea, create)
        self.addDockWidget(area.LeftDockWidgetArea, collections)
        self.addDockWidget(area.RightDockWidgetArea, inspector)
        self.addDockWidget(area.BottomDockWidgetArea, queue)
        self.resizeDocks([create, inspector], [320, 296], Qt.Orientation.Horizontal)
        self.offer_collections(False)
        return [create, inspector, queue, collections]

    def _build_menus(self, actions: Actions, docks: list[Dock]) -> None:
        menus = actions.fill_menu_bar(self.menuBar())
        # Also in the window itself, so that shortcuts work while the menu bar is hidden or native.
        # Not the submenu: with it, its keys would be the whole window's.
        for menu in (Menu.EDIT, Menu.PICTURE):
            self.addActions([action for action in menus[menu].actions() if action.menu() is None])
        pictures = (self._parts.gallery, self._parts.viewer, self._parts.compare, self._parts.inspector)
        for place in pictures:
            place.addActions(actions.by_picture())
        for page in (self._parts.gallery, self._parts.viewer, self._parts.compare):
            page.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            page.customContextMenuRequested.connect(partial(self._want_menu, page))
        menus[Menu.VIEW].addSeparator()
        for number, dock in enumerate(docks, start=1):
            toggle = dock.toggleViewAction()
            toggle.setShortcut(QKeySequence(f"Ctrl+Shift+{number}"))
            menus[Menu.VIEW].addAction(toggle)

    def _want_menu(self, page: QWidget, where: QPoint) -> None:
        shown = page.viewport() if isinstance(page, QAbstractScrollArea) else page
        self.menu_wanted.emit(shown.mapToGlobal(where))

    def _build_tool_bar(self) -> None:
        bar = QToolBar(self.tr("Library"), self)
        bar.setObjectName("library_bar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addWidget(self.library_bar)
        self.addToolBar(bar)
