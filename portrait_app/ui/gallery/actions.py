"""The actions of the grid."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow

ROWS = (
    ActionRow(
        "copy_image",
        ActionGroup.COPY,
        QT_TRANSLATE_NOOP("actions", "&Copy picture"),
        "copy",
        shortcuts=("Ctrl+C",),
        of_picture=True,
        of_one=True,
    ),
    ActionRow(
        "copy_settings",
        ActionGroup.COPY,
        QT_TRANSLATE_NOOP("actions", "Copy settings as te&xt"),
        "clipboard-text",
        shortcuts=("Ctrl+Shift+C",),
        of_picture=True,
        of_one=True,
    ),
    ActionRow(
        "copy_prompt",
        ActionGroup.COPY,
        QT_TRANSLATE_NOOP("actions", "Copy &prompt"),
        "quotes",
        of_picture=True,
        of_one=True,
    ),
    ActionRow(
        "show_file",
        ActionGroup.FILE,
        QT_TRANSLATE_NOOP("actions", "Show f&ile"),
        "folder-open",
        of_picture=True,
        of_one=True,
    ),
    ActionRow("select_all", ActionGroup.SELECT, QT_TRANSLATE_NOOP("actions", "Select &all"), "selection-all"),
    ActionRow(
        "select_none",
        ActionGroup.SELECT,
        QT_TRANSLATE_NOOP("actions", "Select &none"),
        "selection-slash",
        shortcuts=("Ctrl+Shift+A",),
    ),
    ActionRow(
        "zoom_in",
        ActionGroup.VIEW,
        QT_TRANSLATE_NOOP("actions", "Larger &thumbnails"),
        "magnifying-glass-plus",
        order=2,
        shortcuts=("Ctrl++", "Ctrl+="),
    ),
    ActionRow(
        "zoom_out",
        ActionGroup.VIEW,
        QT_TRANSLATE_NOOP("actions", "S&maller thumbnails"),
        "magnifying-glass-minus",
        order=3,
        shortcuts=("Ctrl+-",),
    ),
)
