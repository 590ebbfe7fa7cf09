"""The one presenter of errors: every failure that a person should know of comes by here."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QSysInfo, QUrl, Signal, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from portrait_app.core.errors import AppError, ErrorKind, Retry
from portrait_app.core.ports import Clock
from portrait_app.ui.messages import ACCOUNT_PAGES, Remedy, describe, remedy_words
from portrait_app.ui.widgets.notice import Notice, NoticeKind, NoticeStack

_NOT_FAILURES = frozenset({ErrorKind.CANCELLED, ErrorKind.RATE_LIMITED})


@dataclass(eq=False)
class _Shown:
    """An error that is on the screen, and how often it came."""

    error: AppError
    notice: Notice
    retry_button: QPushButton
    count: int = 1
    retries: list[Callable[[], object]] = field(default_factory=list)


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

    def present(self, error: AppError, retry: Callable[[], object] | None = None) -> None:
        """Show `error`; `retry`, where given and sensible, is offered as a button.

        Merged errors keep all their retries: the button then calls each once.
        """
        for shown in self._shown:
            if (shown.error.kind, shown.error.detail) == (error.kind, error.detail):
                self._count_up(shown, retry)
                return
        self._show(error, retry)

    def details(self, error: AppError) -> str:
        """Return what "Copy details" copies: technical, without the key."""
        lines = [
            f"Portrait Studio {self._version}, Qt {qVersion()}, {QSysInfo.prettyProductName()}",
            f"time: {self._clock.now().isoformat(timespec='seconds')}",
            describe(error).details,
        ]
        return self._redact("\n".join(lines))

    def _show(self, error: AppError, retry: Callable[[], object] | None) -> None:
        message = describe(error)
        kind = NoticeKind.INFO if error.kind in _NOT_FAILURES else NoticeKind.ERROR
        notice = Notice(kind, self._redact(message.title), self._redact(message.body))
        shown = _Shown(error, notice, notice.add_action(remedy_words(Remedy.TRY_AGAIN)))
        shown.retry_button.clicked.connect(lambda: self._try_again(shown))
        self._add_retry(shown, retry)
        remedy = message.remedy
        if remedy is not None and remedy is not Remedy.TRY_AGAIN:
            button = notice.add_action(remedy_words(remedy))
            button.clicked.connect(lambda: self._perform(remedy, error))
        copy = notice.add_action(self.tr("Copy details"))
        copy.clicked.connect(lambda: self._copy(error, copy))
        notice.dismissed.connect(lambda: self._forget(shown))
        self._shown.append(shown)
        self.notices.add(notice)

    def _count_up(self, shown: _Shown, retry: Callable[[], object] | None) -> None:
        self._add_retry(shown, retry)
        shown.count += 1
        shown.notice.set_count(shown.count)
        shown.notice.speak()

    def _add_retry(self, shown: _Shown, retry: Callable[[], object] | None) -> None:
        if retry and retry not in shown.retries and shown.error.retry is not Retry.NEVER:
            shown.retries.append(retry)
        shown.retry_button.setVisible(bool(shown.retries))

    def _try_again(self, shown: _Shown) -> None:
        shown.notice.dismissed.emit()
        for retry in shown.retries:
            retry()

    def _copy(self, error: AppError, button: QPushButton) -> None:
        QGuiApplication.clipboard().setText(self.details(error))
        button.setText(self.tr("Copied"))

    def _forget(self, shown: _Shown) -> None:
        if shown in self._shown:
            self._shown.remove(shown)

    def _perform(self, remedy: Remedy, error: AppError) -> None:
        if page := ACCOUNT_PAGES.get(remedy):
            QDesktopServices.openUrl(QUrl(page))
        else:
            self.remedy_requested.emit(remedy, error)
