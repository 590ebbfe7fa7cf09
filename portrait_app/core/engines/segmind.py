"""The row of the engine Segmind: photographic portraits from a paid cloud service."""

from portrait_app.core.engines.row import AccountPages, EngineRow, Login, SourceType
from portrait_app.core.field import Choice, Kind
from portrait_app.core.retry import PRO_PLAN
from portrait_app.core.setting import Section, Setting
from portrait_app.core.text import QT_TRANSLATE_NOOP

_SETTINGS = (
    Setting(
        key="api_url",
        label=QT_TRANSLATE_NOOP("preferences", "Service address"),
        kind=Kind.ADDRESS,
        default="https://api.segmind.com",
        required=True,
        help=QT_TRANSLATE_NOOP(
            "preferences",
            "Change this only for a gateway or a copy you host. Your key is sent to this address.",
        ),
        section=Section.ENGINE,
    ),
    Setting(
        key="delivery",
        #: label: how the service hands over pictures
        label=QT_TRANSLATE_NOOP("preferences", "Delivery"),
        kind=Kind.CHOICE,
        default="direct",
        choices=(
            Choice("direct", QT_TRANSLATE_NOOP("preferences", "Direct (v1)")),
            Choice("queued", QT_TRANSLATE_NOOP("preferences", "Queued (v2, survives a crash)")),
        ),
        help=QT_TRANSLATE_NOOP(
            "preferences",
            "Direct waits on one connection. Queued asks for the result every second, so a broken "
            "connection loses nothing.",
        ),
        section=Section.ENGINE,
    ),
    Setting(
        key="requests_per_minute",
        label=QT_TRANSLATE_NOOP("preferences", "Requests per minute"),
        kind=Kind.INTEGER,
        default=PRO_PLAN,
        minimum=1,
        maximum=600,
        help=QT_TRANSLATE_NOOP(
            "preferences",
            "Segmind’s free plan allows 5, Pro 50. The queue slows down automatically if this is too many.",
        ),
        section=Section.ENGINE,
    ),
    Setting(
        key="connect_timeout",
        label=QT_TRANSLATE_NOOP("preferences", "Connection timeout"),
        kind=Kind.INTEGER,
        default=10,
        minimum=1,
        maximum=120,
        unit="s",
        section=Section.ENGINE,
    ),
    Setting(
        key="read_timeout",
        label=QT_TRANSLATE_NOOP("preferences", "Picture timeout"),
        kind=Kind.INTEGER,
        default=300,
        minimum=10,
        maximum=3600,
        unit="s",
        help=QT_TRANSLATE_NOOP(
            "preferences", "A model that has not been used for a while can take minutes to warm up."
        ),
        section=Section.ENGINE,
    ),
    Setting(
        key="max_reply_mb",
        label=QT_TRANSLATE_NOOP("preferences", "Largest reply"),
        kind=Kind.INTEGER,
        default=64,
        minimum=8,
        maximum=1024,
        unit="MB",
        section=Section.ENGINE,
    ),
    # For a gateway whose history has another address. Empty: Segmind's own history, or the gateway's address
    Setting(key="history_url", label="", kind=Kind.TEXT, default=""),
)

ROW = EngineRow(
    key="segmind",
    name="Segmind",
    is_remote=True,
    can_cancel=False,
    source=SourceType.TRAINED,
    costs_money=True,
    takes_slugs=True,
    system="Segmind",  # the service's own spelling
    login=Login(
        keychain="segmind-api-key",
        variable="SEGMIND_API_KEY",
        page="https://cloud.segmind.com/console/api-keys",
        pattern="SG_[0-9a-fA-F]{16}",
        placeholder="SG_…",
        mismatch_message=QT_TRANSLATE_NOOP(
            "engines",
            "A Segmind key is SG_ followed by 16 digits or letters a to f. This one looks "
            "different, but it may work.",
        ),
    ),
    account=AccountPages(home="https://cloud.segmind.com", billing="https://cloud.segmind.com/billing"),
    has_history=True,
    settings=_SETTINGS,
    address="api_url",
    pace="requests_per_minute",
)
