"""Measures how long the GUI thread does not return to its event loop, and what it does meanwhile."""

import os
import signal
import sys
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time
from types import FrameType, TracebackType
from typing import Self

from PySide6.QtCore import Qt, QTimer

_TICK = 2  # milliseconds between two ticks
_NOTABLE = 0.012  # shortest stall that is recorded, in seconds
_LOOKED_AT = 2 / 3  # fraction of _NOTABLE after which the stack is sampled
_FRAMES = 8  # innermost frames of the stack that a sample has


@dataclass(frozen=True, slots=True)
class Stall:
    """A time without a turn of the event loop, in milliseconds."""

    wall: float  # duration, up to one tick too long, never too short
    cpu: float  # CPU time of the GUI thread
    queued: float  # time that the GUI thread waited for a core
    doing: str  # innermost frames of the GUI thread, as in most samples

    @property
    def own(self) -> float:
        """The time that the program itself caused."""
        return self.wall - self.queued


class Watchdog:
    """Watches the thread that enters the block, until the end of the block."""

    def __init__(self) -> None:
        self.stalls: list[Stall] = []
        self._timer = QTimer(singleShot=False)
        self._timer.setInterval(_TICK)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._ended = threading.Event()

    @property
    def longest(self) -> Stall:
        """The longest stall, which the user would notice most."""
        return max(self.stalls, key=lambda stall: stall.wall, default=Stall(_TICK, 0, 0, ""))

    @property
    def longest_own(self) -> Stall:
        """The longest stall without the time that other programs caused."""
        return max(self.stalls, key=lambda stall: stall.own, default=Stall(_TICK, 0, 0, ""))

    def __enter__(self) -> Self:
        self._run_queue = _RunQueue()
        self._looks = _Looks()
        self._remember()
        self._watcher = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._watcher.start()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        self._tick()
        self._ended.set()
        self._watcher.join()
        self._run_queue.close()
        self._looks.close()

    def _remember(self) -> None:
        self._last = perf_counter()
        self._last_cpu = thread_time()
        self._last_queued = self._run_queue.waited()

    def _tick(self) -> None:
        wall = perf_counter() - self._last
        doing = self._looks.most_seen() if wall > _NOTABLE * _LOOKED_AT else ""
        if wall > _NOTABLE:
            cpu = thread_time() - self._last_cpu
            queued = self._run_queue.waited() - self._last_queued
            self.stalls.append(Stall(wall * 1000, cpu * 1000, queued * 1000, doing))
        self._remember()

    def _watch(self) -> None:
        while not self._ended.wait(_NOTABLE / 3):
            if perf_counter() - self._last > _NOTABLE * _LOOKED_AT:
                self._looks.ask()


class _Looks:
    """Samples of a thread's stack. The thread itself takes them, in a signal handler.

    Another thread must not hold a frame, or it would keep a painter alive beyond its paint event. A dump by
    faulthandler is no alternative: it reads the states of threads that Qt is just starting, crashes now and
    then, and holds the GIL for milliseconds.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()  # by stack, the number of samples
        self._thread = threading.get_ident()
        if sys.platform != "win32":
            self._before = signal.signal(signal.SIGUSR2, self._note)

    def ask(self) -> None:
        """Make the thread take a sample. For any thread."""
        if sys.platform != "win32":
            signal.pthread_kill(self._thread, signal.SIGUSR2)

    def most_seen(self) -> str:
        """Return the stack of most samples since the last call, "" if there were none."""
        seen, self._seen = self._seen, Counter()
        return max(seen, key=seen.__getitem__, default="")

    def close(self) -> None:
        if sys.platform != "win32":
            signal.signal(signal.SIGUSR2, self._before)

    def _note(self, _signal: int, frame: FrameType | None) -> None:
        steps: list[str] = []
        while frame is not None and len(steps) < _FRAMES:
            code = frame.f_code
            steps.append(f"{Path(code.co_filename).name}:{frame.f_lineno} {code.co_name}")
            frame = frame.f_back
        self._seen[" < ".join(steps)] += 1


class _RunQueue:
    """Measures how long this thread has waited for a core, in seconds; 0 if the system does not tell."""

    def __init__(self) -> None:
        file = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._file = os.open(file, os.O_RDONLY) if file.exists() else None

    def waited(self) -> float:
        if self._file is None:
            return 0
        return int(os.pread(self._file, 100, 0).split()[1]) / 1e9

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
