"""The table of statuses: kind, words and facts of every answer that is not a picture."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError, Billed, ErrorKind
from portrait_app.engines.segmind.statuses import error_of

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
KEY = "SG_0123456789abcdef"


def error(status: int, said: object = "no", **headers: str) -> AppError:
    body = said if isinstance(said, bytes) else json.dumps({"error": said}).encode()
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return error_of(RawReply(status, names, body), KEY, NOW)


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (400, "scheduler is not allowed", ErrorKind.BAD_REQUEST),
        (401, "Missing Authorization or x-api-key in header", ErrorKind.KEY_MISSING),
        (401, "No API key provided", ErrorKind.KEY_MISSING),
        (401, "Unauthorized. API key is invalid or may have expired...", ErrorKind.KEY_REJECTED),
        (401, "invalid or missing API key", ErrorKind.KEY_REJECTED),
        (401, "", ErrorKind.KEY_REJECTED),
        (403, "no", ErrorKind.NOT_ALLOWED),
        (404, "no", ErrorKind.NO_SUCH_MODEL),
        (405, "no", ErrorKind.WRONG_ADDRESS),
        (406, "Invalid content type", ErrorKind.WRONG_CONTENT_TYPE),
        (406, b"Invalid Content-Type", ErrorKind.WRONG_CONTENT_TYPE),
        (406, "Insufficient credits. Balance 0.001, cost 0.003", ErrorKind.NO_CREDITS),
        (406, b"Your balance is 0.001 and this costs 0.003", ErrorKind.NO_CREDITS),
        (406, "Monthly team spend limit of $5 reached, balance $12", ErrorKind.VALUE_REFUSED),
        (406, "scheduler must be one of ...", ErrorKind.VALUE_REFUSED),
        (406, b"", ErrorKind.VALUE_REFUSED),
        (407, "no", ErrorKind.PROXY_FAILED),
        (410, "no", ErrorKind.MODEL_RETIRED),
        (422, "no", ErrorKind.JOB_FAILED),
        (429, "no", ErrorKind.RATE_LIMITED),
        (500, "no", ErrorKind.SERVER_ERROR),
        (502, "no", ErrorKind.SERVICE_UNAVAILABLE),
        (503, "no", ErrorKind.SERVICE_UNAVAILABLE),
        (504, "no", ErrorKind.SERVICE_UNAVAILABLE),
        (201, "no", ErrorKind.UNEXPECTED_STATUS),
        (418, "no", ErrorKind.UNEXPECTED_STATUS),
        (599, "no", ErrorKind.UNEXPECTED_STATUS),
    ],
)
def test_each_status_has_its_kind(status: int, said: object, kind: ErrorKind) -> None:
    found = error(status, said)
    assert found.kind is kind
    assert found.facts["status"] == status
    assert found.billed is Billed.NO


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"error": "too hot"}', "too hot"),
        (
            b'{"error": "invalid_api_key", "error_description": "Key.", "status_code": 401}',
            "invalid_api_key; Key.",
        ),
        (b'{"error": "same", "message": "same"}', "same"),
        (b'{"error": {"message": "inside"}}', "inside"),
        (b'{"html-message": "<p>Too <b>hot</b> &amp; dry</p>"}', "Too hot & dry"),
        (b'{"detail": [{"loc": ["seed"], "msg": "not an int"}, "and more"]}', "not an int, and more"),
        (b'"only this"', "only this"),
        (b"plain\n  text\t", "plain text"),
        (b"<html><head><TITLE>502 Bad Gateway</TITLE></head><body>nginx</body></html>", "502 Bad Gateway"),
        (b"<html><body><h1>Oops</h1></body></html>", "Oops"),
        (b'{"error": null, "status": 5}', '{"error": null, "status": 5}'),
        (b'{"error": "\\ud800 alone"}', "? alone"),
        (b'{"error": "\\u202eevil\\u0007"}', "evil"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"\x00\x01\x02", ""),
        (b"", ""),
    ],
)
def test_the_detail_is_the_service_s_own_words(body: bytes, words: str) -> None:
    assert error(500, body).detail == words


def test_words_are_bounded_and_without_the_key() -> None:
    assert len(error(500, "x" * 9_999).detail) == 500
    for body in (f"you sent {KEY}", f"<title>{KEY}</title>".encode(), f"{KEY}".encode()):
        found = error(401, body)
        assert KEY not in str(found)
        assert "[API key]" in found.detail


@pytest.mark.parametrize(
    ("status", "said", "field"),
    [
        (400, "num_inference_steps must be between 20 and 100", "num_inference_steps"),
        (400, "negative_prompt must be a string", "negative_prompt"),
        (406, "The value of `scheduler` is not supported", "scheduler"),
        (422, "'prompt': required", "prompt"),
        (500, "img_width and img_height too large", "img_width"),
    ],
)
def test_a_field_that_is_named_is_a_fact(status: int, said: str, field: str) -> None:
    assert error(status, said).facts["field"] == field


def test_no_field_is_made_up() -> None:
    assert "field" not in error(400, "prompting is hard, promptly").facts
    assert "field" not in error(403, "prompt").facts


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x_rate_limit_reset_at_utc": "2026-11-22T12:00:30Z"}, 30),
        ({"x_rate_limit_reset_at_utc": "2026-11-22 12:00:30"}, 30),
        ({"x_rate_limit_reset_at_utc": "2026-11-22T14:00:30+02:00"}, 30),
        ({"x_rate_limit_reset_at_utc": "Sun, 22 Nov 2026 12:00:30 GMT"}, 30),
        ({"x_rate_limit_reset_at_utc": str(int(NOW.timestamp()) + 30)}, 30),
        ({"retry_after": "45"}, 45),
        ({"retry_after": "Sun, 22 Nov 2026 12:00:45 GMT"}, 45),
        ({"x_rate_limit_reset_at_utc": "soon", "retry_after": "45"}, 45),
        ({"x_rate_limit_reset_at_utc": "2026-11-22T12:00:30Z", "retry_after": "45"}, 30),
        # The service's clock says how long, where this machine's is an hour slow.
        (
            {
                "x_rate_limit_reset_at_utc": "2026-11-22T13:00:30Z",
                "date": "Sun, 22 Nov 2026 13:00:00 GMT",
            },
            30,
        ),
        ({"x_rate_limit_reset_at_utc": "2026-11-22T12:00:30Z", "date": "nonsense"}, 30),
    ],
)
def test_a_rate_limit_says_until_when(headers: dict[str, str], seconds: int) -> None:
    assert error(429, **headers).facts["reset"] == (NOW + timedelta(seconds=seconds)).isoformat()


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "soon",
        "-5",
        "1e9",
        "nan",
        "99999999",
        "2099-01-01T00:00:00Z",
        "0001-01-01",
        "9999-12-31T23:59:59Z",
    ],
)
def test_a_reset_that_is_nonsense_is_left_out(nonsense: str) -> None:
    found = error(429, x_rate_limit_reset_at_utc=nonsense, retry_after=nonsense)
    assert found.kind is ErrorKind.RATE_LIMITED
    assert "reset" not in found.facts


@given(st.integers(100, 999), st.binary(max_size=300), st.text(max_size=60), st.text(max_size=60))
def test_nothing_a_service_sends_breaks_the_table(status: int, body: bytes, reset: str, date: str) -> None:
    headers = {"x-rate-limit-reset-at-utc": reset, "retry-after": date, "date": date}
    for answer in (status, 401, 406, 429):
        found = error_of(RawReply(answer, headers, body), KEY, NOW)
        assert found.detail.isprintable()
        found.detail.encode("utf-8")


def test_a_failure_that_was_billed_says_how_much() -> None:
    assert error(500, x_cost="0.002").facts["cost"] == 0.002
    assert error(422, b'{"status": "FAILED", "metrics": {"cost": 0.004}}').facts["cost"] == 0.004


@pytest.mark.parametrize("cost", ["0", "", "-1", "nan", "a lot"])
def test_a_failure_that_cost_nothing_says_nothing(cost: str) -> None:
    assert "cost" not in error(500, x_cost=cost).facts
