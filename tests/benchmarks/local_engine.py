"""Pictures made on this computer: processor time against diffusers, memory, and the time to cancel.

The model has the size of tiny-sd and random weights. diffusers runs in an environment of its own, whose
Python the variable PORTRAIT_STUDIO_DIFFUSERS names: see `tests/engines/local/make_picture_references.py`.
Both evaluate the U-Net for both prompts of a picture of 512 x 512 pixels, in turns.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import IO

from portrait_app.core.errors import AppError
from portrait_app.engines.local.child.frames import FrameKind
from portrait_app.engines.local.child.process import ChildProcess
from portrait_app.engines.local.child.program import command
from portrait_app.engines.local.child.work import Work
from portrait_app.engines.local.files.record import RECORD
from portrait_app.engines.local.trial_model import TINY, reduced, write_trial_model
from tests.benchmarks.figures import Figure, Setting
from tests.benchmarks.measuring import median
from tests.support.trial_models import WEIGHTS, Reports

VARIABLE = "PORTRAIT_STUDIO_DIFFUSERS"  # the Python of an environment with diffusers
_EXACT, _FAST = 1.0, 0.55  # of diffusers' processor time
_MEMORY = 3.5  # GB
_CANCEL = 1.0  # seconds
_IDLE = 600.0
_ROOT = Path(__file__).parents[2]


def local_engine(setting: Setting) -> list[Figure]:
    """Return the figures; those against diffusers only where it is installed."""
    work = _work(setting)
    exact: list[float] = []
    fast: list[float] = []
    theirs: list[float] = []
    cancels: list[float] = []
    with _diffusers(work) as peer:
        for _turn in range(setting.turns(7)):
            for seconds, found in ((exact, work), (fast, replace(work, fast=True))):
                evaluation, cancel = _evaluated(found)
                seconds.append(evaluation)
                cancels.append(cancel)
            if peer is not None:
                theirs.append(_asked(peer))
    return [
        _against("f32", exact, theirs, _EXACT),
        _against("bf16", fast, theirs, _FAST),
        Figure("cancelling: seconds until the cores are free, the longest", max(cancels), "s", _CANCEL),
        _memory(work),
    ]


def _work(setting: Setting) -> Work:
    """Return the request. Its model is kept between runs."""
    folder = setting.cache / ("local-small" if setting.short else "local-tiny")
    if not (folder / RECORD).exists():
        write_trial_model(folder, reduced(TINY) if setting.short else TINY, WEIGHTS)
    side = 128 if setting.short else 512
    return Work(
        folder=str(folder),
        width=side,
        height=side,
        prompt="portrait of an old fisherman",
        negative_prompt="blurry",
        scheduler="Euler",
        steps=100,
        guidance=7.5,
        seed=1,
    )


def _against(precision: str, ours: list[float], theirs: list[float], bound: float) -> Figure:
    what = f"one evaluation of the U-Net, {precision}: processor time against diffusers"
    if not theirs:
        note = f"{median(ours):.2f} s; {VARIABLE} is not set"
        return Figure(what, None, "x", bound, note, required=False)
    note = f"{median(ours):.2f} against {median(theirs):.2f} s, in {len(theirs)} turns"
    return Figure(what, median(ours) / median(theirs), "x", bound, note)


def _evaluated(work: Work) -> tuple[float, float]:
    """Return the processor time of one evaluation, and the seconds until a cancelled child is gone."""
    child, handover = ChildProcess(command, lambda: _IDLE), Reports()
    answers = child.make(work, handover)
    spent: list[float] = []
    for frame in answers:
        if frame.kind is FrameKind.STEP and frame.facts["seconds"]:
            spent.append(_processor_time(child.pid))
        if len(spent) == 4:
            break
    began = perf_counter()
    handover.abort()
    try:
        list(answers)
    except AppError:
        return (spent[-1] - spent[0]) / (len(spent) - 1), perf_counter() - began
    raise AssertionError("the request was not cancelled")


def _processor_time(process: int) -> float:
    """Return the seconds of processor time that a process has used. Linux only."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(work: Work) -> Figure:
    """Make one whole picture, and return the most memory that the child had, mapped files included."""
    child = ChildProcess(command, lambda: _IDLE)
    try:
        list(child.make(replace(work, steps=2), Reports()))
        status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii")
    finally:
        child.close()
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    assert found is not None
    return Figure("memory at its most, for one picture", int(found[1]) * 1024 / 1e9, "GB", _MEMORY)


@contextmanager
def _diffusers(work: Work) -> Iterator["subprocess.Popen[str] | None"]:
    """Start diffusers with the same weights; None if it is not installed."""
    python = os.environ.get(VARIABLE)
    if not python:
        yield None
        return
    arguments = [python, "-m", "tests.benchmarks.diffusers_evaluation", work.folder, str(work.width)]
    with subprocess.Popen(
        arguments, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr, text=True
    ) as peer:
        yield peer
        assert peer.stdin is not None
        peer.stdin.close()


def _asked(peer: "subprocess.Popen[str]") -> float:
    """Have diffusers evaluate the U-Net once, and return its processor time."""
    requests, answers = peer.stdin, peer.stdout
    assert requests is not None
    assert answers is not None
    _tell(requests)
    return float(answers.readline())


def _tell(requests: IO[str]) -> None:
    requests.write("once\n")
    requests.flush()
