"""A user who does anything at random, in a window with 5,000 pictures, and what is wrong afterwards.

Each row is a session of its own with its own dice: what goes wrong there comes back with its number.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.waiting import Waiter, the_application
from tests.matrices.monkey_complaints import Complaints
from tests.matrices.monkey_user import Monkey
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram
from tests.support.watchdog import Stall, Watchdog

SESSIONS = 8
GESTURES = 100  # in a session
PICTURES = 5000
LONGEST = 100.0  # milliseconds that the window may work without answering

HEAD = "session  gestures  exceptions  warnings  differences  selection  stalls  longest"


@dataclass(frozen=True, slots=True)
class Row:
    """What went wrong in one session."""

    session: int
    gestures: int
    exceptions: tuple[str, ...]
    warnings: tuple[str, ...]
    differences: tuple[str, ...]  # between the grid and the library
    selection: tuple[str, ...]  # where the program's is not the model's
    stalls: tuple[Stall, ...]  # longer than LONGEST of the window's own work
    longest: float

    @property
    def is_bad(self) -> bool:
        return any((self.exceptions, self.warnings, self.differences, self.selection, self.stalls))


def rows(every: int) -> Iterator[Row]:
    """Yield what each session, or each Nth, came to."""
    for session in range(0, SESSIONS, every):
        yield play(session)


def play(session: int, gestures: int = GESTURES, pictures: int = PICTURES) -> Row:
    """Let a monkey loose for so many gestures."""
    the_application()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        folder = home / "data" / "library"
        folder.mkdir(parents=True)
        build_library(folder, pictures)
        with Complaints() as complaints:
            program = RunningProgram(home, Waiter())
            monkey = Monkey(program, session)
            monkey.settle()
            with Watchdog() as watchdog:
                for _ in range(gestures):
                    monkey.act()
            program.close()
    stalls = tuple(stall for stall in watchdog.stalls if stall.cpu > LONGEST)
    return Row(
        session,
        gestures,
        tuple(complaints.exceptions),
        tuple(complaints.warnings),
        tuple(monkey.differences),
        tuple(monkey.wrong_selections),
        stalls,
        max((stall.cpu for stall in watchdog.stalls), default=0.0),
    )


def line(row: Row) -> str:
    counts = (row.exceptions, row.warnings, row.differences, row.selection, row.stalls)
    widths = (12, 10, 13, 11, 8)
    numbers = "".join(f"{len(count):>{width}}" for count, width in zip(counts, widths, strict=True))
    text = f"{row.session:>7}{row.gestures:>10}{numbers}{row.longest:>6.0f} ms"
    told = [*row.exceptions, *row.warnings, *row.differences, *row.selection]
    told += [f"{stall.cpu:.0f} ms of CPU: {stall.doing}" for stall in row.stalls]
    return "\n".join([text, *(f"        {words}" for words in told)])
