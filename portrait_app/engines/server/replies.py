"""Read a server's answer: the pictures, their seeds, and in what they differ from the request."""

from collections.abc import Mapping
from typing import Any

from portrait_app.core.delivery import Delivery, GeneratedImage, RawReply, Remark, RemarkKind
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.field import Value
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.server.payloads import Sent, sent_with
from portrait_app.engines.server.samplers import is_same_sampler
from portrait_app.imaging.reading import check_image
from portrait_app.net.base64_text import bytes_of
from portrait_app.net.messages import words_of
from portrait_app.net.untrusted_json import parse_json

_MOST_IMAGES = 16  # a request asks for four at most
_LARGEST_SEED = 2**53
_LARGEST_VALUE = 10_000  # of steps or guidance


def read_reply(request: GenerationRequest, reply: RawReply) -> Delivery:
    """Return the pictures of a reply with status 200.

    There may be more or fewer than were asked for, or of another size: each good picture is kept, and the
    delivery has a remark.

    Raises:
        AppError: REPLY_UNREADABLE for another content, JOB_FAILED if there is no picture in it, or the error
            of the first damaged picture.
    """
    sent = sent_with(request, reply)
    data = parse_json(reply.body)
    texts = data.get("images") if isinstance(data, dict) else None
    if not isinstance(texts, list):
        raise AppError(ErrorKind.REPLY_UNREADABLE, words_of(reply.body), server=sent.server)
    info = _info(data)
    images: list[GeneratedImage] = []
    troubles: list[AppError] = []
    for number, text in enumerate(_pictures(texts, info)):
        try:
            images.append(check_image(_data(text), _seed(info, number, sent)))
        except AppError as trouble:
            troubles.append(trouble)
    if not images:
        raise troubles[0] if troubles else AppError(ErrorKind.JOB_FAILED, "", server=sent.server)
    used = _used(request, info, sent)
    return Delivery(tuple(images), remarks=tuple(_remarks(request, images, used)), used=used)


def _info(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the facts about the pictures: JSON within a text, an object, or nothing."""
    info = data.get("info")
    if isinstance(info, str):
        info = parse_json(info.encode("utf-8", "replace"))
    return info if isinstance(info, dict) else {}


def _pictures(texts: list[Any], info: Mapping[str, Any]) -> list[str]:
    """Return the pictures as base64, without an overview of all pictures before the first one."""
    pictures = [text for text in texts if isinstance(text, str) and text]
    first = info.get("index_of_first_image")
    if isinstance(first, int) and 0 < first < len(pictures):
        pictures = pictures[first:]
    return pictures[:_MOST_IMAGES]


def _data(text: str) -> bytes:
    try:
        return bytes_of(text)
    except ValueError as error:
        raise AppError(ErrorKind.REPLY_UNREADABLE, "a picture is not base64") from error


def _seed(info: Mapping[str, Any], number: int, sent: Sent) -> int | None:
    """Return the seed of a picture: as the server reports it, else counted on from the one that was sent."""
    seeds = info.get("all_seeds")
    if isinstance(seeds, list) and number < len(seeds):
        seed = seeds[number]
    else:
        seed = info.get("seed") if number == 0 else None
    if isinstance(seed, int) and not isinstance(seed, bool) and 0 <= seed <= _LARGEST_SEED:
        return seed
    return sent.seed + number if sent.seed >= 0 else None


def _used(request: GenerationRequest, info: Mapping[str, Any], sent: Sent) -> dict[str, Value]:
    """Return the values that the server used instead of those that were asked for, as far as it tells."""
    used: dict[str, Value] = {}
    sampler = info.get("sampler_name")
    if isinstance(sampler, str) and sampler and sent.sampler and not is_same_sampler(sampler, sent.sampler):
        used["scheduler"] = sampler[:100]
    for field, key in (("steps", "num_inference_steps"), ("cfg_scale", "guidance_scale")):
        value = info.get(field)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < _LARGEST_VALUE:
            continue
        if value != request.values.get(key):
            used[key] = int(value) if key == "num_inference_steps" else float(value)
    return used


def _remarks(
    request: GenerationRequest, images: list[GeneratedImage], used: Mapping[str, Value]
) -> list[Remark]:
    remarks = [
        Remark(RemarkKind.VALUE, str(request.values.get(key)), str(value), field=key)
        for key, value in used.items()
    ]
    sizes = {(image.width, image.height) for image in images} - {request.size}
    if sizes:
        width, height = request.size
        came = min(sizes)
        remarks.append(Remark(RemarkKind.SIZE, f"{width} × {height}", f"{came[0]} × {came[1]}"))
    if len(images) > request.samples:
        remarks.append(Remark(RemarkKind.COUNT, str(request.samples), str(len(images))))
    return remarks
