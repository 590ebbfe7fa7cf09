"""The actions Open and Compare."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow

ROWS = (
    ActionRow(
        "open",
        ActionGroup.LOOK,
        QT_TRANSLATE_NOOP("actions", "&Open"),
        "arrows-out",
        order=1,
        of_picture=True,
        of_one=True,
    ),
    ActionRow(
        "compare",
        ActionGroup.LOOK,
        QT_TRANSLATE_NOOP("actions", "Co&mpare"),
        "columns",
        order=2,
        shortcuts=("C",),
        of_picture=True,
    ),
)
