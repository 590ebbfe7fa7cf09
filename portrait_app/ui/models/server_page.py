"""The part of the settings with the user's servers: find, add, change, test, remove."""

from collections.abc import Callable, Mapping
from functools import partial
from uuid import uuid4

from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QPushButton, QTreeView, QVBoxLayout

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.servers import MOST_SERVERS, FoundServer, ServerEntry, ServerReport
from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.models.counts import ModelCounts
from portrait_app.ui.models.server_dialog import ServerDialog
from portrait_app.ui.models.server_list import ServerList
from portrait_app.ui.models.server_table import ServerRow, ServerState, ServerTable
from portrait_app.ui.models.server_words import report_words
from portrait_app.ui.shell.messages import describe
from portrait_app.ui.shell.settings_pages import SettingsPart

_HEIGHT = 132  # pixels, of the list
_SEARCH = ""


class ServersPart(SettingsPart):
    """Shows a copy of the list, and asks each server whether it works. *Save* applies the copy."""

    def __init__(self, engine: str, servers: ServerList) -> None:
        """`engine` is the key of the engine that uses the servers."""
        super().__init__()
        self._engine = engine
        self._servers = servers
        self._before = servers.servers
        self.table = ServerTable(self._before, self)
        self._asking: dict[str, Cancel] = {}  # by id of the server; the search is under _SEARCH
        self.destroyed.connect(partial(_cancel_all, self._asking))
        intro = plain_label(
            self.tr(
                "Programs that make pictures on a computer of yours: AUTOMATIC1111 (start it with --api), "
                "Forge, SD.Next, stable-diffusion.cpp’s server, KoboldCpp, Draw Things. Jobs run on all "
                "checked servers side by side."
            ),
            wrapped=True,
        )
        set_role(intro, "tone", "muted")
        self._list = self._build_list()
        self._words = plain_label(wrapped=True)
        set_role(self._words, "tone", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(intro)
        column.addWidget(self._list)
        column.addWidget(self._words)
        column.addLayout(self._build_buttons())
        self._list.selectionModel().currentRowChanged.connect(self._show_state)
        self.table.dataChanged.connect(self._show_state)
        self._go_to(0)
        self._show_state()
        for row in self.table.rows:
            if row.server.is_enabled:
                self._test(row)

    def apply(self) -> None:
        rows = self.table.rows
        servers = tuple(row.server for row in rows)
        passwords = [(row.server, row.password) for row in rows if row.password is not None]
        if servers != self._before or passwords:
            self._servers.save(servers, passwords)

    def reset(self) -> None:
        self.table.clear()
        self._show_state()

    # --- parts ---

    def _build_list(self) -> QTreeView:
        view = QTreeView(self)
        view.setModel(self.table)
        view.setAccessibleName(self.tr("Servers", "noun, plural: computers that make pictures"))
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setMinimumHeight(_HEIGHT)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.activated.connect(self._change)
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(ServerTable.NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(ServerTable.ADDRESS, QHeaderView.ResizeMode.Stretch)
        set_role(view, "list", True)
        return view

    def _build_buttons(self) -> QHBoxLayout:
        self._find = self._button(self.tr("Find on this computer"), "magnifying-glass", self._start_search)
        #: button, verb: asks for the address of a server
        self._add = self._button(self.tr("Add…"), "plus", self._add_one)
        #: button, verb: changes an entry of a list
        self._edit = self._button(self.tr("Change…"), "pencil-simple", self._change)
        #: button, verb: asks a server whether it works
        self._try = self._button(self.tr("Test"), "heartbeat", self._test_current)
        #: button, verb: takes an entry out of a list
        self._remove = self._button(self.tr("Remove"), "trash", self._remove_current)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for button in (self._find, self._add):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self._try, self._edit, self._remove):
            row.addWidget(button)
        return row

    def _button(self, text: str, icon_name: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setIcon(icon(icon_name))
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    # --- commands of the user ---

    @property
    def _current(self) -> int:
        return self._list.currentIndex().row()

    def _go_to(self, place: int) -> None:
        self._list.setCurrentIndex(self.table.index(min(place, self.table.rowCount() - 1), 0))

    def _add_one(self) -> None:
        self._edit_server(ServerEntry(uuid4().hex[:8], "", ""))

    def _change(self) -> None:
        row = self.table.row(self._current)
        if row is not None:
            self._edit_server(row.server)

    def _edit_server(self, server: ServerEntry) -> None:
        dialog = ServerDialog(self._engine, server, self._servers.test, self)
        if dialog.exec() and dialog.server.address:
            row = ServerRow(dialog.server, password=dialog.password)
            self._go_to(self.table.put(row))
            self._test(row)
        dialog.deleteLater()

    def _remove_current(self) -> None:
        place = self._current
        if self.table.row(place) is not None:
            self.table.remove(place)
            self._go_to(place)
            self._show_state()

    def _test_current(self) -> None:
        row = self.table.row(self._current)
        if row is not None:
            self._test(row)

    def _start_search(self) -> None:
        self._say(self.tr("Looking on this computer…"))
        self._asking[_SEARCH] = self._servers.find(self._on_found, self._on_not_found, self)
        self._find.setEnabled(False)

    # --- answers ---

    def _test(self, row: ServerRow) -> None:
        server = row.server
        if server.id in self._asking:
            self._asking[server.id].cancel()
        self.table.note(server.id, ServerState.ASKED)

        def reported(report: ServerReport) -> None:
            self._note(server, ServerState.WORKS, report_words(report))

        def failed(error: AppError) -> None:
            if error.kind is not ErrorKind.CANCELLED:
                message = describe(error, self._engine)
                self._note(server, ServerState.FAILS, f"{message.title}. {message.sentence} {message.advice}")

        self._asking[server.id] = self._servers.test(server, row.password, reported, failed, self)

    def _note(self, server: ServerEntry, state: ServerState, words: str) -> None:
        self._asking.pop(server.id, None)
        self.table.note(server.id, state, words)

    def _on_found(self, found: tuple[FoundServer, ...]) -> None:
        self._end_search()
        known = {row.server.address for row in self.table.rows}
        new = [one for one in found if one.address not in known]
        for one in new[: MOST_SERVERS - len(known)]:
            #: name of a picture server
            name = one.program or self.tr("Server on this computer")
            row = ServerRow(ServerEntry(uuid4().hex[:8], name, one.address))
            self._go_to(self.table.put(row))
            self._test(row)
        if new:
            words = ModelCounts().found(len(new))
        elif found:
            words = self.tr("No other server was found on this computer.")
        else:
            words = self.tr("No server answers on this computer. Is it running, and started with its API?")
        self._say(words)

    def _on_not_found(self, _error: AppError) -> None:
        self._end_search()
        self._say("")

    def _end_search(self) -> None:
        self._asking.pop(_SEARCH, None)
        self._show_state()

    # --- display ---

    def _show_state(self) -> None:
        row = self.table.row(self._current)
        for button in (self._edit, self._try, self._remove):
            button.setEnabled(row is not None)
        is_full = self.table.rowCount() >= MOST_SERVERS
        self._add.setEnabled(not is_full)
        self._find.setEnabled(_SEARCH not in self._asking and not is_full)
        self._say(row.words if row is not None else self.tr("No server yet. Find one, or add its address."))

    def _say(self, words: str) -> None:
        if words and words != self._words.text():
            announce(self, words)
        self._words.setText(words)


def _cancel_all(asking: Mapping[str, Cancel], _destroyed: object = None) -> None:
    for cancel in list(asking.values()):
        cancel.cancel()
