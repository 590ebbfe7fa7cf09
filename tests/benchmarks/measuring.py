"""Clocks and percentiles. CPU time is measured where other programs' load would change elapsed time."""

import faulthandler
import multiprocessing
import statistics
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from time import thread_time
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def cpu(step: Callable[[], object]) -> float:
    """Return the CPU milliseconds of this thread, without workers, for `step`."""
    start = thread_time()
    step()
    return (thread_time() - start) * 1000


def median(samples: Sequence[float]) -> float:
    return statistics.median(samples)


def p95(samples: Sequence[float]) -> float:
    """Return the 95th percentile."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) * 95 // 100, len(ordered) - 1)]


def alone(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `function` in a new process, whose memory has no traces of earlier work."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, initializer=faulthandler.enable) as pool:
        return pool.submit(function, *args, **kwargs).result()
