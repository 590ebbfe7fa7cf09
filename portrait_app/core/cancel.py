"""A wish to stop, handed from whoever asked to whoever works."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock


class Cancel:
    """Set once, from any thread. Work that cannot look at it has a callback called instead."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._cancelled = False
        self._callbacks: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    def cancel(self) -> None:
        """Stop the work; nothing happens where it has ended, or was cancelled before."""
        with self._lock:
            if self._cancelled:
                return
            self._cancelled = True
            for callback in self._callbacks:
                callback()

    @contextmanager
    def on_cancel(self, callback: Callable[[], None]) -> Iterator[None]:
        """During the block, have `callback` called by the thread that cancels; at once if that has happened.

        It is never called after the block, so it may stop something that is used again afterwards.
        """
        with self._lock:
            self._callbacks.append(callback)
            if self._cancelled:
                callback()
        try:
            yield
        finally:
            with self._lock:
                self._callbacks.remove(callback)
