"""A shell without the subjects of `ui`, for tests of a single controller."""

from typing import cast

import shiboken6
from PySide6.QtWidgets import QWidget

from portrait_app.core.ports.system import Clock, Settings
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.shell.presenter import ErrorPresenter
from portrait_app.ui.shell.shell import Shell
from tests.support.clock import FixedClock
from tests.support.every_action import every_action


class BareShell:
    """The methods of a shell that a controller needs. `words` has the texts of its messages."""

    def __init__(self, runner: TaskRunner, settings: Settings | None = None) -> None:
        self.host = QWidget()  # parent of the Qt objects, which Python would own otherwise
        self.runner = runner
        self.settings = settings
        self.clock: Clock = FixedClock()
        self.actions = every_action(self.host)
        self.presenter = ErrorPresenter(lambda words: words, self.clock, "1.0", self.host)
        self.words: list[str] = []

    def say(self, text: str) -> None:
        self.words.append(text)

    def offer_undo(self, text: str, _undo: object) -> None:
        self.words.append(text)

    def withdraw_offer(self) -> None:
        """Do nothing: no offer is shown."""

    def at_end(self, _stop: object) -> None:
        """Do nothing: this shell has no end."""

    def end(self) -> None:
        """Delete the Qt objects now, without waiting for garbage collection."""
        shiboken6.delete(self.host)

    @property
    def shell(self) -> Shell:
        return cast("Shell", self)
