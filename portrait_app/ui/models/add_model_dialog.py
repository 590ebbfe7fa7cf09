"""The dialog that adds a model: choose it, agree to its licence, and watch the download."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from portrait_app.core.errors import AppError
from portrait_app.core.model_store import Agreement, FoundModel, InstalledModel, PublishedModel
from portrait_app.core.ports.system import Clock
from portrait_app.jobs.model_additions import Addition, ModelAdditions, Phase
from portrait_app.jobs.runner import Lane, TaskRunner
from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.fitted_dialog import FittedDialog
from portrait_app.ui.kit.inline_problem import InlineProblem
from portrait_app.ui.kit.notice import plain_label, strong_label
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.models.choose_step import ChooseStep
from portrait_app.ui.models.folder_rows import show_progress
from portrait_app.ui.models.folder_words import addition_words
from portrait_app.ui.models.licence_step import LicenceStep
from portrait_app.ui.shell.messages import describe

_WIDTH = 92  # average characters


class AddModelDialog(FittedDialog):
    """Closing it does not stop the download: the settings show it, and a notice says when it is done."""

    def __init__(
        self, additions: ModelAdditions, runner: TaskRunner, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(_WIDTH, parent)
        self.setWindowTitle(self.tr("Add a model"))
        self._additions = additions
        self._runner = runner
        self._clock = clock
        self._wanted: PublishedModel | FoundModel | None = None
        self._watched = ""  # id of what is being added
        self._installed: InstalledModel | None = None
        self._title = QLabel(self.windowTitle())
        set_role(self._title, "tone", "title")
        self.choose = ChooseStep(additions)
        self.licence = LicenceStep()
        self._watch = self._build_watch()
        self._problem = InlineProblem()
        self._build()
        self.choose.changed.connect(self._render)
        self.choose.path_chosen.connect(self._inspect)
        self.licence.changed.connect(self._render)
        additions.changed.connect(self._render)
        additions.added.connect(self._on_added)
        self._step: QWidget = self.choose
        self._render()

    def _build(self) -> None:
        #: button: goes back to the step before
        self.back = QPushButton(self.tr("Back"))
        self.back.clicked.connect(self._go_back)
        self.close_button = QPushButton()
        self.close_button.clicked.connect(self.reject)
        #: button, verb: stops a download, which can be continued
        self.pause = QPushButton(self.tr("Pause"))
        self.pause.clicked.connect(lambda: self._additions.pause(self._watched))
        self.go_on = QPushButton()
        set_role(self.go_on, "accent", True)
        self.go_on.clicked.connect(self._go_on)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        for button in (self.close_button, self.pause, self.go_on):
            buttons.addWidget(button)
        for button in (self.back, self.close_button, self.pause):
            button.setAutoDefault(False)
        self.go_on.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        column.setSpacing(SPACE * 2)
        column.addWidget(self._title)
        for part in (self.choose, self.licence, self._watch, self._problem):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(buttons)

    def _build_watch(self) -> QWidget:
        watch = QWidget()
        self._name = strong_label()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the download"))
        self._facts = plain_label(wrapped=True)
        self._hint = plain_label(
            self.tr("You may close this window and go on working: the settings show how far it is."),
            wrapped=True,
        )
        set_role(self._hint, "tone", "muted")
        column = QVBoxLayout(watch)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        for part in (self._name, self._bar, self._facts, self._hint):
            column.addWidget(part)
        return watch

    # --- steps ---

    def _go_on(self) -> None:
        if self._step is self.choose and self.choose.model is not None:
            self.show_licence(self.choose.model)
        elif self._step is self.licence:
            self._begin()
        elif self._installed is not None:
            self.accept()
        else:
            self._problem.hide()
            self._additions.resume(self._watched)

    def _go_back(self) -> None:
        self._problem.hide()
        self._show(self.choose)

    def _show(self, step: QWidget) -> None:
        self._step = step
        self._render()
        if step is self.licence:
            self.licence.agree.setFocus()

    def _inspect(self, path: Path) -> None:
        """Recognise the user's file on a worker."""
        self._problem.hide()
        self.choose.setEnabled(False)
        self._runner.run(
            partial(self._additions.store.inspect, path),
            self.show_licence,
            self._show_problem,
            lane=Lane.FILES,
            owner=self,
        )

    def show_licence(self, model: PublishedModel | FoundModel) -> None:
        """Show the second step for a model."""
        self.choose.setEnabled(True)
        self._problem.hide()
        self._wanted = model
        store, folder = self._additions.store, self._additions.folder
        free = 0 if folder is None else folder.free
        if isinstance(model, PublishedModel):
            self.licence.show_published(model, store.space_for(model.download_size), free)
        else:
            self.licence.show_found(model, store.usual_licence, model.size, free)
        self._show(self.licence)

    def _begin(self) -> None:
        wanted, now = self._wanted, self._clock.now()
        if isinstance(wanted, PublishedModel):
            licence = wanted.licence
            agreement = Agreement(licence=licence.name, address=licence.address, agreed=now)
            self._watched = wanted.id
            self._additions.download(wanted, agreement)
        elif wanted is not None:
            agreement = Agreement(licence="", address="", agreed=now)
            self._watched = self._additions.add(wanted, agreement)
        self._show(self._watch)

    def _on_added(self, model: InstalledModel) -> None:
        if self._step is not self._watch or self._name.text() != model.name:
            return
        self._installed = model
        words = self.tr("“{model}” is ready.").format(model=model.name)
        announce(self, words)
        self._facts.setText(words)
        self._render()

    # --- display ---

    def _show_problem(self, error: AppError) -> None:
        self.choose.setEnabled(True)
        message = describe(error)
        words = f"{message.title} {message.sentence} {message.money} {message.advice}"
        if self._problem.words != words:
            self._problem.show_problem(message.title, f"{message.sentence} {message.money} {message.advice}")
        self._render_buttons(None)

    def _render(self) -> None:
        for step in (self.choose, self.licence, self._watch):
            step.setVisible(step is self._step)
        is_watching = self._step is self._watch and self._installed is None
        addition = self._additions.addition(self._watched) if is_watching else None
        if addition is not None:
            self._show_addition(addition)
        self._render_buttons(addition)

    def _show_addition(self, addition: Addition) -> None:
        self._name.setText(addition.name)
        self._facts.setText(addition_words(addition))
        show_progress(self._bar, addition)
        if addition.phase is Phase.FAILED and addition.error is not None:
            self._show_problem(addition.error)
        else:
            self._problem.hide()

    def _render_buttons(self, addition: Addition | None) -> None:
        phase = None if addition is None else addition.phase
        is_watching = self._step is self._watch
        is_held = phase in (Phase.PAUSED, Phase.FAILED)
        is_done = self._installed is not None
        self._bar.setVisible(not is_done)
        self._hint.setVisible(not is_done and not is_held)
        self.back.setVisible(self._step is self.licence)
        self.pause.setVisible(is_watching and phase in (Phase.RUNNING, Phase.STOPPING, Phase.WAITING))
        self.pause.setEnabled(phase is not Phase.STOPPING)
        self.close_button.setText(
            self.tr("Close", "button: closes the window")
            if is_watching
            #: button: goes on without doing it
            else self.tr("Cancel")
        )
        self.close_button.setVisible(not is_done)
        can_resume = addition is not None and addition.can_resume and is_held
        self.go_on.setVisible(not is_watching or is_done or can_resume)
        if self._step is self.choose:
            #: button: goes to the next step
            self.go_on.setText(self.tr("Next"))
            self.go_on.setEnabled(self.choose.model is not None and self.choose.isEnabled())
        elif self._step is self.licence:
            is_file = isinstance(self._wanted, FoundModel)
            #: button, verb: converts a model and puts it into the folder
            add = self.tr("Add")
            #: button, verb: fetches a model from its publisher
            download = self.tr("Download")
            self.go_on.setText(add if is_file else download)
            self.go_on.setEnabled(self.licence.is_agreed)
        else:
            done = self.tr("Done", "button: closes the window after success")
            #: button, verb: goes on with a download
            self.go_on.setText(done if is_done else self.tr("Continue"))
            self.go_on.setEnabled(True)
