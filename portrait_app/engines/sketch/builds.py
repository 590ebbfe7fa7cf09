"""How people of different ages are built: where a young face has its features, and how wide shoulders are."""

from collections.abc import Mapping
from dataclasses import dataclass

ADULT = "adult"


@dataclass(frozen=True, slots=True)
class Move:
    """A feature's size and place, compared with those of an adult. Down and right are positive."""

    scale: float = 1.0
    down: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class Build:
    """The proportions of a person."""

    eyes: Move = Move()
    eyebrows: Move = Move()
    nose: Move = Move()
    mouth: Move = Move()
    height: float = 1.0  # of the head
    shoulders: float = 1.0  # their width
    lift: float = 0.0  # how far the shoulders are nearer to the head
    figure: float = 1.0  # the size of the whole person in the picture
    cheeks: bool = False  # round and rosy


BUILDS: Mapping[str, Build] = {
    ADULT: Build(),
    "teenager": Build(
        eyes=Move(1.08, 12, -4),
        eyebrows=Move(0.96, 8),
        nose=Move(0.88, 8),
        mouth=Move(0.92, 0),
        height=0.98,
        shoulders=0.86,
    ),
    "child": Build(
        eyes=Move(1.2, 34, -10),
        eyebrows=Move(0.86, 16),
        nose=Move(0.66, 28),
        mouth=Move(0.8, 8),
        height=0.92,
        shoulders=0.66,
        lift=52,
        figure=0.93,
        cheeks=True,
    ),
    "baby": Build(
        eyes=Move(1.3, 62, -20),
        eyebrows=Move(0.66, 50),
        nose=Move(0.5, 44),
        mouth=Move(0.66, 8),
        height=0.86,
        shoulders=0.58,
        lift=96,
        figure=0.9,
        cheeks=True,
    ),
}
