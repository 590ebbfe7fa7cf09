"""The front of money: its action and its controllers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from portrait_app.ui.money.actions import ROWS
from portrait_app.ui.shell.shell import Shell

if TYPE_CHECKING:
    from portrait_app.ui.money.controller import MoneyController
    from portrait_app.ui.queue.controller import QueueController
    from portrait_app.ui.queue.panel import QueuePanel
    from portrait_app.ui.shell.dialog_controller import DialogController
    from portrait_app.ui.shell.session import Session


class MoneyFront(QObject):
    """Installs the action that opens the ledger, and opens the controllers."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.actions.add(ROWS)

    def open(
        self, session: Session, *, panel: QueuePanel, jobs: QueueController, dialogs: DialogController
    ) -> MoneyController:
        from portrait_app.ui.money.controller import MoneyController

        controller = MoneyController(
            shell=self._shell, session=session, panel=panel, dialogs=dialogs, parent=self
        )
        jobs.sending_wanted.connect(controller.authorise)
        if session.elsewhere is not None:
            from portrait_app.ui.money.elsewhere_question import ElsewhereQuestion, ask_about_jobs

            ask = partial(ask_about_jobs, self._shell.window)
            amount, presenter = controller.estimates.amount, self._shell.presenter
            ElsewhereQuestion(session.elsewhere, amount, ask, presenter, self)
        return controller
