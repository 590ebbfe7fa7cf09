import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.job import Job, JobState
from portrait_app.core.request import GenerationRequest
from portrait_app.library.file_names import picture_file, slug
from tests.library.making import a_request

# What Windows refuses in a name; macOS and Linux refuse less.
REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\..*)?", re.IGNORECASE)


def job_for(prompt: str, job_id: int = 123) -> Job:
    created = datetime(2026, 11, 22, 14, 15, 3, tzinfo=UTC)
    return Job(job_id, a_request(prompt=prompt), JobState.RECEIVED, created)


def test_a_name_says_when_what_and_which() -> None:
    name = picture_file(job_for("RAW closeup portrait photo of a 25-year-old"), 0, "jpeg")
    assert name == "pictures/2026/11/2026-11-22 141503 raw-closeup-portrait-photo-of-a-25-year j000123-1.jpg"
    assert picture_file(job_for("x"), 3, "webp", attempt=2).endswith(" x j000123-4 (2).webp")


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Émile Zola, naïve", "emile-zola-naive"),
        ("\N{LATIN SMALL LIGATURE FI}ne", "fine"),
        ("肖像画", "portrait"),
        ("\N{GRINNING FACE}" * 5000 + "late", "portrait"),
        ("...", "portrait"),
        ("a/b\\c:d*e", "a-b-c-d-e"),
        ("CON", "con"),
        ("x" * 300, "x" * 40),
        ("word " + "y" * 60, "word"),
        ("exactly-forty-characters-of-prompt-abcdef more", "exactly-forty-characters-of-prompt"),
        ("exactly forty characters of prompt abcde more", "exactly-forty-characters-of-prompt-abcde"),
    ],
)
def test_slugs(prompt: str, expected: str) -> None:
    assert slug(prompt) == expected


@given(
    prompt=st.text(st.characters(codec=None), max_size=300),
    job_id=st.integers(1, 2**63 - 1),
    sample=st.integers(0, 3),
    image_format=st.sampled_from(["jpeg", "png", "webp", "../x", "svg+xml", ""]),
    created=st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    attempt=st.integers(1, 1000),
)
def test_names_are_legal_everywhere_and_stay_below_pictures(
    *, prompt: str, job_id: int, sample: int, image_format: str, created: datetime, attempt: int
) -> None:
    request = GenerationRequest("potraitsd1.5-txt2img", {"prompt": prompt})
    job = Job(job_id, request, JobState.SENDING, created)
    file = picture_file(job, sample, image_format, attempt)
    assert file == picture_file(job, sample, image_format, attempt)
    top, year, month, name = file.split("/")
    assert top == "pictures"
    assert (year.isdecimal(), month.isdecimal()) == (True, True)
    assert name.isascii()
    assert not REFUSED.search(name)
    assert not RESERVED.fullmatch(name)
    assert not name.startswith((" ", ".", "-", "~"))
    assert not name.endswith((" ", "."))
    assert len(name) + len("..part") <= 143  # eCryptfs allows the shortest names
    assert len(file) <= 160  # Windows allows 260 for the whole path


def test_samples_jobs_and_attempts_have_names_of_their_own() -> None:
    names = {
        picture_file(job_for("same", job), sample, "jpeg", attempt).casefold()
        for job in (1, 11, 111)
        for sample in range(4)
        for attempt in (1, 2, 3)
    }
    assert len(names) == 36
