"""Finds out for how long the GUI thread does not turn its event loop, and what it does meanwhile."""

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

_TICK = 2  # milliseconds
_NOTABLE = 0.012  # seconds without a tick that are worth a record
_LOOKED_AT = 2 / 3  # of that, until the thread is looked at
_FRAMES = 8  # of the watched thread's stack, the innermost


@dataclass(frozen=True, slots=True)
class Stall:
    """A time without a turn of the event loop, in milliseconds."""

    wall: float  # up to one tick too long, never too short
    cpu: float  # that the GUI thread worked
    queued: float  # that it could have worked, had another program not had the core
    doing: str  # the innermost frames of the watched thread, as most looks saw them

    @property
    def own(self) -> float:
        """What the program itself is to blame for."""
        return self.wall - self.queued


class Watchdog:
    """Watches the thread that enters it, from there to the end of the block."""

    def __init__(self) -> None:
        self.stalls: list[Stall] = []
        self._timer = QTimer(singleShot=False, interval=_TICK)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._ended = threading.Event()

    @property
    def longest(self) -> Stall:
        """The stall that a person would have noticed most."""
        return max(self.stalls, key=lambda stall: stall.wall, default=Stall(_TICK, 0, 0, ""))

    @property
    def longest_own(self) -> Stall:
        """The longest but for what other programs on this machine caused."""
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
    """What a thread is at, noted by that thread itself between two of its steps when another one asks.

    A frame must not be held by another thread, or it keeps a painter alive beyond its paint event; and a
    dump of faulthandler's reads the states of threads that Qt is only just starting: it crashes now
    and then, and holds Python for milliseconds.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()  # what was going on, and in how many looks
        self._thread = threading.get_ident()
        if sys.platform != "win32":
            self._before = signal.signal(signal.SIGUSR2, self._note)

    def ask(self) -> None:
        """Have the thread note what it is at. For any thread."""
        if sys.platform != "win32":
            signal.pthread_kill(self._thread, signal.SIGUSR2)

    def most_seen(self) -> str:
        """Return what most looks since the last call saw, empty where there was none."""
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
    """How long this thread has waited for a core, in seconds; 0 where the system does not say."""

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
