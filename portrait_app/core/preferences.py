"""The table of settings. The dialog, the store and the defaults all use it."""

from collections.abc import Callable
from dataclasses import dataclass

from portrait_app.core.engines import ENGINES, EngineRow, find_engine
from portrait_app.core.field import Choice, Kind, Value
from portrait_app.core.setting import Section, Setting
from portrait_app.core.text import QT_TRANSLATE_NOOP

_UNPACED = 1_000_000  # requests per minute, in effect no limit: more than any engine can take
_MOST_MONEY = 100_000  # USD

SETTINGS = (
    Setting(
        key="appearance",
        #: label: dark or light
        label=QT_TRANSLATE_NOOP("preferences", "Appearance"),
        kind=Kind.CHOICE,
        default="system",
        choices=(
            Choice("system", QT_TRANSLATE_NOOP("preferences", "Follow the system")),
            #: choice of the appearance
            Choice("dark", QT_TRANSLATE_NOOP("preferences", "Dark")),
            #: choice of the appearance, against dark
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
            "preferences",
            "Of each engine. More jobs at once finish sooner, up to what your plan allows. An engine that "
            "works on this computer or on your servers decides by itself.",
        ),
        section=Section.GENERAL,
    ),
    Setting(
        key="on_close",
        label=QT_TRANSLATE_NOOP("preferences", "When closing with jobs waiting"),
        kind=Kind.CHOICE,
        default="ask",
        choices=(
            #: choice: the user is asked each time
            Choice("ask", QT_TRANSLATE_NOOP("preferences", "Ask")),
            Choice("keep", QT_TRANSLATE_NOOP("preferences", "Keep them for the next start")),
            Choice("cancel", QT_TRANSLATE_NOOP("preferences", "Cancel them")),
        ),
        section=Section.GENERAL,
    ),
    Setting(
        key="select_new",
        label=QT_TRANSLATE_NOOP("preferences", "Select and show a new picture"),
        kind=Kind.BOOLEAN,
        default=True,
        help=QT_TRANSLATE_NOOP(
            "preferences", "Only if you have not looked at anything else since you pressed Generate."
        ),
        section=Section.GENERAL,
    ),
    Setting(
        key="collect_new",
        label=QT_TRANSLATE_NOOP("preferences", "Put a new picture into the collection that is shown"),
        kind=Kind.BOOLEAN,
        default=True,
        section=Section.GENERAL,
    ),
    Setting(
        key="slideshow_seconds",
        label=QT_TRANSLATE_NOOP("preferences", "Slideshow: each picture"),
        kind=Kind.INTEGER,
        default=5,
        minimum=1,
        maximum=600,
        unit="s",
        section=Section.GENERAL,
    ),
    Setting(
        key="library_folder",
        label=QT_TRANSLATE_NOOP("preferences", "Library folder"),
        kind=Kind.FOLDER,
        default="",
        help=QT_TRANSLATE_NOOP(
            "preferences", "Where new pictures are kept. Existing pictures stay where they are."
        ),
        section=Section.LIBRARY,
        needs_restart=True,
    ),
    Setting(key="opened_libraries", label="", kind=Kind.TEXT, default="[]"),  # JSON: folders, newest first
    *(setting for engine in ENGINES for setting in engine.settings),
    Setting(
        key="session_budget",
        label=QT_TRANSLATE_NOOP("preferences", "Session budget"),
        kind=Kind.NUMBER,
        default=0.0,
        minimum=0,
        maximum=_MOST_MONEY,
        unit="USD",
        help=QT_TRANSLATE_NOOP(
            "preferences",
            "You are asked before more is spent in one session, from start to close. 0: no budget.",
        ),
        section=Section.COSTS,
    ),
    Setting(
        key="monthly_budget",
        label=QT_TRANSLATE_NOOP("preferences", "Monthly budget"),
        kind=Kind.NUMBER,
        default=0.0,
        minimum=0,
        maximum=_MOST_MONEY,
        unit="USD",
        help=QT_TRANSLATE_NOOP(
            "preferences", "You are asked before more is spent in a calendar month. 0: no budget."
        ),
        section=Section.COSTS,
    ),
    Setting(
        key="reserve",
        label=QT_TRANSLATE_NOOP("preferences", "Minimum balance"),
        kind=Kind.NUMBER,
        default=0.0,
        minimum=0,
        maximum=_MOST_MONEY,
        unit="USD",
        help=QT_TRANSLATE_NOOP(
            "preferences",
            "The queue is put on hold when the next request would leave less than this. 0: only "
            "when the account cannot pay for it.",
        ),
        section=Section.COSTS,
    ),
    Setting(
        key="creator",
        #: label: the person named in exported files
        label=QT_TRANSLATE_NOOP("preferences", "Creator"),
        kind=Kind.TEXT,
        default="",
        help=QT_TRANSLATE_NOOP(
            "preferences", "Your name, as written into exported files. Empty: no name is written."
        ),
        section=Section.EXPORT,
    ),
    Setting(
        key="rights",
        #: label: the copyright named in exported files
        label=QT_TRANSLATE_NOOP("preferences", "Rights"),
        kind=Kind.TEXT,
        default="",
        help=QT_TRANSLATE_NOOP("preferences", "Who may use the pictures, such as “All rights reserved”."),
        section=Section.EXPORT,
    ),
    Setting(key="old_library", label="", kind=Kind.TEXT, default=""),  # where a moved library was before
    Setting(key="last_export", label="", kind=Kind.TEXT, default=""),  # JSON: an ExportPlan
    Setting(key="export_presets", label="", kind=Kind.TEXT, default=""),  # JSON; empty for the examples
    # JSON: the collections for pictures that are still being made
    Setting(key="collections_of_jobs", label="", kind=Kind.TEXT, default="{}"),
    # The state of the window, restored at the next start
    Setting(key="queue_paused", label="", kind=Kind.BOOLEAN, default=False),
    Setting(key="engine", label="", kind=Kind.TEXT, default=""),  # empty until the user chooses one
    Setting(key="endpoints", label="", kind=Kind.TEXT, default="{}"),  # JSON: the chosen model by engine
    Setting(key="models", label="", kind=Kind.TEXT, default="{}"),  # JSON: see `core.model_choices`
    # Where models are downloaded from, for a mirror of it. Empty: the publishers' host
    Setting(key="model_host", label="", kind=Kind.TEXT, default=""),
    Setting(key="reported_models", label="", kind=Kind.TEXT, default="{}"),  # JSON: the last ones by engine
    Setting(key="parameters", label="", kind=Kind.TEXT, default=""),  # JSON: the values in the panel
    Setting(key="filter", label="", kind=Kind.TEXT, default="all"),
    Setting(key="collection", label="", kind=Kind.TEXT, default=""),  # name of the shown one, or empty
    Setting(key="auto_advance", label="", kind=Kind.BOOLEAN, default=False),
    Setting(key="search", label="", kind=Kind.TEXT, default=""),
    Setting(key="order", label="", kind=Kind.TEXT, default="newest"),
    Setting(key="saved_searches", label="", kind=Kind.TEXT, default="[]"),  # JSON: names and searches
    Setting(key="cell_size", label="", kind=Kind.INTEGER, default=176, minimum=64, maximum=512, unit="px"),
    Setting(key="current_picture", label="", kind=Kind.INTEGER, default=0, minimum=0),
    Setting(key="window_geometry", label="", kind=Kind.TEXT, default=""),  # base64
    Setting(key="window_state", label="", kind=Kind.TEXT, default=""),  # base64
    Setting(key="banner_dismissed", label="", kind=Kind.BOOLEAN, default=False),
    Setting(key="model_offer_dismissed", label="", kind=Kind.BOOLEAN, default=False),
)


