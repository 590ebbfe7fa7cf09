"""The time that a transfer will still take, from its speed in the last seconds."""

from collections import deque

_WINDOW = 20.0  # seconds that count
_SHORTEST = 3.0  # seconds before which nothing is foretold


class TransferRate:
    """Knows the speed of one transfer. Times are in seconds by any clock that only goes forward."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, time: float, done: int) -> None:
        """Note how many bytes are done. A transfer that starts anew is measured anew."""
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((time, done))
        while len(self._seen) > 2 and time - self._seen[1][0] >= _WINDOW:
            self._seen.popleft()

    def seconds_left(self, total: int) -> float | None:
        """Return the time that the rest takes; None if that cannot be said yet, or nothing arrives."""
        if not self._seen:
            return None
        (began, before), (now, done) = self._seen[0], self._seen[-1]
        if now - began < _SHORTEST or done <= before:
            return None
        return (total - done) * (now - began) / (done - before)
