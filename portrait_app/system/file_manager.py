"""Shows a file in the desktop's file manager, selected among its neighbours."""

import logging
import subprocess
import sys
from pathlib import Path

from portrait_app.core.errors import AppError, ErrorKind

if sys.platform != "win32" and sys.platform != "darwin":  # elsewhere keyring brings it
    from jeepney import DBusAddress, DBusErrorResponse, new_method_call
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

_log = logging.getLogger(__name__)

_SECONDS = 10.0  # a file manager that has to start first may take some
_NAME = "org.freedesktop.FileManager1"


def reveal(path: Path) -> bool:
    """Implements `RevealFile`: show `path` selected. Return whether the desktop could.

    Raises:
        AppError: FILE_MISSING, with the `path`.
    """
    if not path.exists():
        raise AppError(ErrorKind.FILE_MISSING, f"{path} is not there", path=str(path))
    path = path.absolute()
    if sys.platform == "win32":
        # Explorer reads its command line itself: the quotes belong around the path, not around the switch.
        could = _run(f'explorer /select,"{path}"', is_reliable=False)
    elif sys.platform == "darwin":
        could = _run(["/usr/bin/open", "-R", str(path)])
    else:
        could = _ask_by_bus(path)
    return could


def _run(command: str | list[str], *, is_reliable: bool = True) -> bool:
    """Run a program. The exit code of one that is not reliable says nothing."""
    try:
        done = subprocess.run(command, timeout=_SECONDS, check=False)  # noqa: S603 - the system's own program
    except (OSError, subprocess.TimeoutExpired) as error:
        _log.warning("No file manager: %s", error)
        return False
    return done.returncode == 0 or not is_reliable


if sys.platform != "win32" and sys.platform != "darwin":

    def _ask_by_bus(path: Path) -> bool:
        manager = DBusAddress("/org/freedesktop/FileManager1", bus_name=_NAME, interface=_NAME)
        call = new_method_call(manager, "ShowItems", "ass", ([path.as_uri()], ""))
        try:
            with open_dbus_connection() as bus:
                unwrap_msg(bus.send_and_get_reply(call, timeout=_SECONDS))
        except (
            OSError,
            KeyError,
            ValueError,
            DBusErrorResponse,
        ) as error:  # no bus, no file manager, no answer
            _log.info("No file manager on the bus: %s", error)
            return False
        return True
