"""The child's side: reads requests, makes pictures, and writes answers.

The child ends when its standard input ends, also while it calculates: then the program has ended. It also
ends after some idle time.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from queue import Empty, SimpleQueue
from threading import Thread
from typing import BinaryIO

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.engines.local.child import files_desk
from portrait_app.engines.local.child.failures import failure
from portrait_app.engines.local.child.frames import BadFrame, Frame, FrameKind, read_frame, write_frame
from portrait_app.engines.local.child.work import Loading, Work
from portrait_app.engines.local.pipeline import Pipeline, Step

_FIRST_WAIT = 60.0  # seconds until the first request, which follows the start at once
_OUT_OF_MEMORY = ("alloc", "out of memory")  # in the texts of OpenVINO's errors


def serve() -> int:
    """Answer requests until the program ends or the idle time is over. Return the exit code."""
    # Without a console, sys.stdin is None on Windows. Libraries that print must not disturb the answers.
    requests, answers = os.fdopen(0, "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    inbox: SimpleQueue[Frame] = SimpleQueue()
    # `jobs.runner` starts all threads of the program, but not of a child. This one must see the end of the
    # input while the main thread calculates.
    Thread(target=_listen, args=(requests, inbox), daemon=True).start()
    desk = _Desk(lambda frame: write_frame(answers, frame))
    idle = _FIRST_WAIT
    while True:
        try:
            frame = inbox.get(timeout=idle)
        except Empty:
            return 0
        idle = float(frame.facts["idle"])
        desk.answer(frame)


def _listen(requests: BinaryIO, inbox: "SimpleQueue[Frame]") -> None:
    """Pass requests on; end the process when the program has ended."""
    try:
        while (frame := read_frame(requests)) is not None:
            inbox.put(frame)
    except (BadFrame, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - the program keeps the child's error output
    os._exit(0)


class _Desk:
    """Answers one request after another."""

    def __init__(self, send: Callable[[Frame], None]) -> None:
        self._send = send
        self._pipeline = Pipeline()

    def answer(self, request: Frame) -> None:
        """Do what the program asks, and report a failure."""
        try:
            if request.kind is FrameKind.MAKE:
                self._send(Frame(FrameKind.BEGUN))
                self._make(Work.from_record(request.facts))
            elif request.kind in files_desk.REQUESTS:
                files_desk.answer_about_files(request, self._send)
            else:
                self._pipeline.load(Loading.from_record(request.facts))
                self._send(Frame(FrameKind.LOADED))
        except AppError as error:
            self._fail(error)
        except MemoryError as error:
            self._fail(AppError(ErrorKind.OUT_OF_MEMORY, repr(error)))
        except RuntimeError as error:  # of OpenVINO
            about_memory = any(words in str(error) for words in _OUT_OF_MEMORY)
            kind = ErrorKind.OUT_OF_MEMORY if about_memory else ErrorKind.ENGINE_CRASHED
            self._fail(AppError(kind, str(error)))

    def _make(self, work: Work) -> None:
        for picture in self._pipeline.make(work, self._report):
            self._send(Frame(FrameKind.PICTURE, {"seed": picture.seed}, picture.data))
        self._send(Frame(FrameKind.DONE))

    def _report(self, step: Step) -> None:
        facts = {"sample": step.sample, "seconds": step.seconds, **asdict(step.progress)}
        self._send(Frame(FrameKind.STEP, facts, step.preview))

    def _fail(self, error: AppError) -> None:
        self._pipeline = Pipeline()  # frees all memory, and what is left half done
        self._send(failure(error))
