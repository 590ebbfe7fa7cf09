"""Error texts about servers that the user runs."""

from collections.abc import Mapping
from types import MappingProxyType

from portrait_app.core.errors import ErrorKind
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.message_row import Remedy, Row

SERVER_ROWS: Mapping[ErrorKind, Row] = MappingProxyType(
    {
        ErrorKind.NO_SERVER: Row(
            QT_TRANSLATE_NOOP("messages", "There is no server to make the picture"),
            QT_TRANSLATE_NOOP("messages", "The list of your servers is empty, or none of them is in use."),
            QT_TRANSLATE_NOOP("messages", "Add a server in the settings, or choose another engine."),
            Remedy.OPEN_SERVERS,
        ),
        ErrorKind.LOGIN_MISSING: Row(
            QT_TRANSLATE_NOOP("messages", "A server asks for a login"),
            QT_TRANSLATE_NOOP("messages", "“{server}” wants a user name and a password."),
            QT_TRANSLATE_NOOP("messages", "Enter both in the settings, then try again."),
            Remedy.OPEN_SERVERS,
            otherwise=QT_TRANSLATE_NOOP("messages", "The server wants a user name and a password."),
        ),
        ErrorKind.LOGIN_REFUSED: Row(
            QT_TRANSLATE_NOOP("messages", "A server refuses the login"),
            QT_TRANSLATE_NOOP("messages", "“{server}” refuses this user name and password."),
            QT_TRANSLATE_NOOP("messages", "Correct them in the settings, then try again."),
            Remedy.OPEN_SERVERS,
            otherwise=QT_TRANSLATE_NOOP(
                "messages", "The server does not accept this user name and password."
            ),
        ),
        ErrorKind.CONNECTION_LOST: Row(
            QT_TRANSLATE_NOOP("messages", "The connection broke while the server worked"),
            QT_TRANSLATE_NOOP("messages", "“{server}” ended the connection before the picture arrived."),
            QT_TRANSLATE_NOOP(
                "messages",
                "Look at the server’s own window: it may have run out of memory. Then try again, perhaps "
                "with a smaller size.",
            ),
            Remedy.TRY_AGAIN,
            otherwise=QT_TRANSLATE_NOOP("messages", "The connection ended before the picture arrived."),
        ),
        ErrorKind.SERVER_TOO_SLOW: Row(
            QT_TRANSLATE_NOOP("messages", "The picture took too long"),
            QT_TRANSLATE_NOOP(
                "messages", "“{server}” did not finish it in the time allowed by the settings."
            ),
            QT_TRANSLATE_NOOP(
                "messages",
                "Raise “Picture timeout” in the settings, or choose fewer steps or a smaller size.",
            ),
            Remedy.OPEN_SERVERS,
            otherwise=QT_TRANSLATE_NOOP(
                "messages", "The server did not finish it in the time allowed by the settings."
            ),
        ),
    }
)
