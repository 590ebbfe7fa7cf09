"""The models on this computer: what is there, what is being added, and the button to add one."""

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from portrait_app.core.model_store import InstalledModel
from portrait_app.jobs.model_additions import Addition, ModelAdditions
from portrait_app.ui.kit.formats import large_size
from portrait_app.ui.kit.glyph import Glyph, lay_beside
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.notice import plain_label, strong_label
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.models.folder_rows import AdditionRow, InstalledRow
from portrait_app.ui.models.folder_words import stranger_words
from portrait_app.ui.shell.messages import describe

_OFTEN = 2000  # milliseconds between two looks: another program may use the folder, too


class FolderPage(QWidget):
    """Follows the folder while it is visible. Everything here happens at once, without *Save*."""

    add_wanted = Signal()

    def __init__(self, additions: ModelAdditions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._additions = additions
        self._shown: tuple[object, ...] | None = None
        self._rows: dict[str, AdditionRow] = {}
        self._note, self._note_text = self._build_note()
        self._place = plain_label(wrapped=True)
        set_role(self._place, "tone", "caption")
        self._empty = plain_label(wrapped=True)
        set_role(self._empty, "tone", "muted")
        self._strangers = plain_label(wrapped=True)
        set_role(self._strangers, "tone", "caption")
        #: button
        self.add = QPushButton(self.tr("Add a model…"))
        self.add.setIcon(icon("plus"))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self.add_wanted)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE * 2)
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(_OFTEN)
        self._timer.timeout.connect(additions.look)
        additions.changed.connect(self._render)
        self._render()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(strong_label(self.tr("Models on this computer")), 1)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + SPACE // 2)
        column.addWidget(self._note)
        column.addLayout(head)
        column.addWidget(self._empty)
        column.addLayout(self._list)
        column.addWidget(self._strangers)
        column.addWidget(self._place)

    @staticmethod
    def _build_note() -> tuple[QWidget, QLabel]:
        note, text = QWidget(), plain_label(wrapped=True)
        words = QVBoxLayout()
        words.addWidget(text)
        lay_beside(Glyph("info"), words, note)
        return note, text

    # --- what is there ---

    def _render(self) -> None:
        missing = self._additions.store.missing()
        self._note.setVisible(bool(missing))
        self._note_text.setText(QCoreApplication.translate("engines", missing) if missing else "")
        self.add.setDisabled(bool(missing))
        additions, folder = self._additions.additions, self._additions.folder
        models = () if folder is None else folder.models
        shown = (models, tuple(one.id for one in additions))
        if shown != self._shown:
            self._shown = shown
            self._fill(models, additions)
        for one in additions:
            self._rows[one.id].show_addition(one)
            self._rows[one.id].resume.setDisabled(bool(missing))
        self._empty.setVisible(not models and not additions)
        self._empty.setText(self._empty_words())
        strangers = () if folder is None else folder.strangers
        self._strangers.setText("\n".join(stranger_words(stranger) for stranger in strangers))
        self._strangers.setVisible(bool(strangers))
        if folder is not None:
            words = self.tr("Folder: “{folder}”. {free} are free on its disk.")
            self._place.setText(words.format(folder=folder.path, free=large_size(folder.free)))

    def _empty_words(self) -> str:
        if (error := self._additions.look_error) is not None:
            message = describe(error)
            return f"{message.title}. {message.sentence}"
        if self._additions.folder is None:
            return self.tr("Looking into the folder…")
        smallest = min(self._additions.store.published, key=lambda model: model.download_size)
        words = self.tr("There is none yet. The smallest takes {size} on the disk, and {memory} of memory.")
        return words.format(size=large_size(smallest.download_size), memory=large_size(smallest.memory))

    def _fill(self, models: tuple[InstalledModel, ...], additions: tuple[Addition, ...]) -> None:
        """Make the rows anew, because models have come or gone."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = {}
        for one in additions:
            row = self._rows[one.id] = AdditionRow(one)
            row.pause_wanted.connect(self._additions.pause)
            row.resume_wanted.connect(self._additions.resume)
            row.discard_wanted.connect(self._discard)
            self._list.addWidget(row)
        for model in models:
            there = InstalledRow(model)
            there.remove_confirmed.connect(self._additions.remove)
            self._list.addWidget(there)

    def _discard(self, model_id: str) -> None:
        addition = self._additions.addition(model_id)
        if addition is None:
            return
        if addition.can_resume:
            self._additions.discard(model_id)
        else:
            self._additions.forget(model_id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._additions.look()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
