"""The program's own actions."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow

ROWS = (
    ActionRow(
        "settings",
        ActionGroup.PROGRAM,
        QT_TRANSLATE_NOOP("actions", "&Settings…"),
        "gear",
        order=2,
        shortcuts=("Ctrl+,",),
        at_once=True,
    ),
    ActionRow(
        "quit",
        ActionGroup.QUIT,
        QT_TRANSLATE_NOOP("actions", "&Quit"),
        "sign-out",
        shortcuts=("Ctrl+Q",),
        at_once=True,
    ),
    ActionRow(
        "about",
        ActionGroup.HELP,
        QT_TRANSLATE_NOOP("actions", "&About Portrait Studio"),
        "info",
        at_once=True,
    ),
    ActionRow(
        "logs", ActionGroup.HELP, QT_TRANSLATE_NOOP("actions", "Show &log files"), "file-text", at_once=True
    ),
)
