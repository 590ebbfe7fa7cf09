"""The question about unsent jobs in a library from another computer, with their cost."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from portrait_app.core.errors import AppError
from portrait_app.core.request import GenerationRequest
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.jobs.jobs_from_elsewhere import JobsFromElsewhere
from portrait_app.ui.kit.formats import money
from portrait_app.ui.shell.message_row import Remedy
from portrait_app.ui.shell.presenter import ErrorPresenter

_T = QT_TRANSLATE_NOOP


class Word(Enum):
    """The user's answer about the jobs."""

    SEND = "send"
    CANCEL = "cancel"
    LATER = "later"


Ask = Callable[[int, Decimal], Word]  # from the number of jobs and their total cost in USD
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
        if word is Word.SEND:
            self._jobs.send()
        elif word is Word.CANCEL:
            self._jobs.cancel()


def ask_about_jobs(parent: QWidget, count: int, amount: Decimal) -> Word:
    """Ask whether to send the jobs that came with the library. The user's account pays for them."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_tr(_T("elsewhere", "Jobs from elsewhere")))
    one, many = (
        _T("elsewhere", "This library comes from another computer or person, and 1 job waits in it."),
        _T("elsewhere", "This library comes from another computer or person, and {count} jobs wait in it."),
    )
    box.setText(_tr(one if count == 1 else many).format(count=count))
    cost = _T("elsewhere", "To send all costs about {amount} from your account.")
    once = _T("elsewhere", "What has been sent there already would be made, and paid for, once more.")
    box.setInformativeText(f"{_tr(cost).format(amount=money(amount))} {_tr(once)}")
    later = box.addButton(_tr(_T("elsewhere", "Not now")), QMessageBox.ButtonRole.RejectRole)
    cancel = box.addButton(_tr(_T("elsewhere", "Cancel these jobs")), QMessageBox.ButtonRole.DestructiveRole)
    send = box.addButton(_tr(_T("elsewhere", "Send")), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(later)
    box.setEscapeButton(later)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    if clicked is send:
        return Word.SEND
    return Word.CANCEL if clicked is cancel else Word.LATER


def _tr(text: str) -> str:
    return QCoreApplication.translate("elsewhere", text)
