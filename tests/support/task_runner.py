"""A task runner for a test, all of whose work is done when the test ends."""

from collections.abc import Iterator

import pytest

from portrait_app.jobs.runner import TaskRunner


@pytest.fixture
def runner(qapp: object) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    assert runner.shut_down(5000)
