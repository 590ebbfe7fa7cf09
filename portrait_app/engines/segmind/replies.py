"""Parse a reply with status 200 into images. The reply's content decides, not what was asked for.

Every reply here was paid for. So neither a bad header nor another, bad image may cost a good image. Every
AppError raised here has a kind that says that the picture was paid for.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeGuard

from portrait_app.core.catalog import RANDOM_SEED
from portrait_app.core.delivery import Delivery, GeneratedImage, RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.request import GenerationRequest
from portrait_app.imaging.reading import check_image, looks_like_an_image
from portrait_app.net.base64_text import bytes_of
from portrait_app.net.messages import spoken, words_of
from portrait_app.net.untrusted_json import parse_json

Fetch = Callable[[str], bytes]  # returns the bytes at an address; raises AppError

_IMAGE_FIELDS = ("image", "images", "output")
_IN_AN_OBJECT = ("url", "image_url", "image", "base64", "images", "output")
_ANOTHER_TIME = (ErrorKind.CANCELLED, ErrorKind.PICTURE_NOT_FETCHED)  # parsing again later may succeed
_MOST_IMAGES = 16  # a request asks for four at most
_AMOUNT = r"\+?(?:[0-9]{1,20}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?"
_LARGEST_AMOUNT = 1e6  # of dollars, or of any other number in a reply


def read_reply(request: GenerationRequest, reply: RawReply, fetch: Fetch, secret: str = "") -> Delivery:
    """Return the images of a reply, and the facts of its headers. `secret` is removed from every error.

    There may be fewer images than the request asked for.

    Raises:
        AppError: there is no good image. The error is that of the first bad image, or has the service's
            message; its fact ``cost`` is the cost, if the reply names one.
            CANCELLED and PICTURE_NOT_FETCHED come from `fetch`. No picture is lost then: the reply can be
            parsed again later.
    """
    data = None if looks_like_an_image(reply.body) else parse_json(reply.body)
    sources: Sequence[str | bytes] = [reply.body] if data is None else _sources(data)
    images: list[GeneratedImage] = []
    troubles: list[AppError] = []
    for source, seed in zip(sources, _seeds(request, reply.headers, len(sources)), strict=True):
        try:
            images.append(check_image(_data(source, fetch), seed))
        except AppError as trouble:
            if trouble.kind in _ANOTHER_TIME:
                raise
            troubles.append(trouble)
    cost = reported_cost(reply.headers, data)
    if not images:
        error = _nothing_good(reply, data, troubles, secret)
        raise error if cost is None else AppError(error.kind, error.detail, **{**error.facts, "cost": cost})
    return Delivery(
        images=tuple(images),
        cost=cost,
        remaining_credits=_measured("x-remaining-credits", "remaining_credits", reply.headers, data),
        generation_seconds=_seconds(reply.headers, data),
        request_id=_request_id(reply.headers, data),
    )


def holds_pictures(data: Any) -> bool:
    """Say whether a JSON body has pictures, or addresses of pictures, in the known fields."""
    return isinstance(data, dict) and bool(_sources(data))


def _nothing_good(reply: RawReply, data: Any, troubles: list[AppError], secret: str) -> AppError:
    """Return the most useful error: one about a real image first, then the service's message."""
    for trouble in troubles:
        if trouble.kind is not ErrorKind.REPLY_UNREADABLE:
            return trouble
    if data is None:
        said = words_of(reply.body, secret)
        kind = reply.headers.get("content-type", "no content type")[:100]
        return AppError(ErrorKind.REPLY_UNREADABLE, said or f"{len(reply.body)} bytes, {kind}")
    if troubles and not spoken(data):
        return troubles[0]
    return AppError(ErrorKind.REPLY_UNREADABLE, words_of(reply.body, secret))


def _sources(data: Any) -> list[str]:
    """Return the images of a JSON body, each as base64 or an address, from any of the known fields."""
    if not isinstance(data, dict):
        return _texts(data)
    return next((found for field in _IMAGE_FIELDS if (found := _texts(data.get(field)))), [])


def _texts(value: Any, depth: int = 3) -> list[str]:
    """Return the texts of a value: a text, a list, an object with one text, or these nested."""
    if isinstance(value, str):
        return [value] if value else []
    if not depth:
        return []
    if isinstance(value, list):
        return [text for one in value for text in _texts(one, depth - 1)][:_MOST_IMAGES]
    if isinstance(value, dict):
        inside = (_texts(value.get(field), depth - 1) for field in _IN_AN_OBJECT)
        return next(filter(None, inside), [])
    return []


def _data(source: str | bytes, fetch: Fetch) -> bytes:
    if isinstance(source, bytes):
        return source
    if source[:8].lower().startswith(("http://", "https://")):
        return fetch(source)
    try:
        return bytes_of(source)
    except ValueError as error:
        raise AppError(ErrorKind.REPLY_UNREADABLE, "neither base64 nor an address") from error


def _seeds(request: GenerationRequest, headers: Mapping[str, str], count: int) -> list[int | None]:
    """Return the seed of each image; None where it is uncertain.

    A single number in the header is the seed of the first image. How the service counts on from it is not
    documented, and a wrong seed would make another picture. A list is used if it has as many numbers as there
    are images. Without a header, the requested seed is certain only for a single image.
    """
    named = [_seed(text) for text in headers.get("x-seed-value", "").strip("[] ").split(",")]
    seeds: list[int | None] = named if len(named) == count else [None] * count
    if len(named) == 1 and count:
        seeds[0] = named[0]
    if count == 1 and seeds[0] is None and request.samples == 1 and request.seed != RANDOM_SEED:
        seeds = [request.seed]
    return seeds


def _seed(text: str) -> int | None:
    digits = text.strip()  # int() does not accept every kind of white space
    return int(digits) if re.fullmatch(r"[0-9]{1,15}", digits) else None  # 15 digits: never above MAX_SEED


def _seconds(headers: Mapping[str, str], data: Any) -> float | None:
    measured = _measured("x-generation-time", "inference_time", headers, data)
    if measured is None and isinstance(data, dict):
        return amount(data.get("infer_time"))
    return measured


def _measured(header: str, metric: str, headers: Mapping[str, str], data: Any) -> float | None:
    """Return the number in a header, or else in the metrics of a queued result; None if there is none."""
    measured = amount(headers.get(header))
    metrics = data.get("metrics") if isinstance(data, dict) else None
    if measured is None and isinstance(metrics, dict):
        return amount(metrics.get(metric))
    return measured


def reported_cost(headers: Mapping[str, str], data: Any) -> float | None:
    """Return the cost in USD that a reply names, else None; `data` is its parsed JSON body, if it has one."""
    return _measured("x-cost", "cost", headers, data)


def amount(value: object) -> float | None:
    """Return a number from 0 to 1,000,000; None for everything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()  # checked by a pattern, because float() also accepts 1_000
    number = float(text) if re.fullmatch(_AMOUNT, text, re.ASCII) else math.nan
    return number if 0 <= number <= _LARGEST_AMOUNT else None


def is_request_id(text: object) -> TypeGuard[str]:
    """Say whether `text` is a valid request id, which can be put in an address of the service."""
    return isinstance(text, str) and re.fullmatch(r"[\w.:-]{1,200}", text, re.ASCII) is not None


def _request_id(headers: Mapping[str, str], data: Any) -> str:
    """Return the id of a queued result, which the history uses too; else the id in the header."""
    named = data.get("request_id") if isinstance(data, dict) else None
    if is_request_id(named):
        return named
    text = headers.get("x-request-id", "").strip()
    return text[:200] if text.isascii() and text.isprintable() else ""
