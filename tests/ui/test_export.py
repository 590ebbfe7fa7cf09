"""Exports as a person meets them: the dialog, the files, the strip, presets, and dragging out."""

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QInputDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from portrait_app.core.curation import Collect, CreateCollection
from portrait_app.core.export import ExportPlan, Privacy
from portrait_app.core.export_formats import FORMATS
from portrait_app.engines.segmind.images import check_image
from portrait_app.export import destination
from portrait_app.importing.reader import PictureFileReader
from portrait_app.ui.dialogs.export import ExportDialog
from portrait_app.ui.dialogs.long_text import LongTextDialog
from portrait_app.ui.export_controller import MOST_PREPARED, ExportController
from portrait_app.ui.export_sources import selection_source
from portrait_app.ui.panels.export_strip import ExportStrip
from portrait_app.ui.search_controller import SearchController
from portrait_app.ui.views.file_drag import files_mime
from portrait_app.ui.widgets.notice import Notice
from portrait_app.ui.widgets.search_field import SearchLine
from tests.support.library_builder import build_library
from tests.ui.test_curation import Curating

COUNT = 60


class Exporting(Curating):
    """A program on a library, and somebody who exports from it."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        super().__init__(home, qtbot)
        self.folder = home / "exported"
        self.controller = self.program.find(ExportController)
        self.library = home / "data" / "library"
        self.search_controller = self.program.find(SearchController)

    def open(self, **plan: object) -> ExportDialog:
        """Open the dialog with the key, with these fields of the plan and the folder of the test."""
        self.come_back()
        QTest.keyClick(self.view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        dialog = self.program.find(ExportDialog)
        dialog.form.set_plan(ExportPlan(**{"folder": str(self.folder), **plan}))  # type: ignore[arg-type]
        self.look(dialog)
        return dialog

    def come_back(self) -> None:
        """Go to the grid, as a window manager has one do when a dialog closes."""
        self.program.window.activateWindow()
        self.qtbot.waitUntil(self.program.window.isActiveWindow)
        self.view.setFocus()

    def look(self, dialog: ExportDialog) -> None:
        """Wait until the preview follows."""
        self.qtbot.waitUntil(lambda: dialog.preview.words not in ("", "Working it out…"))
        self.settle()

    def choose(self, dialog: ExportDialog, words: str) -> str:
        """Choose what to export by the beginning of its words; return what stands there then."""
        box = next(
            box for box in dialog.findChildren(QComboBox) if box.accessibleName() == "Pictures to export"
        )
        box.setCurrentIndex(box.findText(words, Qt.MatchFlag.MatchStartsWith))
        self.look(dialog)
        return box.currentText()

    def export(self, dialog: ExportDialog) -> list[str]:
        """Press Export, and return the names of the files when they are there."""
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        self.settle()
        return self.files

    @property
    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.exists() else []

    @property
    def strip(self) -> ExportStrip:
        return self.program.find(ExportStrip)

    def notice(self) -> Notice:
        notices = [notice for notice in self.program.window.findChildren(Notice) if notice.isVisible()]
        return notices[0]


def button(parent: QWidget, text: str) -> QPushButton:
    return next(one for one in parent.findChildren(QPushButton) if one.text().startswith(text))


def line(dialog: ExportDialog, label: str) -> QLineEdit:
    return next(one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == label)


@pytest.fixture
def exporting(tmp_path: Path, qtbot: QtBot) -> Iterator[Exporting]:
    target = tmp_path / "data" / "library"
    target.mkdir(parents=True)
    build_library(target, COUNT)
    opened = Exporting(tmp_path, qtbot)
    yield opened
    opened.program.close()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a person answers when asked for a name; nothing more is Cancel."""
    given: list[str] = []

    def answer(*_given: object, **_more: object) -> tuple[str, bool]:
        return (given.pop(0), True) if given else ("", False)

    monkeypatch.setattr(QInputDialog, "getText", answer)
    return given


# --- what is exported ---


