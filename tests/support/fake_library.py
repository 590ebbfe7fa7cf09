"""A library and a thumbnail store in memory. Image files are real."""

import hashlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from portrait_app.core.bitmap import Bitmap
from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import endpoint
from portrait_app.core.curation import SetFavourite, SetRating, SetTrashed
from portrait_app.core.delivery import Delivery, GeneratedImage, RawReply, Ticket
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.field import Value
from portrait_app.core.job import UNFINISHED, DoneJob, Job, JobState, check_transition
from portrait_app.core.picture import Picture
from portrait_app.core.ports.system import Clock
from portrait_app.core.request import GenerationRequest, build_request
from portrait_app.core.search.conditions import NAMES
from portrait_app.core.search.query import LibraryQuery
from tests.support.images import encoded_image

PORTRAIT_MODEL = "potraitsd1.5-txt2img"
SKETCH_MODEL = "sketch-lorelei"


def a_request(prompt: str = "a portrait", model: str = PORTRAIT_MODEL, **values: Value) -> GenerationRequest:
    """Return a valid request. `values` are parameters by key."""
    return build_request(endpoint(model), {"prompt": prompt, **values})


class FakeLibrary:
    """Implements `Library`. Ids are counted up from 1, and image files are real.

    While `error` is set, calls raise it. `calls` has the names of the called methods.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        self.error: AppError | None = None
        self.calls: list[str] = []
        self.asked: list[int] = []  # ids whose rows were read
        self._clock = clock
        self._jobs: dict[int, Job] = {}
        self.dismissed: set[int] = set()
        self._pictures: dict[int, Picture] = {}
        self._replies: dict[int, RawReply] = {}

    # --- for tests ---

    def add_pictures(
        self,
        count: int,
        *,
        width: int = 64,
        height: int = 64,
        colour: str = "#7a5",
        apart: timedelta = timedelta(minutes=1),
        request: GenerationRequest | None = None,
    ) -> list[Picture]:
        """Store pictures, the last one created at the clock's time. Return them, the newest last."""
        data = encoded_image(width, height, colour)
        start = self._clock.now() - apart * max(count - 1, 0)
        return [
            self._add(
                request or a_request(f"portrait number {number}"),
                GeneratedImage(data, "jpeg", width, height),
                start + apart * number,
            )
            for number in range(count)
        ]

    def stored(self, picture_id: int) -> Picture:
        return self._pictures[picture_id]

    def mark(self, ids: Sequence[int], edit: SetFavourite | SetRating | SetTrashed) -> list[Picture]:
        """Carry out an edit, and return the pictures in the order of `ids`."""
        changes: dict[str, Any] = {}
        match edit:
            case SetFavourite(favourite):
                changes = {"favourite": favourite}
            case SetRating(stars):
                changes = {"rating": stars}
            case SetTrashed(trashed):
                changes = {"trashed": self._clock.now() if trashed else None}
        for number in ids:
            self._pictures[number] = replace(self._pictures[number], **changes)
        return [self._pictures[number] for number in ids]

    def paths_of(self, ids: Sequence[int]) -> Mapping[int, Path]:
        return {picture.id: self.path(picture) for picture in self.pictures(ids)}

    def _add(
        self, request: GenerationRequest, image: GeneratedImage, created: datetime, job_id: int = 0
    ) -> Picture:
        number = len(self._pictures) + 1
        name = f"{number:06}.jpg"
        (self.folder / name).write_bytes(image.data)
        picture = Picture(
            id=number,
            job_id=job_id,
            sample=0,
            created=created,
            request=request,
            file=name,
            format=image.format,
            width=image.width,
            height=image.height,
            size=len(image.data),
            sha256=hashlib.sha256(image.data).hexdigest(),
            seed=number,
        )
        self._pictures[number] = picture
        return picture

    def _ask(self, what: str) -> None:
        self.calls.append(what)
        if self.error is not None:
            raise self.error

    # --- the port ---

    def add_job(self, request: GenerationRequest) -> Job:
        self._ask("add_job")
        job = Job(len(self._jobs) + 1, request, JobState.QUEUED, self._clock.now())
        self._jobs[job.id] = job
        return job

    def set_job_state(
        self, job_id: int, to: JobState, error: AppError | None = None, sent_there: datetime | None = None
    ) -> Job:
        del sent_there
        self._ask("set_job_state")
        job = self._jobs[job_id]
        check_transition(job.state, to)
        self._jobs[job_id] = replace(job, state=to, error=error.kind if error else None)
        return self._jobs[job_id]

    def set_waiting(self, job_id: int, ticket: Ticket) -> Job:
        self.set_job_state(job_id, JobState.WAITING)
        self._jobs[job_id] = replace(self._jobs[job_id], ticket=ticket)
        return self._jobs[job_id]

    def known_requests(self, request_ids: Sequence[str]) -> set[str]:
        self._ask("known_requests")
        return {job.ticket.request_id for job in self._jobs.values() if job.ticket} & set(request_ids)

    def unfinished_jobs(self) -> list[Job]:
        return sorted(self.jobs_in(tuple(UNFINISHED)), key=lambda job: (job.place, job.id))

    def failed_jobs(self, limit: int = 200) -> list[Job]:
        failed = [job for job in self.jobs_in((JobState.FAILED,), limit) if job.id not in self.dismissed]
        return sorted(failed, key=lambda job: (job.place, job.id))

    def dismiss_job(self, job_id: int) -> None:
        self._ask("dismiss_job")
        self.dismissed.add(job_id)

    def move_jobs(self, positions: Mapping[int, float]) -> None:
        self._ask("move_jobs")
        for number, position in positions.items():
            self._jobs[number] = replace(self._jobs[number], position=position)

    def jobs_in(self, states: Sequence[JobState], limit: int = 200) -> list[Job]:
        self._ask("jobs_in")
        return [job for job in reversed(self._jobs.values()) if job.state in states][:limit]

    def jobs_done_since(self, moment: datetime) -> list[DoneJob]:
        self._ask("jobs_done_since")
        done: list[DoneJob] = []
        for job in reversed(self.jobs_in((JobState.DONE,), len(self._jobs))):
            made = [picture for picture in self._pictures.values() if picture.job_id == job.id]
            if made and made[0].created >= moment:
                first = made[0]
                prompt, engine = job.request.prompt, job.request.engine
                done.insert(0, DoneJob(job.id, engine, prompt, first.created, len(made), first.id))
        return done

    def spool(self, job_id: int, reply: RawReply) -> None:
        self._ask("spool")
        self._replies[job_id] = reply
        self.set_job_state(job_id, JobState.RECEIVED)

    def spooled(self, job_id: int) -> RawReply | None:
        return self._replies.get(job_id)

    def keep(self, job_id: int, delivery: Delivery) -> list[Picture]:
        self._ask("keep")
        job = self._jobs[job_id]
        if job.state is JobState.DONE:
            return [picture for picture in self._pictures.values() if picture.job_id == job_id]
        pictures = [self._add(job.request, image, self._clock.now(), job_id) for image in delivery.images]
        self.set_job_state(job_id, JobState.DONE)
        return pictures

    def picture_ids(self, query: LibraryQuery, limit: int = 0, cancel: Cancel | None = None) -> "array[int]":
        self._ask("picture_ids")
        if cancel is not None and cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)
        found = sorted(filter(query.matches, self._pictures.values()), key=query.order.sort_key)
        return array("q", [picture.id for picture in found[: limit or None]])

    def picture_count(self, query: LibraryQuery, cancel: Cancel | None = None) -> int:
        self._ask("picture_count")
        return len(self.picture_ids(query, cancel=cancel))

    def known_values(self, field_key: str) -> list[str]:
        self._ask("known_values")
        if field_key not in NAMES:
            return []
        named = map(NAMES[field_key], self._pictures.values())
        return sorted({names[-1] for names in named if names})

    def pictures(self, ids: Sequence[int]) -> list[Picture]:
        self._ask("pictures")
        self.asked.extend(ids)
        return [self._pictures[number] for number in ids if number in self._pictures]

    def find_missing(self, cancel: Cancel) -> list[int]:
        del cancel
        return []

    def path(self, picture: Picture) -> Path:
        return self.folder / picture.file

    def close(self) -> None:
        self.calls.append("close")


class FakeThumbnailStore:
    """Implements `ThumbnailStore` in memory, and counts the calls."""

    def __init__(self) -> None:
        self.kept: dict[tuple[int, int], bytes] = {}
        self.gets = 0
        self.puts = 0

    def get(self, ids: Sequence[int], side: int) -> Mapping[int, bytes]:
        self.gets += 1
        return {number: self.kept[number, side] for number in ids if (number, side) in self.kept}

    def encoded(self, bitmap: Bitmap, side: int) -> bytes:
        size = bitmap.width, bitmap.height
        out = BytesIO()
        Image.frombytes("RGB", size, bitmap.pixels, "raw", "BGRX").save(out, "PNG")  # lossless
        return out.getvalue()

    def put(self, thumbnails: Mapping[int, bytes], side: int) -> None:
        self.puts += 1
        self.kept.update({(number, side): data for number, data in thumbnails.items()})

    def close(self) -> None:
        self.kept.clear()


def missing_file() -> AppError:
    """Return an error as a library raises it."""
    return AppError(ErrorKind.LIBRARY_FAILED, "the disk is gone")
