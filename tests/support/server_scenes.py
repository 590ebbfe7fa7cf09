"""The scenes with the user's own servers."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from portrait_app.core.servers import SETTING, ServerEntry, servers_text
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.ui.create.engine_choice import EngineChoice
from portrait_app.ui.models.server_dialog import ServerDialog
from portrait_app.ui.shell.dialog_controller import DialogController
from tests.support.picture_server import PictureServer
from tests.support.stage import PROMPTS, Stage, evening


def _serve(stage: Stage, program: str, name: str, **options: Any) -> ServerEntry:
    """Start a picture server that runs until the program ends, and return its entry for the list."""
    server = PictureServer(program, **options)
    stage.program.program.destroyed.connect(server.close)
    return ServerEntry(f"s{server.port}", name, server.url)


def _list_servers(stage: Stage, *servers: ServerEntry) -> None:
    """Put servers into the list, and choose the engine that uses them."""
    stage.settle()
    stage.program.settings.set(SETTING, servers_text(servers))
    stage.program.find(EngineChoice).choose("server")
    stage.settle()


def _some_servers(stage: Stage) -> None:
    _list_servers(
        stage,
        _serve(stage, "forge", "Studio computer"),
        _serve(stage, "sdcpp", "Laptop"),
        replace(_serve(stage, "a1111", "Old computer"), address="http://127.0.0.1:9"),
    )


def _servers(stage: Stage) -> None:
    _some_servers(stage)
    _open_page(stage, "server")


def _no_servers(stage: Stage) -> None:
    _list_servers(stage)
    _open_page(stage, "server")


def _open_page(stage: Stage, page: str) -> None:
    dialogs = stage.program.find(DialogController)
    QTimer.singleShot(0, lambda: dialogs.open_settings(page=page))


def _server_dialog(stage: Stage) -> None:
    server = _serve(stage, "a1111", "Studio computer", login=("anna", "secret"))
    _list_servers(stage, replace(server, user="anna"))
    _open_page(stage, "server")

    _when_there("Change…", _click)
    _when_there("Test", _test_with_password)


def _when_there(text: str, act: Callable[[QPushButton], None]) -> None:
    """Call `act` with the button of the open dialog that has this text, as soon as there is one."""
    dialog = QApplication.activeModalWidget()
    buttons = [] if dialog is None else dialog.findChildren(QPushButton)
    found = next((one for one in buttons if one.text() == text and one.isEnabled()), None)
    is_there = found is not None and (text != "Test" or isinstance(dialog, ServerDialog))
    if found is not None and is_there:
        act(found)
    else:
        QTimer.singleShot(20, partial(_when_there, text, act))


def _click(button: QPushButton) -> None:
    QTimer.singleShot(0, button.click)  # opens a dialog, which would keep this call waiting


def _test_with_password(button: QPushButton) -> None:
    fields = button.window().findChildren(QLineEdit)
    next(one for one in fields if one.echoMode() is QLineEdit.EchoMode.Password).setText("secret")
    button.click()


def _server_missing(stage: Stage) -> None:
    _list_servers(stage)


def _server_panel(stage: Stage) -> None:
    evening(stage)
    _list_servers(stage, _serve(stage, "forge", "Studio computer", delay=60))
    queue = stage.program.find(GenerationQueue)
    stage.generate(*PROMPTS[:3])
    stage.until(lambda: any(one.fraction for one in queue.statuses))


def _server_gone(stage: Stage) -> None:
    evening(stage)
    server = PictureServer("forge")
    _list_servers(stage, ServerEntry("gone", "Studio computer", server.url))
    server.close()
    queue = stage.program.find(GenerationQueue)
    stage.generate(*PROMPTS[:3])
    stage.until(lambda: bool(queue.holds))


SERVER_SCENES: dict[str, Callable[[Stage], None]] = {
    "servers": _servers,
    "servers-none": _no_servers,
    "server-dialog": _server_dialog,
    "server-missing": _server_missing,
    "server-panel": _server_panel,
    "server-gone": _server_gone,
}
