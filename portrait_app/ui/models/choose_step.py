"""The first step of adding a model: one of a publisher, or the user's own file or folder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.model_store import PublishedModel
from portrait_app.jobs.model_additions import ModelAdditions
from portrait_app.ui.kit.formats import large_size
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.models.folder_words import SEPARATOR

_INDENT = 22  # pixels: below the text of a radio button


class ChooseStep(QWidget):
    """Offers the published models, and buttons that choose a file or a folder."""

    changed = Signal()
    path_chosen = Signal(object)  # Path

    def __init__(self, additions: ModelAdditions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._additions = additions
        self._models: Sequence[PublishedModel] = additions.store.published
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + SPACE // 2)
        for number, model in enumerate(self._models):
            column.addWidget(self._build_model(number, model))
        column.addSpacing(SPACE)
        column.addLayout(self._build_own())
        self._group.idToggled.connect(lambda _number, _on: self.changed.emit())
        free = [button for button in self._group.buttons() if button.isEnabled()]
        if free:
            free[0].setChecked(True)

    def _build_model(self, number: int, model: PublishedModel) -> QWidget:
        holder = QWidget()
        button = QRadioButton(model.name)
        facts = plain_label(self._facts(model), wrapped=True)
        set_role(facts, "tone", "caption")
        facts.setContentsMargins(_INDENT, 0, 0, 0)
        button.setAccessibleDescription(facts.text())
        button.setDisabled(self._additions.is_installed(model.id))
        self._group.addButton(button, number)
        words = QVBoxLayout(holder)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(SPACE // 4)
        words.addWidget(button)
        words.addWidget(facts)
        return holder

    def _facts(self, model: PublishedModel) -> str:
        words = [QCoreApplication.translate("published_models", model.summary)]
        if self._additions.is_installed(model.id):
            #: a model that is there already
            words.append(self.tr("It is installed."))
        size = self.tr("{size} to download").format(size=large_size(model.download_size))
        memory = self.tr("{memory} of memory at 512 × 512").format(memory=large_size(model.memory))
        return f"{' '.join(words)}\n{SEPARATOR.join([size, memory, model.publisher, model.licence.name])}"

    def _build_own(self) -> QVBoxLayout:
        words = plain_label(
            self.tr(
                "Or a Stable Diffusion 1.x model that you have: a .safetensors or .ckpt file, or a folder in "
                "the layout of diffusers."
            ),
            wrapped=True,
        )
        #: button
        file = QPushButton(self.tr("Choose file…"))
        file.setIcon(icon("file"))
        file.clicked.connect(self._choose_file)
        #: button
        folder = QPushButton(self.tr("Choose folder…"))
        folder.setIcon(icon("folder"))
        folder.clicked.connect(self._choose_folder)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for button in (file, folder):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        column.addWidget(words)
        column.addLayout(row)
        return column

    @property
    def model(self) -> PublishedModel | None:
        """The chosen model; None if all are installed."""
        number = self._group.checkedId()
        return self._models[number] if number >= 0 else None

    def _choose_file(self) -> None:
        #: kinds of files
        kinds = self.tr("Models ({patterns})").format(patterns="*.safetensors *.ckpt *.bin *.pt")
        path, _kind = QFileDialog.getOpenFileName(self, self.tr("Choose a model"), "", kinds)
        if path:
            self.path_chosen.emit(Path(path))

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Choose a model’s folder"))
        if path:
            self.path_chosen.emit(Path(path))
