"""The words about files that were read, and that the library could not take."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.metadata.imported import ImportedFile
from portrait_app.core.metadata.picture_record import FileRecord
from portrait_app.jobs.file_import import FileState, ImportEntry
from portrait_app.ui.importing.words import added_words, settings_rows, state_words, summary, why
from tests.support.fake_library import PORTRAIT_MODEL, SKETCH_MODEL, a_request

PATH = Path("picture.png")
READ = ImportedFile(PATH, "png", 8, 8, 100, "0" * 64, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("kind", [ErrorKind.DISK_FULL, ErrorKind.FILE_FAILED, ErrorKind.LIBRARY_FAILED])
def test_a_library_without_room_does_not_make_a_file_unreadable(kind: ErrorKind) -> None:
    refused = ImportEntry(PATH, READ, error=AppError(kind, path="library"))
    assert refused.state is FileState.REFUSED
    assert state_words(refused) == "Not added"
    assert "read" not in summary(Counter([refused.state]))
    assert added_words([refused]) == "1 could not be added"
    assert refused.error is not None
    assert "it is no ordinary file" not in why(refused.error, was_read=True)


def test_a_file_that_cannot_be_read_says_so() -> None:
    failed = replace(ImportEntry(PATH), error=AppError(ErrorKind.FILE_FAILED, path="picture.png"))
    assert failed.state is FileState.FAILED
    assert state_words(failed) == "Cannot be read"
    assert summary(Counter([failed.state])) == "1 cannot be read"
    assert failed.error is not None
    assert "not a regular file" in why(failed.error)


def test_what_a_model_does_not_use_is_not_shown_as_a_setting() -> None:
    def names(model: str) -> set[str]:
        request = a_request(model=model, seed=3)
        file = replace(READ, record=FileRecord(request, READ.modified, READ.sha256))
        return {name for name, _value in settings_rows(file)}

    assert {"Scheduler", "Steps", "Seed"} <= names(PORTRAIT_MODEL)
    assert {"Model", "Seed"} <= names(SKETCH_MODEL)
    assert not {"Scheduler", "Steps", "Guidance scale"} & names(SKETCH_MODEL)
