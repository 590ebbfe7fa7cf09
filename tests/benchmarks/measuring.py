"""Clocks and percentiles. CPU time is what counts wherever another program's work would show otherwise."""

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
    """Return the milliseconds of CPU that this thread, and none of the workers, needs for `step`."""
    start = thread_time()
    step()
    return (thread_time() - start) * 1000


def median(samples: Sequence[float]) -> float:
    return statistics.median(samples)


def p95(samples: Sequence[float]) -> float:
    """Return what 95 of 100 samples do not exceed."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) * 95 // 100, len(ordered) - 1)]


def alone(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `function` in a fresh process: nothing that ran before has filled its memory."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, initializer=faulthandler.enable) as pool:
        return pool.submit(function, *args, **kwargs).result()
