"""Holds the queue while the account lacks credits, instead of letting every job fail."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPushButton

from portrait_app.core.delivery import Balance
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.money.amounts import usd
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.holds import HoldReason
from portrait_app.jobs.key_controller import KeyController
from portrait_app.ui.kit.formats import money
from portrait_app.ui.kit.notice import Notice, NoticeKind
from portrait_app.ui.money.estimates import CostEstimates
from portrait_app.ui.shell.messages import Remedy, account_page, remedy_words
from portrait_app.ui.shell.shell import Shell

_LOOK = 60_000  # milliseconds between two free requests for the balance while the queue waits for credits


class CreditController(QObject):
    """Holds the jobs of the engine that has an account, and releases them when there are enough credits.

    The cost of running jobs is ignored: it is unknown whether the service has already taken it from the
    balance. If the balance is too low after all, the service refuses a job. The refusal costs nothing,
    and the job waits again.
    """

    def __init__(
        self,
        *,
        shell: Shell,
        queue: GenerationQueue,
        keys: KeyController,
        estimates: CostEstimates,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._queue = queue
        self._keys = keys
        self._engine = keys.engine
        self._estimates = estimates
        self._settings = shell.settings
        self._notices = shell.presenter.notices
        self._held: HoldReason | None = None
        self._refused_at: Decimal | None = None  # balance at which the service refused a job
        self._waits = False  # whether a job has waited since the hold began
        self._is_waved_on = False  # whether the user chose to spend a low balance
        self._is_asked = False  # whether the user asked for the balance, and is told the result
        self._notice: Notice | None = None
        self._check: QPushButton | None = None  # the notice's button that asks for the balance
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(keys.refresh_balance)
        queue.failed.connect(self._on_failed)
        queue.changed.connect(self.judge)
        estimates.changed.connect(self.judge)
        keys.changed.connect(self._let_go)  # the new key may belong to another account
        keys.balance_changed.connect(self._on_balance)
        keys.balance_missed.connect(self._on_missed)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)  # noqa: S101 - widgets need one
        application.applicationStateChanged.connect(self._on_activity)
        self._take_over()

    def _take_over(self) -> None:
        """Take over a hold that the previous window set: nothing else would end it."""
        for reason in (HoldReason.NO_CREDITS, HoldReason.LOW_BALANCE):
            if self._queue.is_held(self._engine.key, reason):
                self._refused_at = _total(self._keys.balance)
                self._hold(reason)
                return

    def expect(self, requests: Sequence[GenerationRequest]) -> None:
        """Hold the queue if the account cannot pay for `requests`, which are about to be submitted."""
        paid = [request for request in requests if request.engine == self._engine.key]
        if paid and self._held is None:
            self._judge_low(self._next() or paid[0])

    def go_on(self) -> None:
        """Try to resume: spend the low balance, or ask the service whether credits have arrived."""
        if self._held is HoldReason.LOW_BALANCE:
            self._wave_on()
        elif self._held is HoldReason.NO_CREDITS:
            self._check_again()

    # --- events ---

    def _on_failed(self, outcome: Outcome) -> None:
        is_ours = outcome.job.request.engine == self._engine.key
        if outcome.error is None or outcome.error.kind is not ErrorKind.NO_CREDITS or not is_ours:
            return
        self._refused_at = _total(self._keys.balance)
        self._is_waved_on = False
        self._hold(HoldReason.NO_CREDITS)
        self._queue.jobs.retry(outcome.job.id)  # the job keeps its place in the queue
        self._keys.refresh_balance()

    def _on_balance(self, balance: Balance | None) -> None:
        was_asked = self._is_answered()
        left = _total(balance)
        if self._held is HoldReason.NO_CREDITS and left is not None:
            self._judge_refused(left, was_asked)
        self.judge()
        if was_asked and self._held is not None:
            self._shell.say(
                self._named(self.tr("{engine} has no credits on record for this key yet."))
                if left is None
                else self.tr("The account still has {amount}.").format(amount=money(left))
            )

    def _on_missed(self, _error: AppError) -> None:
        if self._is_answered():
            words = self.tr(
                "{engine} could not be asked for the balance. The program tries again every minute."
            )
            self._shell.say(self._named(words))

    def _is_answered(self) -> bool:
        """End a request for the balance. Return whether the user asked for it."""
        was_asked, self._is_asked = self._is_asked, False
        if self._check is not None:
            self._check.setEnabled(True)
        return was_asked

    def _on_activity(self, state: Qt.ApplicationState) -> None:
        """Ask for the balance when the program becomes active: the user may have bought credits."""
        if self._held is not None and state is Qt.ApplicationState.ApplicationActive:
            self._keys.refresh_balance()

    # --- decisions ---

    def judge(self) -> None:
        """Hold the queue if the balance is too low, or release it if that is no longer so."""
        first = self._next()
        if first is None:
            if self._waits:
                self._let_go()  # no job waits any more
            return
        self._waits = self._held is not None
        if self._held is not HoldReason.NO_CREDITS:
            self._judge_low(first)

    def _judge_low(self, first: GenerationRequest) -> None:
        left = _total(self._keys.balance)
        if left is None:
            return
        if left >= self._needed(first):
            self._is_waved_on = False
            if self._held is HoldReason.LOW_BALANCE:
                self._let_go()
        elif self._held is None and not self._is_waved_on:
            self._hold(HoldReason.LOW_BALANCE)

    def _judge_refused(self, left: Decimal, was_asked: bool) -> None:
        """Release the queue if the balance has risen or the user asked for it.

        With an unchanged balance, the service would refuse the same job again and again.
        """
        if self._refused_at is None:
            self._refused_at = left
        first = self._next()
        if first is None or left < self._needed(first):
            return
        if was_asked or left > self._refused_at:
            self._let_go()

    def _next(self) -> GenerationRequest | None:
        """Return the request that is sent next to the engine that has an account, or None."""
        requests = (
            one.job.request
            for one in self._queue.statuses
            if one.error is None and not one.running and one.job.ticket is None
        )
        return next((request for request in requests if request.engine == self._engine.key), None)

    def _needed(self, request: GenerationRequest) -> Decimal:
        """Return the balance in USD that is needed to send a request: its estimate and the reserve."""
        return self._estimates.amount([request]) + usd(float(self._settings.value("reserve")))

    def _hold(self, reason: HoldReason) -> None:
        if self._held is reason:
            return
        self._let_go()
        self._held = reason
        self._timer.start()
        self._show(reason)
        self._queue.hold(self._engine.key, reason)

    def _let_go(self) -> None:
        reason, self._held = self._held, None
        self._waits = False
        self._timer.stop()
        if self._notice is not None:
            self._notices.remove(self._notice)
            self._forget_notice()
        if reason is not None:
            self._queue.release(self._engine.key, reason)

    # --- the notice and its buttons ---

    def _show(self, reason: HoldReason) -> None:
        if reason is HoldReason.NO_CREDITS:
            title = self.tr("Not enough credits: queue on hold")
            words = self._named(
                self.tr(
                    "{engine} refused a request because the account cannot pay for it. Nothing was "
                    "billed. The queue continues automatically when there are credits; other engines work "
                    "as usual."
                )
            )
        else:
            title = self.tr("Low balance: queue on hold")
            words = self._low_words()
        notice = Notice(NoticeKind.INFO, title, words)
        notice.add_action(remedy_words(Remedy.TOP_UP), "arrow-square-out").clicked.connect(_open_billing)
        check = notice.add_action(self.tr("Check again"))
        check.clicked.connect(self._check_again)
        if reason is HoldReason.LOW_BALANCE:
            notice.add_action(self.tr("Send anyway")).clicked.connect(self._wave_on)
        notice.dismissed.connect(self._forget_notice)
        self._notice, self._check = notice, check
        self._notices.add(notice)
        notice.speak()

    def _low_words(self) -> str:
        left = _total(self._keys.balance) or Decimal(0)
        reserve = usd(float(self._settings.value("reserve")))
        words = self.tr(
            "Your {engine} account has {left}, too little for the next request. Nothing was sent."
        )
        if reserve:
            words = self.tr(
                "Your {engine} account has {left}. The next request would leave less than your "
                "minimum balance of {reserve}. Nothing was sent."
            )
        return words.format(left=money(left), reserve=money(reserve), engine=self._engine.name)

    def _named(self, words: str) -> str:
        return words.format(engine=self._engine.name)

    def _forget_notice(self) -> None:
        self._notice = self._check = None

    def _check_again(self) -> None:
        self._is_asked = True
        if self._check is not None:
            self._check.setEnabled(False)
        self._keys.refresh_balance()

    def _wave_on(self) -> None:
        self._is_waved_on = True
        self._let_go()


def _total(balance: Balance | None) -> Decimal | None:
    return None if balance is None else usd(balance.credits) + usd(balance.free_credits)


def _open_billing() -> None:
    QDesktopServices.openUrl(QUrl(account_page(Remedy.TOP_UP)))
