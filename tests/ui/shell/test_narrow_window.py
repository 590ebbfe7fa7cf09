"""In a window that is too narrow for all panels, no panel covers another or the pictures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDockWidget, QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.ui.kit.notice import NoticeStack
from portrait_app.ui.shell.main_window import WindowPage
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram
from tests.support.segmind_behaviours import close_before_reply, status, truncated_image
from tests.support.segmind_service import KEY, SegmindService

NARROW, WIDE = 784, 1200


@pytest.fixture
def program(tmp_path: Path, qtbot: QtBot) -> Iterator[RunningProgram]:
    running = RunningProgram(tmp_path, qtbot)
    running.window.setMinimumSize(400, 300)  # as on a small screen
    yield running
    running.close()


def _shown(program: RunningProgram) -> dict[str, QDockWidget]:
    docks = program.window.findChildren(QDockWidget)
    return {dock.objectName(): dock for dock in docks if dock.isVisible()}


def _is_tidy(program: RunningProgram) -> bool:
    places = [dock.geometry() for dock in _shown(program).values()]
    places.append(program.window.centre.geometry())
    inside = all(program.window.rect().contains(place) for place in places)
    return inside and not any(
        one.intersects(other) for number, one in enumerate(places) for other in places[:number]
    )


def test_the_inspector_steps_aside_and_comes_back(program: RunningProgram, qtbot: QtBot) -> None:
    program.window.resize(NARROW, 560)
    qtbot.waitUntil(lambda: "inspector_dock" not in _shown(program))
    assert "parameters_dock" in _shown(program)
    qtbot.waitUntil(lambda: _is_tidy(program))
    program.window.resize(WIDE, 560)
    qtbot.waitUntil(lambda: {"inspector_dock", "parameters_dock"} <= _shown(program).keys())


def test_the_panel_that_the_user_opens_stays(program: RunningProgram, qtbot: QtBot) -> None:
    program.window.resize(NARROW, 560)
    qtbot.waitUntil(lambda: "inspector_dock" not in _shown(program))
    docks = program.window.findChildren(QDockWidget)
    next(dock for dock in docks if dock.objectName() == "inspector_dock").toggleViewAction().trigger()
    qtbot.waitUntil(lambda: "parameters_dock" not in _shown(program))
    assert "inspector_dock" in _shown(program)
    qtbot.waitUntil(lambda: _is_tidy(program))
    program.window.resize(WIDE, 560)
    qtbot.waitUntil(lambda: {"inspector_dock", "parameters_dock"} <= _shown(program).keys())


def test_the_next_start_in_a_wide_window_shows_all(tmp_path: Path, qtbot: QtBot) -> None:
    first = RunningProgram(tmp_path, qtbot)
    first.window.setMinimumSize(400, 300)
    first.window.resize(NARROW, 560)
    qtbot.waitUntil(lambda: "inspector_dock" not in _shown(first))
    first.close()
    second = RunningProgram(tmp_path, qtbot, size=(WIDE, 700))
    qtbot.waitUntil(lambda: "inspector_dock" in _shown(second))
    second.close()


def test_the_inspector_is_there_after_a_comparison(tmp_path: Path, qtbot: QtBot) -> None:
    """The window is wide enough for both sides, but not for the panes that are just being left."""
    build_library(tmp_path / "data" / "library", 5, image_side=32)
    running = RunningProgram(tmp_path, qtbot, size=(1084, 680))
    running.wait_for_pictures(5)
    for count in (2, 3, 4):
        running.view.select_ids(range(1, count + 1), 1)
        qtbot.waitUntil(running.action("compare").isEnabled)
        running.action("compare").trigger()
        qtbot.waitUntil(lambda: running.window.page is WindowPage.COMPARE)
        qtbot.wait(100)
        running.window.show_gallery()
        qtbot.waitUntil(lambda: {"inspector_dock", "parameters_dock"} <= _shown(running).keys())
        qtbot.wait(100)
        assert {"inspector_dock", "parameters_dock"} <= _shown(running).keys()
    running.close()


def test_on_the_full_screen_the_picture_stays_alone(tmp_path: Path, qtbot: QtBot) -> None:
    build_library(tmp_path / "data" / "library", 5, image_side=32)
    running = RunningProgram(tmp_path, qtbot)
    running.wait_for_pictures(5)
    running.window.setMinimumSize(400, 300)
    running.window.resize(NARROW, 560)
    qtbot.waitUntil(lambda: "inspector_dock" not in _shown(running))
    running.view.select_ids([1], 1)
    qtbot.waitUntil(running.action("open").isEnabled)
    running.action("open").trigger()
    running.action("full_screen").trigger()
    qtbot.waitUntil(lambda: running.window.width() > WIDE and not _shown(running))
    qtbot.wait(200)
    assert not _shown(running)
    running.action("full_screen").trigger()
    qtbot.waitUntil(lambda: "parameters_dock" in _shown(running))
    running.close()


def test_buttons_about_money_are_in_sight(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture that may have been paid for, in the smallest window."""
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    with SegmindService() as cloud:
        running = RunningProgram(tmp_path, qtbot, api=cloud.url, size=(880, 560))
        stack = running.find(NoticeStack)
        cloud.next(status(400, "Prompt is not allowed"), truncated_image(), close_before_reply())
        for count in range(1, 4):
            qtbot.waitUntil(running.action("generate").isEnabled)
            running.action("generate").trigger()
            qtbot.waitUntil(lambda count=count: len(stack.notices) == count, timeout=20_000)  # type: ignore[misc]
        notice = stack.notices[0]

        def is_in_sight() -> bool:
            buttons = [one for one in notice.findChildren(QPushButton) if one.isVisible()]
            area = notice.rect()
            place = notice.mapTo(running.window.centre, area.topLeft())
            return (
                running.window.centre.rect().contains(area.translated(place))
                and len(buttons) > 1
                and all(area.contains(one.geometry()) for one in buttons)
            )

        qtbot.waitUntil(is_in_sight, timeout=10_000)
        running.close()
