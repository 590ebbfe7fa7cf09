"""The program is killed with SIGKILL at every step from reply to picture, and started again."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portrait_app.core.job import JobState
from portrait_app.library.library import open_library
from tests.library.making import REPLY, a_delivery, files_below, picture_files
from tests.support.clock import FixedClock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")

FILES = "portrait_app.library.safe_files"
KEEPING = "portrait_app.library.keeping"
JOBS = "portrait_app.library.jobs"


@pytest.mark.parametrize(
    ("module", "attribute", "call", "state"),
    [
        pytest.param(FILES, "settle", 1, JobState.SENDING, id="reply written under its temporary name"),
        pytest.param(JOBS, "move", 1, JobState.RECEIVED, id="reply on disk, job not moved"),
        pytest.param(KEEPING, "write_atomically", 1, JobState.RECEIVED, id="nothing of the pictures"),
        pytest.param(FILES, "settle", 2, JobState.RECEIVED, id="first image under its temporary name"),
        pytest.param(KEEPING, "write_atomically", 2, JobState.RECEIVED, id="first image placed"),
        pytest.param(
            "portrait_app.library.keeping",
            "Keeping._enter",
            1,
            JobState.RECEIVED,
            id="images placed, no rows",
        ),
        pytest.param(JOBS, "finish", 1, JobState.RECEIVED, id="rows not committed"),
        pytest.param(KEEPING, "Spool.remove", 1, None, id="committed, reply not removed"),
    ],
)
def test_nothing_is_lost_or_doubled(
    tmp_path: Path, module: str, attribute: str, call: int, state: JobState | None
) -> None:
    killed = subprocess.run(
        [sys.executable, "-m", "tests.library.killed", str(tmp_path), module, attribute, str(call)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    job_id = int(killed.stdout)

    clock = FixedClock()
    clock.advance(days=10)
    library = open_library(tmp_path, clock)
    left = library.unfinished_jobs()
    if state is None:
        assert left == []
    else:
        assert [(job.id, job.state) for job in left] == [(job_id, state)]
        if state is JobState.SENDING:  # the reply is not whole: the queue learns it again, or says so
            assert library.spooled(job_id) is None
            library.spool(job_id, REPLY)
        assert library.spooled(job_id) == REPLY
    kept = library.keep(job_id, a_delivery(2))

    assert [picture.sample for picture in kept] == [0, 1]
    assert [library.path(picture).read_bytes() for picture in kept] == [
        image.data for image in a_delivery(2).images
    ]
    assert picture_files(tmp_path) == {picture.file for picture in kept}
    assert library.jobs_in([JobState.DONE])[0].id == job_id
    assert library.pictures(range(1, 100)) == kept
    library.close()
    assert files_below(tmp_path) == {"library.db"} | {picture.file for picture in kept}
