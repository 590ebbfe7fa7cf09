"""The actions that import pictures."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow

ROWS = (
    ActionRow(
        "paste",
        ActionGroup.COPY,
        QT_TRANSLATE_NOOP("actions", "Pa&ste picture or files"),
        "clipboard",
        order=1,
        shortcuts=("Ctrl+V",),
        typed=True,
    ),
    ActionRow(
        "import",
        ActionGroup.BRING,
        QT_TRANSLATE_NOOP("actions", "&Import pictures…"),
        "download-simple",
        shortcuts=("Ctrl+I",),
    ),
)
