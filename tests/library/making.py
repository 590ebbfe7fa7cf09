"""Requests, replies and deliveries for the library's tests."""

from pathlib import Path

from portrait_app.core.catalog import SAMPLE_VALUES, endpoint
from portrait_app.core.delivery import Delivery, GeneratedImage, RawReply
from portrait_app.core.field import Value
from portrait_app.core.job import Job, JobState
from portrait_app.core.picture import Picture
from portrait_app.core.request import GenerationRequest, build_request
from portrait_app.library.library import PictureLibrary
from tests.support.images import encoded_image

REPLY = RawReply(200, {"content-type": "image/jpeg", "x-cost": "0.003"}, b"the body\nof the reply\x00\xff")


def a_request(**values: Value) -> GenerationRequest:
    """The sample request with some values replaced, unchecked: an import may bring anything."""
    return build_request(endpoint("potraitsd1.5-txt2img"), SAMPLE_VALUES).with_values(**values)


def an_image(number: int = 0, seed: int | None = None) -> GeneratedImage:
    data = encoded_image(48 + number, 64, f"hsl({number * 30 % 360}, 50%, 50%)")
    return GeneratedImage(data, "jpeg", 48 + number, 64, seed=seed)


def a_delivery(samples: int = 1, first: int = 0) -> Delivery:
    return Delivery(
        images=tuple(an_image(first + number, seed=1000 + number) for number in range(samples)),
        cost=0.006,
        remaining_credits=1.5,
        generation_seconds=2.25,
        request_id="abc-1",
    )


def a_sent_job(library: PictureLibrary, **values: Value) -> Job:
    job = library.add_job(a_request(**values))
    return library.set_job_state(job.id, JobState.SENDING)


def some_pictures(library: PictureLibrary, count: int, **values: Value) -> list[Picture]:
    """One job for each picture, oldest first."""
    return [
        library.keep(a_sent_job(library, **{"seed": number, **values}).id, a_delivery(first=number))[0]
        for number in range(count)
    ]


def files_below(folder: Path) -> set[str]:
    """Every file but the records, which only ever grow."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name for name in names if not name.startswith("records/")}


def picture_files(folder: Path) -> set[str]:
    """Everything below pictures/, temporary files included."""
    return {name for name in files_below(folder) if name.startswith("pictures/")}
