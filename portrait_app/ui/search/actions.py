"""The action of the search subject."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow

ROWS = (
    ActionRow(
        "search",
        ActionGroup.VIEW,
        QT_TRANSLATE_NOOP("actions", "&Search"),
        "magnifying-glass",
        order=1,
        shortcuts=("Ctrl+F",),
    ),
)
