"""The rows of the model folder: a model that is there, and one that is being added."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from portrait_app.core.model_store import InstalledModel, Stage
from portrait_app.jobs.model_additions import Addition, Phase
from portrait_app.ui.kit.formats import large_size
from portrait_app.ui.kit.glyph import Glyph
from portrait_app.ui.kit.inline_question import InlineQuestion
from portrait_app.ui.kit.notice import plain_label, strong_label
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.models.folder_words import addition_words, installed_words
from portrait_app.ui.shell.messages import describe

_PERMILLE = 1000  # the range of a progress bar: bytes are too many for it


class InstalledRow(QWidget):
    """A model that is there, with a button to remove it, which asks first."""

    remove_confirmed = Signal(object)  # InstalledModel

    def __init__(self, model: InstalledModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setAccessibleName(model.name)
        facts = plain_label(installed_words(model), wrapped=True)
        set_role(facts, "tone", "caption")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(strong_label(model.name))
        words.addWidget(facts)
        #: button, verb: deletes a model
        self.button = QPushButton(self.tr("Remove…"))
        self.button.setAccessibleName(self.tr("Remove {model}").format(model=model.name))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._ask)
        self.question = InlineQuestion()
        row = QHBoxLayout()
        row.setSpacing(SPACE + SPACE // 2)
        row.addWidget(Glyph("cube", QPalette.ColorRole.Accent))
        row.addLayout(words, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(row)
        column.addWidget(self.question)

    def _ask(self) -> None:
        words = self.tr(
            "Remove “{model}”? {size} become free. Pictures that it has made stay as they are. To use it "
            "again, add it again."
        )
        self.question.ask(
            words.format(model=self._model.name, size=large_size(self._model.size)),
            #: button, verb: deletes a model
            self.tr("Remove"),
            lambda: self.remove_confirmed.emit(self._model),
        )


class AdditionRow(QWidget):
    """A model that is being added: how far it is, and buttons to stop it, to go on and to give up."""

    pause_wanted = Signal(str)  # id
    resume_wanted = Signal(str)
    discard_wanted = Signal(str)

    def __init__(self, addition: Addition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = addition.id
        self.setAccessibleName(addition.name)
        self._glyph = Glyph("download-simple", QPalette.ColorRole.Accent)
        self._facts = plain_label(wrapped=True)
        set_role(self._facts, "tone", "caption")
        self._problem = plain_label(wrapped=True)
        set_role(self._problem, "tone", "caution")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of “{model}”").format(model=addition.name))
        self._question = InlineQuestion()
        words = QVBoxLayout()
        words.setSpacing(SPACE // 2)
        words.addWidget(strong_label(addition.name))
        words.addWidget(self._bar)
        words.addWidget(self._facts)
        #: button, verb: stops a download, which can be continued
        self.pause = self._button(self.tr("Pause"))
        #: button, verb: goes on with a download
        self.resume = self._button(self.tr("Continue"))
        #: button, verb: deletes what was downloaded
        self.discard = self._button(self.tr("Discard…"))
        self.pause.clicked.connect(lambda: self.pause_wanted.emit(self._id))
        self.resume.clicked.connect(lambda: self.resume_wanted.emit(self._id))
        self.discard.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.setSpacing(SPACE + SPACE // 2)
        row.addWidget(self._glyph)
        row.addLayout(words, 1)
        for button in (self.pause, self.resume, self.discard):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(row)
        column.addWidget(self._problem)
        column.addWidget(self._question)
        self.show_addition(addition)

    @staticmethod
    def _button(text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        return button

    def show_addition(self, addition: Addition) -> None:
        """Show how far it is now."""
        self._addition = addition
        progress, phase = addition.progress, addition.phase
        self._facts.setText(addition_words(addition))
        show_progress(self._bar, addition)
        is_held = phase in (Phase.PAUSED, Phase.FAILED)
        self.pause.setVisible(phase in (Phase.RUNNING, Phase.WAITING, Phase.STOPPING))
        self.pause.setEnabled(phase is not Phase.STOPPING)
        #: button, verb: stops a download, which can be continued
        pause = self.tr("Pause")
        #: button, verb: ends the work
        stop = self.tr("Stop")
        self.pause.setText(pause if addition.can_resume else stop)
        self.resume.setVisible(is_held and addition.can_resume)
        self.discard.setVisible(is_held)
        has_bytes = addition.can_resume and progress.done > 0
        #: button, verb: deletes what was downloaded
        discard = self.tr("Discard…")
        #: button, verb: takes a message away
        dismiss = self.tr("Dismiss")
        self.discard.setText(discard if has_bytes else dismiss)
        if phase is Phase.FAILED and addition.error is not None:
            message = describe(addition.error)
            self._problem.setText(f"{message.title}. {message.sentence} {message.advice}")
        self._problem.setVisible(phase is Phase.FAILED)

    def _ask(self) -> None:
        addition = self._addition
        if not addition.can_resume or not addition.progress.done:
            self.discard_wanted.emit(self._id)
            return
        words = self.tr("Discard “{model}”? The {size} that were downloaded are deleted.")
        self._question.ask(
            words.format(model=addition.name, size=large_size(addition.progress.done)),
            #: button, verb: deletes what was downloaded
            self.tr("Discard"),
            lambda: self.discard_wanted.emit(self._id),
        )


def show_progress(bar: QProgressBar, addition: Addition) -> None:
    """Show in a bar how far a model is. The bar is busy while that is not known."""
    progress = addition.progress
    is_known = progress.total > 0 and progress.stage is not Stage.ASKING
    is_moving = addition.phase in (Phase.RUNNING, Phase.STOPPING)
    bar.setRange(0, _PERMILLE if is_known or not is_moving else 0)
    bar.setValue(progress.done * _PERMILLE // progress.total if is_known else 0)
