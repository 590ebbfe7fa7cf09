"""Exports as a person meets them: every format and source, what goes wrong, and dragging out."""

import errno
import json
import os
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QMessageBox,
    QPlainTextEdit,
)
from pytestqt.qtbot import QtBot

from portrait_app.core.curation import Collect, CreateCollection
from portrait_app.core.export.formats import FORMATS
from portrait_app.core.export.plan import ExportPlan, Privacy
from portrait_app.export.containers import Blocks
from portrait_app.export.destination import Destination, Draft
from portrait_app.imaging.reading import check_image
from portrait_app.importing.reader import PictureFileReader
from portrait_app.ui.exporting import controller
from portrait_app.ui.exporting.sources import selection_source
from portrait_app.ui.gallery.file_drag import files_mime
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.search.library_bar import LibraryBar
from portrait_app.ui.shell.long_text import LongTextDialog
from tests.ui.exporting.exporting import COUNT, Exporting, button

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
        assert exporting.toast.accessibleName() == "3 pictures exported"
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

    exporting.view.clearSelection()  # the export would ask about selected pictures that are not shown
    exporting.folder = exporting.home / "collection"
    exporting.program.find(LibraryBar).search.setText("")
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
    assert exporting.choose(dialog, "Search results in All") == f"Search results in All · {found}"
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


# --- under way ---


def test_hidden_pictures_are_a_choice_of_the_dialog_and_no_question(exporting: Exporting) -> None:
    ids = exporting.select(*range(6))
    line = exporting.program.find(SearchLine)
    line.setFocus()
    line.setText(f'"{exporting.pictures(ids)[0].request.prompt}"')
    selection = exporting.view.selection
    exporting.qtbot.waitUntil(lambda: 0 < len(selection.shown_ids()) < 6)
    shown = len(selection.shown_ids())
    dialog = exporting.open(template="picture {number}")
    chosen = exporting.choose(dialog, "Selected pictures that are shown")
    assert chosen == f"Selected pictures that are shown · {shown}"
    assert exporting.choose(dialog, "All selected") == f"All selected pictures, {6 - shown} not shown · 6"
    exporting.choose(dialog, "Selected pictures that are shown")
    assert len(exporting.export(dialog)) == shown


class Slow:
    """Holds the export at each file until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go = False
        self.files = 0
        write = Destination.write

        def held(this: Destination, name: str, blocks: Blocks) -> Path:
            self.files += 1
            while self.files > 2 and not self.go:
                QTest.qSleep(1)
            return write(this, name, blocks)

        monkeypatch.setattr(Destination, "write", held)


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
    assert (
        exporting.strip.accessibleDescription() == "Exporting 2 of 10 to “exported” · 1 more export waiting"
    )
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
    answer_box("Keep exporting")
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
    keep, kept = Destination.keep, []

    def full_for_the_second(self: Destination, draft: Draft, name: str) -> Path:
        kept.append(name)
        if len(kept) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return keep(self, draft, name)

    monkeypatch.setattr(Destination, "keep", full_for_the_second)
    assert len(exporting.export(exporting.open())) == 2
    notice = exporting.notice()
    assert notice.title == "2 pictures exported · 2 failed"
    assert button(notice, "Show in folder").isVisible()
    button(notice, "Details…").click()
    exporting.settle()
    dialog = exporting.program.find(LongTextDialog)
    text = dialog.findChildren(QPlainTextEdit)[0].toPlainText().splitlines()
    assert len(text) == 2
    assert text[0].endswith("Its file was moved or deleted outside the program.")
    assert text[1].endswith("There was not enough disk space.")
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


def drag(exporting: Exporting, ids: list[int], *, held: bool = True) -> list[Path]:
    found: list[Path] = []

    def begin(files: list[Path]) -> bool:
        found.extend(files)
        return held

    exporting.controller._find_files(ids, begin)
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


def test_who_lets_go_too_early_finds_the_files_ready(exporting: Exporting) -> None:
    ids = exporting.select(0, 1)
    files = drag(exporting, ids, held=False)
    assert exporting.toast.accessibleName() == "The files are ready now: drag the pictures again."
    assert drag(exporting, ids) == files
    exporting.export(exporting.open(template="another name"))
    again = drag(exporting, ids)
    assert again[0].name == "another name.jpg"
    again[0].unlink()
    assert all(path.exists() for path in drag(exporting, ids))


def test_what_cannot_be_dragged_along_is_said(exporting: Exporting) -> None:
    ids = exporting.select(0, 1)
    for picture in exporting.pictures(ids):
        next(exporting.library.rglob(Path(picture.file).name)).unlink(missing_ok=True)
    assert drag(exporting, ids) == []
    assert exporting.toast.accessibleName() == "The files could not be prepared, so nothing was dragged."


def test_very_many_are_dragged_to_collections_only_and_that_is_said(
    exporting: Exporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = exporting.select(*range(5))
    monkeypatch.setattr(controller, "MOST_DRAGGED", 4)
    assert drag(exporting, ids) == []
    assert not files_mime([]).hasUrls()
    assert files_mime([]).formats()
    assert "can only be dropped on a collection" in exporting.toast.accessibleName()
