"""The engine My server in the whole program: models, jobs, and a server that goes and comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from portrait_app.core.servers import SETTING, ServerEntry, servers_text
from portrait_app.jobs.holds import HoldReason
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.shell.toast import Toast
from tests.one_place.desk import Desk
from tests.support.picture_server import PictureServer


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with PictureServer("forge", models=("dreamshaper_8", "realisticVision")) as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(tmp_path, qtbot)
    yield desk
    desk.program.close()


def use(desk: Desk, *servers: PictureServer) -> None:
    """List servers, and choose the engine."""
    listed = [
        ServerEntry(f"s{number}", f"Computer {number}", one.url) for number, one in enumerate(servers, 1)
    ]
    desk.program.settings.set(SETTING, servers_text(listed))
    desk.choose("My server")
    desk.until(lambda: desk.program.is_idle)


def models(desk: Desk) -> list[str]:
    boxes = [box for box in desk.panel.findChildren(QComboBox) if box.accessibleName() == "Model"]
    return [boxes[0].itemText(place) for place in range(boxes[0].count())]


def test_without_a_server_the_panel_offers_to_add_one(desk: Desk) -> None:
    desk.choose("My server")
    desk.until(lambda: "Makes photographs on a computer of yours" in desk.panel_words)
    assert not desk.panel.can_generate
    assert "free" in desk.status_bar


def test_the_models_of_the_server_are_offered_and_make_pictures(desk: Desk, server: PictureServer) -> None:
    use(desk, server)
    assert models(desk) == ["dreamshaper_8", "realisticVision"]
    desk.generate()
    desk.wait_for_pictures(1)
    picture = desk.program.backend.library.pictures([1])[0]
    assert picture.request.model.name == "dreamshaper_8"
    assert picture.request.engine == "server"
    assert picture.cost is None
    assert not desk.costs()


def test_another_sampler_is_said_and_stands_in_the_record(desk: Desk, server: PictureServer) -> None:
    use(desk, server)
    server.next(
        lambda one, received: one.pictures({**received.json, "sampler_name": "none such", "width": 576})
    )
    desk.generate()
    desk.wait_for_pictures(1)
    picture = desk.program.backend.library.pictures([1])[0]
    assert picture.request.values["scheduler"] == "Euler"
    assert picture.width == 576
    toast = "\n".join(label.text() for label in desk.program.find(Toast).findChildren(QLabel))
    assert "Scheduler: the server used Euler instead of" in toast
    assert "The picture is 576 × 768 instead of 512 × 768 pixels." in toast


def test_a_cancelled_job_is_stopped_on_the_server(desk: Desk, server: PictureServer) -> None:
    use(desk, server)
    server.gate.clear()
    desk.generate()
    desk.until(lambda: bool(desk.queue.statuses[0].fraction))
    desk.queue.jobs.cancel(desk.job("a sailor").job.id)
    desk.until(lambda: server.interrupted == 1)
    desk.until(lambda: desk.program.is_idle)
    assert not desk.queue.statuses
    assert not desk.program.model.picture_count


def test_closing_stops_the_picture_and_the_next_start_makes_it(
    tmp_path: Path, qtbot: QtBot, server: PictureServer
) -> None:
    first = Desk(tmp_path, qtbot)
    use(first, server)
    first.program.settings.save()
    server.gate.clear()
    first.generate()
    server.wait_for("/sdapi/v1/txt2img")
    first.program.close()
    qtbot.waitUntil(lambda: server.interrupted == 1, timeout=20_000)
    server.gate.set()
    second = Desk(tmp_path, qtbot)
    second.wait_for_pictures(1)
    second.program.close()


def test_two_servers_work_side_by_side(desk: Desk, server: PictureServer) -> None:
    with PictureServer("sdnext", models=server.models) as other:
        use(desk, server, other)
        for one in (server, other):
            one.gate.clear()
        for prompt in ("one", "two", "three"):
            desk.generate(prompt)
        for one in (server, other):
            one.wait_for("/sdapi/v1/txt2img")
        assert desk.queue.running == 2
        for one in (server, other):
            one.gate.set()
        desk.wait_for_pictures(3)
        assert len(server.made) + len(other.made) == 3


def test_jobs_wait_for_a_server_that_is_gone_and_its_models_are_asked_anew(
    desk: Desk, server: PictureServer
) -> None:
    use(desk, server)
    server.close()
    desk.generate()
    desk.until(lambda: [hold.reason for hold in desk.queue.holds] == [HoldReason.OFFLINE])
    assert "My server cannot be reached" in desk.program.find(QueuePanel).hold_text
    with PictureServer("forge", models=("dreamshaper_8", "new"), port=server.port) as again:
        desk.queue.jobs.skip_wait(desk.job("a sailor").job.id)
        desk.wait_for_pictures(1)
        assert len(again.made) == 1
        desk.until(lambda: models(desk) == ["dreamshaper_8", "new"])


def test_a_lost_answer_is_asked_for_again_by_itself(desk: Desk, server: PictureServer) -> None:
    use(desk, server)
    server.next(lambda _server, _received: None)
    desk.generate()
    desk.until(lambda: desk.queue.statuses[0].retry_error is not None)
    desk.queue.jobs.skip_wait(desk.job("a sailor").job.id)
    desk.wait_for_pictures(1)
