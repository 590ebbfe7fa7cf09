"""Measures the program's memory while jobs come and go."""

import ctypes
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.matrices.soak_account import Row

_ENOUGH = 400  # jobs needed to tell whether memory grows
_HELD = 1.0  # megabytes from malloc that 1,000 jobs may add after the warm-up
_BLOCKS = 5000  # blocks of Python's allocator that 1,000 jobs may add after the warm-up
_RESIDENT = 10.0  # megabytes of resident memory that 1,000 jobs may add: fragmentation levels off late
_STATM = Path("/proc/self/statm")


class _MallInfo(ctypes.Structure):
    """`struct mallinfo2` of glibc. Sizes are in bytes."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",  # in mmapped blocks
            "usmblks",
            "fsmblks",
            "uordblks",  # in use
            "fordblks",
            "keepcost",
        )
    ]


@dataclass(frozen=True, slots=True)
class Look:
    """A sample of the memory after `jobs` jobs, in megabytes and in blocks of Python's allocator."""

    jobs: int
    resident: float
    held: float  # allocated by malloc
    blocks: int


def look(jobs: int) -> Look | None:
    """Take a sample, or return None if the system does not support it."""
    libc = ctypes.CDLL(None)
    if not _STATM.exists() or not hasattr(libc, "mallinfo2"):
        return None
    gc.collect()
    libc.malloc_trim(0)
    libc.mallinfo2.restype = _MallInfo
    info = libc.mallinfo2()
    resident = int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return Look(jobs, resident / 1e6, (info.uordblks + info.hblkhd) / 1e6, sys.getallocatedblocks())


def flat(looks: Sequence[Look]) -> Iterator[Row]:
    """Yield how much the memory grew after the warm-up, which is half of the jobs."""
    warm = looks[len(looks) // 2 :]
    if not warm or warm[-1].jobs - warm[0].jobs < _ENOUGH:
        return
    yield Row("megabytes resident in the end", round(warm[-1].resident))
    resident = _added(warm, lambda one: one.resident)
    yield Row("megabytes resident that 1,000 jobs add", round(resident, 2), _RESIDENT)
    yield Row("megabytes held that 1,000 jobs add", round(_added(warm, lambda one: one.held), 2), _HELD)
    yield Row("blocks held that 1,000 jobs add", round(_added(warm, lambda one: one.blocks)), _BLOCKS)


def _added(looks: Sequence[Look], held: Callable[[Look], float]) -> float:
    """Return what 1,000 jobs add to the memory for good.

    Running jobs only add memory to a sample, so the smallest of many samples is what stays.
    """
    half = len(looks) // 2
    grown = min(map(held, looks[half:])) - min(map(held, looks[:half]))
    return 1000 * grown / (looks[half].jobs - looks[0].jobs)
