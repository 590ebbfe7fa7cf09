"""The actions that curate pictures."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow


def _rate(stars: int, text: str) -> ActionRow:
    """Return the row of the action that gives `stars` stars. The keys are rate_0 to rate_5."""
    return ActionRow(
        f"rate_{stars}",
        ActionGroup.LOOK,
        text,
        shortcuts=(str(stars),),
        order=4,
        of_picture=True,
        checkable=True,
        #: verb, a menu: gives stars
        submenu=QT_TRANSLATE_NOOP("actions", "&Rate"),
        submenu_icon="star-half",
        keys_on_pictures=True,
    )


ROWS = (
    ActionRow(
        "undo",
        ActionGroup.UNDO,
        #: verb
        QT_TRANSLATE_NOOP("actions", "&Undo"),
        "arrow-u-up-left",
        shortcuts=("Ctrl+Z",),
        typed=True,
    ),
    ActionRow(
        "redo",
        ActionGroup.UNDO,
        #: verb: does again what was undone
        QT_TRANSLATE_NOOP("actions", "&Redo"),
        "arrow-u-up-right",
        shortcuts=("Ctrl+Shift+Z", "Ctrl+Y"),
        typed=True,
    ),
    ActionRow(
        "favourite",
        ActionGroup.LOOK,
        #: verb: marks pictures as favourites
        QT_TRANSLATE_NOOP("actions", "&Favourite"),
        "star",
        order=3,
        shortcuts=("F",),
        of_picture=True,
        checkable=True,
    ),
    _rate(0, QT_TRANSLATE_NOOP("actions", "&No stars")),
    _rate(1, QT_TRANSLATE_NOOP("actions", "&1 star")),
    _rate(2, QT_TRANSLATE_NOOP("actions", "&2 stars")),
    _rate(3, QT_TRANSLATE_NOOP("actions", "&3 stars")),
    _rate(4, QT_TRANSLATE_NOOP("actions", "&4 stars")),
    _rate(5, QT_TRANSLATE_NOOP("actions", "&5 stars")),
    ActionRow(
        "tags",
        ActionGroup.LOOK,
        #: noun, plural: a submenu
        QT_TRANSLATE_NOOP("actions", "&Tags"),
        "tag",
        order=5,
        of_picture=True,
    ),
    ActionRow(
        "collections",
        ActionGroup.LOOK,
        #: noun, plural: a submenu
        QT_TRANSLATE_NOOP("actions", "Collectio&ns"),
        "folder-simple",
        order=6,
        of_picture=True,
    ),
    ActionRow(
        "trash",
        ActionGroup.TRASH,
        QT_TRANSLATE_NOOP("actions", "Move to Tras&h"),
        "trash",
        shortcuts=("Del",),
        of_picture=True,
    ),
    ActionRow(
        "restore",
        ActionGroup.TRASH,
        QT_TRANSLATE_NOOP("actions", "Restore from Tras&h"),
        "arrow-counter-clockwise",
        of_picture=True,
    ),
    ActionRow(
        "empty_trash", ActionGroup.TRASH, QT_TRANSLATE_NOOP("actions", "Empt&y Trash…"), "trash-simple"
    ),
    ActionRow(
        "new_collection",
        ActionGroup.COLLECTIONS,
        QT_TRANSLATE_NOOP("actions", "New &collection…"),
        "folder-simple-plus",
        shortcuts=("Ctrl+Shift+N",),
    ),
    ActionRow(
        "add_tags",
        ActionGroup.COLLECTIONS,
        QT_TRANSLATE_NOOP("actions", "A&dd tags…"),
        "tag",
        shortcuts=("T",),
        typed=True,
    ),
    ActionRow(
        "manage_tags",
        ActionGroup.COLLECTIONS,
        QT_TRANSLATE_NOOP("actions", "Tags of all &pictures…"),
        "tag-simple",
    ),
    ActionRow(
        "auto_advance",
        ActionGroup.CULLING,
        QT_TRANSLATE_NOOP("actions", "Auto-ad&vance when culling"),
        "skip-forward",
        checkable=True,
    ),
)
