"""The actions that export pictures."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow

ROWS = (
    ActionRow(
        "export",
        ActionGroup.EXPORT,
        QT_TRANSLATE_NOOP("actions", "&Export…"),
        "export",
        shortcuts=("Ctrl+E",),
        in_context=True,
    ),
    ActionRow(
        "export_again",
        ActionGroup.EXPORT,
        QT_TRANSLATE_NOOP("actions", "Export &again"),
        "repeat",
        shortcuts=("Ctrl+Shift+E",),
        of_picture=True,
    ),
    ActionRow(
        "export_preset",
        ActionGroup.EXPORT,
        QT_TRANSLATE_NOOP("actions", "Export &with"),
        "bookmarks-simple",
        of_picture=True,
    ),
)
