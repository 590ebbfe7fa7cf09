"""A few moments of the disk matrix; `python -m tests.matrices disk` goes through all."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.job import JobState
from tests.matrices import disk, disk_writers
from tests.matrices.disk import Row, fail, fail_really, operations_of

pytestmark = pytest.mark.logs_warnings


@pytest.mark.parametrize("delivery", disk.DELIVERIES)
@pytest.mark.parametrize(
    ("operation", "state", "said"),
    [
        ("open records", "", "The disk is full"),
        ("open spool", None, "The disk is full"),
        ("open pictures", JobState.RECEIVED, "The disk is full"),
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


@pytest.mark.skipif(sys.platform == "win32", reason="limits and folders in use")
@pytest.mark.parametrize("moment", disk_writers.MOMENTS)
@pytest.mark.parametrize("trouble", disk_writers.ANYWHERE)
@pytest.mark.parametrize("name", disk_writers.WRITERS)
def test_whatever_cannot_be_written_is_whole_afterwards(
    qtbot: QtBot, tmp_path: Path, name: str, trouble: str, moment: str
) -> None:
    row = disk_writers.fail(name, trouble, moment, tmp_path)
    assert not row.is_bad
    # Settings make their folder anew.
    assert bool(row.said) is (
        disk_writers.WRITERS[name].is_told and (name, trouble) != ("settings", "removed")
    )


@pytest.mark.skipif(not disk.has_small_disks(), reason="a disk of one's own")
@pytest.mark.parametrize("name", ["thumbnails", "settings"])
def test_a_full_disk_under_what_is_no_picture(qtbot: QtBot, name: str) -> None:
    with disk.small_disk() as place:
        assert not disk_writers.fail(name, "full", "while", place).is_bad


def test_what_is_not_served_would_be_seen() -> None:
    fine = disk_writers.Row("logs", "full", "while", "", is_served=True, is_whole=True)
    assert not fine.is_bad
    assert replace(fine, is_served=False).is_bad
    assert replace(fine, is_whole=False).is_bad
    assert replace(fine, said="The disk is full").is_bad
    assert not replace(fine, writer="backups", said="The disk is full").is_bad


def test_a_loss_would_be_seen() -> None:
    fine = Row("direct", "full", "open records", "", "The disk is full", billed=1, pictures=2)
    assert not fine.is_bad
    assert Row("direct", "full", "", "", "The disk is full", billed=1, pictures=1).lost == 1
    assert Row("direct", "full", "", "", "The disk is full", billed=0, pictures=0).lost == 2
    assert Row("direct", "full", "", "", "The disk is full", billed=1, pictures=4).is_bad
    assert Row("direct", "full", "", "", "The disk is full", billed=2, pictures=2).paid_again == 1
    assert Row("direct", "full", "", "", "", billed=1, pictures=2).is_bad
