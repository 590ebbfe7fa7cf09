"""The scenes of the showcase. Each is reached as the user reaches it: by actions and keys."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from portrait_app.core.cancel import Cancel
from portrait_app.core.curation import AddTags, Collect, CreateCollection
from portrait_app.core.engines import local
from portrait_app.core.errors import ErrorKind
from portrait_app.engines.local.store.published import PUBLISHED
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.model_additions import Phase
from portrait_app.ui.care.daily_backup import DailyBackup
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.curation.tag_line import TagLine
from portrait_app.ui.models.add_model_dialog import AddModelDialog
from portrait_app.ui.models.folder_controller import FolderController
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.shell.dialog_controller import DialogController
from portrait_app.ui.shell.session import Session
from portrait_app.ui.viewer.viewer import Viewer
from tests.support.model_host import as_usual, silent
from tests.support.model_host import status as answering
from tests.support.model_scenes import MODEL_SCENES, PAID_MODEL_SCENES
from tests.support.model_store import AGREEMENT, make_store
from tests.support.portraits import portrait
from tests.support.segmind_behaviours import close_before_reply, status, truncated_image
from tests.support.server_scenes import SERVER_SCENES
from tests.support.stage import PROMPTS, Stage, evening

_TAGS = (("beard", "client A"), ("client A", "glasses"), ("background: blue", "bun"))
_HELD = 4  # jobs that wait


def _first(stage: Stage) -> None:
    stage.settle()


def _first_picture(stage: Stage) -> None:
    stage.do("generate")
    stage.program.wait_for_pictures(1)


def _viewer(stage: Stage) -> None:
    evening(stage)
    stage.do("open")
    stage.until(lambda: stage.program.find(Viewer).isVisible())


def _compare(count: int) -> Callable[[Stage], None]:
    def play(stage: Stage) -> None:
        evening(stage)
        stage.select(*range(count))
        stage.do("compare")

    return play


def _culling(stage: Stage) -> None:
    evening(stage)
    stage.do("auto_advance", "rate_4", "favourite", "rate_2", "trash")


def _trash(stage: Stage) -> None:
    evening(stage)
    stage.select(1, 2, 6)
    stage.do("trash")
    stage.show_filter("Trash")


def _empty_trash(stage: Stage) -> None:
    _trash(stage)
    stage.ask("empty_trash")


def _import(stage: Stage) -> None:
    evening(stage)
    folder = stage.program.home / "brought"
    folder.mkdir()
    (folder / "from-elsewhere.png").write_bytes(portrait(7, 300, 300, "PNG"))
    (folder / "notes.png").write_text("no picture")
    originals = sorted(Path(stage.program.paths.library).rglob("*.png"))
    stage.program.program.bring([folder, *originals[:3]])


def _export(stage: Stage) -> None:
    evening(stage)
    stage.select(0, 1, 2)
    stage.do("export")


def _tagged(stage: Stage) -> None:
    evening(stage)
    curation = stage.program.find(CurationController)
    for picture_id, tags in enumerate(_TAGS, start=1):
        curation.edit([picture_id], AddTags(tags))
    for name in ("Best of May", "For the client"):
        curation.edit([1, 2], CreateCollection(name), Collect(name))
    stage.settle()


def _tags(stage: Stage) -> None:
    _tagged(stage)
    line = stage.program.find(TagLine)
    line.setFocus()
    stage.settle()
    QTest.keyClicks(line, "b")


def _costs(stage: Stage) -> None:
    stage.make(*PROMPTS[:5])
    stage.ask("costs")


def _paused(stage: Stage) -> None:
    evening(stage)
    stage.do("pause_queue")
    stage.generate(*PROMPTS[:_HELD])


def _outage(stage: Stage) -> None:
    stage.make(*PROMPTS[:4])
    stage.cloud.next(*[status(503)] * 20)
    queue = stage.program.find(GenerationQueue)
    stage.generate(*PROMPTS[:_HELD])

    def is_known() -> bool:
        for one in queue.statuses:
            if one.retry_in:
                queue.jobs.skip_wait(one.job.id)
        return any(map(str.isdigit, stage.program.find(QueuePanel).hold_text))  # the time of the next try

    stage.until(is_known)


def _trouble(stage: Stage) -> None:
    stage.make(*PROMPTS[:4])
    stage.cloud.next(status(400, "Prompt is not allowed"), truncated_image(), close_before_reply())
    stage.generate(*PROMPTS[4:7])
    queue = stage.program.find(GenerationQueue)
    stage.until(lambda: all(one.error is not None for one in queue.statuses))
    unknown = (one for one in queue.statuses if one.error and one.error.kind is ErrorKind.OUTCOME_UNKNOWN)
    if found := next(unknown, None):
        stage.program.find(QueuePanel).show_job(found.job.id)


def _done(stage: Stage) -> None:
    stage.make(*PROMPTS[:5])
    header = stage.program.find(QueuePanel).header
    next(button for button in header.findChildren(QToolButton) if button.isCheckable()).click()


def _results(stage: Stage) -> None:
    evening(stage)
    stage.search("beard man")


def _hidden(stage: Stage) -> None:
    """Pictures are selected that the search does not show."""
    evening(stage)
    stage.do("select_all")
    stage.search("beard man")


def _hidden_question(stage: Stage) -> None:
    _hidden(stage)
    stage.ask("trash")


def _hidden_arrival(stage: Stage) -> None:
    evening(stage)
    stage.search("beard man")
    stage.generate("a young woman with red curls")


def _no_results(stage: Stage) -> None:
    evening(stage)
    stage.search("heliotrope")


def _suggestions(stage: Stage) -> None:
    evening(stage)
    stage.search("is:")


def _all_fields(stage: Stage) -> None:
    evening(stage)
    stage.program.find(SearchLine).list_fields()


def _manage_tags(stage: Stage) -> None:
    _tagged(stage)
    stage.ask("manage_tags")


def _tags_menu(stage: Stage) -> None:
    _tagged(stage)
    _menu_of(stage, "tags")


def _collections_menu(stage: Stage) -> None:
    _tagged(stage)
    _menu_of(stage, "collections")


def _menu_of(stage: Stage, key: str) -> None:
    """Open the menu of pictures, and below it one of its menus."""

    def open_both() -> None:
        stage.program.window.menu_wanted.emit(QPoint(500, 150))
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            menu.setActiveAction(stage.program.action(key))

    QTimer.singleShot(0, open_both)


def _library_settings(stage: Stage) -> None:
    stage.settle()
    dialogs = stage.program.find(DialogController)
    QTimer.singleShot(0, lambda: dialogs.open_settings("library_folder"))


def _missing(stage: Stage) -> None:
    evening(stage)
    library = stage.program.backend.library
    for picture in library.pictures([1, 4]):
        library.path(picture).unlink()
    stage.search("is:missing")
    stage.program.qtbot.waitUntil(lambda: stage.program.model.picture_count == 2)
    stage.program.view.selectAll()


def _drop(stage: Stage) -> None:
    evening(stage)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(stage.program.home / "portrait.png"))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDragEnterEvent(QPoint(400, 300), action, data, button, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.sendEvent(stage.program.window.windowHandle(), event)


def _restore(stage: Stage) -> None:
    evening(stage)
    stage.program.find(DailyBackup).look()
    stage.ask("restore_library")


def _menu(stage: Stage) -> None:
    evening(stage)
    QTimer.singleShot(0, lambda: stage.program.window.menu_wanted.emit(QPoint(500, 150)))


def _model_page(stage: Stage) -> None:
    """Show the models of this computer: one is there, one is paused, one has failed."""
    host = stage.model_host()
    engine = local.ROW.key
    additions = stage.program.find(Session).additions[engine]
    make_store(host, stage.program.home / "data" / "models").download(
        PUBLISHED[1], AGREEMENT, lambda _progress: None, Cancel()
    )
    host.next(*[as_usual] * 10, answering(403))
    additions.download(PUBLISHED[2], AGREEMENT)
    stage.until(lambda: [one.phase for one in additions.additions] == [Phase.FAILED])
    host.next(*[as_usual] * 11, silent(7_000_000))
    additions.download(PUBLISHED[0], AGREEMENT)
    stage.until(lambda: any(one.progress.done > 30_000_000 for one in additions.additions))
    additions.pause(PUBLISHED[0].id)
    QTimer.singleShot(0, lambda: stage.program.find(DialogController).open_settings(page=engine))


def _add_model(stage: Stage) -> None:
    stage.settle()
    QTimer.singleShot(0, stage.program.find(FolderController).add_model)


def _model_licence(stage: Stage) -> None:
    _add_model(stage)

    def go_on() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, AddModelDialog):
            dialog.show_licence(PUBLISHED[0])

    QTimer.singleShot(200, go_on)


def _asking(key: str) -> Callable[[Stage], None]:
    return lambda stage: stage.ask(key)


SCENES: dict[str, Callable[[Stage], None]] = {
    **SERVER_SCENES,
    "evening": evening,
    "first": _first,
    "first-picture": _first_picture,
    "viewer": _viewer,
    "compare-2": _compare(2),
    "compare-3": _compare(3),
    "compare-4": _compare(4),
    "culling": _culling,
    "trash": _trash,
    "empty-trash": _empty_trash,
    "import": _import,
    "export": _export,
    "tags": _tags,
    "costs": _costs,
    "queue-paused": _paused,
    "queue-outage": _outage,
    "queue-trouble": _trouble,
    "queue-done": _done,
    "search": _results,
    "hidden": _hidden,
    "hidden-question": _hidden_question,
    "hidden-arrival": _hidden_arrival,
    "no-results": _no_results,
    "suggestions": _suggestions,
    "all-fields": _all_fields,
    "manage-tags": _manage_tags,
    "tags-menu": _tags_menu,
    "collections-menu": _collections_menu,
    "missing": _missing,
    "library-settings": _library_settings,
    "drop": _drop,
    "restore": _restore,
    "menu": _menu,
    "model-page": _model_page,
    "add-model": _add_model,
    "model-licence": _model_licence,
    "key": _asking("key"),
    "settings": _asking("settings"),
    "about": _asking("about"),
    **MODEL_SCENES,
}
PAID = PAID_MODEL_SCENES | {  # scenes with a key for the loopback service
    *("costs", "queue-outage", "queue-trouble", "queue-done")
}
GREETED = frozenset({"first", "first-picture"})  # scenes with the banner of the first start


def close_all() -> None:
    """Close all popups and modal dialogs, so that the calls that wait for them return."""
    while popup := QApplication.activePopupWidget():
        popup.close()
    while dialog := QApplication.activeModalWidget():
        dialog.close()
