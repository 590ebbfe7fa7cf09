"""Keep the key in this process: away from child processes and from files with its memory."""

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
    """Return the key from the environment variable, for this session; "" if it is not set.

    The variable is removed, because a child process, such as a browser, would inherit it. The key is
    remembered here, because the library may be opened several times.
    """
    global _taken  # noqa: PLW0603 - the environment belongs to the process, and so does the removed key
    with _lock:
        _taken = os.environ.pop(ENVIRONMENT_VARIABLE, _taken).strip()
        return _taken


def forget_environment_key() -> None:
    """Forget the removed key, when a process starts another session."""
    global _taken  # noqa: PLW0603 - as above
    with _lock:
        _taken = ""


def keep_memory_off_the_disk() -> None:
    """Turn off core dumps, where the system has them, because a core dump would contain the key.

    PR_SET_DUMPABLE is not used: it also closes /proc to the desktop's portal, which file dialogs need.
    """
    if sys.platform != "win32":
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
