"""The models on this computer: their part of the settings, the dialog that adds one, and what is reported."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portrait_app.core.model_store import InstalledModel
from portrait_app.jobs.key_controller import KeyController
from portrait_app.jobs.model_additions import Addition, ModelAdditions
from portrait_app.ui.kit.formats import large_size
from portrait_app.ui.kit.notice import Notice, NoticeKind
from portrait_app.ui.models.add_model_dialog import AddModelDialog
from portrait_app.ui.models.folder_page import FolderPage
from portrait_app.ui.shell.settings_pages import SettingsPart
from portrait_app.ui.shell.shell import Shell

_DISMISSED = "model_offer_dismissed"


class FolderPart(SettingsPart):
    """The model folder as a part of its engine's page of settings."""

    def __init__(self, page: FolderPage) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)


class FolderController(QObject):
    """Follows the model folder of one engine, whether or not anything of it is on the screen."""

    setup_wanted = Signal(str)  # key of the engine whose page of settings is wanted

    def __init__(
        self,
        shell: Shell,
        engine: str,
        additions: ModelAdditions,
        keys: KeyController,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._engine = engine
        self._additions = additions
        self._keys = keys
        self._dialog: AddModelDialog | None = None
        self._offer: Notice | None = None
        additions.added.connect(self._on_added)
        additions.removed.connect(self._on_removed)
        additions.failed.connect(self._on_failed)
        additions.changed.connect(self._offer_or_withdraw)
        keys.loaded.connect(self._offer_or_withdraw)
        shell.settings_changed.connect(lambda _changed: additions.look())  # perhaps of another folder
        additions.look()

    def build_part(self) -> SettingsPart:
        """Make the part of the settings dialog."""
        page = FolderPage(self._additions)
        page.add_wanted.connect(lambda: self.add_model(page.window()))
        return FolderPart(page)

    def add_model(self, parent: QWidget | None = None) -> None:
        """Show the dialog that adds a model."""
        shell = self._shell
        self._dialog = dialog = AddModelDialog(
            self._additions, shell.runner, shell.clock, parent or shell.window
        )
        dialog.exec()
        self._dialog = None
        dialog.deleteLater()

    # --- what is reported ---

    def _on_added(self, model: InstalledModel) -> None:
        self._shell.models.refresh(self._engine)
        if self._dialog is not None:
            return  # the dialog says it
        notice = Notice(
            NoticeKind.INFO,
            self.tr("“{model}” is ready").format(model=model.name),
            self.tr("Choose it in the panel that makes pictures."),
        )
        self._shell.presenter.notices.add(notice)
        notice.speak()

    def _on_removed(self, model: InstalledModel) -> None:
        self._shell.models.refresh(self._engine)
        words = self.tr("“{model}” was removed. {size} are free again.")
        self._shell.say(words.format(model=model.name, size=large_size(model.size)))

    def _on_failed(self, addition: Addition) -> None:
        if self._dialog is not None or addition.error is None:
            return  # the dialog says it
        retry: Callable[[], object] | None = None
        if addition.can_resume:
            retry = partial(self._additions.resume, addition.id)
        self._shell.presenter.present(addition.error, retry, engine=self._engine)

    # --- the offer of a first start ---

    def _offer_or_withdraw(self) -> None:
        """Offer to add a model, behind the offer of a key, until there is one or the user dismisses this."""
        folder, notices = self._additions.folder, self._shell.presenter.notices
        if folder is None or not self._keys.is_loaded:
            return
        is_of_use = not (folder.models or self._additions.additions)
        if self._offer is not None and not is_of_use:
            notices.remove(self._offer)
            self._offer = None
        elif self._offer is None and is_of_use and not self._shell.settings.value(_DISMISSED):
            self._offer = self._build_offer()
            notices.add_behind(self._offer)

    def _build_offer(self) -> Notice:
        smallest = min(self._additions.store.published, key=lambda model: model.download_size)
        words = self.tr(
            "Free and offline, with a model that takes {size} on the disk and {memory} of memory."
        )
        offer = Notice(
            NoticeKind.INFO,
            self.tr("Make photographs on this computer"),
            words.format(size=large_size(smallest.download_size), memory=large_size(smallest.memory)),
            slim=True,
        )
        #: button: opens the settings in which a model is added
        add = offer.add_action(self.tr("Set up…"), "gear")
        add.clicked.connect(lambda: self.setup_wanted.emit(self._engine))
        offer.dismissed.connect(self._on_dismissed)
        return offer

    def _on_dismissed(self) -> None:
        self._shell.settings.set(_DISMISSED, True)
        self._offer = None
