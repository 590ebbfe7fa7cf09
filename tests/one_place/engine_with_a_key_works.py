"""Tests of the engine of `engine_with_a_key`, which replaces Segmind's. Run by `test_engine`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.core.credentials import KeySource
from portrait_app.jobs.holds import HoldReason
from portrait_app.jobs.key_controller import KeyController
from portrait_app.ui.account.key_dialog import ApiKeyDialog
from tests.one_place.desk import Desk
from tests.one_place.engines.darkroom.factory import KEY


@pytest.fixture
def with_key(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A program with a key from the environment."""
    monkeypatch.setenv("DARKROOM_KEY", KEY)
    desk = Desk(tmp_path, qtbot)
    yield desk
    desk.program.close()


@pytest.fixture
def without_key(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(tmp_path, qtbot)
    yield desk
    desk.program.close()


def words(desk: Desk) -> str:
    return "\n".join(label.text() for label in desk.program.window.findChildren(QLabel))


def test_without_its_key_the_free_engine_is_used_and_the_key_is_asked_for(
    without_key: Desk, qtbot: QtBot
) -> None:
    desk = without_key
    assert desk.engines == ["Darkroom", "Sketch"]
    assert desk.model.endpoint.engine == "sketch"
    assert "With a Darkroom key you can make photographic portraits." in words(desk)
    assert desk.program.action("key").text() == "Darkroom &key…"
    desk.choose("Darkroom")
    assert "Needs your Darkroom key" in desk.panel_words
    dialog = ApiKeyDialog(desk.program.find(KeyController))
    qtbot.addWidget(dialog)
    assert dialog.windowTitle() == "Darkroom key"
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.placeholderText() == "dk-…"
    field.setText("SG_0123456789abcdef")
    assert "A key of the darkroom reads dk- and ten digits." in [
        one.text() for one in dialog.findChildren(QLabel)
    ]
    assert "https://darkroom.invalid/keys" in [one.toolTip() for one in dialog.findChildren(QPushButton)]


def test_its_key_its_account_and_its_prices_are_in_use(with_key: Desk) -> None:
    desk = with_key
    keys = desk.program.find(KeyController)
    assert keys.source is KeySource.ENVIRONMENT
    assert desk.model.endpoint.engine == "darkroom"
    desk.until(lambda: keys.balance is not None)
    words = "Darkroom · key from DARKROOM_KEY · 12.50 USD left · About 0.0500 USD"
    desk.until(lambda: words in desk.status_bar)
    desk.generate()
    desk.wait_for_pictures(1)
    (entry,) = desk.costs()
    assert float(entry.tally.cost) == 0.05


def test_a_lost_picture_is_found_in_its_history(with_key: Desk) -> None:
    with_key.generate("a lost face")
    with_key.wait_for_pictures(1)


def test_an_empty_account_holds_its_queue(with_key: Desk) -> None:
    desk = with_key
    desk.generate("no credits")
    desk.until(lambda: HoldReason.NO_CREDITS in [hold.reason for hold in desk.queue.holds])
    assert "Darkroom refused a request because the account cannot pay for it." in words(desk)
    desk.until(lambda: desk.job("no credits").waits)
