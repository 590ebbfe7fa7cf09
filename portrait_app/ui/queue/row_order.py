"""From one order of rows to another in the fewest moves."""

from bisect import bisect_left
from collections.abc import Sequence


def longest_increasing(numbers: Sequence[int]) -> list[int]:
    """Return the places of a longest run of increasing numbers, not all next to one another.

    The numbers are all different. What is not in the run is what has to move for all to be in order.
    """
    ends: list[int] = []  # ends[n]: the smallest number that a run of n + 1 ends with
    places: list[int] = []  # and its place
    before: list[int] = [-1] * len(numbers)
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before[place] = places[at - 1] if at else -1
        ends[at : at + 1] = [number]
        places[at : at + 1] = [place]
    run: list[int] = []
    place = places[-1] if places else -1
    while place >= 0:
        run.append(place)
        place = before[place]
    return run[::-1]


def runs_of(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of each stretch of neighbours in ascending `rows`."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
