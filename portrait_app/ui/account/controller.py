"""The engine and its account: the key dialog, the banner that offers it, and the status bar's words."""

from PySide6.QtCore import QObject, QTimer

from portrait_app.core.credentials import KeySource
from portrait_app.core.engines import Login, without_key
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports import Settings
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.ui.account.key_controller import KeyController
from portrait_app.ui.account.key_dialog import ApiKeyDialog
from portrait_app.ui.create.controller import GenerationController
from portrait_app.ui.kit.formats import money as money_words
from portrait_app.ui.kit.notice import Notice, NoticeKind
from portrait_app.ui.money.controller import MoneyController
from portrait_app.ui.shell.actions import Actions
from portrait_app.ui.shell.dialog_controller import DialogController
from portrait_app.ui.shell.main_window import MainWindow
from portrait_app.ui.shell.messages import Remedy
from portrait_app.ui.shell.presenter import ErrorPresenter

_TICK = 200  # milliseconds: the queue changes often, and the sum of it need not be said each time


class AccountController(QObject):
    """Asks for the key, and says in the status bar which engine is in use and what it has left."""

    def __init__(
        self,
        *,
        window: MainWindow,
        actions: Actions,
        keys: KeyController,
        generation: GenerationController,
        queue: GenerationQueue,
        money: MoneyController,
        presenter: ErrorPresenter,
        dialogs: DialogController,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._keys = keys
        self._generation = generation
        self._estimates = money.estimates
        self._presenter = presenter
        self._settings = settings
        self._banner: Notice | None = None
        self._soon = QTimer(self, interval=_TICK, singleShot=True)
        self._soon.timeout.connect(self._show_engine)
        queue.changed.connect(self._show_soon)
        actions["key"].triggered.connect(self.open_key)
        dialogs.key_requested.connect(self.open_key)
        dialogs.settings_changed.connect(self._on_settings)
        presenter.remedy_requested.connect(self._perform)
        generation.key_needed.connect(self.open_key)
        generation.cost_changed.connect(self._show_engine)
        keys.changed.connect(self._on_key_changed)
        keys.balance_changed.connect(self._show_engine)
        keys.waiting.connect(self._show_engine)
        keys.failed.connect(self._on_key_failed)
        keys.loaded.connect(self._offer_key)
        self._show_engine()

    def open_key(self) -> None:
        """Ask for the key; the engine that needs it is chosen once there is one."""
        had_key = self._keys.has_key
        dialog = ApiKeyDialog(self._keys, self._window)
        dialog.remedy_requested.connect(lambda remedy: self._presenter.remedy_requested.emit(remedy, None))
        dialog.exec()
        dialog.deleteLater()
        if self._keys.has_key and not had_key:
            self._generation.choose_cloud_engine()

    def _offer_key(self) -> None:
        """Show the slim banner of a first start, unless it was sent away before."""
        if self._keys.has_key or self._settings.value("banner_dismissed") or self._banner is not None:
            return
        banner = Notice(
            NoticeKind.INFO,
            self.tr("Drawing offline with {engine}").format(engine=without_key().name),
            self.tr("A {engine} key makes photographic portraits.").format(engine=self._keys.engine.name),
            slim=True,
        )
        add = self.tr("Add your {engine} key").format(engine=self._keys.engine.name)
        banner.add_action(add, "key").clicked.connect(self.open_key)
        banner.dismissed.connect(lambda: self._settings.set("banner_dismissed", True))
        self._banner = banner
        self._presenter.notices.add_behind(banner)

    def _on_key_changed(self) -> None:
        if self._keys.has_key and self._banner is not None:
            self._presenter.notices.remove(self._banner)
            self._banner = None
        self._show_engine()

    def _on_key_failed(self, error: AppError) -> None:
        from_keychain = error.kind in (ErrorKind.KEYCHAIN_LOCKED, ErrorKind.KEYCHAIN_TIMEOUT)
        self._presenter.present(error, self._keys.load if from_keychain else None)

    def _show_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _show_engine(self) -> None:
        engine = self._generation.engine
        parts = [engine.name]
        if not engine.costs_money:
            parts.append(self.tr("free") if engine.is_remote else self.tr("offline, free"))
        elif engine.login is None:
            parts.append(self._generation.cost_text)
        elif self._keys.is_waiting:
            parts.append(self.tr("waiting for your keychain…"))
        else:
            parts += self._account_words(engine.login)
        if committed := self._estimates.committed:
            parts.append(self.tr("in the queue about {amount}").format(amount=money_words(committed)))
        self._window.status_line.set_engine_text(" · ".join(filter(None, parts)))

    def _account_words(self, login: Login) -> list[str]:
        """Say where the key is from, what the account holds and what the next request takes from it."""
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

    def _on_settings(self, changed: set[str]) -> None:
        if self._keys.engine.address in changed:
            self._keys.refresh_balance()  # another address, another account

    def _perform(self, remedy: Remedy, _error: AppError | None) -> None:
        match remedy:
            case Remedy.ADD_KEY | Remedy.USE_FOR_SESSION:
                self.open_key()
            case Remedy.SHOW_FIELD:
                self._generation.show_fields()
