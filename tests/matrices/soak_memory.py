"""What the program holds while jobs come and go."""

import ctypes
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.matrices.soak_account import Row

_ENOUGH = 400  # jobs, to say that it does not grow
_HELD = 1.0  # megabytes, and
_BLOCKS = 5000  # of Python's own allocator, that a thousand jobs may add once it is warm
_RESIDENT = 10.0  # megabytes: free room between what is held is the allocator's, and levels off later
_STATM = Path("/proc/self/statm")


class _MallInfo(ctypes.Structure):
    """`struct mallinfo2` of glibc, in bytes but for the counts."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",  # in mappings of their own
            "usmblks",
            "fsmblks",
            "uordblks",  # in use
            "fordblks",
            "keepcost",
        )
    ]


@dataclass(frozen=True, slots=True)
class Look:
    """What was held after so many jobs; megabytes, and blocks of Python's allocator."""

    jobs: int
    resident: float
    held: float  # of what malloc was asked for
    blocks: int


def look(jobs: int) -> Look | None:
    """Look now; None where the system does not say."""
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
    """Yield by how much memory grew once it was warm: after a half of the jobs."""
    warm = looks[len(looks) // 2 :]
    if not warm or warm[-1].jobs - warm[0].jobs < _ENOUGH:
        return
    yield Row("megabytes resident in the end", round(warm[-1].resident))
    resident = _added(warm, lambda one: one.resident)
    yield Row("megabytes resident that 1,000 jobs add", round(resident, 2), _RESIDENT)
    yield Row("megabytes held that 1,000 jobs add", round(_added(warm, lambda one: one.held), 2), _HELD)
    yield Row("blocks held that 1,000 jobs add", round(_added(warm, lambda one: one.blocks)), _BLOCKS)


def _added(looks: Sequence[Look], held: Callable[[Look], float]) -> float:
    """Return what 1,000 jobs add to what is held for good.

    What is under way at the moment of a look only ever adds some, so the least of many looks is what is held.
    """
    half = len(looks) // 2
    grown = min(map(held, looks[half:])) - min(map(held, looks[:half]))
    return 1000 * grown / (looks[half].jobs - looks[0].jobs)
