"""The check of the engine This computer, which not every installation has."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from portrait_app import __version__
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.selftest.check import Check, require


def _local(scratch: Path) -> str:
    """Make a picture with a small model of random weights, if what makes pictures is installed."""
    from portrait_app.engines.local.child import program
    from portrait_app.engines.local.trial import make_trial_picture

    package = None if program.has_libraries() else program.find_package()
    if package is None and not program.has_libraries():
        return QCoreApplication.translate(
            "selftest", "not installed: the package {name} would add it"
        ).format(name=program.PACKAGE)
    require(
        package is None or package.fits,
        QT_TRANSLATE_NOOP("selftest", "{folder} has version {found}, but the program has {wanted}"),
        folder=package and package.folder,
        found=package and package.version,
        wanted=__version__,
    )
    trial = make_trial_picture(scratch, program.command)
    require(
        trial.picture.startswith(b"\x89PNG"), QT_TRANSLATE_NOOP("selftest", "the picture is not a PNG file")
    )
    made = QCoreApplication.translate("selftest", "a picture from random weights")
    return made if package is None else f"{made}, {package.folder}"


#: a row of the selftest's table: the engine of this name
LOCAL = Check(QT_TRANSLATE_NOOP("selftest", "This computer"), _local)
