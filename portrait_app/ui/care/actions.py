"""The actions that check and restore the library, and handle missing files."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow

ROWS = (
    ActionRow(
        "check_library",
        ActionGroup.PROGRAM,
        QT_TRANSLATE_NOOP("actions", "C&heck library…"),
        "shield-check",
        order=4,
    ),
    ActionRow(
        "find_missing",
        ActionGroup.PROGRAM,
        QT_TRANSLATE_NOOP("actions", "Look for &missing files…"),
        "file-search",
        order=4,
    ),
    ActionRow(
        "restore_library",
        ActionGroup.PROGRAM,
        QT_TRANSLATE_NOOP("actions", "Restore &library…"),
        "clock-counter-clockwise",
        order=5,
    ),
    ActionRow(
        "move_library",
        ActionGroup.PROGRAM,
        QT_TRANSLATE_NOOP("actions", "Mo&ve library…"),
        "folders",
        order=5,
    ),
    ActionRow(
        "locate_file",
        ActionGroup.MISSING,
        QT_TRANSLATE_NOOP("actions", "&Locate file…"),
        "file-search",
        of_picture=True,
    ),
    ActionRow(
        #: verb: removes a job from the list
        "forget",
        ActionGroup.MISSING,
        QT_TRANSLATE_NOOP("actions", "For&get"),
        "eraser",
        of_picture=True,
    ),
)
