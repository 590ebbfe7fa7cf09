"""The models of this computer in the whole program: offered at the first start, added, kept, removed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.core.cancel import Cancel
from portrait_app.core.engines import local
from portrait_app.jobs.model_additions import ModelAdditions, Phase
from portrait_app.ui.kit.notice import Notice
from portrait_app.ui.models.folder_controller import FolderController
from portrait_app.ui.models.folder_page import FolderPage
from portrait_app.ui.shell.session import Session
from tests.support.model_host import ModelHostService, as_usual, silent
from tests.support.model_store import AGREEMENT, make_store
from tests.support.program import RunningProgram

OFFER = "Make photographs on this computer"
LARGEST = 11  # requests for bytes before the one for the largest file


@pytest.fixture
def host() -> Iterator[ModelHostService]:
    with ModelHostService() as service:
        yield service


def titles(program: RunningProgram) -> list[str]:
    return [notice.title for notice in program.window.findChildren(Notice)]


def offer(program: RunningProgram) -> Notice:
    return next(notice for notice in program.window.findChildren(Notice) if notice.title == OFFER)


def additions_of(program: RunningProgram) -> ModelAdditions:
    return program.find(Session).additions[local.ROW.key]


def test_the_first_start_offers_it_behind_the_key_until_it_is_dismissed(qtbot: QtBot, tmp_path: Path) -> None:
    program = RunningProgram(tmp_path, qtbot, offers_models=True)
    qtbot.waitUntil(lambda: OFFER in titles(program), timeout=20_000)
    shown = [notice for notice in program.window.findChildren(Notice) if notice.isVisible()]
    assert [notice.title for notice in shown] == ["Drawing offline with Sketch"]
    assert "1.1 GB on the disk" in offer(program).accessibleDescription()
    shown[0].dismissed.emit()
    qtbot.waitUntil(lambda: offer(program).isVisible(), timeout=5_000)
    offer(program).dismissed.emit()
    program.close()
    again = RunningProgram(tmp_path, qtbot, offers_models=True)
    qtbot.waitUntil(lambda: additions_of(again).folder is not None and again.is_idle, timeout=20_000)
    assert OFFER not in titles(again)
    again.close()


def test_there_is_no_offer_once_there_is_a_model(
    qtbot: QtBot, tmp_path: Path, host: ModelHostService
) -> None:
    store = make_store(host, tmp_path / "data" / "models")
    store.download(store.published[0], AGREEMENT, lambda _progress: None, Cancel())
    program = RunningProgram(tmp_path, qtbot, offers_models=True)
    qtbot.waitUntil(lambda: additions_of(program).is_installed("tiny-0123456"), timeout=20_000)
    qtbot.waitUntil(lambda: program.is_idle, timeout=20_000)
    assert OFFER not in titles(program)
    program.close()


def test_a_download_goes_on_after_the_program_was_closed(
    qtbot: QtBot, tmp_path: Path, host: ModelHostService
) -> None:
    program = RunningProgram(tmp_path, qtbot, offers_models=True)
    program.settings.override("model_host", host.address)
    host.next(*[as_usual] * LARGEST, silent(100_000))
    additions = additions_of(program)
    model = additions.store.published[0]
    additions.download(model, AGREEMENT)
    so_far = host.total - 200_000
    qtbot.waitUntil(lambda: any(one.progress.done == so_far for one in additions.additions), timeout=30_000)
    program.close()  # at once, although the host is silent
    again = RunningProgram(tmp_path, qtbot, offers_models=True)
    later = additions_of(again)
    qtbot.waitUntil(lambda: [one.phase for one in later.additions] == [Phase.PAUSED], timeout=20_000)
    assert later.additions[0].progress.done == so_far
    assert later.additions[0].name == model.name
    again.close()


def test_the_settings_have_a_page_for_it(qtbot: QtBot, tmp_path: Path) -> None:
    program = RunningProgram(tmp_path, qtbot, offers_models=True)
    part = program.find(FolderController).build_part()
    qtbot.addWidget(part)
    page = part.findChild(FolderPage)
    assert isinstance(page, FolderPage)
    assert "Add a model…" in [button.text() for button in page.findChildren(QPushButton)]
    keys = [page.key for page in program.find(FolderController)._shell.settings_pages]
    assert local.ROW.key in keys
    program.close()
