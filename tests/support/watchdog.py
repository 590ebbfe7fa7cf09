"""Finds out for how long the GUI thread does not turn its event loop, and what it does meanwhile."""

import faulthandler
import os
import re
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time
from types import TracebackType
from typing import Self

from PySide6.QtCore import Qt, QTimer

_TICK = 2  # milliseconds
_NOTABLE = 0.012  # seconds without a tick that are worth a record
_FRAMES = 5  # of each thread's stack, the innermost
_STEP = re.compile(r'File ".*?([^/\\]+)", line (\d+) in (\S+)')


@dataclass(frozen=True, slots=True)
class Stall:
    """A time without a turn of the event loop, in milliseconds."""

    wall: float  # up to one tick too long, never too short
    cpu: float  # that the GUI thread worked
    queued: float  # that it could have worked, had another program not had the core
    doing: str  # the innermost frames of all threads, as the watching thread saw them most

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
        self._seen: Counter[str] = Counter()  # what was going on, and in how many looks

    @property
    def longest(self) -> Stall:
        """The stall that a person would have noticed most."""
        return max(self.stalls, key=lambda stall: stall.wall, default=Stall(_TICK, 0, 0, ""))

    @property
    def longest_own(self) -> Stall:
        """The longest but for what other programs on this machine caused."""
        return max(self.stalls, key=lambda stall: stall.own, default=Stall(_TICK, 0, 0, ""))

    def __enter__(self) -> Self:
        self._watched = threading.get_ident()
        self._run_queue = _RunQueue()
        self._file = tempfile.TemporaryFile()
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
        self._file.close()

    def _remember(self) -> None:
        self._last = perf_counter()
        self._last_cpu = thread_time()
        self._last_queued = self._run_queue.waited()

    def _tick(self) -> None:
        wall = perf_counter() - self._last
        if wall > _NOTABLE:
            cpu = thread_time() - self._last_cpu
            queued = self._run_queue.waited() - self._last_queued
            seen, self._seen = self._seen, Counter()
            doing = max(seen, key=seen.__getitem__, default="")
            self.stalls.append(Stall(wall * 1000, cpu * 1000, queued * 1000, doing))
        self._remember()

    def _watch(self) -> None:
        while not self._ended.wait(_NOTABLE / 3):
            if perf_counter() - self._last > _NOTABLE * 2 / 3:
                self._seen[_stacks(self._file.fileno())] += 1


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


def _stacks(file: int) -> str:
    """Return what all threads but this one are at.

    Never by `sys._current_frames`: a frame held here would keep a painter alive beyond its paint event.
    """
    os.ftruncate(file, 0)
    os.lseek(file, 0, os.SEEK_SET)
    faulthandler.dump_traceback(file)
    text = os.pread(file, 20_000, 0).decode(errors="replace")
    threads = [_STEP.findall(part)[:_FRAMES] for part in text.split("\n\n")]
    return " | ".join(
        " < ".join(f"{name}:{line} {function}" for name, line, function in steps)
        for steps in threads
        if steps and not any(name == Path(__file__).name for name, _line, _function in steps)
    )
