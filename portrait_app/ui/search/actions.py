"""The actions of searching."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionRow, Group

ROWS = (
    ActionRow(
        "search",
        Group.VIEW,
        QT_TRANSLATE_NOOP("actions", "&Search"),
        "magnifying-glass",
        order=1,
        shortcuts=("Ctrl+F",),
    ),
)
