"""Pictures from elsewhere, in the whole program: dropped, chosen, named on the command line."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from portrait_app.core.export.plan import ExportPlan
from portrait_app.export.containers import retold
from portrait_app.export.metadata import story_of
from portrait_app.jobs.file_import import FileState
from portrait_app.library.lock import LibraryLock
from portrait_app.system.paths import Paths, socket_address
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.curation.note_editor import NoteEditor
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.gallery.tiles.tile_images import TileImages
from portrait_app.ui.importing.dialog import ImportDialog
from portrait_app.ui.importing.drop_overlay import DropOverlay
from portrait_app.ui.importing.model import ImportModel
from portrait_app.ui.kit.text_editors import PromptEditor
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.shell.single_instance import SingleInstance, Start
from portrait_app.ui.shell.toast import Toast
from tests.support.brought import HOSTILE, png, write_broken, write_kinds
from tests.support.drags import drag_and_drop, drag_in, drag_out, drop
from tests.support.program import RunningProgram


@pytest.fixture
def program(tmp_path: Path, qtbot: QtBot) -> Iterator[RunningProgram]:
    running = RunningProgram(tmp_path / "home", qtbot)
    running.wait_for_pictures(0)
    yield running
    running.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "brought"


def files_mime(paths: Sequence[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def bring(program: RunningProgram, paths: Sequence[Path]) -> ImportDialog:
    """Drop files on the window, and wait until all are read."""
    data = files_mime(paths)
    place = program.window.rect().center()
    drag_in(program.window.windowHandle(), data, place)
    drop(program.find(DropOverlay), data, place)
    return read_all(program)


def read_all(program: RunningProgram) -> ImportDialog:
    program.qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is not None)
    dialog = program.find(ImportDialog)
    stop = button(dialog, "Stop")
    program.qtbot.waitUntil(lambda: stop.isHidden() and program.is_idle, timeout=60_000)
    return dialog


def button(dialog: ImportDialog, words: str) -> QPushButton:
    (found,) = [button for button in dialog.findChildren(QPushButton) if button.text() == words]
    return found


def table(dialog: ImportDialog) -> dict[str, tuple[str, str, str]]:
    """Return what stands in the list: tool, prompt and state by name."""
    model = dialog.model
    rows = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    return {name: (tool, prompt, state) for name, tool, prompt, state in rows}


def words_of(dialog: ImportDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def choose(dialog: ImportDialog, name: str) -> None:
    row = list(table(dialog)).index(name)
    dialog.select([row])


def test_every_kind_of_file_says_what_it_is(program: RunningProgram, folder: Path) -> None:
    names = write_kinds(folder)
    rows = table(bring(program, [folder]))
    assert list(rows) == names
    assert {name: tool for name, (tool, _prompt, _state) in rows.items()} == {
        "a1111.png": "AUTOMATIC1111",
        "broken.png": "",
        "comfy.png": "ComfyUI",
        "fooocus.png": "Fooocus",
        "hostile.png": "AUTOMATIC1111",
        "invoke.png": "InvokeAI",
        "own.png": "Portrait Studio",
        "photo.jpg": "No settings inside",
    }
    assert Counter(state for _tool, _prompt, state in rows.values()) == {"New": 7, "Cannot be read": 1}
    assert rows["comfy.png"][1] == "an old sailor"


def test_a_hostile_prompt_is_short_and_harmless(program: RunningProgram, folder: Path) -> None:
    folder.mkdir()
    (folder / "x\u202egnp.png").write_bytes(
        png(parameters=f"{HOSTILE}\nSteps: 30, Sampler: Euler a, Seed: 1")
    )
    dialog = bring(program, [folder])
    ((name, (_tool, prompt, _state)),) = table(dialog).items()
    assert name == "xgnp.png"
    assert prompt.startswith("evil bell[2J long long")
    assert len(prompt) <= 120
    shown = [label for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in shown if "evil" in label.text())
    assert not set(words_of(dialog)) & set("\u202e\u2066\x07\x1b")
    assert max(len(label.text()) for label in shown) <= 4000


def test_all_that_is_new_is_added_once(program: RunningProgram, folder: Path, qtbot: QtBot) -> None:
    write_kinds(folder)
    dialog = bring(program, [folder])
    button(dialog, "Add all 7 to library").click()
    program.wait_for_pictures(7)
    read_all(program)
    assert "7 added to the library" in words_of(dialog)
    assert dialog.model.counts[FileState.ADDED] == 7
    assert not button(dialog, "Add to library").isEnabled()
    images = program.find(TileImages)
    ids = list(program.model.ids_between(0, 6))
    program.view.scrollToTop()
    qtbot.waitUntil(lambda: images.pixmap(ids[0]) is not None)
    button(dialog, "Close").click()
    qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is None)
    assert program.window.isVisible()
    again = bring(program, [folder])
    assert again is not dialog
    states = Counter(state for _tool, _prompt, state in table(again).values())
    assert states == {"In your library": 7, "Cannot be read": 1}


def test_a_retouched_export_is_added_where_it_is_ticked(
    program: RunningProgram, folder: Path, qtbot: QtBot
) -> None:
    write_kinds(folder)
    dialog = bring(program, [folder / "own.png"])
    button(dialog, "Add to library").click()
    program.wait_for_pictures(1)
    read_all(program)
    picture = dialog.model.files[0].picture
    assert picture is not None
    story = story_of(picture, ExportPlan("original"), "Portrait Studio 1")
    for name, image in (("retouched.png", png("salmon")), ("resized.png", png("slateblue", (24, 32)))):
        (folder / name).write_bytes(b"".join(retold(image, story)))
    dialog.brought.emit([folder / "retouched.png", folder / "resized.png"])
    read_all(program)
    assert [state for _tool, _prompt, state in table(dialog).values()] == ["Added"] + ["Another version"] * 2
    assert "1 added · 2 in your library as other versions" in words_of(dialog)
    choose(dialog, "retouched.png")
    assert "In your library, as another version." in words_of(dialog)
    assert not button(dialog, "Add to library").isEnabled()
    view = dialog.findChild(QTableView)
    assert view is not None
    state = dialog.model.index(1, ImportModel.STATE)
    for ticked in (True, False, True):
        QTest.keyClick(view, Qt.Key.Key_Space)
        assert (Qt.CheckState(state.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked) is ticked
        assert button(dialog, "Add to library").isEnabled() is ticked
    button(dialog, "Add to library").click()
    program.wait_for_pictures(2)
    read_all(program)
    assert list(table(dialog).values())[1][2] == "Added"
    assert list(table(dialog).values())[2][2] == "Another version"
    assert "1 added to the library" in words_of(dialog)


def test_the_folder_of_the_library_is_known_whole(program: RunningProgram, folder: Path) -> None:
    write_kinds(folder)
    dialog = bring(program, [folder])
    button(dialog, "Add all 7 to library").click()
    program.wait_for_pictures(7)
    read_all(program)
    files = sorted(program.paths.library.rglob("*.*g"))
    button(dialog, "Close").click()
    program.qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is None)
    again = bring(program, [program.paths.library])
    assert again.model.counts == Counter({FileState.HERE: 7})
    assert not button(again, "Add to library").isEnabled()
    assert sorted(program.paths.library.rglob("*.*g")) == files


def test_only_the_selected_are_added(program: RunningProgram, folder: Path) -> None:
    write_kinds(folder)
    dialog = bring(program, [folder])
    choose(dialog, "broken.png")
    assert not button(dialog, "Add selected").isEnabled()
    assert not button(dialog, "Use these settings").isEnabled()
    assert "The image is incomplete or damaged." in words_of(dialog)
    choose(dialog, "invoke.png")
    button(dialog, "Add selected").click()
    program.wait_for_pictures(1)
    read_all(program)
    assert table(dialog)["invoke.png"][2] == "Added"
    assert table(dialog)["comfy.png"][2] == "New"


def test_the_settings_fill_the_panel_and_the_rest_is_named(program: RunningProgram, folder: Path) -> None:
    write_kinds(folder)
    dialog = bring(program, [folder])
    parameters = program.find(ParameterModel)
    before = parameters.endpoint
    choose(dialog, "a1111.png")
    assert "Clip skip" in words_of(dialog)
    button(dialog, "Use these settings").click()
    values = parameters.values()
    assert values["prompt"] == "a lady with red hair, soft light"
    assert (values["seed"], values["num_inference_steps"]) == (42, 30)
    assert (values["img_width"], values["img_height"]) == (512, 768)
    assert parameters.endpoint == before
    assert "Not applied: Model, Clip skip." in words_of(dialog)
    choose(dialog, "own.png")
    button(dialog, "Use these settings").click()
    assert parameters.values()["prompt"] == "a portrait of ours"
    assert parameters.endpoint.slug != before.slug
    assert "The panel now has these settings." in words_of(dialog)
    assert program.model.job_count == 0
    assert program.model.picture_count == 0


def test_an_imported_picture_is_at_home(program: RunningProgram, folder: Path, qtbot: QtBot) -> None:
    folder.mkdir()
    (folder / "photo.png").write_bytes(png("crimson"))
    (folder / "comfy.png").write_bytes(png("teal", parameters="a lady\nSteps: 20, Sampler: Euler a, Seed: 3"))
    dialog = bring(program, [folder])
    button(dialog, "Add all 2 to library").click()
    program.wait_for_pictures(2)
    read_all(program)
    button(dialog, "Close").click()
    program.find(SearchLine).setText("lady scheduler:“Euler a”")
    program.wait_for_pictures(1)
    program.view.setCurrentIndex(program.model.index(0, 0))
    inspector = program.find(InspectorPanel)
    qtbot.waitUntil(lambda: inspector.shown is not None)
    assert any(label.text() == "Imported" for label in inspector.findChildren(QLabel))
    program.action("new_seed").trigger()
    toast = program.find(Toast)
    assert "its model is unknown" in toast.accessibleName()
    assert program.model.job_count == 0
    program.action("use_settings").trigger()
    assert program.find(ParameterModel).values()["seed"] == 3
    program.find(SearchLine).setText("")
    program.wait_for_pictures(2)
    program.find(SearchLine).setText("engine:sketch")
    program.wait_for_pictures(0)


@pytest.mark.timeout(60)
def test_broken_files_are_each_reported_and_none_is_kept(program: RunningProgram, folder: Path) -> None:
    names = write_broken(folder, 200)
    dialog = bring(program, [folder])
    assert list(table(dialog)) == names
    assert dialog.model.counts == Counter({FileState.FAILED: 200})
    reasons = {
        dialog.model.index(row, ImportModel.STATE).data(Qt.ItemDataRole.ToolTipRole) for row in range(200)
    }
    assert reasons == {
        "This is not a PNG, JPEG, WebP or AVIF image.",
        "The image is incomplete or damaged.",
        "The image is too large: more than 64 million pixels or 200 MB.",
    }
    assert "200 cannot be read" in words_of(dialog)
    assert not button(dialog, "Add to library").isEnabled()
    assert not (program.paths.library / "pictures").exists() or not list(
        (program.paths.library / "pictures").rglob("*.*")
    )


def test_a_file_that_vanished_is_kept_in_the_list_with_its_reason(
    program: RunningProgram, folder: Path
) -> None:
    write_kinds(folder)
    dialog = bring(program, [folder])
    (folder / "comfy.png").unlink()
    button(dialog, "Add all 7 to library").click()
    program.wait_for_pictures(6)
    read_all(program)
    assert "6 added to the library · 1 could not be added" in words_of(dialog)
    assert table(dialog)["comfy.png"][2] == "Not added"
    assert button(dialog, "Add to library").isEnabled()


def test_reading_stops_when_told_to(program: RunningProgram, folder: Path, qtbot: QtBot) -> None:
    folder.mkdir()
    picture = png(size=(300, 400))
    for number in range(400):
        (folder / f"{number}.png").write_bytes(picture)
    data = files_mime([folder])
    drag_in(program.window.windowHandle(), data, QPoint(9, 9))
    drop(program.find(DropOverlay), data, QPoint(9, 9))
    dialog = program.find(ImportDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 2)
    button(dialog, "Stop").click()
    read_all(program)
    assert 2 < dialog.model.rowCount() < 400


def test_a_drag_over_an_editor_is_taken_too_and_copies(program: RunningProgram, folder: Path) -> None:
    overlay, handle = program.find(DropOverlay), program.window.windowHandle()
    data = files_mime([folder])
    assert not overlay.isVisible()
    event = drag_in(handle, data, program.find(SearchLine).mapTo(program.window, QPoint(4, 4)))
    assert overlay.isVisible()
    assert event.isAccepted()
    assert event.dropAction() is Qt.DropAction.CopyAction
    drag_out(overlay)
    assert overlay.isHidden()


def test_words_are_left_to_the_widgets(program: RunningProgram) -> None:
    text = QMimeData()
    text.setText("a face")
    drag_in(program.window.windowHandle(), text, QPoint(300, 300))
    assert program.find(DropOverlay).isHidden()
    drag_out(program.window.windowHandle())
    editor = program.find(PromptEditor).findChild(QPlainTextEdit)
    assert isinstance(editor, QPlainTextEdit)
    assert drag_and_drop(editor.viewport(), text, QPoint(9, 9))
    assert "a face" in editor.toPlainText()


def test_an_image_of_a_web_page_is_taken_without_asking_the_web(program: RunningProgram) -> None:
    page = QMimeData()
    page.setUrls([QUrl("https://example.org/x.png")])
    page.setHtml('<img src="https://example.org/x.png">')
    page.setData("image/png", png(size=(30, 40)))
    drag_in(program.window.windowHandle(), page, QPoint(300, 300))
    overlay = program.find(DropOverlay)
    assert overlay.accessibleName() == "Drop to import"
    drop(overlay, page, QPoint(300, 300))
    dialog = read_all(program)
    assert list(table(dialog)) == ["dropped-1.png"]
    button(dialog, "Add to library").click()
    program.wait_for_pictures(1)


def test_a_mere_address_is_refused_in_words(program: RunningProgram) -> None:
    elsewhere = QMimeData()
    elsewhere.setUrls([QUrl("https://example.org/x.png")])
    drag_in(program.window.windowHandle(), elsewhere, QPoint(300, 300))
    overlay = program.find(DropOverlay)
    assert overlay.isVisible()
    assert "nothing is downloaded" in overlay.accessibleName()
    drop(overlay, elsewhere, QPoint(300, 300))
    assert overlay.isHidden()
    assert program.window.findChild(ImportDialog) is None


@pytest.mark.parametrize("kind", [PromptEditor, NoteEditor])
def test_the_place_of_a_file_never_becomes_words(
    program: RunningProgram, folder: Path, kind: type[QWidget]
) -> None:
    """A tile that is dropped on the prompt, or a copied picture that is pasted there."""
    field = program.find(kind)
    editor = field if isinstance(field, QPlainTextEdit) else field.findChild(QPlainTextEdit)
    assert isinstance(editor, QPlainTextEdit)
    before = editor.toPlainText()
    QApplication.clipboard().setMimeData(files_mime([folder / "secret.png"]))
    editor.paste()
    assert not drag_and_drop(editor.viewport(), files_mime([folder / "secret.png"]), QPoint(9, 9))
    assert editor.toPlainText() == before
    QApplication.clipboard().setText("a face ")
    editor.paste()
    assert "a face" in editor.toPlainText()


def test_files_are_chosen_in_a_dialog(
    program: RunningProgram, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_kinds(folder)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(folder / "own.png")], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    program.action("import").trigger()
    dialog = read_all(program)
    assert list(table(dialog)) == ["own.png"]
    button(dialog, "Choose a folder…").click()
    read_all(program)
    assert dialog.model.rowCount() == 8


def test_files_of_the_command_line_wait_for_the_library(tmp_path: Path, folder: Path, qtbot: QtBot) -> None:
    write_kinds(folder)
    program = RunningProgram(tmp_path / "home", qtbot, files=(folder / "own.png", folder / "photo.jpg"))
    assert list(table(read_all(program))) == ["own.png", "photo.jpg"]
    program.close()


OPENED = """
import sys
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from portrait_app.ui.shell.application import Application
application = Application(["portrait-studio"])
application.brought.connect(lambda files: print(files[0].name))
Application.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(sys.argv[1])))
"""


def test_a_file_that_the_finder_opens_is_brought(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPENED, str(tmp_path / "a portrait.png")]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    assert said.stdout == "a portrait.png\n"


SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from portrait_app.library.lock import LibraryLock
from portrait_app.ui.shell.single_instance import SingleInstance, Start
application = QCoreApplication([])
files = [Path(file) for file in sys.argv[2:]]
second = SingleInstance(LibraryLock(Path(sys.argv[1])), "")
raise SystemExit(0 if second.begin(files) is Start.HANDED_OVER else 1)
"""


