"""What every subject of the window needs, and no more than that."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from portrait_app.core.ports.system import Clock, Settings
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.shell.actions import Actions
from portrait_app.ui.shell.main_window import MainWindow, WindowPage
from portrait_app.ui.shell.session_state import SessionState

if TYPE_CHECKING:
    from portrait_app.ui.shell.presenter import ErrorPresenter
    from portrait_app.ui.shell.toast import Toast


class Shell(QObject):
    """Lives as long as its window: a window that is built anew has a shell of its own.

    Controllers are its children, and end with it. What is longer than a moment under way registers with
    `at_end` how it is stopped.
    """

    settings_changed = Signal(object)  # the set of keys that a person changed

    def __init__(
        self,
        *,
        runner: TaskRunner,
        settings: Settings,
        clock: Clock,
        redact: Callable[[str], str],
        version: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.runner = runner
        self.settings = settings
        self.clock = clock
        self.version = version
        self.program = f"Portrait Studio {version}"
        self._redact = redact
        self.actions = Actions(self)
        self.window = MainWindow(self.actions)
        self.state = SessionState(settings, runner, self.window, self)
        self._stops: list[Callable[[], object]] = []

    @cached_property
    def presenter(self) -> ErrorPresenter:
        """Who shows errors. The words of all errors are imported with it, after the first paint."""
        from portrait_app.ui.shell.presenter import ErrorPresenter

        window = self.window
        presenter = ErrorPresenter(self._redact, self.clock, self.version, window)
        window.add_on_top(presenter.notices)
        self.state.unsaved.connect(presenter.present)
        window.page_changed.connect(
            lambda: presenter.notices.hold_offers(
                window.page is not WindowPage.GALLERY
            )  # pictures need the room
        )
        return presenter

    @cached_property
    def _toast(self) -> Toast:
        from portrait_app.ui.shell.toast import Toast

        return Toast(self.window.centre)

    def say(self, text: str) -> None:
        """Say something in passing."""
        self._toast.show_message(text)

    def offer(self, text: str, button: str, act: Callable[[], None]) -> None:
        """Say what has been done, and what can be done about it now."""
        self._toast.show_message(text, button, act)

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say what has been done, and let it be taken back."""
        #: button, verb
        self.offer(text, self.tr("Undo"), undo)

    def withdraw_offer(self) -> None:
        """Take an offer back that is no longer true. Mere words stay."""
        self._toast.withdraw()

    def at_end(self, stop: Callable[[], object]) -> None:
        """Have `stop` called when the window ends. Those registered first are called first."""
        self._stops.append(stop)

    def stop(self) -> None:
        """Have everything that is under way give up."""
        for stop in self._stops:
            stop()
        self._stops.clear()
