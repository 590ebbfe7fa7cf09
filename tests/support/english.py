"""The English plurals, for applications that are not started by the program itself."""

from PySide6.QtCore import QCoreApplication, QLocale

from portrait_app.system.paths import resources_folder
from portrait_app.ui.shell.translation import install_translations


def speak_english(application: QCoreApplication) -> None:
    """Load the plurals as the program does, in any language of this machine."""
    install_translations(application, resources_folder() / "translations", QLocale.c())
