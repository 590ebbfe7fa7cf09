"""The table of settings: the dialog, the store and the defaults all come from here."""

from dataclasses import dataclass
from enum import StrEnum

from portrait_app.core.field import Choice, Field, Kind
from portrait_app.core.retry import PRO_PLAN
from portrait_app.core.text import QT_TRANSLATE_NOOP


class Section(StrEnum):
    """A page of the settings dialog."""

    GENERAL = QT_TRANSLATE_NOOP("preferences", "General")
    LIBRARY = QT_TRANSLATE_NOOP("preferences", "Library")
    SEGMIND = QT_TRANSLATE_NOOP("preferences", "Segmind")
    COSTS = QT_TRANSLATE_NOOP("preferences", "Costs")
    EXPORT = QT_TRANSLATE_NOOP("preferences", "Export")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Field):
    """A field that is remembered. One without a section is state of the window, not for the dialog."""

    section: Section | None = None
    needs_restart: bool = False


_MOST_MONEY = 100_000  # USD

SETTINGS = (
    Setting(
        key="appearance",
        label=QT_TRANSLATE_NOOP("preferences", "Appearance"),
        kind=Kind.CHOICE,
        default="system",
        choices=(
            Choice("system", QT_TRANSLATE_NOOP("preferences", "Follow the system")),
            Choice("dark", QT_TRANSLATE_NOOP("preferences", "Dark")),
            Choice("light", QT_TRANSLATE_NOOP("preferences", "Light")),
        ),
        section=Section.GENERAL,
    ),
    Setting(
        key="concurrency",
        label=QT_TRANSLATE_NOOP("preferences", "Jobs at the same time"),
        kind=Kind.INTEGER,
        default=2,
        minimum=1,
        maximum=8,
        help=QT_TRANSLATE_NOOP(
            "preferences", "More jobs at once finish sooner, up to what your plan allows."
        ),
        section=Section.GENERAL,
    ),
    Setting(
        key="on_close",
        label=QT_TRANSLATE_NOOP("preferences", "When closing with jobs waiting"),
        kind=Kind.CHOICE,
        default="ask",
        choices=(
            Choice("ask", QT_TRANSLATE_NOOP("preferences", "Ask")),
            Choice("keep", QT_TRANSLATE_NOOP("preferences", "Keep them for the next start")),
            Choice("cancel", QT_TRANSLATE_NOOP("preferences", "Cancel them")),
        ),
        section=Section.GENERAL,
    ),
    Setting(
        key="library_folder",
        label=QT_TRANSLATE_NOOP("preferences", "Library folder"),
        kind=Kind.FOLDER,
        default="",
        help=QT_TRANSLATE_NOOP(
            "preferences", "Where pictures are kept. Pictures already made stay where they are."
        ),
        section=Section.LIBRARY,
        needs_restart=True,
    ),
    Setting(
        key="api_url",
        label=QT_TRANSLATE_NOOP("preferences", "Address of the service"),
        kind=Kind.ADDRESS,
        default="https://api.segmind.com",
        required=True,
        help=QT_TRANSLATE_NOOP(
            "preferences", "Change this only for a gateway or a copy you host. Your key is sent there."
        ),
        section=Section.SEGMIND,
    ),
    Setting(
        key="delivery",
        label=QT_TRANSLATE_NOOP("preferences", "Delivery"),
        kind=Kind.CHOICE,
        default="direct",
        choices=(
            Choice("direct", QT_TRANSLATE_NOOP("preferences", "Direct (v1)")),
            Choice("queued", QT_TRANSLATE_NOOP("preferences", "Queued (v2, survives a crash)")),
        ),
        help=QT_TRANSLATE_NOOP(
            "preferences",
            "Direct waits on one connection. Queued asks every second, so a broken connection loses nothing.",
        ),
        section=Section.SEGMIND,
    ),
    Setting(
        key="requests_per_minute",
        label=QT_TRANSLATE_NOOP("preferences", "Requests a minute"),
        kind=Kind.INTEGER,
        default=PRO_PLAN,
        minimum=1,
        maximum=600,
        help=QT_TRANSLATE_NOOP(
            "preferences",
            "Segmind's free plan allows 5, Pro 50. The queue slows down by itself where that is too many.",
        ),
        section=Section.SEGMIND,
    ),
    Setting(
        key="connect_timeout",
        label=QT_TRANSLATE_NOOP("preferences", "Wait for a connection"),
        kind=Kind.INTEGER,
        default=10,
        minimum=1,
        maximum=120,
        unit="s",
        section=Section.SEGMIND,
    ),
    Setting(
        key="read_timeout",
        label=QT_TRANSLATE_NOOP("preferences", "Wait for a picture"),
        kind=Kind.INTEGER,
        default=300,
        minimum=10,
        maximum=3600,
        unit="s",
        help=QT_TRANSLATE_NOOP(
            "preferences", "A model that has not been used for a while takes minutes to warm up."
        ),
        section=Section.SEGMIND,
    ),
    Setting(
        key="max_reply_mb",
        label=QT_TRANSLATE_NOOP("preferences", "Largest reply"),
        kind=Kind.INTEGER,
        default=64,
        minimum=8,
        maximum=1024,
        unit="MB",
        section=Section.SEGMIND,
    ),
    Setting(
        key="session_budget",
        label=QT_TRANSLATE_NOOP("preferences", "Budget for a session"),
        kind=Kind.NUMBER,
        default=0.0,
        minimum=0,
        maximum=_MOST_MONEY,
        unit="USD",
        help=QT_TRANSLATE_NOOP(
            "preferences",
            "Before more is spent from one start of the program to its end, you are asked. 0: no budget.",
        ),
        section=Section.COSTS,
    ),
    Setting(
        key="monthly_budget",
        label=QT_TRANSLATE_NOOP("preferences", "Budget for a month"),
        kind=Kind.NUMBER,
        default=0.0,
        minimum=0,
        maximum=_MOST_MONEY,
        unit="USD",
        help=QT_TRANSLATE_NOOP(
            "preferences", "Before more is spent in a calendar month, you are asked. 0: no budget."
        ),
        section=Section.COSTS,
    ),
    Setting(
        key="reserve",
        label=QT_TRANSLATE_NOOP("preferences", "Keep in the account"),
        kind=Kind.NUMBER,
        default=0.0,
        minimum=0,
        maximum=_MOST_MONEY,
        unit="USD",
        help=QT_TRANSLATE_NOOP(
            "preferences",
            "The queue pauses when the next request would leave less than this. "
            "0: when the account cannot pay for it.",
        ),
        section=Section.COSTS,
    ),
    Setting(
        key="creator",
        label=QT_TRANSLATE_NOOP("preferences", "Creator"),
        kind=Kind.TEXT,
        default="",
        help=QT_TRANSLATE_NOOP(
            "preferences", "Your name, as exported files tell it. Empty: they name nobody."
        ),
        section=Section.EXPORT,
    ),
    Setting(
        key="rights",
        label=QT_TRANSLATE_NOOP("preferences", "Rights"),
        kind=Kind.TEXT,
        default="",
        help=QT_TRANSLATE_NOOP("preferences", "Who may use the pictures, such as “All rights reserved”."),
        section=Section.EXPORT,
    ),
    Setting(key="last_export", label="", kind=Kind.TEXT, default=""),  # JSON: an ExportPlan
    Setting(key="export_presets", label="", kind=Kind.TEXT, default=""),  # JSON; empty for the examples
    # For a gateway that keeps its history elsewhere. Empty: Segmind's own, or at the gateway's address.
    Setting(key="history_url", label="", kind=Kind.TEXT, default=""),
    # The state of the window: it comes back as it was left.
    Setting(key="queue_paused", label="", kind=Kind.BOOLEAN, default=False),
    Setting(key="engine", label="", kind=Kind.TEXT, default=""),  # empty until a person chooses one
    Setting(
        key="endpoints", label="", kind=Kind.TEXT, default="{}"
    ),  # JSON: the model chosen for each engine
    Setting(key="parameters", label="", kind=Kind.TEXT, default=""),  # JSON: the half-written request
    Setting(key="filter", label="", kind=Kind.TEXT, default="all"),
    Setting(key="collection", label="", kind=Kind.TEXT, default=""),  # its name; empty for none
    Setting(key="auto_advance", label="", kind=Kind.BOOLEAN, default=False),
    Setting(key="search", label="", kind=Kind.TEXT, default=""),
    Setting(key="order", label="", kind=Kind.TEXT, default="newest"),
    Setting(key="saved_searches", label="", kind=Kind.TEXT, default="[]"),  # JSON: names and searches
    Setting(key="cell_size", label="", kind=Kind.INTEGER, default=176, minimum=64, maximum=512, unit="px"),
    Setting(key="current_picture", label="", kind=Kind.INTEGER, default=0, minimum=0),
    Setting(key="window_geometry", label="", kind=Kind.TEXT, default=""),  # base64
    Setting(key="window_state", label="", kind=Kind.TEXT, default=""),  # base64
    Setting(key="banner_dismissed", label="", kind=Kind.BOOLEAN, default=False),
)


def setting(key: str) -> Setting:
    """Return the setting called `key`. Raises KeyError for an undeclared one."""
    for row in SETTINGS:
        if row.key == key:
            return row
    raise KeyError(key)
