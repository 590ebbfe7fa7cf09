"""A translation that is there is used, and none leaves everything in English."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from portrait_app.ui.shell.translation import install_translations

# An empty translation file: what Qt asks of one is its first 16 bytes.
EMPTY_QM = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")


@pytest.fixture
def _without_translators(qapp: QApplication) -> Iterator[None]:
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.setParent(None)


@pytest.mark.usefixtures("_without_translators")
def test_qt_speaks_the_language_only_where_the_program_does(qapp: QApplication, tmp_path: Path) -> None:
    german = QLocale("de_DE")
    assert not install_translations(qapp, tmp_path, german)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    (tmp_path / "portrait-studio_de.qm").write_bytes(EMPTY_QM)
    assert install_translations(qapp, tmp_path, german)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"


def test_no_folder_of_translations_is_no_trouble(qapp: QApplication, tmp_path: Path) -> None:
    assert not install_translations(qapp, tmp_path / "none", QLocale("de_DE"))
