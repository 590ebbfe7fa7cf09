"""Loads the translation for the system's language, if there is one."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator


def install_translations(application: QCoreApplication, folder: Path, locale: QLocale) -> bool:
    """Load `portrait-studio_LANGUAGE.qm` from `folder`; return False if there is none for `locale`.

    Qt's own translation is loaded only with the program's: English alone is better than two languages mixed.
    """
    words = QTranslator(application)
    if not words.load(locale, "portrait-studio", "_", str(folder)):
        return False
    application.installTranslator(words)
    qt_words = QTranslator(application)
    if qt_words.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(qt_words)
    return True
