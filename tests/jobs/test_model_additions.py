"""Models that are added in the background, with the real store and a publisher's host on the loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.errors import ErrorKind
from portrait_app.core.model_store import InstalledModel
from portrait_app.jobs.model_additions import Addition, ModelAdditions, Phase
from portrait_app.jobs.runner import TaskRunner
from tests.support.model_host import ModelHostService, as_usual, silent, status
from tests.support.model_store import AGREEMENT, make_store

ID = "tiny-0123456"
LARGEST = 11  # requests for bytes before the one for the largest file


@pytest.fixture
def host() -> Iterator[ModelHostService]:
    with ModelHostService() as service:
        yield service


@pytest.fixture
def additions(host: ModelHostService, tmp_path: Path, runner: TaskRunner) -> Iterator[ModelAdditions]:
    made = ModelAdditions(make_store(host, tmp_path / "models"), runner)
    yield made
    made.close()


def phase(additions: ModelAdditions) -> Phase | None:
    addition = additions.addition(ID)
    return None if addition is None else addition.phase


def done(additions: ModelAdditions) -> int:
    addition = additions.addition(ID)
    return 0 if addition is None else addition.progress.done


def begin(additions: ModelAdditions) -> None:
    additions.download(additions.store.published[0], AGREEMENT)


def test_a_model_is_added(qtbot: QtBot, additions: ModelAdditions) -> None:
    added: list[InstalledModel] = []
    additions.added.connect(added.append)
    begin(additions)
    assert phase(additions) in (Phase.WAITING, Phase.RUNNING)
    qtbot.waitUntil(lambda: bool(added) and additions.is_installed(ID), timeout=20_000)
    assert additions.additions == ()


def test_a_pause_keeps_what_has_arrived(
    qtbot: QtBot, additions: ModelAdditions, host: ModelHostService
) -> None:
    host.next(*[as_usual] * LARGEST, silent(100_000))
    begin(additions)
    begin(additions)  # a second click changes nothing
    qtbot.waitUntil(lambda: done(additions) == host.total - 200_000, timeout=20_000)
    assert phase(additions) is Phase.RUNNING
    additions.pause(ID)
    assert phase(additions) is Phase.STOPPING
    qtbot.waitUntil(lambda: phase(additions) is Phase.PAUSED, timeout=20_000)
    qtbot.waitUntil(
        lambda: additions.folder is not None and bool(additions.folder.unfinished), timeout=20_000
    )
    additions.resume(ID)
    qtbot.waitUntil(lambda: additions.is_installed(ID), timeout=20_000)
    assert host.all_sent == host.total


def test_what_an_earlier_session_began_can_go_on(
    qtbot: QtBot, additions: ModelAdditions, host: ModelHostService, tmp_path: Path, runner: TaskRunner
) -> None:
    host.next(*[as_usual] * LARGEST, silent(100_000))
    begin(additions)
    qtbot.waitUntil(lambda: done(additions) == host.total - 200_000, timeout=20_000)
    additions.close()
    qtbot.waitUntil(lambda: not runner.busy, timeout=20_000)
    later = ModelAdditions(make_store(host, tmp_path / "models"), runner)
    later.look()
    qtbot.waitUntil(lambda: phase(later) is Phase.PAUSED, timeout=20_000)
    addition = later.addition(ID)
    assert addition is not None
    assert (addition.name, addition.progress.total) == ("Tiny", host.total)
    assert addition.progress.done == host.total - 200_000
    later.resume(ID)
    qtbot.waitUntil(lambda: later.is_installed(ID), timeout=20_000)
    assert host.all_sent == host.total


def test_a_failure_is_reported_and_can_be_tried_again(
    qtbot: QtBot, additions: ModelAdditions, host: ModelHostService
) -> None:
    failed: list[Addition] = []
    additions.failed.connect(failed.append)
    host.before(status(404))
    begin(additions)
    qtbot.waitUntil(lambda: bool(failed), timeout=20_000)
    assert failed[0].error is not None
    assert failed[0].error.kind is ErrorKind.MODEL_NOT_THERE
    assert phase(additions) is Phase.FAILED
    additions.resume(ID)
    qtbot.waitUntil(lambda: additions.is_installed(ID), timeout=20_000)
    assert additions.additions == ()


def test_a_failure_can_be_discarded(qtbot: QtBot, additions: ModelAdditions, host: ModelHostService) -> None:
    host.next(*[as_usual] * LARGEST, status(403))
    begin(additions)
    qtbot.waitUntil(lambda: phase(additions) is Phase.FAILED, timeout=20_000)
    additions.discard(ID)
    qtbot.waitUntil(lambda: additions.additions == (), timeout=20_000)
    qtbot.waitUntil(lambda: additions.folder is not None and not additions.folder.unfinished, timeout=20_000)


def test_another_program_at_work_is_seen(
    qtbot: QtBot, additions: ModelAdditions, host: ModelHostService, tmp_path: Path, runner: TaskRunner
) -> None:
    host.next(*[as_usual] * LARGEST, silent(100_000))
    begin(additions)
    qtbot.waitUntil(lambda: done(additions) == host.total - 200_000, timeout=20_000)
    other = ModelAdditions(make_store(host, tmp_path / "models"), runner)
    other.look()
    qtbot.waitUntil(lambda: phase(other) is Phase.ELSEWHERE, timeout=20_000)


def test_a_model_is_removed(qtbot: QtBot, additions: ModelAdditions) -> None:
    begin(additions)
    qtbot.waitUntil(lambda: additions.is_installed(ID), timeout=20_000)
    assert additions.folder is not None
    additions.remove(additions.folder.models[0])
    qtbot.waitUntil(lambda: not additions.is_installed(ID), timeout=20_000)


def test_a_file_of_the_user_is_added(qtbot: QtBot, additions: ModelAdditions, tmp_path: Path) -> None:
    brought = tmp_path / "mine.bin"
    brought.write_bytes(b"weights")
    names: list[str] = []
    additions.added.connect(lambda model: names.append(model.name))
    additions.add(additions.store.inspect(brought), AGREEMENT)
    qtbot.waitUntil(lambda: names == ["mine"], timeout=20_000)
