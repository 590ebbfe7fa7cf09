"""The question about unsent jobs in a library from another computer, with their cost."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from portrait_app.core.errors import AppError
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.jobs_from_elsewhere import JobsFromElsewhere
from portrait_app.ui.kit.formats import money
from portrait_app.ui.kit.question import Option, Words, ask
from portrait_app.ui.money.counts import MoneyCounts
from portrait_app.ui.shell.message_row import Remedy
from portrait_app.ui.shell.presenter import ErrorPresenter


class Answer(Enum):
    """The user's answer about the jobs."""

    SEND = "send"
    CANCEL = "cancel"
    LATER = "later"


Ask = Callable[[int, Decimal], Answer]  # from the number of jobs and their total cost in USD
Amount = Callable[[Sequence[GenerationRequest]], Decimal]


class ElsewhereQuestion(QObject):
    """Asks when the user presses the button of the hold bar, and carries out the answer."""

    def __init__(
        self, jobs: JobsFromElsewhere, amount: Amount, ask: Ask, presenter: ErrorPresenter, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._amount = amount
        self._ask = ask
        presenter.remedy_requested.connect(self._on_remedy)

    def _on_remedy(self, remedy: Remedy, _error: AppError | None) -> None:
        if remedy is not Remedy.SEND_JOBS or not self._jobs.is_holding:
            return
        waiting = self._jobs.waiting
        word = self._ask(len(waiting), self._amount([one.job.request for one in waiting]))
        if word is Answer.SEND:
            self._jobs.send()
        elif word is Answer.CANCEL:
            self._jobs.cancel()


def ask_about_jobs(parent: QWidget, count: int, amount: Decimal) -> Answer:
    """Ask whether to send the jobs that came with the library. The user's account pays for them."""
    cost = QCoreApplication.translate(
        "elsewhere", "Sending all of them costs about {amount} from your account."
    )
    once = QCoreApplication.translate(
        "elsewhere", "Jobs already sent from the other computer would be made and paid for again."
    )
    words = Words(
        QCoreApplication.translate("elsewhere", "Jobs from elsewhere"),
        MoneyCounts().came_with_library(count),
        f"{cost.format(amount=money(amount))} {once}",
    )
    role = QMessageBox.ButtonRole
    cancel = QCoreApplication.translate("elsewhere", "Cancel these jobs")
    options = (
        Option(Answer.LATER, QCoreApplication.translate("elsewhere", "Not now"), role.RejectRole),
        Option(Answer.CANCEL, cancel, role.DestructiveRole),
        #: button, verb: sends jobs to the service
        Option(Answer.SEND, QCoreApplication.translate("elsewhere", "Send"), role.AcceptRole),
    )
    return ask(parent, words, options, default=Answer.LATER, escape=Answer.LATER)
