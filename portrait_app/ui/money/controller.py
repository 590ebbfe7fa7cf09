"""The money controller: requests pass its budget check on their way to the queue."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from portrait_app.core.request import GenerationRequest
from portrait_app.ui.money.budget_controller import BudgetController
from portrait_app.ui.money.budget_question import ask_about_budget
from portrait_app.ui.money.credit_controller import CreditController
from portrait_app.ui.money.estimates import CostEstimates
from portrait_app.ui.money.ledger_controller import LedgerController
from portrait_app.ui.money.ledger_dialog import LedgerDialog
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.shell.dialog_controller import DialogController
from portrait_app.ui.shell.session import Session
from portrait_app.ui.shell.shell import Shell


class MoneyController(QObject):
    """Estimates costs, asks before a budget is exceeded, and opens the ledger."""

    def __init__(
        self,
        *,
        shell: Shell,
        session: Session,
        panel: QueuePanel,
        dialogs: DialogController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = shell.window
        self._settings = shell.settings
        backend, queue = session.backend, session.queue
        self._queue = queue
        self.estimates = CostEstimates(backend.ledger, backend.engines, queue, shell.runner, self)
        self._budgets = BudgetController(
            shell=shell,
            session=session,
            estimates=self.estimates,
            ask=partial(ask_about_budget, shell.window),
            edit=dialogs.open_settings,
            parent=self,
        )
        self._credits = CreditController(
            shell=shell, queue=queue, keys=session.keys, estimates=self.estimates, parent=self
        )
        self._ledger = LedgerController(
            ledger=backend.ledger,
            export=backend.ledger_export,
            engines=backend.engines,
            queue=queue,
            runner=shell.runner,
            clock=shell.clock,
            started=session.started,
            parent=self,
        )
        panel.resume_requested.connect(self._credits.go_on)
        shell.settings_changed.connect(self._credits.judge)
        shell.actions["costs"].triggered.connect(self.open_ledger)

    def submit(self, requests: Sequence[GenerationRequest]) -> None:
        """Submit all the requests to the queue, or none if the user refuses to exceed a budget."""
        self.authorise(requests, partial(self._submit, requests))

    def authorise(self, requests: Sequence[GenerationRequest], then: Callable[[], object]) -> None:
        """Call `then`, which sends the requests, unless the user refuses to exceed a budget."""
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
