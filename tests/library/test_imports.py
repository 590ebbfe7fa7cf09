"""Pictures from files: taken in once, with what is known of them, whole or not at all."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portrait_app.core.delivery import GeneratedImage
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.core.metadata.found_settings import found_settings
from portrait_app.core.metadata.imported import ImportedFile
from portrait_app.core.metadata.photo_facts import PhotoFacts
from portrait_app.core.metadata.picture_record import FileRecord
from portrait_app.core.money.ledger import total
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.query import FILTERS, LibraryQuery
from portrait_app.library.library import PictureLibrary, open_library
from tests.library.making import some_pictures
from tests.support.clock import FixedClock
from tests.support.database import database_of
from tests.support.images import encoded_image

MADE = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def a_file(colour: str = "red", record: FileRecord | None = None) -> tuple[ImportedFile, GeneratedImage]:
    data = encoded_image(32, 48, colour)
    file = ImportedFile(
        Path("somewhere.jpg"), "jpeg", 32, 48, len(data), hashlib.sha256(data).hexdigest(), MADE, record
    )
    return file, GeneratedImage(data, "jpeg", 32, 48)


def test_a_file_of_another_program_becomes_a_picture(library: PictureLibrary, clock: FixedClock) -> None:
    file, image = a_file()
    pairs = {"Steps": "30", "Sampler": "Euler a", "Seed": "5"}
    settings = found_settings("InvokeAI", "a lady\0 with 🎨", "blur", pairs)
    picture = library.importing().add(replace(file, settings=settings), image)
    assert (picture.created, picture.seed) == (MADE, 5)
    values = picture.request.values
    assert (values["scheduler"], values["num_inference_steps"]) == ("Euler a", 30)
    assert picture.request.prompt == "a lady\0 with 🎨"
    assert (picture.cost, picture.request.engine) == (None, "")
    assert library.path(picture).read_bytes() == image.data
    assert picture.file.startswith("pictures/2024/05/2024-05-06 070809 a-lady-with i")
    query = LibraryQuery(FILTERS[0], clock.now(), parse_search("lady scheduler:“Euler a”"))
    assert list(library.picture_ids(query)) == [picture.id]
    assert library.unfinished_jobs() == []


def test_what_a_file_says_beside_the_request_is_kept(library: PictureLibrary, clock: FixedClock) -> None:
    file, image = a_file()
    pairs = {"Steps": "8", "Model": "sdxl/some_model.safetensors", "Lora hashes": "a: 1", "Sampler": "LCM"}
    settings = found_settings("Forge", "a lady", "", pairs)
    photo = PhotoFacts(3, ("kitchen", "B"), datetime(1999, 1, 2, tzinfo=UTC))
    picture = library.importing().add(replace(file, settings=settings, photo=photo), image)
    assert (picture.rating, picture.tags, picture.created) == (3, ("B", "kitchen"), photo.taken)
    library.close()
    again = open_library(library.folder, clock)
    (kept,) = again.pictures([picture.id])
    assert kept.origin == settings.origin
    assert dict(kept.origin.pairs) == {key: pairs[key] for key in ("Model", "Lora hashes", "Sampler")}
    assert kept.request.values["num_inference_steps"] == 8
    for words, count in (("model:some", 1), ("model:sdxl", 1), ("steps:<20", 1), ("model:other", 0)):
        query = LibraryQuery(FILTERS[0], clock.now(), parse_search(words))
        assert len(again.picture_ids(query)) == again.picture_count(query) == count
        assert query.matches(kept) is bool(count)
    assert again.known_values("model") == ["some_model"]
    assert again.known_values("engine") == []
    again.close()


def test_what_we_exported_comes_back_with_its_marks(library: PictureLibrary) -> None:
    (before,) = some_pictures(library, 1)
    record = FileRecord(before.request, MADE, "1" * 64, 77, 0, True, 5, ("a", "ü"), "a note")
    file, image = a_file(record=record)
    picture = library.importing().add(file, image)
    assert (picture.favourite, picture.rating, picture.tags, picture.note) == (True, 5, ("a", "ü"), "a note")
    assert (picture.request, picture.seed, picture.created) == (before.request, 77, MADE)
    again, image = a_file("blue", replace(record, sha256="2" * 64, tags=("Ü", "b")))
    assert library.importing().add(again, image).tags == ("b", "ü")  # as it is spelled here
    assert total(library.ledger().entries([])).unreported == 0  # it was paid for elsewhere, or before


def test_the_same_picture_is_taken_in_once(library: PictureLibrary) -> None:
    (before,) = some_pictures(library, 1)
    taking = library.importing()
    file, image = a_file()
    assert taking.known(file) is None
    first = taking.add(file, image)
    assert taking.add(file, image) == first
    assert taking.known(file) == first
    exported = FileRecord(before.request, MADE, before.sha256)
    again, other = a_file("blue", exported)
    assert taking.add(again, other) == before
    assert len(list((library.folder / "pictures").rglob("*.jpg"))) == 2


def test_a_version_is_a_picture_of_its_own_only_where_that_is_wished(library: PictureLibrary) -> None:
    (before,) = some_pictures(library, 1)
    taking = library.importing()
    file, image = a_file("blue", FileRecord(before.request, MADE, before.sha256, 77, 0, True, 4, ("a",)))
    assert taking.known(file) == before
    own = taking.add(replace(file, own=True), image)
    assert own.id != before.id
    assert library.path(own).read_bytes() == image.data
    assert (own.seed, own.rating, own.tags) == (77, 4, ("a",))
    assert taking.add(replace(file, own=True), image) == own
    assert taking.known(file) == own  # the very bytes come before what they were made from


def test_a_file_of_the_library_itself_survives_a_failure(library: PictureLibrary) -> None:
    """Whose row was lost, and which is brought from its very place, by a disk that then fails."""
    file, image = a_file()
    picture = library.importing().add(file, image)
    with database_of(library).write(durable=True) as connection:
        connection.execute("DELETE FROM pictures")
        connection.execute(
            "CREATE TEMP TRIGGER fails BEFORE INSERT ON pictures BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with pytest.raises(AppError):
        library.importing().add(file, image)
    assert library.path(picture).read_bytes() == image.data


def test_a_picture_that_says_nothing_can_be_kept(library: PictureLibrary, clock: FixedClock) -> None:
    file, image = a_file()
    picture = library.importing().add(file, image)
    assert (picture.request.endpoint, picture.request.prompt) == ("", "")
    for field in ("engine", "model", "scheduler"):
        assert "" not in library.known_values(field)
    library.close()


def test_what_the_disk_refuses_leaves_nothing(library: PictureLibrary) -> None:
    file, image = a_file()
    (library.folder / "pictures").write_text("in the way")
    with pytest.raises(AppError) as refused:
        library.importing().add(file, image)
    assert refused.value.kind is ErrorKind.FILE_FAILED
    assert library.importing().known(file) is None
    assert library.jobs_in((JobState.DONE,)) == []


def test_it_is_not_among_what_was_done_today(library: PictureLibrary, clock: FixedClock) -> None:
    file, image = a_file()
    library.importing().add(file, image)
    (job,) = library.jobs_in((JobState.DONE,))
    assert job.finished is None
    assert clock.now() - job.created < timedelta(seconds=1)
