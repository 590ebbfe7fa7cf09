"""Open the engine This computer."""

from pathlib import Path

from portrait_app.core.ports.engines import EngineTools, OpenedEngine
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.engines.local.child import program
from portrait_app.engines.local.child.process import ChildProcess
from portrait_app.engines.local.engine import LocalEngine
from portrait_app.engines.local.installed import InstalledModels
from portrait_app.engines.local.store.conversion import BroughtFiles
from portrait_app.engines.local.store.host import HUGGING_FACE
from portrait_app.engines.local.store.store import LocalModelStore

_MINUTE = 60.0
_FOLDER = "models"  # in the program's folder for data
_NOT_INSTALLED = QT_TRANSLATE_NOOP(
    "engines",
    "To make photographs on this computer, install the package “portrait-studio-local”, or pip’s "
    "“portrait-studio[local]”.",
)
_OTHER_VERSION = QT_TRANSLATE_NOOP(
    "engines",
    "The package “portrait-studio-local” has another version than the program. Install the one that was "
    "published together with it.",
)
_NO_MODEL = QT_TRANSLATE_NOOP(
    "engines", "To make photographs on this computer, add a model: 1 to 2 GB on the disk."
)


def open_engine(tools: EngineTools) -> OpenedEngine:
    """Return the engine. Its child process starts with the first picture."""
    settings = tools.settings

    def folder() -> Path | None:
        chosen = str(settings.value("local_folder"))
        return Path(chosen) if chosen else tools.data and tools.data / _FOLDER

    def idle_seconds() -> float:
        return float(settings.value("local_idle_minutes")) * _MINUTE

    def missing_part() -> str:
        if program.is_installed():
            return ""
        return _NOT_INSTALLED if program.find_package() is None else _OTHER_VERSION

    models = InstalledModels(folder)
    engine = LocalEngine(settings, models, ChildProcess(program.command, idle_seconds))

    def missing() -> str:
        return missing_part() or (_NO_MODEL if models.is_empty else "")

    store = None
    if tools.data is not None:
        store = LocalModelStore(
            lambda: folder() or Path(),
            BroughtFiles(program.command),
            missing=missing_part,
            address=lambda: str(settings.value("model_host")) or HUGGING_FACE,
        )
    return OpenedEngine(
        engine, models=models, capacity=lambda: 1, missing=missing, foresight=engine, store=store
    )
