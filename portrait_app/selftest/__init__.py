"""`portrait-studio --selftest`: check that everything a portrait needs works here. Prints a table.

Each row tries one part for real, in a temporary folder and on the loopback address. No display is needed.
Importing a library is part of a check, so imports are inside the rows, and their failures are the row's
failures. The user's own library, settings and keychain are not touched.
"""

import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from portrait_app import __version__
from portrait_app.selftest.check import Check
from portrait_app.selftest.system_checks import PARTS
from portrait_app.selftest.window_check import WINDOW
from portrait_app.selftest.work import WORK

CHECKS = (*PARTS, *WORK, WINDOW)


def report(checks: Sequence[Check]) -> int:
    """Run the checks, print a line for each, and return the number of failures. Needs a QGuiApplication."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="portrait-studio-") as scratch:
        for number, check in enumerate(checks):
            folder = Path(scratch, str(number))
            folder.mkdir()
            try:
                verdict, found = "ok", check.run(folder)
            except Exception as error:  # any failure is this row's result
                failed += 1
                verdict, found = "FAILED", f"{type(error).__name__}: {error}"
            print(f"{verdict:7} {check.name:18} {found}")
    return failed


def selftest() -> int:
    """Run all checks and print the table; return 0 if all succeeded, else 1."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # the user's own is left alone
    from PySide6.QtCore import qVersion
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication(sys.argv[:1])
    print(f"Portrait Studio {__version__}, Python {platform.python_version()}, Qt {qVersion()}")
    failed = report(CHECKS)
    application.processEvents()
    print(f"{len(CHECKS) - failed} of {len(CHECKS)} work." + (f" {failed} failed." if failed else ""))
    return 1 if failed else 0
