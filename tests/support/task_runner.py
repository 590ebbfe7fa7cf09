"""A fixture with a task runner, whose tasks must all end with the test."""

from collections.abc import Iterator

import pytest

from portrait_app.jobs.runner import TaskRunner


@pytest.fixture
def runner(qapp: object) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    assert runner.shut_down(5000)