def test_the_selection_becomes_files_in_every_format(exporting: Exporting) -> None:
    exporting.select(0, 1, 2)
    for row in FORMATS:
        exporting.folder = exporting.home / row.key
        dialog = exporting.open(format=row.key, template="{number:03}")
        shown = dialog.preview.names
        assert "3 pictures" in dialog.preview.words
        assert ("KiB" in dialog.preview.words) is row.is_picture
        files = exporting.export(dialog)
        assert shown == files, row.key
        assert len(files) == (3 if row.output == "each" else 1)
        assert all(name.endswith(row.suffix) for name in files)
        assert exporting.toast.accessibleName() == "3 exported"
    with ZipFile(exporting.home / "zip" / files_of(exporting.home / "zip")[0]) as archive:
        assert len(archive.namelist()) == 3
    rows = json.loads((exporting.home / "json" / files_of(exporting.home / "json")[0]).read_text())
    assert len(rows if isinstance(rows, list) else rows["pictures"]) == 3


def files_of(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_favourites_a_collection_and_a_search_can_be_chosen(exporting: Exporting) -> None:
    ids = exporting.select(3, 4, 5, 6)
    exporting.curation.edit((), CreateCollection("Best of May"))
    exporting.curation.edit(ids, Collect("Best of May"))
    exporting.curation.set_favourite(ids[:2], True)
    exporting.settle()
    dialog = exporting.open(template="{collection} {number}")
    favourites = exporting.choose(dialog, "All favourites")
    names = exporting.export(dialog)
    assert favourites == f"All favourites · {len(names)}"
    assert len(names) >= 2

    exporting.folder = exporting.home / "collection"
    exporting.program.window.library_bar.search.setText("")
    exporting.search_controller.show_collection("Best of May")
    exporting.settle()
    dialog = exporting.open(template="{collection} {number}")
    assert exporting.choose(dialog, "Collection") == "Collection “Best of May” · 4"
    assert exporting.export(dialog) == [f"Best of May {number}.jpg" for number in range(1, 5)]

    exporting.folder = exporting.home / "search"
    exporting.search_controller.show_filter("all")
    exporting.program.find(SearchLine).setText("astronaut")
    exporting.settle()
    found = exporting.program.model.picture_count
    assert 0 < found < COUNT
    dialog = exporting.open()
    assert exporting.choose(dialog, "What was found in All") == f"What was found in All · {found}"
    assert len(exporting.export(dialog)) == found


def test_without_a_selection_what_is_shown_is_offered_and_what_is_empty_is_not_exported(
    exporting: Exporting,
) -> None:
    exporting.view.clearSelection()
    exporting.program.find(SearchLine).setText("nothing-like-this")
    exporting.settle()
    assert exporting.program.action("export").isEnabled()
    dialog = exporting.open()
    assert dialog.form.source.key == "shown"
    assert not button(dialog, "Export").isEnabled()
    assert dialog.preview.words == "0 pictures"
    dialog.reject()
    assert not exporting.files


def test_a_picture_in_the_trash_is_exported_where_it_is_selected(exporting: Exporting) -> None:
    exporting.search_controller.show_filter("trash")
    exporting.settle()
    exporting.view.selectAll()
    exporting.settle()
    count = exporting.program.model.picture_count
    assert count
    assert len(exporting.export(exporting.open())) == count


# --- the dialog ---


def test_the_preview_follows_and_a_mistake_is_explained_where_it_is(exporting: Exporting) -> None:
    exporting.select(0, 1)
    dialog = exporting.open(template="old {number}")
    assert dialog.preview.names == ["old 1.jpg", "old 2.jpg"]
    assert dialog.preview.words.startswith("2 pictures, ")
    names = line(dialog, "Names")
    names.setFocus()
    names.selectAll()
    QTest.keyClicks(names, "new {numbr}")
    exporting.look(dialog)
    assert not dialog.preview.names
    said = dialog.form.look_for_problems()[0].problem()
    assert said == "There is no field “numbr” here. Is {number} meant? Ctrl+Space lists the fields."
    assert said in names.accessibleDescription()
    button(dialog, "Export").click()
    assert dialog.isVisible()
    assert not exporting.files
    assert names.selectedText() == "numbr"
    QTest.keyClicks(names, "number")
    exporting.look(dialog)
    assert dialog.preview.names == ["new 1.jpg", "new 2.jpg"]
    dialog.reject()


def test_fields_are_completed_with_the_keyboard(exporting: Exporting) -> None:
    exporting.select(0)
    dialog = exporting.open(template="x")
    names = line(dialog, "Names")
    names.setFocus()
    QTest.keyClick(names, Qt.Key.Key_End)
    QTest.keyClicks(names, " {se")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(names, key)
    assert names.text() == "x {seed}"
    assert dialog.isVisible()
    assert dialog.form.plan().template == "x {seed}"
    QTest.keyClick(names, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(names, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    QTest.keyClick(names, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


MISTAKES = (
    ("Folder", "here/and/there", "Choose a folder, or write it from the root."),
    ("Folder", "", "Folder is needed."),
    ("Names", "  ", "Write a name, or put in a field such as {date}."),
    ("Names", "{date:3}", "The field {date} takes nothing after it."),
    (
        "Names",
        "{seed:x}",
        "After the colon of {seed} stands a width, such as {seed:03}; not “x”.",
    ),
    ("Names", "{seed", "The field “{seed” is not closed: a } is missing. For a brace itself write {{."),
    ("Names", "a}b", "A } stands alone at character 2. For a brace itself write }}."),
    ("Captions", "{seed}|{promt}", "There is no field “promt” here. Is {prompt} meant? Ctrl+Space"),
    ("Name of the file", "{seed}", "There is no field “seed” here."),
)


def test_each_mistake_has_its_sentence(exporting: Exporting) -> None:
    for label, text, said in MISTAKES:
        is_sheet = label in ("Captions", "Name of the file")
        dialog = exporting.open(format="contact_pdf" if is_sheet else "original")
        field = line(dialog, label)
        field.setText(text)
        field.textEdited.emit(text)
        assert dialog.form.look_for_problems()[0].problem().startswith(said)
        dialog.reject()
        exporting.settle()


def test_privacy_is_kept_and_told_to_the_file(exporting: Exporting) -> None:
    exporting.select(0)
    dialog = exporting.open(template="{prompt:20} {number}", format="jpeg")
    line(dialog, "Creator").setText("Ada")
    line(dialog, "Creator").textEdited.emit("Ada")
    label_only = next(one for one in dialog.findChildren(QRadioButton) if one.text() == "AI label only")
    assert "no prompt" in label_only.accessibleDescription()
    label_only.click()
    exporting.look(dialog)
    (name,) = exporting.export(dialog)
    assert name == "1.jpg"
    data = (exporting.folder / name).read_bytes()
    assert b"Ada" in data
    assert b"trainedAlgorithmicMedia" in data or b"algorithmicMedia" in data
    file, _image = PictureFileReader(check_image).read(exporting.folder / name)
    assert not file.request.prompt
    assert exporting.program.settings.value("creator") == "Ada"
    dialog = exporting.open()
    dialog.form.set_plan(exporting.controller._presets.current)
    assert dialog.form.plan().privacy is Privacy.LABEL_ONLY
    assert dialog.form.plan().creator == "Ada"
    dialog.reject()


def test_the_options_of_a_format_stay_where_another_has_them_too(exporting: Exporting) -> None:
    dialog = exporting.open(format="jpeg", options={"longest_side": 640, "quality": 80})
    formats = next(box for box in dialog.findChildren(QComboBox) if box.accessibleName() == "Format")
    formats.setCurrentIndex(formats.findText("PNG"))
    exporting.look(dialog)
    assert dict(dialog.form.plan().options) == {"longest_side": 640, "srgb": True}
    assert all(name.endswith(".png") for name in dialog.preview.names)
    dialog.reject()


def test_everything_fits_a_small_window_with_large_type(exporting: Exporting, qapp: QApplication) -> None:
    before = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(before.pointSizeF() * 1.3)
    qapp.setFont(larger)
    try:
        exporting.program.window.resize(1100, 720)
        dialog = exporting.open(format="contact_pdf")
        assert dialog.width() <= 1100
        assert dialog.height() <= 720
        for text in ("Export", "Cancel"):
            place = button(dialog, text)
            corner = place.mapTo(dialog, place.rect().bottomRight())
            assert dialog.rect().contains(corner)
        dialog.reject()
    finally:
        qapp.setFont(before)


# --- again, and by preset ---


def test_the_last_export_is_repeated_without_a_dialog(exporting: Exporting) -> None:
    again = exporting.program.action("export_again")
    exporting.select(0)
    again.trigger()  # nothing was exported yet
    exporting.program.find(ExportDialog).reject()
    exporting.settle()
    exporting.export(exporting.open(template="{number}", format="png"))
    exporting.select(1, 2)
    exporting.come_back()
    QTest.keyClick(
        exporting.view,
        Qt.Key.Key_E,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    exporting.settle()
    assert not exporting.program.window.findChildren(ExportDialog)
    assert exporting.files == ["1 (2).png", "1.png", "2.png"]


def preset_menu(exporting: Exporting) -> QMenu:
    menu = exporting.program.action("export_preset").menu()
    assert isinstance(menu, QMenu)
    return menu


def names_in(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def test_presets_are_saved_renamed_deleted_and_used_from_the_menu(
    exporting: Exporting, answers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *_asked: agreed.pop(0))
    assert names_in(preset_menu(exporting)) == ["Client JPEG 2048", "Archive PNG"]
    exporting.select(0, 1)
    dialog = exporting.open(format="webp", template="web {number}")
    answers[:] = ["  For &  the web "]
    dialog.presets.save_wanted.emit()
    answers[:] = ["Site"]
    dialog.presets.rename_wanted.emit("For & the web")
    dialog.presets.delete_wanted.emit("Client JPEG 2048")  # but no
    dialog.presets.delete_wanted.emit("Archive PNG")
    dialog.presets.chosen.emit("Client JPEG 2048")
    assert dialog.form.plan().option("longest_side") == 2048
    assert dialog.form.plan().privacy is Privacy.LABEL_ONLY
    assert dialog.form.plan().folder == str(exporting.folder)
    dialog.reject()
    exporting.settle()
    menu = preset_menu(exporting)
    assert names_in(menu) == ["Client JPEG 2048", "Site"]
    menu.actions()[1].trigger()
    exporting.settle()
    assert exporting.files == ["web 1.webp", "web 2.webp"]
    menu.actions()[0].trigger()  # goes where the last one went
    exporting.settle()
    assert len(exporting.files) == 4


def test_a_preset_that_says_no_folder_asks_the_first_time(exporting: Exporting) -> None:
    exporting.select(0)
    preset_menu(exporting).actions()[1].trigger()
    dialog = exporting.program.find(ExportDialog)
    assert dialog.form.plan().format == "png"
    assert Path(dialog.form.plan().folder).is_absolute()
    dialog.reject()


# --- under way ---


class Slow:
    """Holds the export at each file until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go = False
        self.files = 0
        write = destination.Destination.write

        def held(this: destination.Destination, name: str, blocks: object) -> None:
            self.files += 1
            while self.files > 2 and not self.go:
                QTest.qSleep(1)
            write(this, name, blocks)  # type: ignore[arg-type]

        monkeypatch.setattr(destination.Destination, "write", held)


def test_cancel_stops_one_and_the_next_begins(
    exporting: Exporting, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    slow = Slow(monkeypatch)
    ids = exporting.select(*range(10))
    first = ExportPlan(folder=str(exporting.folder), template="first {number}")
    second = ExportPlan(folder=str(exporting.folder), template="second {number}")
    exporting.controller.runs.add(first, selection_source(ids))
    exporting.controller.runs.add(second, selection_source(ids[:2]))
    qtbot.waitUntil(lambda: slow.files == 3)
    qtbot.waitUntil(lambda: "2 of 10" in exporting.strip.accessibleDescription())
    assert exporting.strip.isVisible()
    assert exporting.strip.accessibleDescription() == "Exporting 2 of 10 to “exported” · 1 more waits"
    button(exporting.strip, "Cancel").click()
    slow.go = True
    exporting.settle()
    written = [name for name in exporting.files if name.startswith("first")]
    assert 0 < len(written) < 10
    assert [name for name in exporting.files if name.startswith("second")] == [
        "second 1.jpg",
        "second 2.jpg",
    ]
    assert not list(exporting.folder.glob(".*"))
    assert not exporting.strip.isVisible()


def answer_box(text: str) -> None:
    """Have the next message box answered with a button."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(one for one in box.buttons() if one.text() == text).click()

    QTimer.singleShot(0, press)


def test_closing_asks_and_leaves_no_half_file(
    exporting: Exporting, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    slow = Slow(monkeypatch)
    ids = exporting.select(*range(10))
    exporting.controller.runs.add(ExportPlan(folder=str(exporting.folder)), selection_source(ids))
    qtbot.waitUntil(lambda: slow.files == 3)
    answer_box("Go on exporting")
    assert not exporting.program.window.close()
    assert exporting.controller.runs.busy
    answer_box("Stop and close")
    assert exporting.program.window.close()
    slow.go = True
    qtbot.waitUntil(lambda: not exporting.controller.runs.busy)
    assert 0 < len(exporting.files) < 10
    assert not list(exporting.folder.glob(".*"))


# --- what goes wrong ---


def test_a_missing_file_and_a_full_disk_are_told_and_the_rest_goes_on(
    exporting: Exporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = exporting.select(0, 1, 2, 3)
    gone = exporting.pictures(ids)[1]
    path = exporting.library / gone.file
    (path if path.exists() else next(exporting.library.rglob(path.name))).unlink()
    sync, synced = destination._sync, []

    def full_for_the_second(part: Path) -> None:
        synced.append(part)
        if len(synced) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(part)

    monkeypatch.setattr(destination, "_sync", full_for_the_second)
    assert len(exporting.export(exporting.open())) == 2
    notice = exporting.notice()
    assert notice.title == "2 exported · 2 could not be"
    assert button(notice, "Show in folder").isVisible()
    button(notice, "Details…").click()
    exporting.settle()
    dialog = exporting.program.find(LongTextDialog)
    text = dialog.findChildren(QPlainTextEdit)[0].toPlainText().splitlines()
    assert len(text) == 2
    assert text[0].endswith("Its file was moved or deleted outside the program.")
    assert text[1].endswith("There was no room for it on the disk.")
    button(dialog, "Copy").click()
    assert QGuiApplication.clipboard().text().splitlines() == text
    dialog.reject()
    notice.dismissed.emit()


def test_a_folder_that_cannot_be_used_is_said_and_can_be_tried_again(exporting: Exporting) -> None:
    exporting.select(0)
    exporting.folder = exporting.home / "not" / "there"
    exporting.export(exporting.open())
    notice = exporting.notice()
    assert notice.title == "A file could not be used"
    exporting.folder.parent.mkdir()
    button(notice, "Try again").click()
    exporting.settle()
    assert len(exporting.files) == 1


def test_the_library_is_no_place_to_export_to(exporting: Exporting) -> None:
    exporting.select(0)
    before = sorted(exporting.library.rglob("*.jpg"))
    exporting.folder = exporting.library
    exporting.export(exporting.open())
    assert exporting.notice().title == "That folder belongs to the library"
    assert sorted(exporting.library.rglob("*.jpg")) == before


# --- dragging out ---


def drag(exporting: Exporting, ids: list[int]) -> list[Path]:
    found: list[Path] = []
    exporting.controller.find_files(ids, found.extend)
    exporting.settle()
    return found


def test_what_is_dragged_out_is_named_and_labelled_as_the_last_export(exporting: Exporting) -> None:
    ids = exporting.select(0, 1, 2)
    exporting.export(exporting.open(template="same name", format="webp", privacy=Privacy.LABEL_ONLY))
    files = drag(exporting, ids)
    assert [path.name for path in files] == ["same name.jpg", "same name (2).jpg", "same name (3).jpg"]
    assert [url.toLocalFile() for url in files_mime(files).urls()] == [str(path) for path in files]
    reader = PictureFileReader(check_image)
    assert not any(reader.read(path)[0].request.prompt for path in files)
    more = drag(exporting, ids[:1])
    assert more[0].parent != files[0].parent
    exporting.program.close()
    assert not any(path.parent.exists() for path in (*files, *more))
    exporting.program = type(exporting)(exporting.home, exporting.qtbot).program


def test_very_many_leave_as_originals_and_that_is_said(exporting: Exporting) -> None:
    ids = exporting.select(*range(MOST_PREPARED + 1))
    files = drag(exporting, ids)
    assert len(files) == MOST_PREPARED + 1
    assert all(path.is_relative_to(exporting.library) for path in files)
    assert exporting.toast.accessibleName().startswith("So many pictures leave as the originals")
