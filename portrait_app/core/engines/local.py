"""The row of the engine This computer: photographic portraits by models that the user has added."""

from portrait_app.core.engines.row import EngineRow, SourceType
from portrait_app.core.field import Kind
from portrait_app.core.setting import Section, Setting
from portrait_app.core.text import QT_TRANSLATE_NOOP

_SETTINGS = (
    Setting(
        key="local_folder",
        label=QT_TRANSLATE_NOOP("preferences", "Folder of the models"),
        kind=Kind.FOLDER,
        default="",
        help=QT_TRANSLATE_NOOP("preferences", "A model takes 1 to 2 GB. Empty for the program’s own folder."),
        section=Section.ENGINE,
    ),
    Setting(
        key="local_fast",
        label=QT_TRANSLATE_NOOP("preferences", "Faster, slightly different"),
        kind=Kind.BOOLEAN,
        default=False,
        help=QT_TRANSLATE_NOOP(
            "preferences",
            "Calculate with 16-bit numbers, where the processor has them. A seed then gives a slightly "
            "different picture.",
        ),
        section=Section.ENGINE,
    ),
    Setting(
        key="local_preload",
        label=QT_TRANSLATE_NOOP("preferences", "Load the model while I write"),
        kind=Kind.BOOLEAN,
        default=False,
        help=QT_TRANSLATE_NOOP(
            "preferences", "The first picture begins some seconds sooner. The model takes memory meanwhile."
        ),
        section=Section.ENGINE,
    ),
    Setting(
        key="local_idle_minutes",
        #: label: when a model that is not used is removed from memory
        label=QT_TRANSLATE_NOOP("preferences", "Keep the model in memory for"),
        kind=Kind.INTEGER,
        default=10,
        minimum=1,
        maximum=1440,
        unit="min",
        help=QT_TRANSLATE_NOOP("preferences", "After the last picture. Then its memory is free again."),
        section=Section.ENGINE,
    ),
    Setting(
        key="local_threads",
        label=QT_TRANSLATE_NOOP("preferences", "Processor cores"),
        kind=Kind.INTEGER,
        default=0,
        minimum=0,
        maximum=256,
        help=QT_TRANSLATE_NOOP("preferences", "How many cores make a picture. 0: all of them."),
        section=Section.ENGINE,
    ),
    # JSON: seconds per evaluation of the model, by model, size and precision, as measured on this computer
    Setting(key="local_speeds", label="", kind=Kind.TEXT, default="{}"),
)

ROW = EngineRow(
    key="local",
    name="This computer",
    is_remote=False,
    can_cancel=True,
    needs_setup=True,
    source=SourceType.TRAINED,
    settings=_SETTINGS,
    credit=(
        "OpenVINO",
        QT_TRANSLATE_NOOP("credits", "This computer calculates with OpenVINO (Apache License 2.0)."),
    ),
)
