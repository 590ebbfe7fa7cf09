"""The controllers: what comes to life once there is a library to control.

Part of the composition root: `app` builds the window and everything that needs no library, this the rest.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from portrait_app.backend import Backend
from portrait_app.core.credentials import Credentials
from portrait_app.core.ports import Clock, Settings
from portrait_app.jobs.file_import import FileImport
from portrait_app.jobs.finder import Finder
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.account.controller import AccountController
from portrait_app.ui.account.key_controller import KeyController
from portrait_app.ui.care.controller import LibraryCare
from portrait_app.ui.care.daily_backup import DailyBackup
from portrait_app.ui.care.housekeeping_controller import HousekeepingController
from portrait_app.ui.care.restore_controller import RestoreController
from portrait_app.ui.create.controller import GenerationController
from portrait_app.ui.create.engine_choice import EngineChoice
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.curation.auto_advance import AutoAdvance
from portrait_app.ui.curation.collections_controller import CollectionsController
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.curation.trash_controller import TrashController
from portrait_app.ui.exporting.controller import ExportController
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.picture_actions import PictureActions
from portrait_app.ui.gallery.subject import Subject
from portrait_app.ui.importing.controller import ImportController
from portrait_app.ui.money.controller import MoneyController
from portrait_app.ui.queue.candidates_dialog import choose_candidate
from portrait_app.ui.queue.close_controller import CloseController
from portrait_app.ui.queue.controller import QueueController
from portrait_app.ui.queue.done_controller import DoneController
from portrait_app.ui.search.completion import tag_search
from portrait_app.ui.search.controller import SearchController
from portrait_app.ui.shell.actions import Actions
from portrait_app.ui.shell.dialog_controller import DialogController
from portrait_app.ui.shell.main_window import MainWindow, Parts
from portrait_app.ui.shell.presenter import ErrorPresenter
from portrait_app.ui.viewer.browse_controller import BrowseController
from portrait_app.ui.viewer.compare_controller import CompareController
from portrait_app.ui.viewer.compare_view import CompareView
from portrait_app.ui.viewer.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands before the library is open."""

    window: MainWindow
    parts: Parts
    actions: Actions
    presenter: ErrorPresenter
    dialogs: DialogController
    restore: RestoreController
    viewer: Viewer
    compare: CompareView
    parameters: ParameterModel
    choice: EngineChoice
    gallery: GalleryModel
    settings: Settings
    credentials: Credentials
    runner: TaskRunner
    clock: Clock
    started: datetime  # the session, whatever was restored meanwhile
    program: str  # its name and version


