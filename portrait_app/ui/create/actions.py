"""The actions that create portraits or change their settings."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow

ROWS = (
    ActionRow(
        "generate",
        ActionGroup.MAKE,
        #: verb: makes pictures
        QT_TRANSLATE_NOOP("actions", "&Generate"),
        "magic-wand",
        shortcuts=("Ctrl+Enter", "Ctrl+Return"),  # both keys; menu and button show the first
    ),
    ActionRow(
        "reset",
        ActionGroup.MAKE,
        QT_TRANSLATE_NOOP("actions", "&Reset settings to defaults"),
        "arrow-counter-clockwise",
        at_once=True,
    ),
    ActionRow(
        "sample",
        ActionGroup.MAKE,
        QT_TRANSLATE_NOOP("actions", "&Fill in the sample portrait"),
        "user-focus",
        at_once=True,
    ),
    ActionRow(
        "sample_with_seed",
        ActionGroup.MAKE,
        QT_TRANSLATE_NOOP("actions", "Sample, &with its seed"),
        "lock",
        at_once=True,
    ),
    ActionRow(
        "use_settings",
        ActionGroup.AGAIN,
        QT_TRANSLATE_NOOP("actions", "&Use these settings"),
        "sliders-horizontal",
        shortcuts=("Ctrl+U",),
        of_picture=True,
        of_one=True,
    ),
    ActionRow(
        "new_seed",
        ActionGroup.AGAIN,
        QT_TRANSLATE_NOOP("actions", "&Same, new seed"),
        "dice-five",
        shortcuts=("Ctrl+R",),
        of_picture=True,
        of_one=True,
    ),
)