@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)  # of coming to the front, offscreen
def test_a_second_start_hands_its_files_over(program: RunningProgram, folder: Path, qtbot: QtBot) -> None:
    write_kinds(folder)
    library = program.paths.library
    first = SingleInstance(LibraryLock(library), socket_address(library, program.paths))
    first.called.connect(program.program.bring)
    assert first.begin() is Start.FIRST
    first.listen()
    command = [sys.executable, "-c", SECOND, str(program.paths.library), str(folder), "relative.png"]
    second = subprocess.Popen(command)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.returncode == 0
    assert len(table(read_all(program))) == 8
    first.end()


@pytest.mark.parametrize(
    "message", [b"", b"[", b"null", b"[" * 100_000, b'{"files": 5}', b'{"files": [1, "x", {}]}', b"\xff" * 99]
)
def test_a_message_that_is_none_brings_the_window_to_the_front_only(
    tmp_path: Path, qtbot: QtBot, message: bytes
) -> None:
    address = socket_address(tmp_path, Paths(tmp_path, tmp_path, tmp_path, tmp_path))
    first = SingleInstance(LibraryLock(tmp_path), address)
    assert first.begin() is Start.FIRST
    first.listen()
    socket = QLocalSocket()
    socket.connectToServer(address)
    assert socket.waitForConnected(1000)
    with qtbot.waitSignal(first.called) as called:
        socket.write(message + b"\n")
        socket.flush()
    assert called.args == [[]]
    first.end()