class Controllers(QObject):
    """Every controller that needs the library, wired to the others."""

    def __init__(self, frame: Frame, backend: Backend, parent: QObject) -> None:
        super().__init__(parent)
        window, parts, actions, settings = frame.window, frame.parts, frame.actions, frame.settings
        runner, presenter = frame.runner, frame.presenter
        self.queue = queue = GenerationQueue(
            backend.engines,
            backend.library,
            runner,
            lambda: int(settings.value("concurrency")),
            Finder(backend.history, backend.library, lambda: frame.credentials.key),
            self,
            per_minute=lambda: int(settings.value("requests_per_minute")),
        )
        if settings.value("queue_paused"):
            queue.pause()
        queue.paused.connect(partial(settings.set, "queue_paused"))
        self.keys = keys = KeyController(
            frame.credentials,
            backend.keychain,
            backend.account,
            runner,
            environment_key=backend.environment_key,
            parent=self,
        )
        self.gallery = gallery = GalleryController(
            backend.library, runner, frame.clock, frame.gallery, backend.thumbnails, self
        )
        money = MoneyController(
            window=window,
            actions=actions,
            queue=queue,
            queue_panel=parts.queue,
            keys=keys,
            engines=backend.engines,
            ledger=backend.ledger,
            export=backend.ledger_export,
            dialogs=frame.dialogs,
            presenter=presenter,
            settings=settings,
            runner=runner,
            clock=frame.clock,
            started=frame.started,
            parent=self,
        )
        self._subject = subject = Subject(parts.gallery, self)
        self.curation = curation = CurationController(
            curation=backend.curation, gallery=gallery, actions=actions, runner=runner, parent=self
        )
        generation = GenerationController(
            panel=parts.parameters,
            model=frame.parameters,
            choice=frame.choice,
            queue=queue,
            engines=backend.engines,
            keys=keys,
            money=money,
            settings=settings,
            parent=self,
        )
        pictures = PictureActions(
            actions=actions,
            view=parts.gallery,
            subject=subject,
            gallery=gallery,
            generation=generation,
            inspector=parts.inspector,
            curation=curation,
            marks_of=backend.curation.marks,
            library=backend.library,
            runner=runner,
            program=frame.program,
            parent=self,
        )
        self.exports = exports = ExportController(
            window=window,
            actions=actions,
            subject=subject,
            gallery=gallery,
            settings=settings,
            exporter=backend.exporter,
            library=backend.library,
            runner=runner,
            presenter=presenter,
            parent=self,
        )
        browse = BrowseController(
            window=window,
            view=parts.gallery,
            viewer=frame.viewer,
            subject=subject,
            gallery=gallery,
            curation=curation,
            actions=actions,
            settings=settings,
            find_files=exports.find_files,
            parent=self,
        )
        self.search = search = SearchController(
            window=window,
            view=parts.gallery,
            gallery=gallery,
            actions=actions,
            settings=settings,
            parent=self,
        )
        search.undo_offered.connect(browse.offer_undo)
        self._curate(frame, backend)
        jobs = QueueController(
            queue=queue,
            window=window,
            parts=parts,
            gallery=gallery,
            keys=keys,
            presenter=presenter,
            actions=actions,
            ask=partial(choose_candidate, window),
            authorise=money.authorise,
            parent=self,
        )
        done = DoneController(
            queue=queue,
            library=backend.library,
            runner=runner,
            clock=frame.clock,
            window=window,
            parts=parts,
            parent=self,
        )
        AccountController(
            window=window,
            actions=actions,
            keys=keys,
            generation=generation,
            queue=queue,
            money=money,
            presenter=presenter,
            dialogs=frame.dialogs,
            settings=settings,
            parent=self,
        )
        frame.dialogs.settings_changed.connect(queue.pump)
        CloseController(window, queue, settings, self)
        frame.restore.mind(queue)
        self._backup = backup = DailyBackup(backend.backups, runner, presenter, self)
        self.housekeeping = HousekeepingController(backend.housekeeping, runner, self)
        self.housekeeping.forgotten.connect(self.curation.look_for_gone)
        care = LibraryCare(
            window=window,
            actions=actions,
            view=parts.gallery,
            subject=subject,
            gallery=gallery,
            housekeeping=self.housekeeping,
            presenter=presenter,
            parent=self,
        )
        window.menu_wanted.connect(pictures.open_menu)
        care.restored.connect(pictures.look_again)
        compare = CompareController(
            window=window,
            view=parts.gallery,
            compare=frame.compare,
            subject=subject,
            gallery=gallery,
            curation=curation,
            actions=actions,
            parent=self,
        )
        self.imports = imports = ImportController(
            window=window,
            actions=actions,
            files=FileImport(backend.reader, backend.importing),
            gallery=gallery,
            fill_panel=generation.fill_panel,
            runner=runner,
            parent=self,
        )
        exports.runs.offered.connect(browse.offer)
        for controller in (
            backup,
            compare,
            exports,
            exports.runs,
            imports,
            generation,
            money,
            pictures,
            jobs,
            done,
            care,
        ):
            controller.said.connect(browse.say)
        actions["generate"].triggered.connect(generation.generate)

    def _curate(self, frame: Frame, backend: Backend) -> None:
        """Join tags, notes, collections and the Trash with the grid."""
        window, parts, actions, curation = frame.window, frame.parts, frame.actions, self.curation
        marks = self._marks = parts.inspector.marks
        marks.edit_wanted.connect(curation.edit)
        marks.tag_chosen.connect(lambda tag: self.search.search_for(tag_search(tag)))
        find_tags = partial(self.gallery.find_values, "tag", marks.tag_line.set_known)
        marks.tag_line.values_wanted.connect(find_tags)
        CollectionsController(
            window=window,
            panel=parts.collections,
            marks=marks,
            view=parts.gallery,
            subject=self._subject,
            search=self.search,
            curation=curation,
            library=backend.curation,
            runner=frame.runner,
            actions=actions,
            parent=self,
        )
        AutoAdvance(
            window=window,
            view=parts.gallery,
            viewer=frame.viewer,
            compare=frame.compare,
            subject=self._subject,
            actions=actions,
            settings=frame.settings,
            parent=self,
        )
        self._trash = TrashController(
            window=window,
            gallery=self.gallery,
            curation=backend.curation,
            runner=frame.runner,
            actions=actions,
            parent=self,
        )
        self._trash.emptied.connect(self.curation.look_for_gone)

    def start(self) -> None:
        """Show the library, take up the jobs of the last session, ask the keychain."""
        self.search.start()
        self.queue.recover(hold=True)
        self.keys.loaded.connect(self.queue.go_on)  # what waits at the service is asked for with the key
        self.keys.load()

    def stop(self) -> None:
        """Have everything that runs give up, so that the program can end."""
        self._marks.flush()
        self.curation.stop()
        self._trash.stop()
        self.queue.close()
        self.gallery.close()
        self.housekeeping.stop()
        self.imports.close()
        self.exports.stop()
        self._backup.stop()
