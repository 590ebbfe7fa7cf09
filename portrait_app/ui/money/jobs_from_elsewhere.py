"""Jobs that came with a library from another computer or person: they cost money, and wait for a word."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from portrait_app.core.errors import AppError
from portrait_app.core.job import JobState
from portrait_app.core.request import GenerationRequest
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.jobs.holds import HoldReason
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.kit.formats import money
from portrait_app.ui.shell.message_row import Remedy
from portrait_app.ui.shell.session import Session
from portrait_app.ui.shell.shell import Shell

_T = QT_TRANSLATE_NOOP


class Word(Enum):
    """What a person says about the jobs."""

    SEND = "send"
    CANCEL = "cancel"
    LATER = "later"


Ask = Callable[[int, Decimal], Word]  # of so many jobs, which cost so much
Amount = Callable[[Sequence[GenerationRequest]], Decimal]


class JobsFromElsewhere(QObject):
    """Holds every engine that costs money until a person has the jobs sent, or there are none any more."""

    def __init__(
        self,
        shell: Shell,
        session: Session,
        amount: Amount,
        ask: Ask,
        parent: QObject,
    ) -> None:
        """`session` was opened with the queue held: see `portrait_app.session`."""
        super().__init__(parent)
        self._queue = queue = session.queue
        self._engines = [key for key, engine in session.backend.engines.items() if engine.row.costs_money]
        self._home = session.backend.home
        self._amount = amount
        self._ask = ask
        self._runner = shell.runner
        self._is_holding = any(hold.reason is HoldReason.ELSEWHERE for hold in queue.holds)
        self._were_seen = False  # they are read from the library only after this began
        shell.presenter.remedy_requested.connect(self._on_remedy)
        queue.changed.connect(self._on_queue)

    def _waiting(self) -> list[JobStatus]:
        """Return what would be sent, now or after the service's history has been asked."""
        return [
            one
            for one in self._queue.statuses
            if one.job.request.engine in self._engines and (one.waits or _is_unknown(one))
        ]

    def _on_remedy(self, remedy: Remedy, _error: AppError | None) -> None:
        if remedy is not Remedy.SEND_JOBS or not self._is_holding:
            return
        waiting = self._waiting()
        word = self._ask(len(waiting), self._amount([one.job.request for one in waiting]))
        if word is Word.CANCEL:
            for one in waiting:
                drop = self._queue.jobs.dismiss if _is_unknown(one) else self._queue.jobs.cancel
                drop(one.job.id)
        if word is not Word.LATER:
            self._let_go()

    def _on_queue(self) -> None:
        """Let go when none is left: a person called them off, or forgot them."""
        if not self._is_holding:
            return
        if self._waiting():
            self._were_seen = True
        elif self._were_seen:
            self._let_go()

    def _let_go(self) -> None:
        self._is_holding = False
        self._runner.run(self._home.settle, owner=self)
        for engine in self._engines:
            self._queue.release(engine, HoldReason.ELSEWHERE)


def _is_unknown(status: JobStatus) -> bool:
    """Say whether a job was sent elsewhere, and nobody knows what became of it."""
    return status.job.state is JobState.OUTCOME_UNKNOWN and status.job.ticket is None


def ask_about_jobs(parent: QWidget, count: int, amount: Decimal) -> Word:
    """Ask whether jobs that came with the library are sent, and paid for from this person's account."""
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
