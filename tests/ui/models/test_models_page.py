"""The page of the settings that lists the models: order, visibility and default, applied by Save."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton, QTreeView
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import PARAMETERS, SEGMIND, SKETCH, Endpoint, endpoints_of
from portrait_app.jobs.model_list import ModelList
from portrait_app.jobs.runner import TaskRunner
from portrait_app.system.settings import JsonSettings
from portrait_app.ui.models.model_table import ModelTable
from portrait_app.ui.models.models_page import ModelsPage
from portrait_app.ui.shell.settings_dialog import SettingsDialog
from portrait_app.ui.shell.settings_pages import SettingsPage
from tests.support.task_runner import runner

__all__ = ["runner"]
SHIPPED = endpoints_of(SEGMIND)
OWN = Endpoint("my-model", "Mine", SEGMIND, "", parameters=PARAMETERS)


@pytest.fixture
def settings(tmp_path: Path) -> JsonSettings:
    return JsonSettings(tmp_path / "settings.json")


@pytest.fixture
def models(settings: JsonSettings, runner: TaskRunner) -> ModelList:
    made = ModelList(settings, runner)
    made.add(OWN)
    return made


@pytest.fixture
def page(models: ModelList, runner: TaskRunner, qtbot: QtBot) -> Iterator[ModelsPage]:
    page = ModelsPage(models, runner)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    yield page
    page.hide()


def view(page: ModelsPage) -> QTreeView:
    (found,) = page.findChildren(QTreeView)
    return found


def press(page: ModelsPage, words: str) -> None:
    buttons = [*page.findChildren(QPushButton), *page.findChildren(QToolButton)]
    button = next(one for one in buttons if words in (one.text(), one.accessibleName()))
    assert button.isEnabled()
    button.click()


def at(page: ModelsPage, place: int, column: int = ModelTable.NAME) -> QModelIndex:
    return page.table.index(place, column)


def texts(page: ModelsPage) -> list[list[str]]:
    table = page.table
    return [[at(page, row, column).data() for column in range(3)] for row in range(table.rowCount())]


def test_each_model_has_its_name_slug_and_price(page: ModelsPage) -> None:
    rows = texts(page)
    assert rows[0][0] == f"{SHIPPED[0].name} (default)"
    assert [row[1] for row in rows] == [*(model.slug for model in SHIPPED), "my-model"]
    assert rows[0][2] == "0.0030 USD"
    assert rows[-1][2] == "free"
    next(b for b in page.findChildren(QToolButton) if b.text() == "Sketch").click()
    assert texts(page) == [["Lorelei (default)", "sketch-lorelei", "free"]]


def test_nothing_is_changed_before_save(page: ModelsPage, models: ModelList, settings: JsonSettings) -> None:
    before = settings.value("models")
    press(page, "Move down")
    page.table.setData(at(page, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert models.of(SEGMIND) == (*SHIPPED, OWN)
    assert settings.value("models") == before
    page.apply()
    order = [model.slug for model in models.all_of(SEGMIND)]
    assert order == [SHIPPED[1].slug, SHIPPED[0].slug, *(model.slug for model in SHIPPED[2:]), "my-model"]
    assert models.of(SEGMIND)[0] == SHIPPED[0]


def test_applying_an_unchanged_page_changes_nothing(
    page: ModelsPage, models: ModelList, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(models.changed):
        page.apply()


def test_the_keyboard_moves_hides_and_makes_default(page: ModelsPage, models: ModelList) -> None:
    view(page).setFocus()
    view(page).setCurrentIndex(at(page, 1))
    QTest.keyClick(view(page), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert view(page).currentIndex().row() == 0
    QTest.keyClick(view(page), Qt.Key.Key_Space)
    press(page, "Make default")  # a hidden default would be no choice, so it is shown again
    page.apply()
    assert models.default(SEGMIND) == SHIPPED[1]
    assert SHIPPED[1] in models.of(SEGMIND)


def test_the_last_model_cannot_be_hidden(page: ModelsPage) -> None:
    role = Qt.ItemDataRole.CheckStateRole
    for place in range(page.table.rowCount()):
        page.table.setData(at(page, place), Qt.CheckState.Unchecked, role)
    assert [row.is_shown for row in page.table.rows].count(True) == 1


def test_restoring_defaults_shows_all_in_the_usual_order(page: ModelsPage) -> None:
    press(page, "Move down")
    page.table.setData(at(page, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    page.table.set_default(2)
    page.reset()
    assert [row.model for row in page.table.rows] == [*SHIPPED, OWN]
    assert all(row.is_shown for row in page.table.rows)
    assert page.table.default == SHIPPED[0].slug


def test_what_an_engine_lacks_stands_below_its_list(
    models: ModelList, runner: TaskRunner, qtbot: QtBot
) -> None:
    models.attach({}, {SKETCH: lambda: "The drawing table is missing."})
    page = ModelsPage(models, runner)
    qtbot.addWidget(page)
    assert not page._words.text()
    page.show_engine(SKETCH)
    assert page._words.text() == "The drawing table is missing."
    page.show_engine(SEGMIND)
    assert not page._words.text()


def test_a_row_is_dragged_to_another_place(page: ModelsPage) -> None:
    table = page.table
    data = table.mimeData([at(page, 0), at(page, 0, 1)])
    table.dropMimeData(data, Qt.DropAction.MoveAction, 2, 0, QModelIndex())
    assert [row.model.slug for row in table.rows[:2]] == [SHIPPED[1].slug, SHIPPED[0].slug]
    data = table.mimeData([at(page, 1)])
    table.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert [row.model.slug for row in table.rows[:2]] == [SHIPPED[0].slug, SHIPPED[1].slug]


def test_the_page_belongs_to_the_settings_dialog(
    settings: JsonSettings, models: ModelList, runner: TaskRunner, qtbot: QtBot
) -> None:
    registered = [
        SettingsPage("models", "Models", lambda: ModelsPage(models, runner)),
        SettingsPage(SKETCH, "", lambda: ModelsPage(models, runner)),
    ]
    dialog = SettingsDialog(settings, runner, registered=registered)
    qtbot.addWidget(dialog)
    titles = [dialog._tabs.tabText(place) for place in range(dialog._tabs.count())]
    assert titles[-4:] == ["Models", "Sketch", "Costs", "Export"]
    dialog.show_page("models")
    own = dialog._pages["models"].findChild(ModelsPage)
    assert isinstance(own, ModelsPage)
    press(own, "Move down")
    with qtbot.waitSignal(dialog.saved):
        dialog._save.click()
    assert models.all_of(SEGMIND)[0] == SHIPPED[1]
