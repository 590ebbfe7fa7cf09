"""The message of a start whose library is open in another program that does not answer."""

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from portrait_app.core.holder import Holder
from portrait_app.core.ports.system import LibraryLock
from portrait_app.core.text import QT_TRANSLATE_NOOP

_TITLE = QT_TRANSLATE_NOOP("taken", "This library is open already")
_SILENT = QT_TRANSLATE_NOOP(
    "taken", "Another Portrait Studio (process {process}) has “{folder}” open, and does not answer."
)
_OF_OTHERS = QT_TRANSLATE_NOOP("taken", "User {user} on the computer “{host}” has “{folder}” open.")
_UNKNOWN = QT_TRANSLATE_NOOP("taken", "Another program has “{folder}” open.")
_ADVICE = QT_TRANSLATE_NOOP(
    "taken",
    "Two programs on one library could pay twice for one picture, so it was not opened. Close the other one.",
)


def try_again(folder: Path, lock: LibraryLock) -> bool:
    """Tell the user who has the library in `folder`; return whether to try again."""
    sentence = who_has_it(folder, lock.holder(), is_near=bool(lock.address()))
    print(f"{sentence} {_tr(_ADVICE)}", file=sys.stderr, flush=True)  # noqa: T201 - for terminals
    box = QMessageBox(QMessageBox.Icon.Warning, _tr(_TITLE), sentence)
    box.setInformativeText(_tr(_ADVICE))
    box.setStandardButtons(QMessageBox.StandardButton.Retry | QMessageBox.StandardButton.Close)
    return box.exec() == QMessageBox.StandardButton.Retry


def who_has_it(folder: Path, holder: Holder, *, is_near: bool) -> str:
    """Return a sentence about who has the library open."""
    words = _SILENT if is_near else _OF_OTHERS if holder.host else _UNKNOWN
    return _tr(words).format(folder=folder, process=holder.process, user=holder.user, host=holder.host)


def _tr(text: str) -> str:
    return QCoreApplication.translate("taken", text)
