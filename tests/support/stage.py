"""What scenes are made of: the program, and the steps of its user."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from portrait_app.engines.local.store.published import FILES
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.search.filter_bar import FilterBar
from tests.support.model_host import ModelHostService
from tests.support.program import RunningProgram
from tests.support.segmind_service import SegmindService

PROMPTS = (
    "an old man with a white beard, laughing",
    "young woman with short blonde hair and round glasses, blue background",
    "elderly grandmother, grey bun, serious",
    "a bald man with a moustache and sunglasses",
    "black woman with curly black hair, earrings, smile",
    "girl with red braids and freckles, flowers in her hair",
    "surprised boy with messy brown hair, yellow background",
    "sad woman with long wavy pink hair on a teal background",
    "tanned man, black hair, short beard, happy, green background",
    "woman with a long black fringe, dark skin, red background",
    "a ginger man with a big beard, serious",
    "RAW closeup portrait photo of a 25-year-old american, long brunette hair, pale skin, deep smile.",
)
WEIGHTS = tuple(path for path in FILES if path.endswith(".bin"))


class Stage:
    """The program, and the steps that scenes consist of."""

    def __init__(self, program: RunningProgram, cloud: SegmindService) -> None:
        self.program = program
        self.cloud = cloud
        self.view = program.view
        self._hosts: list[ModelHostService] = []

    def model_host(self) -> ModelHostService:
        """Return a publisher's host, from which the program downloads models."""
        host = ModelHostService(sizes=dict.fromkeys(WEIGHTS, 12_000_000))
        self._hosts.append(host)
        self.program.settings.override("model_host", host.address)
        return host

    def close(self) -> None:
        """Close the hosts."""
        for host in self._hosts:
            host.close()

    def until(self, happened: Callable[[], bool]) -> None:
        self.program.qtbot.waitUntil(happened, timeout=30_000)

    def settle(self) -> None:
        self.until(lambda: self.program.is_idle)

    def do(self, *keys: str) -> None:
        """Trigger actions, one after the other."""
        for key in keys:
            self.settle()
            self.until(self.program.action(key).isEnabled)
            self.program.action(key).trigger()

    def ask(self, key: str) -> None:
        """Trigger an action that opens a modal dialog, without waiting for the dialog to close."""
        self.settle()
        QTimer.singleShot(0, self.program.action(key).trigger)

    def generate(self, *prompts: str) -> None:
        """Queue a job for each prompt."""
        model, queue = self.program.find(ParameterModel), self.program.find(GenerationQueue)
        for prompt in prompts:
            known = self.known
            model.set_values({"prompt": prompt, "seed": 531327 + known})  # no two with the same clothes
            queue.submit(model.request())
            self.until(lambda known=known: self.known > known)  # type: ignore[misc]

    @property
    def known(self) -> int:
        """The number of jobs in the queue and of pictures."""
        return len(self.program.find(GenerationQueue).statuses) + self.program.model.picture_count

    def make(self, *prompts: str) -> None:
        """Generate a picture for each prompt, one after the other."""
        for prompt in prompts:
            count = self.program.model.picture_count
            self.generate(prompt)
            self.program.wait_for_pictures(count + 1)

    def select(self, *rows: int) -> None:
        self.view.setCurrentIndex(self.program.model.index(rows[0]))
        for row in rows[1:]:
            flag = QItemSelectionModel.SelectionFlag.Select
            self.view.selectionModel().select(self.program.model.index(row), flag)
        self.view.setFocus()

    def search(self, text: str) -> None:
        line = self.program.find(SearchLine)
        line.setFocus()
        QTest.keyClicks(line, text)
        self.settle()

    def show_filter(self, words: str) -> None:
        buttons = self.program.find(FilterBar).findChildren(QToolButton)
        shown = QCoreApplication.translate("query", words)
        next(button for button in buttons if button.text() == shown).click()
        self.settle()


def evening(stage: Stage) -> None:
    """Show a gallery of sketches, as in the README."""
    stage.make(*PROMPTS)
    stage.program.find(CurationController).set_favourite([2, 5], True)
    stage.settle()
    stage.select(0)
