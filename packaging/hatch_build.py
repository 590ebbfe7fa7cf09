"""Makes the .qm of the translations before a wheel is built: they are among the resources that it carries."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TranslationsHook(BuildHookInterface):
    """Runs packaging/translations.py."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's own
        runpy.run_path(str(Path(self.root, "packaging", "translations.py")))["release"]()
