"""The cancellation token that a caller passes to long work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock


class Cancel:
    """A cancellation token. It is set once, from any thread.

    Work reads `cancelled` regularly. Work that blocks registers a callback with `on_cancel` instead.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._cancelled = False
        self._callbacks: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    def cancel(self) -> None:
        """Cancel the work and run the callbacks. A second call does nothing."""
        with self._lock:
            if self._cancelled:
                return
            self._cancelled = True
            for callback in self._callbacks:
                callback()

    @contextmanager
    def on_cancel(self, callback: Callable[[], None]) -> Iterator[None]:
        """Register `callback` for the duration of the block. The thread that cancels calls it.

        If the token is cancelled already, `callback` runs immediately. It never runs after the block, so it
        may stop an object that is used again afterwards.
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
