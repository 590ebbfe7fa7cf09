"""The front of the account: its action and its controller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from portrait_app.core.engines import with_key
from portrait_app.ui.account.actions import ROWS
from portrait_app.ui.shell.shell import Shell

if TYPE_CHECKING:
    from portrait_app.ui.account.controller import AccountController
    from portrait_app.ui.shell.dialog_controller import DialogController
    from portrait_app.ui.shell.session import Session


class AccountFront(QObject):
    """Installs the action that asks for the key, and opens the controller."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.actions.add(ROWS)
        action = shell.actions["key"]
        action.setText(action.text().format(engine=with_key().name))

    def open(self, session: Session, *, dialogs: DialogController) -> AccountController:
        from portrait_app.ui.account.controller import AccountController

        return AccountController(self._shell, session.keys, dialogs, self)
