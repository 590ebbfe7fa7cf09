"""The program in the language of the system, where there is a translation."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator


def install_translations(application: QCoreApplication, folder: Path, locale: QLocale) -> bool:
    """Load `portrait-studio_LANGUAGE.qm` from `folder`; False where there is none for `locale`.

    Qt's own words come along only then: a window in two languages is worse than one in English.
    """
    words = QTranslator(application)
    if not words.load(locale, "portrait-studio", "_", str(folder)):
        return False
    application.installTranslator(words)
    qt_words = QTranslator(application)
    if qt_words.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(qt_words)
    return True
