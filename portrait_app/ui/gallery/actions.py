"""The actions of the grid."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionRow, Group

ROWS = (
    ActionRow(
        "copy_image",
        Group.COPY,
        QT_TRANSLATE_NOOP("actions", "&Copy picture"),
        "copy",
        shortcuts=("Ctrl+C",),
        of_picture=True,
        of_one=True,
    ),
    ActionRow(
        "copy_settings",
        Group.COPY,
        QT_TRANSLATE_NOOP("actions", "Copy settings as te&xt"),
        "clipboard-text",
        shortcuts=("Ctrl+Shift+C",),
        of_picture=True,
        of_one=True,
    ),
    ActionRow(
        "copy_prompt",
        Group.COPY,
        QT_TRANSLATE_NOOP("actions", "Copy &prompt"),
        "quotes",
        of_picture=True,
        of_one=True,
    ),
    ActionRow(
        "show_file",
        Group.FILE,
        QT_TRANSLATE_NOOP("actions", "Show f&ile"),
        "folder-open",
        of_picture=True,
        of_one=True,
    ),
    ActionRow("select_all", Group.SELECT, QT_TRANSLATE_NOOP("actions", "Select &all"), "selection-all"),
    ActionRow(
        "zoom_in",
        Group.VIEW,
        QT_TRANSLATE_NOOP("actions", "Larger &thumbnails"),
        "magnifying-glass-plus",
        order=2,
        shortcuts=("Ctrl++", "Ctrl+="),
    ),
    ActionRow(
        "zoom_out",
        Group.VIEW,
        QT_TRANSLATE_NOOP("actions", "S&maller thumbnails"),
        "magnifying-glass-minus",
        order=3,
        shortcuts=("Ctrl+-",),
    ),
)
