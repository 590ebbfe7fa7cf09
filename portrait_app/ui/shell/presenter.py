"""The one presenter of errors: every failure that a person should know of comes by here."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QSysInfo, QUrl, Signal, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from portrait_app.core.errors import AppError, ErrorKind, Retry
from portrait_app.core.ports.system import Clock
from portrait_app.ui.kit.notice import Notice, NoticeKind, NoticeStack
from portrait_app.ui.shell.messages import Remedy, account_page, describe, remedy_words

_NOT_FAILURES = frozenset({ErrorKind.CANCELLED, ErrorKind.RATE_LIMITED})


@dataclass(frozen=True, slots=True)
class _Case:
    """One time that an error came: the job it is about, 0 for none, and how to try again."""

    job_id: int
    retry: Callable[[], object] | None


@dataclass(eq=False)
class _Shown:
    """An error that is on the screen, and every time it came."""

    error: AppError
    engine: str  # whose error it is
    retry_remedy: Remedy
    notice: Notice
    retry_button: QPushButton
    cases: list[_Case] = field(default_factory=list)

    @property
    def retries(self) -> list[Callable[[], object]]:
        """What "Try again" calls, each once. What may cost twice is decided one by one, in the queue."""
        if self.retry_remedy is Remedy.SEND_AGAIN and len(self.cases) > 1:
            return []
        return list(dict.fromkeys(case.retry for case in self.cases if case.retry is not None))


class ErrorPresenter(QObject):
    """Shows errors as notices; the same one again only counts up. The window places `notices`.

    Pages of the service are opened and retries called here; every other remedy is the window's:
    `remedy_requested` carries it with the error that it is for.
    """

    remedy_requested = Signal(object, object)  # Remedy, AppError

    def __init__(
        self,
        redact: Callable[[str], str],
        clock: Clock,
        version: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._redact = redact
        self._clock = clock
        self._version = version
        self._shown: list[_Shown] = []
        self.notices = NoticeStack(parent=parent)

    def present(
        self,
        error: AppError,
        retry: Callable[[], object] | None = None,
        *,
        job_id: int = 0,
        engine: str = "",
        retry_remedy: Remedy = Remedy.TRY_AGAIN,
    ) -> None:
        """Show `error`; `retry`, where given and sensible, is offered as a button.

        `engine` is the key of whose error it is; empty where it is about none, or the one with the key.
        `retry_remedy` has the button's words: what may be paid for twice must say so. Merged errors
        keep all their retries: the button then calls each once.
        """
        shown = self._like(error, retry_remedy, engine) or self._show(error, retry_remedy, engine)
        shown.cases.append(_Case(job_id, None if error.retry is Retry.NEVER else retry))
        self._refresh(shown)
        shown.notice.speak()

    def withdraw(self, job_id: int) -> None:
        """Take back what was said about a job that needs nobody any more."""
        for shown in list(self._shown):
            left = [case for case in shown.cases if case.job_id != job_id]
            if not left:
                shown.notice.dismissed.emit()
            elif left != shown.cases:
                shown.cases = left
                self._refresh(shown)

    def details(self, error: AppError) -> str:
        """Return what "Copy details" copies: technical, without the key."""
        lines = [
            f"Portrait Studio {self._version}, Qt {qVersion()}, {QSysInfo.prettyProductName()}",
            f"time: {self._clock.now().isoformat(timespec='seconds')}",
            describe(error).details,
        ]
        return self._redact("\n".join(lines))

    def _like(self, error: AppError, retry_remedy: Remedy, engine: str) -> _Shown | None:
        """Return what is on the screen and says the same."""
        for shown in self._shown:
            same = (shown.error.kind, shown.error.detail) == (error.kind, error.detail)
            same_words = describe(error, engine) == describe(error, shown.engine)  # a full disk is nobody's
            if same and same_words and shown.retry_remedy is retry_remedy:
                return shown
        return None

    def _show(self, error: AppError, retry_remedy: Remedy, engine: str) -> _Shown:
        message = describe(error, engine)
        kind = NoticeKind.INFO if error.kind in _NOT_FAILURES else NoticeKind.ERROR
        notice = Notice(kind, self._redact(message.title), self._redact(message.body))
        shown = _Shown(error, engine, retry_remedy, notice, notice.add_action(remedy_words(retry_remedy)))
        shown.retry_button.clicked.connect(lambda: self._try_again(shown))
        remedy = message.remedy
        if remedy is not None and remedy is not Remedy.TRY_AGAIN:
            button = notice.add_action(remedy_words(remedy))
            button.clicked.connect(lambda: self.perform(remedy, error))
        copy = notice.add_action(self.tr("Copy details"))
        copy.clicked.connect(lambda: self._copy(error, copy))
        notice.dismissed.connect(lambda: self._forget(shown))
        self._shown.append(shown)
        self.notices.add(notice)
        return shown

    def _refresh(self, shown: _Shown) -> None:
        shown.retry_button.setVisible(bool(shown.retries))
        shown.notice.set_count(len(shown.cases))

    def _try_again(self, shown: _Shown) -> None:
        retries = shown.retries
        shown.notice.dismissed.emit()
        for retry in retries:
            retry()

    def _copy(self, error: AppError, button: QPushButton) -> None:
        QGuiApplication.clipboard().setText(self.details(error))
        #: said after copying text
        button.setText(self.tr("Copied"))

    def _forget(self, shown: _Shown) -> None:
        if shown in self._shown:
            self._shown.remove(shown)

    def perform(self, remedy: Remedy, error: AppError | None = None) -> None:
        """Do what a remedy's button says: here, or where `remedy_requested` is heard."""
        if page := account_page(remedy):
            QDesktopServices.openUrl(QUrl(page))
        else:
            self.remedy_requested.emit(remedy, error)
