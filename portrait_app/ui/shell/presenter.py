"""The presenter of errors: every failure that the user should know about goes through here."""

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
    """One occurrence of an error: its job, or 0 for none, and its retry callback."""

    job_id: int
    retry: Callable[[], object] | None


@dataclass(eq=False)
class _Shown:
    """An error on the screen, with all its occurrences."""

    error: AppError
    engine: str  # key of the engine that failed
    retry_remedy: Remedy
    notice: Notice
    retry_button: QPushButton
    cases: list[_Case] = field(default_factory=list)

    @property
    def retries(self) -> list[Callable[[], object]]:
        """The callbacks of the retry button, without duplicates.

        Empty if several jobs may be paid for twice: the user decides about each of them in the queue.
        """
        if self.retry_remedy is Remedy.SEND_AGAIN and len(self.cases) > 1:
            return []
        return list(dict.fromkeys(case.retry for case in self.cases if case.retry is not None))


class ErrorPresenter(QObject):
    """Shows errors as notices; a repeated error only increases the count. The window places `notices`.

    Account pages and retries are handled here. All other remedies are emitted with their error as
    `remedy_requested`.
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
        """Show `error`, with a retry button if `retry` is given and the error can be retried.

        `engine` is the key of the engine that failed; empty for no engine, or the one with an API key.
        `retry_remedy` is the text of the retry button, which must warn if something may be paid for twice.
        Merged errors keep all their retries, and the button calls each once.
        """
        shown = self._like(error, retry_remedy, engine) or self._show(error, retry_remedy, engine)
        shown.cases.append(_Case(job_id, None if error.retry is Retry.NEVER else retry))
        self._refresh(shown)
        shown.notice.speak()

    def withdraw(self, job_id: int) -> None:
        """Remove the errors of a job that no longer needs the user."""
        for shown in list(self._shown):
            left = [case for case in shown.cases if case.job_id != job_id]
            if not left:
                shown.notice.dismissed.emit()
            elif left != shown.cases:
                shown.cases = left
                self._refresh(shown)

    def withdraw_kind(self, kind: ErrorKind) -> None:
        """Remove the errors of a kind, because what caused them is over."""
        for shown in list(self._shown):
            if shown.error.kind is kind:
                shown.notice.dismissed.emit()

    def details(self, error: AppError) -> str:
        """Return the technical text for "Copy details", without the key."""
        lines = [
            f"Portrait Studio {self._version}, Qt {qVersion()}, {QSysInfo.prettyProductName()}",
            f"time: {self._clock.now().isoformat(timespec='seconds')}",
            describe(error).details,
        ]
        return self._redact("\n".join(lines))

    def _like(self, error: AppError, retry_remedy: Remedy, engine: str) -> _Shown | None:
        """Return the error on the screen that has the same texts and the same retry."""
        for shown in self._shown:
            same = (shown.error.kind, shown.error.detail) == (error.kind, error.detail)
            # Compare the texts, not the engines: the message about a full disk, for example, names no engine.
            same_words = describe(error, engine) == describe(error, shown.engine)
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
        """Carry out a remedy: open the account page, or emit `remedy_requested`."""
        if page := account_page(remedy):
            QDesktopServices.openUrl(QUrl(page))
        else:
            self.remedy_requested.emit(remedy, error)
