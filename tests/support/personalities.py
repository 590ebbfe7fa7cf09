"""What the programs that speak AUTOMATIC1111's API answer, each with its traps."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.portraits import portrait

_DETAIL = 404, {"detail": "Not Found"}  # FastAPI
_EMPTY = 404, b""  # cpp-httplib
_A1111_SAMPLERS = (
    "DPM++ 2M",
    "DPM++ SDE",
    "DPM++ 2M SDE",
    "DPM++ 2S a",
    "Euler a",
    "Euler",
    "LMS",
    "Heun",
    "DPM2",
    "DPM2 a",
    "DPM fast",
    "LCM",
    "DDIM",
    "PLMS",
    "UniPC",
)
_A1111_SCHEDULERS = ("automatic", "uniform", "karras", "exponential", "sgm_uniform")
_SD_NEXT_SAMPLERS = (
    "UniPC",
    "DPM++ 2M",
    "Euler",
    "Euler a",
    "Heun",
    "KDPM2",
    "KDPM2 a",
    "LMSD",
    "PNDM",
    "DDPM",
    "DDIM",
)
_SD_CPP_SAMPLERS = (
    "default",
    "euler",
    "euler_a",
    "heun",
    "dpm2",
    "dpm++2s_a",
    "dpm++2m",
    "ipndm",
    "lcm",
    "ddim_trailing",
)
_SD_CPP_SCHEDULERS = ("default", "discrete", "karras", "exponential", "ays", "simple")
_KOBOLD_SAMPLERS = ("Euler a", "Euler", "Heun", "DPM2", "DPM++ 2M", "LCM")
_SAME_DIGITS = "8" * 64  # of a program that does not compute hashes
_DEEP = {"sd_backend": "diffusers", "diffusers_dtype": "BF16"}


def _png(seed: int, width: int, height: int) -> str:
    return base64.b64encode(portrait(seed, width, height, "PNG")).decode()


def _usual(asked: Mapping[str, Any]) -> list[str]:
    return [
        _png(int(asked["seed"]) + number, int(asked["width"]), int(asked["height"]))
        for number in range(int(asked["batch_size"]))
    ]


def _told(asked: Mapping[str, Any], sampler: str = "") -> str:
    """Return A1111's `info`: JSON within a text."""
    seeds = [int(asked["seed"]) + number for number in range(int(asked["batch_size"]))]
    return json.dumps(
        {
            "seed": seeds[0],
            "all_seeds": seeds,
            "sampler_name": sampler or asked["sampler_name"],
            "steps": asked["steps"],
            "cfg_scale": asked["cfg_scale"],
            "index_of_first_image": 0,
            "sd_model_name": "model",
        }
    )


def _a1111(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"images": _usual(asked), "parameters": dict(asked), "info": _told(asked)}