def setting(key: str) -> Setting:
    """Return the setting with this key. Raises KeyError if there is none."""
    for row in SETTINGS:
        if row.key == key:
            return row
    raise KeyError(key)


@dataclass(frozen=True, slots=True)
class PreferencePage:
    """A page of the settings dialog."""

    key: str  # the engine's key, or the section
    title: str
    settings: tuple[Setting, ...]
    engine: EngineRow | None = None  # set on the page of an engine


def pages() -> list[PreferencePage]:
    """Return the pages of the settings dialog, in order."""
    return [page for section in Section for page in _pages_of(section)]


def _pages_of(section: Section) -> list[PreferencePage]:
    if section is not Section.ENGINE:
        return [PreferencePage(section, section, _shown(SETTINGS, section))]
    of_engines = (
        PreferencePage(engine.key, engine.name, _shown(engine.settings, section), engine)
        for engine in ENGINES
    )
    return [page for page in of_engines if page.settings or (page.engine and page.engine.login)]


def _shown(settings: tuple[Setting, ...], section: Section) -> tuple[Setting, ...]:
    return tuple(row for row in settings if row.section is section)


def requests_per_minute(value: Callable[[str], Value], engine: str) -> int:
    """Return the most requests per minute for an engine. `value` returns the value of a setting by key."""
    row = find_engine(engine)
    return int(value(row.pace)) if row is not None and row.pace else _UNPACED
