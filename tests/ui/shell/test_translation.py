"""A translation that is there is used; without one all is English, with its plurals."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from portrait_app.system.paths import resources_folder
from portrait_app.ui.kit.counts import KitCounts
from portrait_app.ui.shell.translation import ENGLISH, install_translations

# An empty translation file: what Qt asks of one is its first 16 bytes.
EMPTY_QM = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
ENGLISH_QM = resources_folder() / "translations" / f"{ENGLISH}.qm"

ASKS_THE_SYSTEM = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QLocale
from portrait_app.ui.shell.translation import install_translations
application = QCoreApplication([])
print(install_translations(application, Path(sys.argv[1]), QLocale()))
print(QCoreApplication.translate("QPlatformTheme", "Cancel"))
"""


@pytest.fixture(autouse=True)
def _without_more_translators(qapp: QApplication) -> Iterator[None]:
    before = qapp.findChildren(QTranslator)
    yield
    for translator in qapp.findChildren(QTranslator):
        if translator not in before:
            qapp.removeTranslator(translator)
            translator.setParent(None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of translations with English alone."""
    (tmp_path / ENGLISH_QM.name).write_bytes(ENGLISH_QM.read_bytes())
    return tmp_path


def test_qt_speaks_the_language_only_where_the_program_does(qapp: QApplication, folder: Path) -> None:
    german = QLocale("de_DE")
    assert not install_translations(qapp, folder, german)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    (folder / "portrait_studio_de.qm").write_bytes(EMPTY_QM)
    assert install_translations(qapp, folder, german)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert KitCounts().pictures(2) == "2 pictures"  # what German lacks is in whole English


def test_who_would_take_english_too_gets_a_whole_english_window(folder: Path) -> None:
    """Qt finds the English file for such a system, and its own words must not be German then."""
    ended = subprocess.run(
        [sys.executable, "-c", ASKS_THE_SYSTEM, str(folder)],
        env={**os.environ, "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de:en"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.split() == ["False", "Cancel"]


@pytest.mark.logs_warnings
def test_missing_plurals_are_said_and_the_program_starts(
    qapp: QApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert not install_translations(qapp, tmp_path / "none", QLocale("de_DE"))
    assert "portrait_studio_en.qm is missing" in caplog.text
