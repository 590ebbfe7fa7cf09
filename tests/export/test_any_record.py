"""A library may hold any text, date and number: exporting them raises the program's own errors only."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from portrait_app.core.errors import AppError
from portrait_app.core.export.formats import FORMATS, ExportFormat
from portrait_app.core.export.name_template import NAME_FIELDS
from portrait_app.core.export.plan import Privacy
from tests.export.making import a_desk, encoded

EVERY_FIELD = " ".join(f"{{{row.key}}}" for row in NAME_FIELDS)
DATA = encoded(Image.new("RGB", (24, 16), "teal"), "PNG")
# Everything but halves of surrogate pairs, which SQLite does not store.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
MOMENTS = st.datetimes(timezones=st.just(UTC))
RECORDS = st.fixed_dictionaries(
    {
        "created": MOMENTS,
        "prompt": TEXTS,
        "negative_prompt": TEXTS,
        "tags": st.lists(TEXTS, max_size=3).map(tuple),
        "collections": st.lists(TEXTS, max_size=2).map(tuple),
        "note": TEXTS,
        "seed": st.none() | st.integers(-(2**63), 2**63 - 1),
        "rating": st.integers(0, 5),
        "width": st.integers(0, 2**40),
        "height": st.integers(0, 2**40),
    }
)
PLAIN: dict[str, Any] = {"created": datetime(2026, 1, 1, tzinfo=UTC), "prompt": "a face"}


WEST, EAST = "America/Los_Angeles", "Pacific/Auckland"
CASES = [(row, WEST) for row in FORMATS] + [
    (row, EAST) for row in FORMATS if row.key in {"jpeg", "zip", "csv"}
]


@pytest.fixture
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("zone", "qapp")
@pytest.mark.parametrize(
    ("row", "zone"), CASES, indirect=["zone"], ids=lambda value: getattr(value, "key", value)
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=RECORDS, title=TEXTS, level=st.sampled_from(Privacy))
@example(PLAIN | {"created": datetime.min.replace(tzinfo=UTC)}, "", Privacy.EVERYTHING)
@example(PLAIN | {"created": datetime.max.replace(tzinfo=UTC)}, "", Privacy.LABEL_ONLY)
@example(PLAIN | {"created": datetime.max.replace(tzinfo=UTC) - timedelta(days=1)}, "", Privacy.NOTHING)
@example(PLAIN | {"prompt": "\ufeffa smile \U0001f600" * 9}, "\ufeff\U0001f600", Privacy.EVERYTHING)
@example(PLAIN | {"prompt": "\0\x1b\x7f\u2028\u202e"}, "\0", Privacy.EVERYTHING)
def test_any_record_is_exported(
    row: ExportFormat, record: dict[str, Any], title: str, level: Privacy
) -> None:
    written = title.replace("{", "{{").replace("}", "}}")
    options: dict[str, Any] = {"title": written, "caption": f"{EVERY_FIELD} | {{prompt}} | {{tags}}"}
    known = {option.key for option in row.options}
    with TemporaryDirectory() as folder:
        desk = a_desk(Path(folder))
        picture = desk.shelf.put(DATA, **record)
        plan = desk.plan(
            row.key,
            template=EVERY_FIELD,
            privacy=level,
            creator=title,
            rights=title,
            options={key: value for key, value in options.items() if key in known},
        )
        try:
            assert desk.exporter.preview(plan, [picture], 1)
            report = desk.export(plan, [picture])
        except AppError:
            return
        assert report.written == 1, [failure.error for failure in report.failed]
