"""The licences that a bundle comes with: `packaging/bundle/licences.py` finds them while it is built."""

import json
import logging
from pathlib import Path

from portrait_app.core.licence import Licence

FILE_NAME = "licences.json"
log = logging.getLogger(__name__)


def read_licences(resources: Path) -> list[Licence]:
    """Return every work in the bundle; nothing in a checkout, whose parts bring their own."""
    try:
        rows = json.loads((resources / FILE_NAME).read_text(encoding="utf-8"))
        return [Licence(**row) for row in rows]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError) as error:
        log.warning("The licences cannot be read: %s", error)
        return []
