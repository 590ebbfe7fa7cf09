"""Pictures as the library returns them."""

from datetime import UTC, datetime
from typing import Any

from portrait_app.core.catalog import SAMPLE_VALUES
from portrait_app.core.picture import Picture
from portrait_app.core.request import GenerationRequest


def a_picture(picture_id: int = 1, *, endpoint: str = "potraitsd1.5-txt2img", **changes: Any) -> Picture:
    """Return the sample portrait as a Picture, with `changes` to its fields.

    A change whose key is a parameter's changes the value in the request.
    """
    values = {key: changes.pop(key, value) for key, value in SAMPLE_VALUES.items() if key != "seed"}
    values["seed"] = changes.pop("asked_seed", SAMPLE_VALUES["seed"])
    known: dict[str, Any] = {
        "id": picture_id,
        "job_id": picture_id,
        "sample": 0,
        "created": datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
        "request": GenerationRequest(endpoint, values),
        "file": f"pictures/2026/11/{picture_id}.jpg",
        "format": "jpeg",
        "width": 768,
        "height": 768,
        "size": 84_000,
        "sha256": "0" * 64,
        "seed": 531327,
    }
    return Picture(**(known | changes))
