"""The controller of the key: its dialog, and the banner that offers to add a key."""

from PySide6.QtCore import QObject, Signal

from portrait_app.core.engines import SourceType, find_engine, without_key
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.jobs.key_controller import KeyController
from portrait_app.ui.account.key_dialog import ApiKeyDialog
from portrait_app.ui.kit.notice import Notice, NoticeKind
from portrait_app.ui.shell.dialog_controller import DialogController
from portrait_app.ui.shell.messages import Remedy
from portrait_app.ui.shell.shell import Shell


class AccountController(QObject):
    """Asks for the key when it is needed, and offers to add one at the first start."""

    key_added = Signal()  # there was none before

    def __init__(self, shell: Shell, keys: KeyController, dialogs: DialogController, parent: QObject) -> None:
        super().__init__(parent)
        self._window = shell.window
        self._keys = keys
        self._presenter = presenter = shell.presenter
        self._settings = shell.settings
        self._banner: Notice | None = None
        self._engine = without_key().key
        shell.actions["key"].triggered.connect(self.open_key)
        dialogs.key_requested.connect(self.open_key)
        shell.settings_changed.connect(self._on_settings)
        presenter.remedy_requested.connect(self._perform)
        keys.changed.connect(self._on_key_changed)
        keys.failed.connect(self._on_key_failed)
        keys.loaded.connect(self._offer_key)
        if keys.is_loaded:  # by the previous window
            self._offer_key()

    def open_key(self) -> None:
        """Show the dialog for the key."""
        had_key = self._keys.has_key
        dialog = ApiKeyDialog(self._keys, self._window)
        dialog.remedy_requested.connect(lambda remedy: self._presenter.remedy_requested.emit(remedy, None))
        dialog.exec()
        dialog.deleteLater()
        if self._keys.has_key and not had_key:
            self.key_added.emit()

    def follow_engine(self, engine: str) -> None:
        """Say in the banner which engine is chosen."""
        self._engine = engine
        if self._banner is not None:
            self._banner.set_title(self._banner_title())

    def _banner_title(self) -> str:
        """Return what the banner says: true for the engine that is chosen now."""
        if self._engine == self._keys.engine.key:
            return self.tr("{engine} needs your key").format(engine=self._keys.engine.name)
        row = find_engine(self._engine) or without_key()
        if row.source is SourceType.DRAWN:
            return self.tr("Drawing offline with {engine}").format(engine=row.name)
        return self.tr("Making pictures with {engine}").format(engine=row.name)

    def _offer_key(self) -> None:
        """Show the slim banner of a first start, unless there is a key or the user dismissed the banner."""
        if self._keys.has_key or self._settings.value("banner_dismissed") or self._banner is not None:
            return
        banner = Notice(
            NoticeKind.INFO,
            self._banner_title(),
            self.tr("With a {engine} key you can make photographic portraits.").format(
                engine=self._keys.engine.name
            ),
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

    def _on_key_failed(self, error: AppError) -> None:
        from_keychain = error.kind in (ErrorKind.KEYCHAIN_LOCKED, ErrorKind.KEYCHAIN_TIMEOUT)
        self._presenter.present(error, self._keys.load if from_keychain else None)

    def _on_settings(self, changed: set[str]) -> None:
        if self._keys.engine.address in changed:
            self._keys.refresh_balance()  # another address may mean another account

    def _perform(self, remedy: Remedy, _error: AppError | None) -> None:
        if remedy in (Remedy.ADD_KEY, Remedy.USE_FOR_SESSION):
            self.open_key()
