"""The account: a key is checked for free, and what a balance may look like."""

import json

import pytest

from portrait_app.core.delivery import Balance
from portrait_app.core.errors import Billed, ErrorKind
from portrait_app.core.ports.engines import Account
from portrait_app.engines.segmind import account as room
from portrait_app.engines.segmind.account import SegmindAccount
from tests.engines.segmind.conftest import error_from
from tests.support.segmind_behaviours import (
    close_before_reply,
    echo_key,
    endless,
    nested_json,
    redirect,
    reply,
    status,
    trickle_body,
)
from tests.support.segmind_service import KEY, Behaviour, SegmindService


def test_the_balance_of_a_good_key(account: SegmindAccount, service: SegmindService) -> None:
    port: Account = account
    assert port.balance(KEY) == Balance(18.42, 0.0184)
    (received,) = service.received
    assert (received.method, received.path) == ("GET", "/v1/get-user-credits")
    assert received.headers["x-api-key"] == KEY
    assert service.billed == []


def test_spaces_around_a_pasted_key_do_no_harm(account: SegmindAccount) -> None:
    assert account.balance(f" {KEY}\n") is not None


def test_a_good_key_without_a_record(account: SegmindAccount, service: SegmindService) -> None:
    service.credits = None
    assert account.balance(KEY) is None


@pytest.mark.parametrize(
    ("key", "kind"),
    [("", ErrorKind.KEY_MISSING), ("SG_wrong", ErrorKind.KEY_REJECTED), ("SG clé", ErrorKind.KEY_REJECTED)],
)
def test_a_key_that_is_no_good(account: SegmindAccount, key: str, kind: ErrorKind) -> None:
    assert error_from(lambda: account.balance(key)).kind is kind


@pytest.mark.parametrize(
    ("body", "balance"),
    [
        ({"credits": 3, "free-credits": 0}, Balance(3, 0)),
        ({"credits": 3}, Balance(3, 0)),
        ({"credits": -0.5, "free-credits": "x"}, Balance(-0.5, 0)),
        ({"credits": 1, "free-credits": None, "more": [1]}, Balance(1, 0)),
    ],
)
def test_a_balance_is_read_with_tolerance(
    account: SegmindAccount, service: SegmindService, body: object, balance: Balance
) -> None:
    service.next_balance(reply(200, body))
    assert account.balance(KEY) == balance


@pytest.mark.parametrize(
    "behaviour",
    [
        reply(200, b"<html><title>Welcome to our hotel</title></html>", {"Content-Type": "text/html"}),
        reply(200, {}),
        reply(200, []),
        reply(200, {"credits": "many"}),
        reply(200, {"credits": True}),
        reply(200, b'{"credits": NaN}'),
        reply(200, b'{"credits": 1' + b"0" * 400 + b"}"),
        reply(200, json.dumps({"credits": 1}).encode(), {"Content-Encoding": "gzip"}),
        nested_json(30_000),
        endless(),
        status(404, "page not found"),
    ],
)
def test_whoever_answers_otherwise_is_not_the_service(
    account: SegmindAccount, service: SegmindService, behaviour: Behaviour
) -> None:
    service.next_balance(behaviour)
    error = error_from(lambda: account.balance(KEY))
    assert error.kind is ErrorKind.WRONG_ADDRESS
    assert error.billed is Billed.NO


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (status(403), ErrorKind.NOT_ALLOWED),
        (status(429), ErrorKind.RATE_LIMITED),
        (status(503), ErrorKind.SERVICE_UNAVAILABLE),
        (close_before_reply(), ErrorKind.CANNOT_CONNECT),
        (redirect(302, "http://127.0.0.1:1/"), ErrorKind.REDIRECTED),
    ],
)
def test_other_failures_keep_their_kind(
    account: SegmindAccount, service: SegmindService, behaviour: Behaviour, kind: ErrorKind
) -> None:
    service.next_balance(behaviour)
    assert error_from(lambda: account.balance(KEY)).kind is kind


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_second_host_never_sees_the_key(
    account: SegmindAccount, service: SegmindService, elsewhere: SegmindService, code: int
) -> None:
    service.next_balance(redirect(code, f"{elsewhere.url}/v1/get-user-credits"))
    assert error_from(lambda: account.balance(KEY)).kind is ErrorKind.REDIRECTED
    assert elsewhere.received == []


def test_the_deadline_is_its_own(
    account: SegmindAccount, service: SegmindService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_LONGEST", 0.2)
    service.next_balance(trickle_body())
    error = error_from(lambda: account.balance(KEY))
    assert error.kind is ErrorKind.CANNOT_CONNECT
    assert "deadline" in error.detail


def test_the_key_is_in_no_error(account: SegmindAccount, service: SegmindService) -> None:
    for code in (200, 401, 404, 500):
        service.next_balance(echo_key(code))
        assert KEY not in str(error_from(lambda: account.balance(KEY)))
