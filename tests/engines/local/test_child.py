"""Real pictures from a real child process, and everything that can end it."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.engines.local.child.frames import Frame, FrameKind
from portrait_app.engines.local.child.process import ChildProcess
from portrait_app.engines.local.child.program import command
from portrait_app.engines.local.child.work import Work
from portrait_app.engines.local.trial_model import TINY, reduced, write_trial_model
from portrait_app.system.exposure import ENVIRONMENT_VARIABLE
from tests.engines.local.picture_cases import CASES, LAYOUTS, WEIGHTS, Case
from tests.support.trial_models import Reports

ROOT = Path(__file__).parents[3]
LONG = 600.0
MOST = 2  # of 255: the largest difference from diffusers

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
pytestmark = pytest.mark.timeout(300)  # other processes run beside the tests


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small model of each layout."""
    folder = tmp_path_factory.mktemp("models")
    for name, architecture in LAYOUTS.items():
        write_trial_model(folder / name, reduced(architecture), WEIGHTS)
    return folder


@pytest.fixture(scope="module")
def shared() -> Iterator[ChildProcess]:
    """A child for the tests that do not end it."""
    child = ChildProcess(command, lambda: LONG)
    yield child
    child.close()


@pytest.fixture
def child() -> Iterator[ChildProcess]:
    child = ChildProcess(command, lambda: LONG)
    yield child
    child.close()


@pytest.fixture
def work(models: Path) -> Work:
    """A request for a small picture."""
    return replace(CASES[0].work(models / "tiny"), steps=2, width=64, height=64)


@pytest.fixture
def endless(work: Work) -> Work:
    """A request that takes minutes."""
    return replace(work, steps=100, width=512, height=512, samples=4)


def made(child: ChildProcess, work: Work) -> list[Frame]:
    """Return the answers to a request."""
    return list(child.make(work, Reports()))


def images(frames: list[Frame]) -> list[Image.Image]:
    return [
        Image.open(io.BytesIO(frame.data)).convert("RGB")
        for frame in frames
        if frame.kind is FrameKind.PICTURE
    ]


def largest(difference: Image.Image) -> int:
    """Return the largest number in a picture."""
    return max(difference.tobytes())


def failure(answers: Iterator[Frame]) -> AppError:
    """Return the error with which the answers end."""
    with pytest.raises(AppError) as caught:
        list(answers)
    return caught.value


def stepping(child: ChildProcess, work: Work, handover: Reports) -> tuple[Iterator[Frame], int]:
    """Return the answers after the first evaluation, and the id of the child."""
    answers = child.make(work, handover)
    while next(answers).kind is not FrameKind.STEP:
        pass
    return answers, child.pid


def ends(process: int) -> None:
    """Wait for the end of a process."""
    folder, deadline = Path(f"/proc/{process}"), time.monotonic() + 60
    while folder.exists() and "State:\tZ" not in (folder / "status").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# --- pictures ---


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_picture_is_that_of_diffusers(shared: ChildProcess, models: Path, case: Case) -> None:
    (image,) = images(made(shared, case.work(models / case.layout)))
    with Image.open(case.file) as reference:
        difference = ImageChops.difference(image, reference.convert("RGB"))
    assert largest(difference) <= MOST


def test_each_sample_is_the_picture_of_its_own_seed(shared: ChildProcess, work: Work) -> None:
    frames = made(shared, replace(work, samples=3))
    seeds = [frame.facts["seed"] for frame in frames if frame.kind is FrameKind.PICTURE]
    assert seeds == [work.seed, work.seed + 1, work.seed + 2]
    assert images(frames)[2] == images(made(shared, replace(work, seed=work.seed + 2)))[0]
    assert images(frames)[0] != images(frames)[1]


