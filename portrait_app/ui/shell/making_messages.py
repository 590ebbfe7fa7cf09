"""Error texts for making pictures on this computer with models of the user."""

from collections.abc import Mapping
from types import MappingProxyType

from portrait_app.core.errors import ErrorKind
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.message_row import Remedy, Row

_FREE = QT_TRANSLATE_NOOP("messages", "Pictures made on this computer are free. No picture was made.")

MAKING_ROWS: Mapping[ErrorKind, Row] = MappingProxyType(
    {
        ErrorKind.ENGINE_MISSING: Row(
            QT_TRANSLATE_NOOP("messages", "A part of the program is not installed"),
            QT_TRANSLATE_NOOP("messages", "What makes pictures on this computer is a package of its own."),
            QT_TRANSLATE_NOOP(
                "messages",
                "Install “portrait-studio-local”, or pip’s “portrait-studio[local]”, and try again.",
            ),
            Remedy.TRY_AGAIN,
            money=_FREE,
        ),
        ErrorKind.ENGINE_CRASHED: Row(
            QT_TRANSLATE_NOOP("messages", "Making the picture has failed"),
            QT_TRANSLATE_NOOP("messages", "The process that makes the pictures has ended unexpectedly."),
            QT_TRANSLATE_NOOP(
                "messages", "Try again. If it ends again, copy the details and report the error."
            ),
            Remedy.TRY_AGAIN,
            money=_FREE,
        ),
        ErrorKind.OUT_OF_MEMORY: Row(
            QT_TRANSLATE_NOOP("messages", "There was not enough memory"),
            QT_TRANSLATE_NOOP(
                "messages",
                "The process that makes the pictures was ended, as the system does it when memory runs out.",
            ),
            QT_TRANSLATE_NOOP("messages", "Close other programs or make the picture smaller, and try again."),
            Remedy.TRY_AGAIN,
            money=_FREE,
        ),
        ErrorKind.NOT_ENOUGH_MEMORY: Row(
            QT_TRANSLATE_NOOP("messages", "There is not enough memory for this picture"),
            QT_TRANSLATE_NOOP("messages", "It needs about {needed}, and {free} are free."),
            QT_TRANSLATE_NOOP("messages", "Close other programs or make the picture smaller, and try again."),
            Remedy.TRY_AGAIN,
            money=_FREE,
            otherwise=QT_TRANSLATE_NOOP("messages", "It needs more than is free."),
        ),
        ErrorKind.MODEL_MISSING: Row(
            QT_TRANSLATE_NOOP("messages", "The model is not there any more"),
            QT_TRANSLATE_NOOP("messages", "“{model}” is not in the folder of the models."),
            QT_TRANSLATE_NOOP("messages", "Add the model again, or choose another one."),
            Remedy.TRY_AGAIN,
            money=_FREE,
            otherwise=QT_TRANSLATE_NOOP("messages", "It is not in the folder of the models."),
        ),
        ErrorKind.MODEL_REFUSED: Row(
            QT_TRANSLATE_NOOP("messages", "This model cannot be used"),
            QT_TRANSLATE_NOOP("messages", "“{file}” is damaged, incomplete, or not a model of this kind."),
            QT_TRANSLATE_NOOP("messages", "Remove the model in the settings, and add it again."),
            Remedy.OPEN_SETTINGS,
            money=_FREE,
            otherwise=QT_TRANSLATE_NOOP(
                "messages", "It is damaged, incomplete, or not a model of this kind."
            ),
        ),
    }
)
