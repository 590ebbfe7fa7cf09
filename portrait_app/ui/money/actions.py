"""The action that opens the ledger."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow

ROWS = (
    ActionRow(
        "costs",
        ActionGroup.PROGRAM,
        QT_TRANSLATE_NOOP("actions", "C&osts…"),
        "receipt",
        order=3,
        shortcuts=("Ctrl+Shift+M",),
    ),
)
