"""The actions Open, Compare, Slideshow and Full screen."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow

ROWS = (
    ActionRow(
        "open",
        ActionGroup.LOOK,
        #: verb: opens a picture
        QT_TRANSLATE_NOOP("actions", "&Open"),
        "arrows-out",
        order=1,
        of_picture=True,
        of_one=True,
    ),
    ActionRow(
        "compare",
        ActionGroup.LOOK,
        #: verb: shows pictures side by side
        QT_TRANSLATE_NOOP("actions", "Co&mpare"),
        "columns",
        order=2,
        shortcuts=("C",),
        of_picture=True,
    ),
    ActionRow(
        "slideshow",
        ActionGroup.VIEW,
        #: noun: one picture after the other
        QT_TRANSLATE_NOOP("actions", "Sli&deshow"),
        "presentation",
        order=4,
        shortcuts=("F5",),
        checkable=True,
    ),
    ActionRow(
        "full_screen",
        ActionGroup.VIEW,
        QT_TRANSLATE_NOOP("actions", "&Full screen"),
        "corners-out",
        order=5,
        shortcuts=("F11",),
        checkable=True,
        at_once=True,
    ),
)
