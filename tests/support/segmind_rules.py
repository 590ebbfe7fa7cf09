"""The checks by which the loopback service refuses requests, as the real one does.

They follow the specification alone, not the program's tables, so that a mistake in the tables is found.
"""

import contextlib
import json
from typing import Any

SCHEDULERS = (
    "DDIM",
    "DPM Multi",
    "DPM Single",
    "Euler a",
    "Euler",
    "Heun",
    "DPM2 a Karras",
    "DPM2 Karras",
    "LMS",
    "PNDM",
    "DDPM",
    "UniPC",
    # Not in the documented list, but in Segmind's samples and clients, two with typing errors.
    "dpmpp_2m",
    "dpmpp_sde_ancestral",
    "dmpp_2m",
    "dpmmp_sde_ancestral",
    "ddim",
    "euler",
    "euler_a",
)
DEFAULTS: dict[str, Any] = {
    "scheduler": "UniPC",
    "num_inference_steps": 20,
    "guidance_scale": 7.5,
    "samples": 1,
    "seed": -1,
    "img_width": 512,
    "img_height": 512,
    "base64": False,
}
RANGES: dict[str, tuple[float, float]] = {
    "num_inference_steps": (20, 100),
    "guidance_scale": (0.1, 25),
    "samples": (1, 4),
    "seed": (-1, 999_999_999_999_999),
}
# The large models have other defaults, another lowest guidance, and sizes in steps of 8. The older official
# client sends them schedulers of samples, too.
_LARGE = "sdxl1.0-"
_LARGE_DEFAULTS = {
    **DEFAULTS,
    "scheduler": "DPM2 Karras",
    "num_inference_steps": 25,
    "img_width": 1024,
    "img_height": 1024,
}


class Refusal(Exception):
    """An error that the service answers with."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


def check_fields(content_type: str, body: bytes, slug: str = "") -> dict[str, Any]:
    """Return the fields of a request, with defaults for missing ones. Raises Refusal for a bad field."""
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise Refusal(406, "Invalid content type")
    try:
        sent = json.loads(body)
    except ValueError:
        raise Refusal(400, "The body is not valid JSON") from None
    if not isinstance(sent, dict):
        raise Refusal(400, "The body is not a JSON object")
    prompt = sent.get("prompt")
    if not isinstance(prompt, str) or not prompt.strip():
        raise Refusal(400, "prompt is mandatory and must be a string")
    if not isinstance(sent.get("negative_prompt", ""), str):
        raise Refusal(400, "negative_prompt must be a string")
    # Other fields, such as the `strength` of image-to-image, are accepted and ignored.
    is_large = slug.startswith(_LARGE)
    defaults = _LARGE_DEFAULTS if is_large else DEFAULTS
    fields = {name: sent.get(name, default) for name, default in defaults.items()}
    for name in (*RANGES, "img_width", "img_height"):
        fields[name] = _number(fields[name])
    ranges = {**RANGES, "guidance_scale": (1, 25)} if is_large else RANGES
    for name, (lowest, highest) in ranges.items():
        _check_number(name, fields[name], lowest, highest)
    if fields["scheduler"] not in SCHEDULERS:
        raise Refusal(400, "scheduler is not one of the allowed values")
    for name in ("img_width", "img_height"):
        sides = range(512, 2049, 8) if is_large else (512, 768, 1024)
        if fields[name] not in sides or isinstance(fields[name], float):
            raise Refusal(400, f"{name} is not one of the allowed values")
    if not isinstance(fields["base64"], bool):
        raise Refusal(400, "base64 must be a boolean")
    return fields


def _number(value: Any) -> Any:
    """Convert a text to a number: the older official client sends all numbers as text."""
    if not isinstance(value, str):
        return value
    for read in (int, float):
        with contextlib.suppress(ValueError):
            return read(value)
    return value


def _check_number(name: str, value: object, lowest: float, highest: float) -> None:
    kinds = int | float if name == "guidance_scale" else int
    if isinstance(value, bool) or not isinstance(value, kinds) or not lowest <= value <= highest:
        raise Refusal(400, f"{name} must be between {lowest:g} and {highest:g}")
