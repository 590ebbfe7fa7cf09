"""What the words leave open, the seed decides."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Choices that depend on the seed and on what is chosen, not on what was chosen before.

    So a change of one word changes one trait: the same seed keeps the same nose. No part of it may
    depend on the Python that runs it, as `random` and `hash` do.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def pick(self, what: str, among: Sequence[T]) -> T:
        return among[self._roll(what) % len(among)]

    def chance(self, what: str, percent: int) -> bool:
        return self._roll(what) % 100 < percent

    def _roll(self, what: str) -> int:
        digest = blake2b(f"{self._seed} {what}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big")
