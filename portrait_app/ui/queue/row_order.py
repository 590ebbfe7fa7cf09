"""Functions to bring rows into another order with the fewest moves."""

from bisect import bisect_left
from collections.abc import Sequence


def longest_increasing(numbers: Sequence[int]) -> list[int]:
    """Return the indexes of a longest increasing subsequence of `numbers`, which are all different.

    To sort the numbers, only those outside the subsequence have to move.
    """
    ends: list[int] = []  # ends[n]: the smallest last number of an increasing subsequence of length n + 1
    places: list[int] = []  # places[n]: the index of ends[n] in `numbers`
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
    """Return the first and last row of each run of consecutive rows in ascending `rows`."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
