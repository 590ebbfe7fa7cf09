"""The row of the engine Sketch: portraits drawn on this computer from the words of the prompt."""

from portrait_app.core.engines.row import EngineRow, SourceType
from portrait_app.core.text import QT_TRANSLATE_NOOP

ROW = EngineRow(
    key="sketch",
    name="Sketch",
    is_remote=False,
    can_cancel=True,
    source=SourceType.DRAWN,
    drawing=2,
    credit=(
        "DiceBear · Lorelei",
        QT_TRANSLATE_NOOP(
            "credits", "Sketch draws with DiceBear (MIT), in the style Lorelei by Lisa Wischofsky (CC0 1.0)."
        ),
    ),
)
