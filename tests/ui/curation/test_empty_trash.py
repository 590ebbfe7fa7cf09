"""Empty Trash in the window: asked with numbers, sent to a real trash folder, and told."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialogButtonBox,
    QListWidget,
)
from pytestqt.qtbot import QtBot
from send2trash import plat_other

from portrait_app.core.curation import Emptied, SetFavourite, SetRating, SetTrashed, TrashContents
from portrait_app.ui.curation.empty_trash_dialog import EmptyTrashDialog
from portrait_app.ui.curation.trash_bar import TrashBar
from portrait_app.ui.search.filter_bar import FilterBar
from tests.support.library_builder import build_library
from tests.support.widgets import button_of, texts_of, the_only, title_of
from tests.ui.curation.test_curation import Curating

_MB = 1_000_000


def a_dialog(qtbot: QtBot, contents: TrashContents) -> EmptyTrashDialog:
    dialog = EmptyTrashDialog(contents)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def button_with(dialog: EmptyTrashDialog, role: QDialogButtonBox.ButtonRole) -> QAbstractButton:
    box = the_only(QDialogButtonBox, dialog)
    return next(button for button in box.buttons() if box.buttonRole(button) is role)


def empty_button(dialog: EmptyTrashDialog) -> QAbstractButton:
    return button_with(dialog, QDialogButtonBox.ButtonRole.ActionRole)


def close_button(dialog: EmptyTrashDialog) -> QAbstractButton:
    return button_with(dialog, QDialogButtonBox.ButtonRole.RejectRole)


def words_of(dialog: EmptyTrashDialog) -> str:
    return "\n".join(texts_of(dialog))


def test_the_question_says_what_would_go(qtbot: QtBot) -> None:
    dialog = a_dialog(qtbot, TrashContents(12, 3, 2, 12 * _MB, 3 * _MB))
    assert title_of(dialog) == "Send 9 pictures to the system trash?"
    assert "With stars: 2 pictures." in words_of(dialog)
    assert "Favourites stay in Trash: 3 pictures." in words_of(dialog)
    assert "cannot be undone" in words_of(dialog)
    assert the_only(QCheckBox, dialog).text() == "Include 3 favourites"
    assert dialog.focusWidget() is close_button(dialog)
    the_only(QCheckBox, dialog).click()
    assert title_of(dialog) == "Send 12 pictures to the system trash?"
    wanted: list[bool] = []
    dialog.empty_wanted.connect(wanted.append)
    empty_button(dialog).click()
    assert wanted == [True]
    assert close_button(dialog).text() == "Stop"


def test_only_favourites_are_not_sent_without_a_word(qtbot: QtBot) -> None:
    dialog = a_dialog(qtbot, TrashContents(1, 1, 0, _MB, _MB))
    assert not empty_button(dialog).isEnabled()
    the_only(QCheckBox, dialog).click()
    assert empty_button(dialog).isEnabled()


def test_an_empty_trash_is_nothing_to_ask_about(qtbot: QtBot) -> None:
    dialog = a_dialog(qtbot, TrashContents())
    assert title_of(dialog) == "Trash is empty"
    assert not empty_button(dialog).isVisible()


def test_stopping_waits_for_what_came_of_it(qtbot: QtBot) -> None:
    dialog = a_dialog(qtbot, TrashContents(5, 0, 0, _MB))
    stopped: list[bool] = []
    dialog.stop_wanted.connect(lambda: stopped.append(True))
    empty_button(dialog).click()
    dialog.show_progress(2, 5)
    dialog.reject()
    assert stopped == [True]
    assert dialog.isVisible()
    dialog.show_result(Emptied(2, 1, (("a.jpg", "Permission denied"),), stopped=True))
    assert title_of(dialog) == "Stopped: 2 pictures sent to the system trash"
    assert the_only(QListWidget, dialog).item(0).text() == "a.jpg: Permission denied"
    assert "The system trash did not accept the file of 1 picture. It stays in Trash." in words_of(dialog)
    dialog.reject()
    assert not dialog.isVisible()


@pytest.fixture
def curating(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Curating]:
    target = tmp_path / "data" / "library"
    target.mkdir(parents=True)
    build_library(target, 30)
    share = tmp_path / "share"
    monkeypatch.setattr(plat_other, "XDG_DATA_HOME", bytes(share))
    monkeypatch.setattr(plat_other, "HOMETRASH_B", bytes(share / "Trash"))
    monkeypatch.setenv("HOME", str(tmp_path))
    opened = Curating(tmp_path, qtbot)
    yield opened
    opened.program.close()


def in_dialog(qtbot: QtBot, act: Callable[[EmptyTrashDialog], object]) -> None:
    """Have `act` done as soon as the dialog asks."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, EmptyTrashDialog):
            act(dialog)
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)


def test_from_the_menu_to_the_system_and_out_of_the_grid(
    curating: Curating, tmp_path: Path, qtbot: QtBot
) -> None:
    ids = curating.select(0, 1, 2)
    before = curating.program.model.picture_count
    curating.curation.edit(ids, SetFavourite(False))
    curating.curation.edit(ids[:1], SetFavourite(True))
    curating.curation.edit(ids[1:2], SetRating(3))
    curating.curation.edit(ids, SetTrashed(True))
    curating.settle()
    said: list[str] = []

    def act(dialog: EmptyTrashDialog) -> None:
        said.append(title_of(dialog))
        empty_button(dialog).click()

        def close_when_told() -> None:
            if close_button(dialog).text() == "Close":
                said.append(title_of(dialog))
                dialog.reject()
            else:
                QTimer.singleShot(5, close_when_told)

        close_when_told()

    in_dialog(qtbot, act)
    curating.program.action("empty_trash").trigger()
    qtbot.waitUntil(lambda: len(said) == 2)
    curating.settle()
    assert said[0].startswith("Send ")
    assert said[1].endswith("sent to the system trash")
    assert curating.program.model.picture_count == before - 3
    assert curating.undo_text == "&Undo: 1 picture moved to Trash"  # what is gone cannot be taken back
    curating.program.action("undo").trigger()
    curating.settle()
    assert curating.program.model.picture_count == before - 2
    assert curating.undo_text == "&Undo: Favourite: 1 picture"  # the stars were of one that is gone


def test_the_trash_offers_to_be_emptied_above_its_pictures(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "data" / "library").mkdir(parents=True)
    build_library(tmp_path / "data" / "library", 10)
    curating = Curating(tmp_path, qtbot)
    bar = curating.program.find(TrashBar)
    curating.curation.move_to_trash(curating.select(0, 1))
    curating.settle()
    assert not bar.isVisible()
    button_of(curating.program.find(FilterBar), "Trash").click()
    curating.settle()
    assert bar.isVisible()
    curating.select(0)
    curating.program.action("open").trigger()
    curating.settle()
    assert not bar.isVisible()  # the picture has the room
    curating.press(Qt.Key.Key_Escape)
    assert bar.isVisible()
    count = curating.program.model.picture_count
    curating.curation.restore([curating.view.gallery.id_at(row) for row in range(count)])
    curating.settle()
    assert not bar.isVisible()
    curating.program.close()
