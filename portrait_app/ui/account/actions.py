"""The action that opens the dialog for the key."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow

ROWS = (
    ActionRow("key", ActionGroup.PROGRAM, QT_TRANSLATE_NOOP("actions", "{engine} &key…"), "key", order=1),
)
