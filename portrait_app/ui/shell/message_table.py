"""The table of error texts, one row for each kind of failure; `messages` turns a row into a message.

A sentence may name a fact of the error in braces. If the error lacks the fact, `otherwise` replaces the
sentence. {engine} is the name of the engine that failed, {other} that of the engine that needs no key.
"""

from collections.abc import Mapping
from types import MappingProxyType

from portrait_app.core.errors import Billed, ErrorKind
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.local_messages import LOCAL_ROWS
from portrait_app.ui.shell.making_messages import MAKING_ROWS
from portrait_app.ui.shell.message_row import Row
from portrait_app.ui.shell.model_messages import MODEL_ROWS
from portrait_app.ui.shell.server_messages import SERVER_ROWS
from portrait_app.ui.shell.service_messages import SERVICE_ROWS

# What a failure means for money and picture, unless its row says so itself.
MONEY: Mapping[Billed, str] = MappingProxyType(
    {
        Billed.NO: QT_TRANSLATE_NOOP("messages", "You were not charged, and no picture was made."),
        Billed.MAYBE: QT_TRANSLATE_NOOP("messages", "The picture may have been made and paid for."),
        Billed.YES: QT_TRANSLATE_NOOP(
            "messages", "The picture was paid for. What arrived is kept in your library folder."
        ),
        Billed.FREE: QT_TRANSLATE_NOOP("messages", "Nothing was charged, and your pictures are untouched."),
    }
)

# Used if the service reported a charge, whatever the row says.
CHARGED = QT_TRANSLATE_NOOP("messages", "You were charged {cost} for this request.")

# Used for a reply that could not be written to disk, for any reason.
HELD = QT_TRANSLATE_NOOP(
    "messages", "A picture was paid for and has arrived, but it is only in memory until the program closes."
)

ROWS: Mapping[ErrorKind, Row] = MappingProxyType(
    {**SERVICE_ROWS, **SERVER_ROWS, **LOCAL_ROWS, **MODEL_ROWS, **MAKING_ROWS}
)
