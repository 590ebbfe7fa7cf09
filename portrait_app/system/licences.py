"""Read the licences of a bundle's parts. `packaging/bundle/licences.py` collects them during the build."""

import json
import logging
from pathlib import Path

from portrait_app.core.licence import Licence

FILE_NAME = "licences.json"
log = logging.getLogger(__name__)


def read_licences(resources: Path) -> list[Licence]:
    """Return the licences of all parts of a bundle; an empty list in a checkout."""
    try:
        rows = json.loads((resources / FILE_NAME).read_text(encoding="utf-8"))
        return [Licence(**row) for row in rows]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError) as error:
        log.warning("The licences cannot be read: %s", error)
        return []
