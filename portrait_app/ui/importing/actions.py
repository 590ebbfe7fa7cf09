"""The action that imports pictures."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow

ROWS = (
    ActionRow(
        "import",
        ActionGroup.BRING,
        QT_TRANSLATE_NOOP("actions", "&Import pictures…"),
        "download-simple",
        shortcuts=("Ctrl+I",),
    ),
)
