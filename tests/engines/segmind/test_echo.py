"""A service that echoes the key, changed: nothing that is stored or shown has it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from portrait_app.core.credentials import Credentials, KeySource
from portrait_app.core.errors import AppError
from portrait_app.core.redaction import holds_key
from portrait_app.engines.segmind.account import SegmindAccount
from portrait_app.engines.segmind.client import SegmindEngine
from tests.core.test_redaction import FORMS
from tests.engines.segmind.conftest import MemorySettings, RecordingHandover, make_request
from tests.support.segmind_behaviours import redirect, reply, with_headers
from tests.support.segmind_service import KEY, SegmindService

pytestmark = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
Form = Callable[[str], str]


def generated(service: SegmindService, delivery: str = "direct") -> tuple[RecordingHandover, str]:
    """Ask for a picture; return what was handed over, and the words of a failure."""
    credentials = Credentials()
    credentials.set(KEY, KeySource.SESSION)
    engine = SegmindEngine(credentials, MemorySettings(api_url=service.url, delivery=delivery), 0.001)
    handover = RecordingHandover()
    try:
        delivered = engine.generate(make_request(), handover)
    except AppError as error:
        return handover, f"{error} {error.detail} {dict(error.facts)}"
    return handover, delivered.request_id


@pytest.mark.parametrize("code", [200, 400, 401, 406, 422, 429, 500, 503, 418])
def test_in_an_error(service: SegmindService, form: Form, code: int) -> None:
    said: dict[str, Any] = {"error": f"not with {form(KEY)}!", "message": {"message": form(KEY)}}
    service.next(reply(code, said, {"X-Request-Id": form(KEY), "X-Echo": form(KEY)}))
    handover, words = generated(service)
    assert "not with" in words
    assert not holds_key(words, KEY)
    for spooled in handover.spooled:
        assert not holds_key(spooled.body.decode(), KEY)
        assert not holds_key(json.dumps(dict(spooled.headers)), KEY)


def test_in_the_headers_of_a_picture(service: SegmindService, form: Form) -> None:
    service.next(with_headers({"X-Request-Id": form(KEY), "X-Echo": form(KEY)}))
    handover, request_id = generated(service)
    assert not holds_key(request_id, KEY)
    (spooled,) = handover.spooled
    assert spooled.body.startswith(b"\xff\xd8")
    assert not holds_key(json.dumps(dict(spooled.headers)), KEY)


def test_in_a_ticket(service: SegmindService, form: Form) -> None:
    ticket = {"request_id": form(KEY), "status_url": f"{service.url}/v2/requests/{form(KEY)}"}
    service.next(reply(200, {**ticket, "status": "QUEUED"}))
    handover, words = generated(service, "queued")
    assert handover.tickets == []
    assert words.startswith("outcome_unknown")  # a ticket that names the key is none
    assert not holds_key(words, KEY)


def test_in_the_address_of_a_redirect(service: SegmindService, form: Form) -> None:
    service.next(redirect(302, f"http://{form(KEY)}.test/"))
    _, words = generated(service)
    assert not holds_key(words, KEY)


def test_in_the_answer_about_the_account(service: SegmindService, form: Form) -> None:
    service.next_balance(reply(403, {"error": f"not with {form(KEY)}!"}))
    with pytest.raises(AppError) as raised:
        SegmindAccount(MemorySettings(api_url=service.url)).balance(KEY)
    assert not holds_key(f"{raised.value} {dict(raised.value.facts)}", KEY)
