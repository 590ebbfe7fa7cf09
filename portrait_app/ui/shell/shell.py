"""The services that every subject of the window needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from portrait_app.core.ports.system import Clock, RevealFile, Settings
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.shell.actions import Actions
from portrait_app.ui.shell.main_window import MainWindow, WindowPage
from portrait_app.ui.shell.session_state import SessionState

if TYPE_CHECKING:
    from portrait_app.jobs.model_list import ModelList
    from portrait_app.ui.shell.desktop import Desktop
    from portrait_app.ui.shell.presenter import ErrorPresenter
    from portrait_app.ui.shell.settings_pages import SettingsPage
    from portrait_app.ui.shell.toast import Toast


class Shell(QObject):
    """Lives as long as its window; a rebuilt window gets a new shell.

    Controllers are children of the shell and end with it. Work that takes longer registers a stop callback
    with `at_end`.
    """

    settings_changed = Signal(object)  # the set of keys that the user changed

    def __init__(
        self,
        *,
        runner: TaskRunner,
        settings: Settings,
        models: Callable[[], ModelList],
        clock: Clock,
        redact: Callable[[str], str],
        version: str,
        reveal: RevealFile,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.runner = runner
        self.settings = settings
        self._models = models
        self.settings_pages: list[SettingsPage] = []  # of the settings dialog; subjects add theirs
        self.clock = clock
        self.version = version
        self.program = f"Portrait Studio {version}"
        self._redact = redact
        self._reveal = reveal
        self.actions = Actions(self)
        self.window = MainWindow(self.actions)
        self.state = SessionState(settings, runner, self.window, self)
        self._stops: list[Callable[[], object]] = []

    @cached_property
    def presenter(self) -> ErrorPresenter:
        """The presenter of errors. Created after the first paint, because it imports all error texts."""
        from portrait_app.ui.shell.presenter import ErrorPresenter

        window = self.window
        presenter = ErrorPresenter(self._redact, self.clock, self.version, window)
        window.add_on_top(presenter.notices)
        presenter.notices.set_room(window.room)
        window.room_changed.connect(presenter.notices.set_room)
        self.state.unsaved.connect(presenter.present)
        window.page_changed.connect(
            lambda: presenter.notices.hold_offers(
                window.page is not WindowPage.GALLERY
            )  # the picture needs the room
        )
        return presenter

    @property
    def models(self) -> ModelList:
        """The models of all engines. Created after the first paint, because it imports the catalogue."""
        return self._models()

    @cached_property
    def desktop(self) -> Desktop:
        """The desktop's file manager."""
        from portrait_app.ui.shell.desktop import Desktop

        return Desktop(self, self._reveal)

    @cached_property
    def _toast(self) -> Toast:
        from portrait_app.ui.shell.toast import Toast

        return Toast(self.window.centre)

    def say(self, text: str) -> None:
        """Show a short message as a toast."""
        self._toast.show_message(text)

    def offer(self, text: str, button: str, act: Callable[[], None]) -> None:
        """Show a toast about what was done, with a button for the next step."""
        self._toast.show_message(text, button, act)

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Show a toast about what was done, with an Undo button."""
        #: button, verb
        self.offer(text, self.tr("Undo"), undo)

    def withdraw_offer(self) -> None:
        """Close a toast whose button no longer applies. A toast without a button stays."""
        self._toast.withdraw()

    def at_end(self, stop: Callable[[], object]) -> None:
        """Call `stop` when the window ends. Callbacks run in the order of registration."""
        self._stops.append(stop)

    def stop(self) -> None:
        """Stop all running work."""
        for stop in self._stops:
            stop()
        self._stops.clear()
