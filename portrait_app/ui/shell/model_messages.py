"""Error texts for models on this computer: their folder, and the hosts from which they are downloaded."""

from collections.abc import Mapping
from types import MappingProxyType

from portrait_app.core.errors import ErrorKind
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.message_row import Remedy, Row

_KEPT = QT_TRANSLATE_NOOP("messages", "What has been downloaded is kept.")
_UNCHANGED = QT_TRANSLATE_NOOP("messages", "Nothing was installed.")

MODEL_ROWS: Mapping[ErrorKind, Row] = MappingProxyType(
    {
        ErrorKind.MODEL_HOST_REFUSED: Row(
            QT_TRANSLATE_NOOP("messages", "The publisher does not give this model away"),
            QT_TRANSLATE_NOOP("messages", "Its host refused the download (status {status})."),
            QT_TRANSLATE_NOOP(
                "messages", "Look at the model’s web page: it may ask for an account. Or add it from a file."
            ),
            money=_UNCHANGED,
            otherwise=QT_TRANSLATE_NOOP("messages", "Its host refused the download."),
        ),
        ErrorKind.MODEL_NOT_THERE: Row(
            QT_TRANSLATE_NOOP("messages", "The model is no longer there"),
            QT_TRANSLATE_NOOP("messages", "The publisher’s host does not have this version any more."),
            QT_TRANSLATE_NOOP("messages", "Choose another model, or add this one from a file or folder."),
            money=_UNCHANGED,
        ),
        ErrorKind.MODEL_HOST_BUSY: Row(
            QT_TRANSLATE_NOOP("messages", "The publisher’s host is busy"),
            QT_TRANSLATE_NOOP("messages", "It answered several times that it cannot send now."),
            QT_TRANSLATE_NOOP("messages", "Continue later: the download goes on where it was."),
            Remedy.TRY_AGAIN,
            money=_KEPT,
        ),
        ErrorKind.MODEL_HOST_ODD: Row(
            QT_TRANSLATE_NOOP("messages", "Something else came instead of the model"),
            QT_TRANSLATE_NOOP(
                "messages", "The answer was not the file. This network may ask you to log in first."
            ),
            QT_TRANSLATE_NOOP("messages", "Open a web page to see whether it does, then continue."),
            Remedy.TRY_AGAIN,
            money=_KEPT,
        ),
        ErrorKind.MODEL_DOWNLOAD_CUT: Row(
            QT_TRANSLATE_NOOP("messages", "The download was interrupted"),
            QT_TRANSLATE_NOOP("messages", "“{host}” cannot be reached, or sends nothing any more."),
            QT_TRANSLATE_NOOP("messages", "Check the network, then continue where it was."),
            Remedy.TRY_AGAIN,
            money=_KEPT,
            otherwise=QT_TRANSLATE_NOOP("messages", "The publisher’s host stopped in the middle of a file."),
        ),
        ErrorKind.MODEL_FILE_WRONG: Row(
            QT_TRANSLATE_NOOP("messages", "A downloaded file is not the right one"),
            QT_TRANSLATE_NOOP(
                "messages", "“{file}” does not have the hash that the publisher’s host names. It was deleted."
            ),
            QT_TRANSLATE_NOOP("messages", "Continue to download this file once more."),
            Remedy.TRY_AGAIN,
            money=QT_TRANSLATE_NOOP("messages", "The other files are kept."),
            otherwise=QT_TRANSLATE_NOOP(
                "messages", "It does not have the hash that the publisher’s host names. It was deleted."
            ),
        ),
        ErrorKind.MODEL_NO_SPACE: Row(
            QT_TRANSLATE_NOOP("messages", "There is not enough space for the model"),
            QT_TRANSLATE_NOOP(
                "messages", "{needed} are needed, and {free} are free on the disk of “{path}”."
            ),
            QT_TRANSLATE_NOOP(
                "messages",
                "Free up space, or choose another folder for models in the settings, then continue.",
            ),
            Remedy.TRY_AGAIN,
            money=_KEPT,
            otherwise=QT_TRANSLATE_NOOP("messages", "The disk is full."),
        ),
        ErrorKind.MODEL_IN_USE: Row(
            QT_TRANSLATE_NOOP("messages", "Another program is working on this model"),
            QT_TRANSLATE_NOOP("messages", "It is being downloaded, converted or removed there."),
            QT_TRANSLATE_NOOP("messages", "Wait until that is done. The model then appears here, too."),
            money=_UNCHANGED,
        ),
    }
)
