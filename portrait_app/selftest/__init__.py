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

from PySide6.QtCore import QCoreApplication, QLocale

from portrait_app import __version__
from portrait_app.selftest.check import Check
from portrait_app.selftest.counts import SelftestCounts
from portrait_app.selftest.local_check import LOCAL
from portrait_app.selftest.system_checks import PARTS
from portrait_app.selftest.window_check import WINDOW
from portrait_app.selftest.work import WORK

CHECKS = (*PARTS, *WORK, LOCAL, WINDOW)


def report(checks: Sequence[Check]) -> int:
    """Run the checks, print a line for each, and return the number of failures. Needs a QGuiApplication."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="portrait-studio-") as scratch:
        for number, check in enumerate(checks):
            folder = Path(scratch, str(number))
            folder.mkdir()
            try:
                #: verdict in a table, at most 7 letters if possible
                verdict, found = QCoreApplication.translate("selftest", "ok"), check.run(folder)
            except Exception as error:  # any failure is this row's result
                failed += 1
                #: verdict in a table, at most 7 letters if possible
                verdict = QCoreApplication.translate("selftest", "FAILED")
                found = f"{type(error).__name__}: {error}"
            print(f"{verdict:7} {QCoreApplication.translate('selftest', check.name):18} {found}")
    return failed


def selftest() -> int:
    """Run all checks and print the table; return 0 if all succeeded, else 1."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # the user's own is left alone
    from PySide6.QtCore import qVersion
    from PySide6.QtWidgets import QApplication

    from portrait_app.system.paths import resources_folder
    from portrait_app.ui.shell.translation import install_translations

    application = QApplication.instance() or QApplication(sys.argv[:1])
    install_translations(application, resources_folder() / "translations", QLocale())
    print(f"Portrait Studio {__version__}, Python {platform.python_version()}, Qt {qVersion()}")
    failed = report(CHECKS)
    application.processEvents()
    words = SelftestCounts()
    sentences = [words.working(len(CHECKS), QLocale().toString(len(CHECKS) - failed))]
    if failed:
        sentences.append(words.failed(failed))
    print(" ".join(sentences))
    return 1 if failed else 0
