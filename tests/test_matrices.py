"""A few moments of the crash matrix; `python -m tests.matrices crash` goes through all."""

import sys

import pytest

from portrait_app.core.job import JobState
from tests.matrices.crash import Row, crash

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


@pytest.mark.parametrize(
    ("delivery", "samples", "point", "name"),
    [
        pytest.param("direct", 4, 8, "after exchange", id="v1: made and paid for, no reply on disk"),
        pytest.param("queued", 4, 8, "after exchange", id="v2: accepted, no ticket on disk"),
        pytest.param("queued", 4, 12, "after set_waiting", id="v2: the ticket is on disk"),
    ],
)
def test_a_crash_loses_nothing_and_pays_once(delivery: str, samples: int, point: int, name: str) -> None:
    row = crash(delivery, samples, point)
    assert (row.name, row.state) == (name, JobState.DONE)
    assert (row.billed, row.pictures) == (1, samples)
    assert not row.is_bad


def test_a_loss_would_be_seen() -> None:
    fine = Row("direct", 4, 1, "", "done", billed=1, pictures=4, killed=True)
    assert not fine.is_bad
    assert Row("direct", 4, 1, "", "done", billed=1, pictures=3, killed=True).lost == 1
    assert Row("direct", 4, 1, "", "done", billed=1, pictures=8, killed=True).doubled == 4
    assert Row("direct", 4, 1, "", "done", billed=2, pictures=8, killed=True).paid_again == 1
    assert Row("direct", 4, 1, "", "done", billed=1, pictures=4, killed=False).is_bad
