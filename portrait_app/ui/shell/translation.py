"""Loads the English plurals, and the translation for the system's language if there is one."""

import logging
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

NAME = "portrait_studio"
ENGLISH = f"{NAME}_en"

log = logging.getLogger(__name__)


def install_translations(application: QCoreApplication, folder: Path, locale: QLocale) -> bool:
    """Load `portrait_studio_LANGUAGE.qm` from `folder`; return False if there is none for `locale`.

    The English file is always loaded first: it has the plural forms, and Qt uses it for texts that another
    language lacks. Qt's own translation is loaded only with the program's: English alone is better than two
    languages mixed.
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