def test_every_evaluation_is_reported(shared: ChildProcess, work: Work) -> None:
    frames = made(shared, replace(work, scheduler="Heun", steps=3, samples=2))
    steps = [frame.facts for frame in frames if frame.kind is FrameKind.STEP and frame.facts["seconds"]]
    assert [(one["sample"], one["evaluation"]) for one in steps] == [
        (sample, evaluation) for sample in (0, 1) for evaluation in (1, 2, 3, 4, 5)
    ]
    assert all(one["evaluations"] == 5 and one["steps"] == 3 for one in steps)
    assert [frame.kind for frame in frames[-3:]] == [FrameKind.PICTURE, FrameKind.PICTURE, FrameKind.DONE]


def test_16_bit_floats_make_almost_the_same_picture(shared: ChildProcess, work: Work) -> None:
    exact, fast = (images(made(shared, replace(work, fast=fast)))[0] for fast in (False, True))
    assert largest(ImageChops.difference(exact, fast)) < 128


# --- loading in advance ---


def test_what_was_loaded_in_advance_is_used(child: ChildProcess, work: Work) -> None:
    child.load(work.loading)
    process = child.pid
    assert process
    child.load(work.loading)
    assert images(made(child, work))
    assert child.pid == process


def test_a_child_that_loads_something_else_is_replaced(child: ChildProcess, work: Work) -> None:
    child.load(replace(work, width=1024, height=1024).loading)
    process = child.pid
    assert images(made(child, work))
    assert child.pid != process
    ends(process)


# --- ends ---


def test_cancelling_ends_the_child_at_once_and_the_next_request_gets_another(
    child: ChildProcess, endless: Work, work: Work
) -> None:
    handover = Reports()
    answers, process = stepping(child, endless, handover)
    handover.abort()
    assert failure(answers).kind is ErrorKind.CANCELLED
    assert child.pid == 0  # it has ended already, and its memory is free
    ends(process)
    assert images(made(child, work))


def test_a_request_that_was_cancelled_before_starts_nothing(child: ChildProcess, work: Work) -> None:
    handover = Reports()
    handover.abort()
    assert failure(child.make(work, handover)).kind is ErrorKind.CANCELLED
    assert child.pid == 0


def test_a_caller_that_gives_up_leaves_no_child_behind_that_works(
    child: ChildProcess, endless: Work, work: Work
) -> None:
    answers = child.make(endless, Reports())
    next(answers)
    process = child.pid
    del answers
    ends(process)
    assert images(made(child, work))


@on_linux
@pytest.mark.parametrize(
    ("sent", "kind"),
    [(signal.SIGKILL, ErrorKind.OUT_OF_MEMORY), (signal.SIGSEGV, ErrorKind.ENGINE_CRASHED)],
    ids=["as the system does without memory", "as an error in a library does"],
)
def test_a_child_that_is_killed_is_a_failure_of_one_request(
    child: ChildProcess, endless: Work, work: Work, sent: signal.Signals, kind: ErrorKind
) -> None:
    answers, process = stepping(child, endless, Reports())
    os.kill(process, sent)
    assert failure(answers).kind is kind
    assert images(made(child, work))


def limited(megabytes: int) -> list[str]:
    """Return the command of a child that gets little more memory than its libraries take."""
    program = (
        "import re, resource, runpy\nimport numpy, openvino\n"
        "text = open('/proc/self/status').read()\n"
        f"most = (int(re.search(r'VmSize:\\s+(\\d+)', text)[1]) << 10) + ({megabytes} << 20)\n"
        "resource.setrlimit(resource.RLIMIT_AS, (most, most))\n"
        "runpy.run_module('portrait_app.engines.local.child', run_name='__main__')"
    )
    return [sys.executable, "-c", program]


@on_linux
def test_a_child_without_memory_says_so(models: Path, endless: Work) -> None:
    child = ChildProcess(lambda: limited(400), lambda: LONG)
    try:
        assert (
            failure(child.make(replace(endless, width=1024, height=1024), Reports())).kind
            is ErrorKind.OUT_OF_MEMORY
        )
    finally:
        child.close()


@on_linux
def test_an_idle_child_ends_and_the_next_request_gets_another(work: Work) -> None:
    child = ChildProcess(command, lambda: 0.2)
    try:
        made(child, work)
        process = child.pid or 0
        if process:
            ends(process)
        assert images(made(child, work))
    finally:
        child.close()


