"""The engine's text in the status bar: name, source of the key, balance, and costs."""

from PySide6.QtCore import QObject, QTimer

from portrait_app.core.credentials import KeySource
from portrait_app.core.engines import Login
from portrait_app.ui.create.controller import GenerationController
from portrait_app.ui.kit.formats import money as money_words
from portrait_app.ui.money.estimates import CostEstimates
from portrait_app.ui.shell.session import Session
from portrait_app.ui.shell.shell import Shell

_TICK = 200  # milliseconds: the queue changes often, and its cost need not be shown each time


class EngineStatus(QObject):
    """Shows which engine is in use, the balance of its account, and what jobs will cost."""

    def __init__(
        self,
        shell: Shell,
        session: Session,
        generation: GenerationController,
        estimates: CostEstimates,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._status_line = shell.window.status_line
        self._keys = keys = session.keys
        self._generation = generation
        self._estimates = estimates
        self._soon = QTimer(self, singleShot=True)
        self._soon.setInterval(_TICK)
        self._soon.timeout.connect(self._show_engine)
        session.queue.changed.connect(self._show_soon)
        generation.cost_changed.connect(self._show_engine)
        keys.changed.connect(self._show_engine)
        keys.balance_changed.connect(self._show_engine)
        keys.waiting.connect(self._show_engine)
        self._show_engine()

    def _show_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _show_engine(self) -> None:
        engine = self._generation.engine
        parts = [engine.name]
        if not engine.costs_money:
            #: adjective: cost nothing
            parts.append(self.tr("free") if engine.is_remote else self.tr("offline, free"))
        elif engine.login is None:
            parts.append(self._generation.cost_text)
        elif self._keys.is_waiting:
            parts.append(self.tr("waiting for your keychain…"))
        else:
            parts += self._account_words(engine.login)
        if committed := self._estimates.committed:
            parts.append(self.tr("about {amount} in the queue").format(amount=money_words(committed)))
        self._status_line.set_engine_text(" · ".join(filter(None, parts)))

    def _account_words(self, login: Login) -> list[str]:
        """Return texts for the source of the key, the balance, and the cost of the next request."""
        words = {
            KeySource.NONE: self.tr("no key yet"),
            KeySource.KEYCHAIN: self.tr("key from the keychain"),
            KeySource.SESSION: self.tr("key for this session"),
            KeySource.ENVIRONMENT: self.tr("key from {variable}").format(variable=login.variable),
        }
        parts = [words[self._keys.source]]
        if self._keys.balance is not None:
            parts.append(self.tr("{amount} left").format(amount=money_words(self._keys.balance.total)))
        if self._keys.has_key:
            parts.append(self._generation.cost_text)
        return parts
