"""The row of the engine My server: photographic portraits from servers that the user runs."""

from portrait_app.core.engines.row import EngineRow, SourceType
from portrait_app.core.field import Kind
from portrait_app.core.setting import Section, Setting
from portrait_app.core.text import QT_TRANSLATE_NOOP

ROW = EngineRow(
    key="server",
    name="My server",
    is_remote=True,
    can_cancel=True,
    source=SourceType.TRAINED,
    needs_setup=True,
    settings=(
        Setting(key="servers", label="", kind=Kind.TEXT, default="[]"),  # JSON: see `core.servers`
        Setting(
            key="server_timeout",
            label=QT_TRANSLATE_NOOP("preferences", "Picture timeout"),
            kind=Kind.INTEGER,
            default=15,
            minimum=1,
            maximum=240,
            unit="min",
            help=QT_TRANSLATE_NOOP(
                "preferences",
                "How long one request may take, with loading the model. A computer without a graphics card "
                "needs minutes for a picture.",
            ),
            section=Section.ENGINE,
        ),
    ),
)
