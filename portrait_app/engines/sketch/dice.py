"""Repeatable randomness: the seed and the name of a decision give its result."""

import hashlib
from collections.abc import Mapping, Sequence


class Dice:
    """Makes random decisions from a seed. A decision depends on its name alone, not on earlier decisions.

    So a portrait hardly changes when one word of the prompt changes. The results are the same on every
    computer and in every version of Python.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def roll(self, name: str) -> float:
        """Return a number from 0 to below 1."""
        digest = hashlib.sha256(f"{self._seed}:{name}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / (1 << 48)

    def chance(self, name: str, likelihood: float) -> bool:
        return self.roll(name) < likelihood

    def pick(self, name: str, options: Sequence[str]) -> str:
        return options[int(self.roll(name) * len(options))]

    def weigh(self, name: str, weights: Mapping[str, float]) -> str:
        """Pick a key with a probability in proportion to its weight. At least one weight must be above 0."""
        left = self.roll(name) * sum(weights.values())
        chosen = ""
        for option, weight in weights.items():
            if weight > 0:
                chosen = option
                left -= weight
                if left < 0:
                    break
        return chosen