def _forge(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Forge replaces an unknown sampler without a word."""
    known = asked["sampler_name"] in _A1111_SAMPLERS
    return {
        "images": _usual(asked),
        "parameters": dict(asked),
        "info": _told(asked, "" if known else "Euler"),
    }


def _sd_cpp(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"images": _usual(asked), "parameters": dict(asked), "info": ""}


def _kobold(asked: Mapping[str, Any]) -> dict[str, Any]:
    """KoboldCpp makes one picture, and rounds its size down."""
    sides = [min(int(asked[side]) // 64 * 64, 1024) for side in ("width", "height")]
    return {"images": [_png(int(asked["seed"]), *sides)], "parameters": {}, "info": ""}


def _draw_things(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"images": _usual(asked)}


def _of_a1111(asked: Mapping[str, Any]) -> tuple[int, Any] | None:
    """A1111 validates the types, and knows its models."""
    if not isinstance(asked.get("steps"), int):
        problem = {"loc": ["body", "steps"], "msg": "value is not a valid integer", "type": "type_error"}
        return 422, {"detail": [problem]}
    wanted = asked.get("override_settings", {}).get("sd_model_checkpoint", "")
    if wanted.startswith("gone"):
        return 404, {"error": "HTTPException", "detail": "Model not found", "body": "", "errors": ""}
    return None


def _of_sd_next(asked: Mapping[str, Any]) -> tuple[int, Any] | None:
    if asked["sampler_name"] not in _SD_NEXT_SAMPLERS:
        return 404, {"detail": "Sampler not found"}
    return None


def _of_sd_cpp(asked: Mapping[str, Any]) -> tuple[int, Any] | None:
    return None if asked["prompt"] else (400, {"error": "prompt required"})


@dataclass(frozen=True, kw_only=True)
class Personality:
    """One program."""

    samplers: tuple[str, ...]
    schedulers: tuple[str, ...] = ()
    models: tuple[str, ...] = ("dreamshaper_8", "realisticVision")
    options: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)  # further paths and their JSON
    aliases: bool = True  # samplers have aliases
    lists_models: bool = True
    hashes: bool = True
    can_stop: bool = True
    shows_progress: bool = True
    has_tasks: bool = False
    interrupted: tuple[int, Any] = (200, {})
    not_found: tuple[int, Any] = _DETAIL
    delivery: Callable[[Mapping[str, Any]], dict[str, Any]] = _a1111
    refusal: Callable[[Mapping[str, Any]], tuple[int, Any] | None] = lambda _asked: None

    def lists(self, models: tuple[str, ...]) -> dict[str, Any]:
        """Return the JSON at each path."""
        found: dict[str, Any] = dict(self.extra)
        if not self.samplers:
            return found
        found["/sdapi/v1/samplers"] = [
            {"name": name, "options": {}} | ({"aliases": [name]} if self.aliases else {})
            for name in self.samplers
        ]
        loaded = models[0] if models else ""
        found["/sdapi/v1/options"] = {"samples_format": "png", "sd_model_checkpoint": loaded, **self.options}
        if self.schedulers:
            found["/sdapi/v1/schedulers"] = [{"name": name, "label": name} for name in self.schedulers]
        if self.lists_models:
            found["/sdapi/v1/sd-models"] = [self._model(name, number) for number, name in enumerate(models)]
        return found

    def _model(self, name: str, number: int) -> dict[str, Any]:
        digest = f"{number + 1:064x}" if self.hashes else _SAME_DIGITS
        title = f"{name}.safetensors [{digest[-10:]}]" if self.hashes else name
        return {
            "title": title,
            "model_name": name,
            "hash": digest[-10:],
            "sha256": digest,
            "filename": f"/models/{name}.safetensors",
            "config": None,
        }


_MANY_OPTIONS = {f"option_{number}": True for number in range(20)}

PERSONALITIES: Mapping[str, Personality] = {
    "a1111": Personality(
        samplers=_A1111_SAMPLERS,
        schedulers=_A1111_SCHEDULERS,
        options=_MANY_OPTIONS,
        has_tasks=True,
        refusal=_of_a1111,
    ),
    "forge": Personality(
        samplers=_A1111_SAMPLERS,
        schedulers=(*_A1111_SCHEDULERS, "normal", "beta"),
        options={**_MANY_OPTIONS, "forge_preset": "sd"},
        has_tasks=True,
        delivery=_forge,
    ),
    "sdnext": Personality(
        samplers=_SD_NEXT_SAMPLERS,
        schedulers=_SD_NEXT_SAMPLERS,  # it answers with its samplers
        options={**_MANY_OPTIONS, **_DEEP},
        aliases=False,
        interrupted=(204, b""),
        refusal=_of_sd_next,
    ),
    "sdcpp": Personality(
        samplers=_SD_CPP_SAMPLERS,
        schedulers=_SD_CPP_SCHEDULERS,
        models=("portrait",),
        hashes=False,
        can_stop=False,
        shows_progress=False,
        not_found=_EMPTY,
        delivery=_sd_cpp,
        refusal=_of_sd_cpp,
    ),
    "kobold": Personality(
        samplers=_KOBOLD_SAMPLERS,
        models=("kobold_model",),
        hashes=False,
        extra={"/api/extra/version": {"result": "KoboldCpp", "version": "1.76"}},
        can_stop=False,
        shows_progress=False,
        not_found=(404, b"<html><body>Not found</body></html>"),
        delivery=_kobold,
    ),
    "drawthings": Personality(
        samplers=(),
        extra={
            "/": {
                "model": "realistic_vision_v5.1_f16.ckpt",
                "guidance_scale": 5,
                "sampler": "DPM++ 2M Karras",
            }
        },
        lists_models=False,
        can_stop=False,
        shows_progress=False,
        not_found=(404, b""),
        delivery=_draw_things,
    ),
}
