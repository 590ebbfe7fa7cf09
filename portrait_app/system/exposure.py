"""Keeping the key to this process: no program that it starts has it, and no file of its memory."""

import contextlib
import os
import sys
from threading import Lock

from portrait_app.core.engines import login_of, with_key

if sys.platform != "win32":
    import resource

ENVIRONMENT_VARIABLE = login_of(with_key()).variable

_lock = Lock()
_taken = ""


def take_environment_key() -> str:
    """Return the key that the environment gives for this session, empty where it gives none.

    It is taken out of the environment: whatever is started later, such as a browser for a page, would
    inherit it. So it is remembered here, for the library may be opened several times.
    """
    global _taken  # noqa: PLW0603 - the environment is the process's, and so is what was taken out of it
    with _lock:
        _taken = os.environ.pop(ENVIRONMENT_VARIABLE, _taken).strip()
        return _taken


def forget_environment_key() -> None:
    """Forget what was taken: a process that plays several sessions begins another."""
    global _taken  # noqa: PLW0603 - likewise
    with _lock:
        _taken = ""


def keep_memory_off_the_disk() -> None:
    """Have no core dump written, where the system has them: it would hold the key.

    Not by PR_SET_DUMPABLE, which also closes /proc to the desktop's portal: its file dialogs need that.
    """
    if sys.platform != "win32":
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
