"""The main window: the layout that subjects fill with their widgets."""

from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QMainWindow,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from portrait_app.ui.kit.dock import Dock
from portrait_app.ui.kit.screen_fit import OwnDialogs, bring_on_screen, room_for
from portrait_app.ui.shell.actions import Actions, Menu
from portrait_app.ui.shell.narrow_window import NarrowWindow
from portrait_app.ui.shell.status_line import StatusLine
from portrait_app.ui.shell.tab_order import next_by_tab
from portrait_app.ui.shell.typing_guard import TypingGuard

_LEAST = 40  # in pixels; height of a page, which gives way to messages in a low window
_ROOMY = 1400  # in pixels; a wider window has room for two pictures side by side and all panels


class WindowPage(Enum):
    """The pages of the centre; one is shown at a time."""

    GALLERY = auto()
    VIEWER = auto()
    COMPARE = auto()


class _Centre(QWidget):
    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class MainWindow(QMainWindow):
    """Toolbar and docks around a centre that shows one page at a time."""

    painted = Signal()  # emitted once, after the first paint
    closing = Signal(QCloseEvent)  # a receiver may ignore the event to keep the window open
    page_changed = Signal()  # another page is shown
    room_changed = Signal(int)  # height for what is above the pages
    menu_wanted = Signal(QPoint)  # position on the screen for a context menu of pictures

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("Portrait Studio"))
        self.setMinimumSize(QSize(880, 560).boundedTo(room_for(self).size()))
        self.resize(QSize(1320, 840).boundedTo(room_for(self).size()))
        OwnDialogs(self)
        self._actions = actions
        self._was_painted = False
        self.status_line = StatusLine(self)
        self.setStatusBar(self.status_line)
        self._shown: dict[WindowPage, QWidget] = {}
        self._docks: list[Dock] = []  # in the order of the View menu
        self._aside: list[Dock] = []  # docks that may hide while pictures are compared
        self._hidden: list[Dock] = []  # docks that are hidden for the comparison
        self._hidden_bars: list[QWidget] = []  # what is hidden while a page is alone on the full screen
        self._state_before = QByteArray()  # window state before anything was hidden
        self._narrow = NarrowWindow(self, self._note_state)
        self._pages = QStackedWidget(self)
        self._pages.currentChanged.connect(self._on_page)
        self._pages.setMinimumHeight(_LEAST)
        self.centre = _Centre(self)
        self.centre.resized.connect(lambda: self.room_changed.emit(self.room))
        self._column = QVBoxLayout(self.centre)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._pages, 1)
        self.setCentralWidget(self.centre)
        area = Qt.DockWidgetArea
        self.setCorner(Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, area.RightDockWidgetArea)

    # --- widgets of the subjects ---

    def add_dock(
        self, dock: Dock, area: Qt.DockWidgetArea, *, width: int = 0, steps_aside: bool = False
    ) -> None:
        """Add a panel, `width` pixels wide at first. Panels are numbered in the View menu in this order.

        A panel with `steps_aside` hides in a narrow window while pictures are compared.
        """
        self.addDockWidget(area, dock)
        self._docks.append(dock)
        self._narrow.add(dock)
        if width:
            self.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        if steps_aside:
            self._aside.append(dock)

    def add_tool_bar(self, title: str) -> None:
        """Add an empty tool bar with its final height, so that nothing moves when it is filled."""
        self._bar = bar = QToolBar(title, self)
        bar.setObjectName("library_bar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setIconSize(QSize(20, 20))
        place = QToolButton(bar)  # invisible, and as high as the later content
        place.setEnabled(False)
        bar.addWidget(place)
        self.addToolBar(bar)

    def fill_tool_bar(self, widget: QWidget) -> None:
        self._bar.clear()
        self._bar.addWidget(widget)

    def add_on_top(self, widget: QWidget) -> None:
        self._column.insertWidget(0, widget)

    @property
    def room(self) -> int:
        """The height that there is for what is above the pages."""
        return self.centre.height() - _LEAST

    def add_above_pages(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.indexOf(self._pages), widget)

    def add_below_pages(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def add_page(self, page: WindowPage, widget: QWidget) -> None:
        """Add a page on which the keys and the context menu of pictures work."""
        self._shown[page] = widget
        self._pages.addWidget(widget)
        self.add_picture_keys(widget)
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(partial(self._want_menu, widget))

    def add_picture_keys(self, widget: QWidget) -> None:
        """Make the keys that act on pictures work while `widget` has the focus."""
        widget.addActions(self._actions.keys_on_pictures())

    def fill_menus(self) -> None:
        """Create the menus, after all subjects have added their actions and docks."""
        actions = self._actions
        menus = actions.fill_menu_bar(self.menuBar())
        # Add the actions to the window too, so that shortcuts work while the menu bar is hidden or native.
        # Leave out submenus: their keys must not work in the whole window.
        for menu in (Menu.EDIT, Menu.PICTURE):
            self.addActions([action for action in menus[menu].actions() if action.menu() is None])
        menus[Menu.VIEW].addSeparator()
        for number, dock in enumerate(self._docks, start=1):
            toggle = dock.toggleViewAction()
            toggle.setShortcut(QKeySequence(f"Ctrl+Shift+{number}"))
            menus[Menu.VIEW].addAction(toggle)
        TypingGuard(actions.typed(), self)

    # --- pages ---

    @property
    def page(self) -> WindowPage | None:
        """The current page; None before there is one."""
        current = self._pages.currentWidget()
        return next((page for page, widget in self._shown.items() if widget is current), None)

    def show_page(self, page: WindowPage, *, keep_focus: bool = False) -> None:
        """Show a page and focus it; `keep_focus` leaves the focus where it is."""
        widget = self._shown[page]
        self._pages.setCurrentWidget(widget)
        if not keep_focus:
            widget.setFocus()

    def show_gallery(self) -> None:
        self.show_page(WindowPage.GALLERY)

    def come_to_front(self) -> None:
        """Bring the window to the front, because the user started the program again."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def geometry_text(self) -> tuple[str, str]:
        """Return geometry and state of the window as texts for the settings."""
        shown = self.saveState() if self._is_whole else self._state_before
        geometry, state = self.saveGeometry().toBase64(), shown.toBase64()
        return bytes(geometry.data()).decode(), bytes(state.data()).decode()

    def restore_geometry_text(self, geometry: str, state: str) -> None:
        """Restore geometry and state of the window; invalid texts are ignored.

        The screen may be smaller than the last one.
        """
        self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        if not self.windowState() & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
            bring_on_screen(self)
        self.restoreState(QByteArray.fromBase64(state.encode()))
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)  # not from the start

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move the focus from the pictures to the panels, as the View menu lists them, then to the bar."""
        following = next_by_tab(self, (self._pages, *self._docks, self._bar), forward=forward)
        if following is None:
            return False
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        following.setFocus(reason)
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closing.emit(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)  # after the paint has reached the screen

    def show_page_alone(self, alone: bool) -> None:
        """Hide everything but the page, or show again what was there."""
        if alone == bool(self._hidden_bars):
            return
        if alone:
            self._note_state()
            self._narrow.is_off = True
            bars = (self.menuBar(), self.status_line, self._bar, *self._docks)
            self._hidden_bars = [bar for bar in bars if not bar.isHidden()]
            for bar in self._hidden_bars:
                bar.hide()
        else:
            for bar in self._hidden_bars:
                bar.show()
            self._hidden_bars = []
            self._narrow.is_off = False

    @property
    def _is_whole(self) -> bool:
        """Whether everything is shown that the user wants shown."""
        return not (self._hidden or self._hidden_bars or self._narrow.hidden)

    def _note_state(self) -> None:
        """Note the state of the window, before something is hidden for lack of room."""
        if self._is_whole:
            self._state_before = self.saveState()

    def _on_page(self) -> None:
        self._make_room(self.page is WindowPage.COMPARE)
        self.page_changed.emit()

    def _make_room(self, wanted: bool) -> None:
        """Hide some panels while pictures are compared in a narrow window, and show them again afterwards."""
        if not wanted:
            for dock in self._hidden:
                dock.show()
            self._hidden = []
        elif not self._hidden and self.width() < _ROOMY:
            self._note_state()
            self._hidden = [dock for dock in self._aside if not dock.isHidden()]
            for dock in self._hidden:
                dock.hide()

    def _want_menu(self, page: QWidget, where: QPoint) -> None:
        shown = page.viewport() if isinstance(page, QAbstractScrollArea) else page
        self.menu_wanted.emit(shown.mapToGlobal(where))
