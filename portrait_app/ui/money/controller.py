"""Money: requests go to the queue through here, so that none costs more than a person wants to spend."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from portrait_app.core.ports.engines import Engine
from portrait_app.core.ports.ledger import Ledger, LedgerExport
from portrait_app.core.ports.system import Clock, Settings
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.account.key_controller import KeyController
from portrait_app.ui.money.budget_controller import BudgetController
from portrait_app.ui.money.budget_question import ask_about_budget
from portrait_app.ui.money.credit_controller import CreditController
from portrait_app.ui.money.estimates import CostEstimates
from portrait_app.ui.money.ledger_controller import LedgerController
from portrait_app.ui.money.ledger_dialog import LedgerDialog
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.shell.actions import Actions
from portrait_app.ui.shell.dialog_controller import DialogController
from portrait_app.ui.shell.main_window import MainWindow
from portrait_app.ui.shell.presenter import ErrorPresenter


class MoneyController(QObject):
    """Knows what requests will cost, asks before a budget is crossed, and opens the ledger."""

    said = Signal(str)

    def __init__(
        self,
        *,
        window: MainWindow,
        actions: Actions,
        queue: GenerationQueue,
        queue_panel: QueuePanel,
        keys: KeyController,
        engines: Mapping[str, Engine],
        ledger: Ledger,
        export: LedgerExport,
        dialogs: DialogController,
        presenter: ErrorPresenter,
        settings: Settings,
        runner: TaskRunner,
        clock: Clock,
        started: datetime,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._queue = queue
        self._settings = settings
        self.estimates = CostEstimates(ledger, engines, queue, runner, self)
        self._budgets = BudgetController(
            ledger=ledger,
            estimates=self.estimates,
            settings=settings,
            runner=runner,
            clock=clock,
            started=started,
            ask=partial(ask_about_budget, window),
            edit=dialogs.open_settings,
            parent=self,
        )
        self._credits = CreditController(
            queue=queue,
            keys=keys,
            estimates=self.estimates,
            settings=settings,
            notices=presenter.notices,
            parent=self,
        )
        self._ledger = LedgerController(
            ledger=ledger,
            export=export,
            engines=engines,
            queue=queue,
            runner=runner,
            clock=clock,
            started=started,
            parent=self,
        )
        self._credits.said.connect(self.said)
        queue_panel.resume_requested.connect(self._credits.go_on)
        dialogs.settings_changed.connect(lambda _: self._credits.judge())
        actions["costs"].triggered.connect(self.open_ledger)

    def submit(self, requests: Sequence[GenerationRequest]) -> None:
        """Submit all the requests to the queue, unless a person would rather keep to a budget."""
        self.authorise(requests, partial(self._submit, requests))

    def authorise(self, requests: Sequence[GenerationRequest], then: Callable[[], object]) -> None:
        """Call `then`, which sends the requests, unless a person would rather keep to a budget."""
        self._budgets.authorise(requests, partial(self._go_ahead, requests, then))

    def open_ledger(self) -> None:
        dialog = LedgerDialog(self._ledger, self._settings, self._window)
        dialog.exec()
        dialog.deleteLater()

    def _go_ahead(self, requests: Sequence[GenerationRequest], then: Callable[[], object]) -> None:
        self._credits.expect(requests)
        then()

    def _submit(self, requests: Sequence[GenerationRequest]) -> None:
        for request in requests:
            self._queue.submit(request)
