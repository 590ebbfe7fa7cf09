"""`portrait-studio --check`: check the library and print the result, without a window or a display."""

import sys
from contextlib import closing
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError
from portrait_app.imaging.reading import check_image
from portrait_app.library.housekeeping import LibraryHousekeeping
from portrait_app.library.library import DATABASE, open_database
from portrait_app.system.clock import SystemClock
from portrait_app.ui.care.check_words import report_text
from portrait_app.ui.shell.messages import describe


def check_library(folder: Path, *, thorough: bool) -> int:
    """Check the library in `folder`, print the result, and return the exit code.

    0: no faults. 1: faults were found. 2: the check failed.
    """
    if not (folder / DATABASE).exists():  # opening would make a new library
        _complain(f"There is no library in {folder}.")
        return 2
    try:
        # Open only the database, without the lock: a program with this library open can go on working.
        with closing(open_database(folder, SystemClock())) as database:
            housekeeping = LibraryHousekeeping(folder, database, SystemClock(), check_image)
            report = housekeeping.check(thorough=thorough, report=lambda _progress: None, cancel=Cancel())
    except AppError as error:
        message = describe(error)
        _complain(f"{message.title}. {message.sentence}\n{error.detail}")
        return 2
    print(report_text(report))  # noqa: T201 - a command of the terminal prints there
    return 0 if report.is_sound else 1


def _complain(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201 - see above
