"""The program in the language of the system, where there is a translation; its plurals in English anyway."""

import logging
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

NAME = "portrait_studio"
ENGLISH = f"{NAME}_en"

log = logging.getLogger(__name__)


def install_translations(application: QCoreApplication, folder: Path, locale: QLocale) -> bool:
    """Load `portrait_studio_LANGUAGE.qm` from `folder`; False where there is none for `locale`.

    English is always loaded, and first: it has the plurals of the sources, and Qt falls back on it for what
    another language lacks. Qt's own words come along only with another language: a window in two
    languages is worse than one in English.
    """
    english = QTranslator(application)
    if english.load(ENGLISH, str(folder)):
        application.installTranslator(english)
    else:
        log.warning("%s.qm is missing from %s: numbers read like “3 picture(s)”", ENGLISH, folder)
    words = QTranslator(application)
    if not words.load(locale, NAME, "_", str(folder)) or Path(words.filePath()).stem == ENGLISH:
        return False
    application.installTranslator(words)
    qt_words = QTranslator(application)
    if qt_words.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(qt_words)
    return True
