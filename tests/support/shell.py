"""A shell without the subjects of a window, for tests of a single controller."""

from typing import cast

from PySide6.QtCore import QObject

from portrait_app.core.ports.system import Clock, Settings
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.shell.presenter import ErrorPresenter
from portrait_app.ui.shell.shell import Shell
from tests.support.clock import FixedClock
from tests.support.every_action import every_action


class BareShell(QObject):
    """What a controller asks of a shell. What is said stands in `words`."""

    def __init__(self, runner: TaskRunner, settings: Settings | None = None) -> None:
        super().__init__()
        self.runner = runner
        self.settings = settings
        self.clock: Clock = FixedClock()
        self.actions = every_action(self)
        self.presenter = ErrorPresenter(lambda words: words, self.clock, "1.0")
        self.words: list[str] = []

    def say(self, text: str) -> None:
        self.words.append(text)

    def offer_undo(self, text: str, _undo: object) -> None:
        self.words.append(text)

    def withdraw_offer(self) -> None:
        """Nothing is shown."""

    def at_end(self, _stop: object) -> None:
        """Nothing ends."""

    @property
    def shell(self) -> Shell:
        return cast("Shell", self)
