"""The row of the engine Segmind: photographic portraits from a paid cloud service."""

from portrait_app.core.engines.row import AccountPages, EngineRow, Login, SourceType
from portrait_app.core.field import Choice, Kind
from portrait_app.core.retry import PRO_PLAN
from portrait_app.core.setting import Section, Setting
from portrait_app.core.text import QT_TRANSLATE_NOOP

_SETTINGS = (
    Setting(
        key="api_url",
        label=QT_TRANSLATE_NOOP("preferences", "Address of the service"),
        kind=Kind.ADDRESS,
        default="https://api.segmind.com",
        required=True,
        help=QT_TRANSLATE_NOOP(
            "preferences", "Change this only for a gateway or a copy you host. Your key is sent there."
        ),
        section=Section.ENGINE,
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
        section=Section.ENGINE,
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
        section=Section.ENGINE,
    ),
    Setting(
        key="connect_timeout",
        label=QT_TRANSLATE_NOOP("preferences", "Wait for a connection"),
        kind=Kind.INTEGER,
        default=10,
        minimum=1,
        maximum=120,
        unit="s",
        section=Section.ENGINE,
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
    system="Segmind",  # the service's own spelling
    login=Login(
        keychain="segmind-api-key",
        variable="SEGMIND_API_KEY",
        page="https://cloud.segmind.com/console/api-keys",
        pattern="SG_[0-9a-fA-F]{16}",
        placeholder="SG_…",
        unlike=QT_TRANSLATE_NOOP(
            "engines",
            "A Segmind key reads SG_ and 16 digits or letters a to f. This one differs, and may work too.",
        ),
    ),
    account=AccountPages(home="https://cloud.segmind.com", billing="https://cloud.segmind.com/billing"),
    has_history=True,
    settings=_SETTINGS,
    address="api_url",
    pace="requests_per_minute",
)
