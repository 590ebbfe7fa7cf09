"""The front of creating portraits: its actions, its dock and its controllers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from portrait_app.ui.create.actions import ROWS
from portrait_app.ui.kit.dock import Dock
from portrait_app.ui.shell.shell import Shell

if TYPE_CHECKING:
    from portrait_app.ui.account.controller import AccountController
    from portrait_app.ui.create.controller import GenerationController
    from portrait_app.ui.gallery.gallery import Gallery
    from portrait_app.ui.money.controller import MoneyController
    from portrait_app.ui.queue.controller import QueueController
    from portrait_app.ui.search.controller import SearchController
    from portrait_app.ui.shell.dialog_controller import DialogController
    from portrait_app.ui.shell.session import Session


class CreateFront(QObject):
    """Installs the dock, and fills it with the parameters as saved. Generate needs an open session."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.actions.add(ROWS)
        #: title of the panel that makes pictures
        self._dock = Dock(self.tr("Create"), "parameters", shell.window)
        shell.window.add_dock(self._dock, Qt.DockWidgetArea.LeftDockWidgetArea, width=320, steps_aside=True)

    def fill(self) -> None:
        from portrait_app.core.catalog import ENDPOINTS
        from portrait_app.ui.create.engine_choice import EngineChoice
        from portrait_app.ui.create.panel import ParameterPanel
        from portrait_app.ui.create.parameter_model import ParameterModel
        from portrait_app.ui.create.sample import Sample

        shell = self._shell
        self._model = model = ParameterModel(ENDPOINTS[0], self)
        self._panel = ParameterPanel(model, shell.models.of)
        self._panel.set_ready(False)
        self._choice = EngineChoice(self._panel, model, shell.settings, shell.models, self)
        sample = Sample(model, self)
        if recorded := str(shell.settings.value("parameters")):
            model.restore(recorded)
        else:
            sample.fill()  # the first start
        model.dataChanged.connect(shell.state.save_soon)
        shell.state.remember("parameters", model.record)
        shell.actions["reset"].triggered.connect(self._panel.reset)
        shell.actions["sample"].triggered.connect(sample.fill)
        shell.actions["sample_with_seed"].triggered.connect(lambda: sample.fill(with_seed=True))
        self._dock.fill(self._panel)
        if not isinstance(shell.window.focusWidget(), QLineEdit | QPlainTextEdit):
            self._panel.setFocus()  # Qt focuses what was there first: a button, or the size of thumbnails

    def open(
        self,
        session: Session,
        *,
        gallery: Gallery,
        search: SearchController,
        account: AccountController,
        jobs: QueueController,
        money: MoneyController,
        dialogs: DialogController,
    ) -> GenerationController:
        from portrait_app.ui.create.controller import GenerationController
        from portrait_app.ui.create.engine_status import EngineStatus
        from portrait_app.ui.create.forecast import ForecastWords
        from portrait_app.ui.create.other_model import OtherModel, ask_about_model
        from portrait_app.ui.create.repetition import Repetition

        shell = self._shell
        library = session.backend.library
        controller = GenerationController(
            shell=shell,
            session=session,
            panel=self._panel,
            model=self._model,
            choice=self._choice,
            money=money,
            repetition=Repetition(library, session.queue, shell.runner, shell.clock, self),
            parent=self,
        )
        controller.picture_wanted.connect(search.show_picture)
        self._choice.changed.connect(account.follow_engine)
        account.follow_engine(self._model.endpoint.engine)
        EngineStatus(shell, session, controller, money.estimates, self)
        forecast = ForecastWords(self._panel, self._model, session.backend.foresights, shell.runner, self)
        session.queue.delivered.connect(forecast.ask_soon)
        shell.settings_changed.connect(forecast.ask_soon)
        self._panel.setup_requested.connect(lambda engine: dialogs.open_settings(page=engine))
        controller.key_needed.connect(account.open_key)
        account.key_added.connect(controller.choose_cloud_engine)
        other = OtherModel(
            session.queue, shell.models, money, partial(ask_about_model, shell.window), controller
        )
        jobs.other_model_wanted.connect(other.replace)
        shell.presenter.remedy_requested.connect(other.perform)
        target = gallery.target
        actions = shell.actions
        actions["generate"].triggered.connect(controller.generate)
        actions["use_settings"].triggered.connect(lambda: controller.use_settings(target.picture))
        actions["new_seed"].triggered.connect(lambda: controller.generate_again(target.picture))
        shell.presenter.remedy_requested.connect(controller.perform)
        self._panel.set_ready(True)
        return controller
