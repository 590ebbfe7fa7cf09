"""Chance that can be repeated: every decision has a name, and the seed decides it by that name."""

import hashlib
from collections.abc import Mapping, Sequence


class Dice:
    """Decides from a seed. A decision depends on its own name only, never on those made before.

    So a person stays the same when one word of the prompt changes, on every machine and Python.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def roll(self, name: str) -> float:
        """Return a number from 0 up to, but not including, 1."""
        digest = hashlib.sha256(f"{self._seed}:{name}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / (1 << 48)

    def chance(self, name: str, likelihood: float) -> bool:
        return self.roll(name) < likelihood

    def pick(self, name: str, options: Sequence[str]) -> str:
        return options[int(self.roll(name) * len(options))]

    def weigh(self, name: str, weights: Mapping[str, float]) -> str:
        """Pick a key, each as likely as its weight says. At least one weight is above 0."""
        left = self.roll(name) * sum(weights.values())
        chosen = ""
        for option, weight in weights.items():
            if weight > 0:
                chosen = option
                left -= weight
                if left < 0:
                    break
        return chosen
