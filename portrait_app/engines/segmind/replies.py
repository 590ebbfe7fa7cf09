"""From a reply with status 200 to images. What arrived decides, never what was asked for.

Everything here was paid for. So no header and no neighbour may cost a good image, and nothing is
raised but an AppError of a kind that says it was paid.
"""

import base64
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from portrait_app.core.catalog import RANDOM_SEED
from portrait_app.core.delivery import Delivery, GeneratedImage, RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.segmind.stranger_json import MEGABYTE, parse_json
from portrait_app.engines.segmind.words import spoken, words_of
from portrait_app.imaging.reading import check_image, looks_like_an_image

Fetch = Callable[[str], bytes]  # brings what is at an address; raises AppError

_IMAGE_FIELDS = ("image", "images", "output")
_IN_AN_OBJECT = ("url", "image", "base64")
_ANOTHER_TIME = (ErrorKind.CANCELLED, ErrorKind.PICTURE_NOT_FETCHED)
_MOST_IMAGES = 16  # four can be asked for
_ONE_ALPHABET = bytes.maketrans(b"-_", b"+/")


def read_reply(request: GenerationRequest, reply: RawReply, fetch: Fetch, secret: str = "") -> Delivery:
    """Return the images of a reply, and what its headers say; `secret` is kept out of every error.

    There may be fewer images than were asked for.

    Raises:
        AppError: there is not one good image: what is wrong with the first, or the service's words;
            with the fact ``cost`` where the reply says what it cost.
            CANCELLED and PICTURE_NOT_FETCHED as `fetch` raises them, so that no picture is given up:
            the reply can then be read another time.
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
    """Say whether a JSON body has pictures, or the addresses of pictures, where they are expected."""
    return isinstance(data, dict) and bool(_sources(data))


def _nothing_good(reply: RawReply, data: Any, troubles: list[AppError], secret: str) -> AppError:
    """Choose the most telling error: about a real image first, then what the service says."""
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
    """Return the images of a JSON body, as base64 or addresses, wherever it keeps them."""
    if not isinstance(data, dict):
        return _texts(data)
    return next((found for field in _IMAGE_FIELDS if (found := _texts(data.get(field)))), [])


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    values = [_of_object(one) if isinstance(one, dict) else one for one in values]
    return [text for text in values if isinstance(text, str) and text][:_MOST_IMAGES]


def _of_object(value: dict[str, Any]) -> Any:
    return next((value[field] for field in _IN_AN_OBJECT if value.get(field)), None)


def _data(source: str | bytes, fetch: Fetch) -> bytes:
    if isinstance(source, bytes):
        return source
    if source[:8].lower().startswith(("http://", "https://")):
        return fetch(source)
    try:
        return b"".join(_unpacked(source, source.find(",") + 1 if source.startswith("data:") else 0))
    except ValueError as error:
        raise AppError(ErrorKind.REPLY_UNREADABLE, "neither base64 nor an address") from error


def _unpacked(text: str, start: int) -> Iterator[bytes]:
    """Decode base64 from `start` by the megabyte, so that the window gets its turns. Raises ValueError.

    Both alphabets, any line breaks, with or without padding: each occurs in the wild.
    """
    packed = b""
    for at in range(start, len(text), MEGABYTE):
        packed += b"".join(text[at : at + MEGABYTE].encode("ascii").translate(_ONE_ALPHABET).split())
        whole = len(packed.rstrip(b"=")) // 4 * 4
        yield base64.b64decode(packed[:whole], validate=True)
        packed = packed[whole:]
    packed = packed.rstrip(b"=")
    yield base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)


def _seeds(request: GenerationRequest, headers: Mapping[str, str], count: int) -> list[int | None]:
    """Return the seed of each image where it is certain.

    One number in the header is that of the first image: how the service goes on from there is not
    documented, and a wrong seed would make another picture. A list as long as the images is taken
    for theirs. Without a header, only a lone image is sure to have the seed that was asked for.
    """
    named = [_seed(text) for text in headers.get("x-seed-value", "").strip("[] ").split(",")]
    seeds: list[int | None] = named if len(named) == count else [None] * count
    if len(named) == 1 and count:
        seeds[0] = named[0]
    if count == 1 and seeds[0] is None and request.samples == 1 and request.seed != RANDOM_SEED:
        seeds = [request.seed]
    return seeds


def _seed(text: str) -> int | None:
    digits = text.strip()  # int() would not take all that is white
    return int(digits) if re.fullmatch(r"[0-9]{1,15}", digits) else None  # 15 digits: never above MAX_SEED


def _seconds(headers: Mapping[str, str], data: Any) -> float | None:
    measured = _measured("x-generation-time", "inference_time", headers, data)
    if measured is None and isinstance(data, dict):
        return amount(data.get("infer_time"))
    return measured


def _measured(header: str, metric: str, headers: Mapping[str, str], data: Any) -> float | None:
    """Return what a header says, or the metrics of a queued result."""
    measured = amount(headers.get(header))
    metrics = data.get("metrics") if isinstance(data, dict) else None
    if measured is None and isinstance(metrics, dict):
        return amount(metrics.get(metric))
    return measured


def reported_cost(headers: Mapping[str, str], data: Any) -> float | None:
    """Return the USD that a reply says the request cost; `data` is its body as JSON, if it is any."""
    return _measured("x-cost", "cost", headers, data)


def amount(value: object) -> float | None:
    """Return a number that is not below nothing, and None for everything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and number >= 0 else None


def is_request_id(text: object) -> TypeGuard[str]:
    """Say whether `text` can be the id of a request, by which the service is asked for it again."""
    return isinstance(text, str) and re.fullmatch(r"[\w.:-]{1,200}", text, re.ASCII) is not None


def _request_id(headers: Mapping[str, str], data: Any) -> str:
    """Return the id of a queued result, by which the history knows it too, or that of the header."""
    named = data.get("request_id") if isinstance(data, dict) else None
    if is_request_id(named):
        return named
    text = headers.get("x-request-id", "").strip()
    return text[:200] if text.isascii() and text.isprintable() else ""
