"""The whole program: from the first key press to the next start, with the real parts."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.ui.account.key_dialog import ApiKeyDialog
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.kit.notice import Notice
from portrait_app.ui.kit.segmented_row import SegmentedRow
from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.shell.settings_dialog import SettingsDialog
from tests.support.every_action import every_row
from tests.support.program import RunningProgram
from tests.support.segmind_behaviours import redirect, status
from tests.support.segmind_service import KEY, Received, SegmindService

SAMPLE = json.loads((Path(__file__).parent / "fixtures" / "sample-request.json").read_text())
Start = Callable[..., RunningProgram]


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot) -> Iterator[Start]:
    running: list[RunningProgram] = []

    def begin(*, opens: bool = True, **arguments: object) -> RunningProgram:
        for program in running:
            program.close()
        running[:] = [RunningProgram(tmp_path, qtbot, opens=opens, **arguments)]  # type: ignore[arg-type]
        return running[0]

    yield begin
    for program in running:
        program.close()


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[SegmindService]:
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    with SegmindService() as service:
        yield service


def posts(service: SegmindService) -> list[Received]:
    return [request for request in service.received if request.method == "POST"]


@contextmanager
def ticking(call: Callable[[], None]) -> Iterator[None]:
    """Have `call` called every now and then, also while a dialog is open."""
    timer = QTimer()
    timer.setInterval(20)
    timer.timeout.connect(call)
    timer.start()
    yield
    timer.stop()


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)


def test_a_first_portrait_with_keys_only(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.window.activateWindow()
    panel = program.find(ParameterPanel)
    panel.setFocus()
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(panel.editor("prompt").control, "An old man with a white beard, laughing")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    program.wait_for_pictures(1)

    program.view.setFocus()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.page is WindowPage.VIEWER)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: program.window.page is not WindowPage.VIEWER)
    qtbot.waitUntil(program.action("favourite").isEnabled)
    press(Qt.Key.Key_F)
    picture_id = program.view.current_id()

    def is_favourite() -> bool:
        picture = program.model.picture(picture_id)
        return picture is not None and picture.favourite

    qtbot.waitUntil(is_favourite)

    program = start()
    program.wait_for_pictures(1)
    qtbot.waitUntil(lambda: program.model.picture(picture_id) is not None)
    picture = program.model.picture(picture_id)
    assert picture is not None
    assert picture.favourite
    assert picture.request.prompt == "An old man with a white beard, laughing"
    assert picture.request.engine == "sketch"
    assert (
        program.find(ParameterPanel).editor("prompt").value() == picture.request.prompt
    )  # the words are back too


def test_the_specifications_sample_goes_out_and_comes_back_unchanged(
    start: Start, cloud: SegmindService, qtbot: QtBot
) -> None:
    program = start(api=cloud.url)
    model = program.find(ParameterModel)
    qtbot.waitUntil(lambda: model.endpoint.engine == "segmind")  # there is a key: the cloud is the default
    assert model.values() == SAMPLE | {"seed": -1}
    program.action("sample_with_seed").trigger()
    program.action("generate").trigger()
    program.wait_for_pictures(1)
    sent = posts(cloud)
    assert [json.loads(request.body) for request in sent] == [SAMPLE]
    assert [request.path for request in sent] == ["/v1/potraitsd1.5-txt2img"]

    program = start(api=cloud.url)
    program.wait_for_pictures(1)
    model = program.find(ParameterModel)
    model.reset()
    assert model.values() != SAMPLE
    program.view.setFocus()
    press(Qt.Key.Key_Home)
    qtbot.waitUntil(program.action("use_settings").isEnabled)
    program.action("use_settings").trigger()
    assert model.values() == SAMPLE
    assert len(posts(cloud)) == 1


def test_the_key_is_in_no_file_after_a_session_with_errors(
    start: Start, cloud: SegmindService, qtbot: QtBot, tmp_path: Path
) -> None:
    with SegmindService() as stranger:
        program = start(api=cloud.url)
        qtbot.waitUntil(lambda: bool(cloud.received) and program.is_idle)  # the balance was asked for
        program.action("generate").trigger()
        program.wait_for_pictures(1)
        cloud.next(status(401), redirect(307, stranger.url), status(406), status(500), status(429))
        for done in range(2, 7):
            program.action("generate").trigger()
            qtbot.waitUntil(
                lambda done=done: len(posts(cloud)) == done and program.is_idle,  # type: ignore[misc]
                timeout=20_000,
            )
            program.action("cancel_waiting").trigger()  # some would be sent again
            qtbot.waitUntil(lambda: program.is_idle)
        assert stranger.received == []
    start(api=cloud.url)  # ends the session with the errors
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".log" or "log" in path.name for path in files)
    assert [path for path in files if KEY.encode() in path.read_bytes()] == []


def test_generating_in_the_cloud_without_a_key_asks_for_one(start: Start, qtbot: QtBot) -> None:
    program = start()
    panel = program.find(ParameterPanel)
    panel.engine_chosen.emit("segmind")
    asked: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ApiKeyDialog):
            asked.append(dialog.windowTitle())
            dialog.reject()

    with ticking(answer):
        program.action("generate").trigger()
    assert asked
    assert program.model.rowCount() == 0


def test_no_action_does_nothing(start: Start) -> None:
    program = start()
    keys = [row.key for row in every_row()]
    idle = [key for key in keys if not program.action(key).receivers(SIGNAL("triggered(bool)"))]
    assert idle == []


@pytest.mark.logs_warnings
def test_a_library_that_does_not_open_leaves_a_window_that_helps(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "data" / "library" / "library.db"
    file.parent.mkdir(parents=True)
    file.write_text("shopping list")
    program = start(opens=False)
    qtbot.waitUntil(lambda: bool(program.window.findChildren(Notice)), timeout=20_000)
    (notice,) = program.window.findChildren(Notice)
    assert notice.title == "The library file is damaged"
    for key in ("generate", "key", "select_all"):
        assert not program.action(key).isEnabled()
    panel = program.find(ParameterPanel)
    assert not any(
        button.isEnabled() for button in panel.findChildren(QPushButton) if button.text() == "Generate"
    )
    opened: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, SettingsDialog):
            opened.append(dialog.windowTitle())
            dialog.reject()

    with ticking(answer):
        program.action("settings").trigger()
    assert opened == ["Settings"]
    assert file.read_text() == "shopping list"

    file.unlink()
    retry = next(button for button in notice.findChildren(QPushButton) if button.text() == "Try again")
    retry.click()
    qtbot.waitUntil(lambda: program.program.is_open, timeout=20_000)
    assert program.action("generate").isEnabled()
    titles = {shown.title for shown in program.window.findChildren(Notice) if shown.isVisible()}
    assert "The library file is damaged" not in titles


def test_a_window_closed_while_the_library_opens_leaves_it_closed(tmp_path: Path, qtbot: QtBot) -> None:
    program = RunningProgram(tmp_path, qtbot, opens=False, fills=False)
    QApplication.processEvents()
    program.close()
    assert not list((tmp_path / "data" / "library").glob("*-wal"))


def test_what_was_paid_for_and_is_only_in_memory_holds_the_window_open(
    start: Start, cloud: SegmindService, qtbot: QtBot, tmp_path: Path
) -> None:
    program = start(api=cloud.url)
    spool = tmp_path / "data" / "library" / "spool"
    if spool.is_dir():
        spool.rmdir()
    spool.write_text("in the way")  # every write of a reply fails
    qtbot.waitUntil(lambda: program.find(ParameterModel).endpoint.engine == "segmind")
    program.action("generate").trigger()
    qtbot.waitUntil(lambda: bool(program.window.findChildren(Notice)))
    (notice,) = program.window.findChildren(Notice)
    assert "paid for and has arrived" in notice.accessibleDescription()
    said: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            said.append(box.text())
            box.reject()

    with ticking(answer):
        program.window.close()
    assert len(said) == 1
    assert program.window.isVisible()
    spool.unlink()
    next(b for b in notice.findChildren(QPushButton) if b.text() == "Try again").click()
    program.wait_for_pictures(1)
    assert len(posts(cloud)) == 1


def test_every_control_has_a_name(start: Start) -> None:
    program = start()
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in program.window.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not isinstance(widget.parent(), QAbstractSpinBox)  # speaks for its line edit
        and not spoken_name(widget)
    ]
    assert nameless == []


def spoken_name(widget: QWidget) -> str:
    """Return what a screen reader says of a control."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(QAccessible.Text.Name))


def test_the_panel_shows_from_its_first_moment_the_engine_that_will_be_used(start: Start) -> None:
    program = start(opens=False)
    model, row = program.find(ParameterModel), program.find(SegmentedRow)
    assert (model.endpoint.engine, row.current()) == ("sketch", "sketch")
    program.qtbot.waitUntil(lambda: program.program.is_open)
    assert (model.endpoint.engine, row.current()) == ("sketch", "sketch")
    row.chosen.emit("segmind")
    program = start(opens=False)
    assert program.find(ParameterModel).endpoint.engine == program.find(SegmentedRow).current() == "segmind"


def test_the_picture_that_comes_back_selected_is_in_the_inspector(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.action("generate").trigger()
    program.wait_for_pictures(1)
    program.view.setCurrentIndex(program.model.index(0))
    inspector = program.find(InspectorPanel)
    qtbot.waitUntil(lambda: inspector.shown is not None)
    program = start()
    inspector = program.find(InspectorPanel)
    qtbot.waitUntil(lambda: inspector.shown is not None)
