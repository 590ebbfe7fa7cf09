"""A few moments of the disk matrix; `python -m tests.matrices disk` goes through all."""

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.job import JobState
from tests.matrices import disk
from tests.matrices.disk import Row, fail, fail_really, operations_of

pytestmark = pytest.mark.logs_warnings


@pytest.mark.parametrize("delivery", disk.DELIVERIES)
@pytest.mark.parametrize(
    ("operation", "state", "said"),
    [
        ("open records", "", "The disk is full"),
        ("write_bytes spool", None, "The disk is full"),
        ("write_bytes pictures", JobState.RECEIVED, "The disk is full"),
    ],
)
def test_a_full_disk_loses_nothing_and_pays_once(
    qtbot: QtBot, delivery: str, operation: str, state: str | None, said: str
) -> None:
    point = operations_of(delivery).index(operation) + 1
    row = fail(delivery, "full", point)
    assert (row.where, row.said) == (operation, said)
    assert state is None or row.state == state
    assert not row.is_bad


@pytest.mark.skipif(not disk.has_small_disks(), reason="a disk of one's own")
@pytest.mark.parametrize("trouble", disk.REAL)
def test_a_real_disk_in_the_middle_of_a_delivery(qtbot: QtBot, trouble: str) -> None:
    with disk.small_disk() as place:
        row = fail_really("direct", trouble, "after exchange", place)
    assert row.billed == 1
    assert not row.is_bad


def test_a_loss_would_be_seen() -> None:
    fine = Row("direct", "full", "open records", "", "The disk is full", billed=1, pictures=2)
    assert not fine.is_bad
    assert Row("direct", "full", "", "", "The disk is full", billed=1, pictures=1).lost == 1
    assert Row("direct", "full", "", "", "The disk is full", billed=0, pictures=0).lost == 2
    assert Row("direct", "full", "", "", "The disk is full", billed=1, pictures=4).is_bad
    assert Row("direct", "full", "", "", "The disk is full", billed=2, pictures=2).paid_again == 1
    assert Row("direct", "full", "", "", "", billed=1, pictures=2).is_bad
