"""A session of the program with the steps of a user who chooses an engine and generates pictures."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from portrait_app.core.money.ledger import LedgerEntry
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.kit.short_text import ShortText
from portrait_app.ui.money.ledger_controller import Costs, LedgerController
from portrait_app.ui.shell.status_line import StatusLine
from tests.support.program import RunningProgram


class Desk:
    """One session of the program."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        self.library = home / "data" / "library"
        self._qtbot = qtbot
        self.program = RunningProgram(home, qtbot)
        self.queue = self.program.find(GenerationQueue)
        self.model = self.program.find(ParameterModel)
        self.panel = self.program.find(ParameterPanel)
        qtbot.waitUntil(lambda: self.program.is_idle)

    @property
    def engines(self) -> list[str]:
        """The names of the engines in the panel, in order."""
        return [button.text() for button in self._engine_buttons]

    def choose(self, engine: str) -> None:
        """Click an engine in the panel."""
        next(button for button in self._engine_buttons if button.text() == engine).click()

    @property
    def _engine_buttons(self) -> list[QToolButton]:
        buttons = self.panel.findChildren(QToolButton)
        return [button for button in buttons if button.accessibleName().startswith("Engine: ")]

    @property
    def models(self) -> list[str]:
        """The names of the models in the panel, in order."""
        box = next(one for one in self.panel.findChildren(QComboBox) if one.accessibleName() == "Model")
        return [box.itemText(place) for place in range(box.count())]

    def generate(self, prompt: str = "a sailor", steps: int = 20) -> None:
        """Press Generate, and wait until the job is stored."""
        self.model.set_values({"prompt": prompt, "num_inference_steps": steps, "img_width": 512})
        before = self._known
        self.program.action("generate").trigger()
        self.until(lambda: self._known > before)

    @property
    def _known(self) -> int:
        return len(self.queue.statuses) + self.program.model.picture_count

    def until(self, happened: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(happened, timeout=20_000)

    def wait_for_pictures(self, count: int) -> None:
        self.program.wait_for_pictures(count)
        self.until(lambda: self.program.is_idle)

    def job(self, prompt: str) -> JobStatus:
        return next(status for status in self.queue.statuses if status.job.request.prompt == prompt)

    @property
    def panel_words(self) -> str:
        return "\n".join(label.text() for label in self.panel.findChildren(QLabel))

    @property
    def status_bar(self) -> str:
        return "\n".join(text.text for text in self.program.find(StatusLine).findChildren(ShortText))

    def costs(self) -> list[LedgerEntry]:
        """Return the entries that the dialog of costs shows."""
        ledger = self.program.find(LedgerController)
        said: list[Costs] = []
        ledger.arrived.connect(said.append)
        ledger.watch()
        self.until(lambda: bool(said))
        ledger.rest()
        return list(said[0].entries)