@on_linux
@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), 9)"], ids=["exits", "is killed"])
def test_a_child_ends_with_its_parent_while_it_calculates(endless: Work, end: str) -> None:
    program = (
        "import os\n"
        "from portrait_app.engines.local.child.process import ChildProcess\n"
        "from portrait_app.engines.local.child.program import command\n"
        "from portrait_app.engines.local.child.work import Work\n"
        "from tests.support.trial_models import Reports\n"
        "child = ChildProcess(command, lambda: 600.0)\n"
        f"answers = child.make(Work.from_record({endless.record()!r}), Reports())\n"
        f"next(answers); next(answers)\nprint(child.pid, flush=True)\n{end}"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    ends(int(run.stdout))


def test_a_program_that_does_not_start_is_a_failure(work: Work) -> None:
    child = ChildProcess(lambda: ["/nowhere/python"], lambda: LONG)
    assert failure(child.make(work, Reports())).kind is ErrorKind.ENGINE_CRASHED
    child = ChildProcess(lambda: [sys.executable, "-c", "raise SystemExit(3)"], lambda: LONG)
    error = failure(child.make(work, Reports()))
    assert error.kind is ErrorKind.ENGINE_CRASHED
    assert "exit code 3" in error.detail


# --- weights ---


@pytest.mark.parametrize("name", ["unet", "vae", "text_encoder"])
def test_weights_that_were_cut_are_refused(
    child: ChildProcess, work: Work, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "cut"
    write_trial_model(folder, reduced(TINY), WEIGHTS)
    (file,) = (folder / name).iterdir()
    os.truncate(file, file.stat().st_size // 2)
    assert failure(child.make(replace(work, folder=str(folder)), Reports())).kind is ErrorKind.MODEL_REFUSED
    assert images(made(child, work))


def test_a_model_that_has_gone_is_said_to_be(child: ChildProcess, work: Work, tmp_path: Path) -> None:
    error = failure(child.make(replace(work, folder=str(tmp_path / "nowhere")), Reports()))
    assert error.kind in (ErrorKind.FILE_MISSING, ErrorKind.FILE_FAILED)


# --- two programs ---


def test_two_programs_use_one_model_at_the_same_time(
    child: ChildProcess, shared: ChildProcess, work: Work
) -> None:
    first = child.make(work, Reports())
    next(first)
    between = made(shared, work)
    assert images(list(first)) == images(between)


# --- confinement ---


@on_linux
def test_the_child_has_no_key_and_makes_way_for_others(
    child: ChildProcess, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, "SG_secret")
    made(child, work)
    about = Path(f"/proc/{child.pid}")
    assert b"SG_secret" not in (about / "environ").read_bytes()
    assert int((about / "oom_score_adj").read_text()) >= 500
    assert os.getpriority(os.PRIO_PROCESS, child.pid) >= min(os.getpriority(os.PRIO_PROCESS, 0) + 5, 19)


def test_openvino_s_telemetry_is_not_even_imported(work: Work, tmp_path: Path) -> None:
    package = tmp_path / "openvino_telemetry"
    package.mkdir()
    (package / "__init__.py").write_text(f"open({str(tmp_path / 'imported')!r}, 'w').close()\n")
    begin = f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\n"
    run_child = "import runpy\nrunpy.run_module('portrait_app.engines.local.child', run_name='__main__')"
    child = ChildProcess(lambda: [sys.executable, "-c", begin + run_child], lambda: LONG)
    try:
        assert images(made(child, work))
    finally:
        child.close()
    assert not (tmp_path / "imported").exists()
    subprocess.run([sys.executable, "-c", begin + "import openvino"], check=True)
    assert (tmp_path / "imported").exists()  # so the test could have failed


@pytest.mark.parametrize(
    "action",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 9))",
        "import subprocess, sys; subprocess.Popen([sys.executable])",
        "import os; os.system('true')",
    ],
)
def test_network_and_other_programs_are_out_of_reach(action: str) -> None:
    program = f"from portrait_app.engines.local.child.confinement import confine\nconfine()\n{action}"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "PermissionError" in run.stderr
