"""Open the model folder that the settings name."""

from pathlib import Path

import platformdirs

from portrait_app.core.ports.system import Settings
from portrait_app.engines.local.store.conversion import BroughtFiles
from portrait_app.engines.local.store.host import HUGGING_FACE
from portrait_app.engines.local.store.store import LocalModelStore

FOLDER_SETTING = "local_folder"
_APP = "portrait-studio"  # the folder's name, as `system.paths` has it


def model_folder(settings: Settings) -> Path:
    """Return the folder of the models: the one in the settings, else one among the program's data."""
    chosen = str(settings.value(FOLDER_SETTING)).strip()
    return Path(chosen) if chosen else platformdirs.user_data_path(_APP, appauthor=False) / "models"


def open_store(settings: Settings) -> LocalModelStore:
    """Return the store of the folder; a change of the settings applies at its next call."""
    return LocalModelStore(
        lambda: model_folder(settings),
        BroughtFiles(),
        address=lambda: str(settings.value("model_host")) or HUGGING_FACE,
    )
