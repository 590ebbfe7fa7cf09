"""TLS: whose word is trusted, and that a wait ends inside it as it does outside.

`loopback.pem` is a certificate for 127.0.0.1 with its key, made for these tests and good for nothing else.
"""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import ErrorKind
from portrait_app.engines.aborting import cancel_of
from portrait_app.net.transport import Limits, exchange
from tests.engines.segmind.conftest import RecordingHandover, error_from
from tests.support.segmind_behaviours import trickle_body, trickle_headers
from tests.support.segmind_service import KEY, Behaviour, SegmindService

CERTIFICATE = Path(__file__).with_name("loopback.pem")
SLUG = "/v1/potraitsd1.5-txt2img"
LIMITS = Limits(connect=2, total=20, size=1_000_000)


@pytest.fixture
def secure() -> Iterator[SegmindService]:
    with SegmindService(certificate=CERTIFICATE) as service:
        yield service


def post(url: str, limits: Limits = LIMITS, handover: RecordingHandover | None = None) -> RawReply:
    headers = {"x-api-key": KEY, "Content-Type": "application/json"}
    body = b'{"prompt": "x"}'
    return exchange("POST", url + SLUG, limits, headers=headers, body=body, cancel=cancel_of(handover))


# SSL_CERT_FILE is how the system's own store is moved; the other is requests' own.
@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
def test_a_certificate_that_the_person_trusts(
    secure: SegmindService, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, str(CERTIFICATE))
    assert post(secure.url).status == 200


def test_the_list_of_certificates_that_requests_brings_is_not_used(
    secure: SegmindService, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Or what the system distrusts would be trusted, and a bundle without the file would fail."""
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "missing.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    assert post(secure.url).status == 200


def test_a_certificate_that_nobody_vouches_for(secure: SegmindService) -> None:
    error = error_from(lambda: post(secure.url))
    assert (error.kind, error.detail) == (ErrorKind.TLS_FAILED, "self-signed certificate")
    assert secure.received == []


def test_a_certificate_of_somebody_else(secure: SegmindService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))  # it is for 127.0.0.1 and no other name
    error = error_from(lambda: post(secure.url.replace("127.0.0.1", "localhost")))
    assert error.kind is ErrorKind.TLS_FAILED
    assert "not valid for 'localhost'" in error.detail
    assert secure.received == []


@pytest.mark.parametrize("behaviour", [trickle_headers(), trickle_body()])
def test_the_deadline_holds_inside_tls(
    secure: SegmindService, monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    secure.next(behaviour)
    started = time.monotonic()
    error = error_from(lambda: post(secure.url, Limits(1, 1, 1_000_000)))
    assert time.monotonic() - started < 5
    assert error.kind is ErrorKind.OUTCOME_UNKNOWN


def test_an_abort_ends_a_wait_inside_tls(
    secure: SegmindService, monkeypatch: pytest.MonkeyPatch, handover: RecordingHandover
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    secure.next(trickle_body())
    aborted: list[float] = []

    def abort() -> None:
        secure.wait_for(1)
        aborted.append(time.monotonic())
        handover.abort()

    thread = threading.Thread(target=abort)
    thread.start()
    error = error_from(lambda: post(secure.url, LIMITS, handover))
    ended = time.monotonic()
    thread.join()
    assert ended - aborted[0] < 1
    assert error.kind is ErrorKind.OUTCOME_UNKNOWN


def test_a_handshake_that_hangs_holds_up_no_other_call(
    secure: SegmindService, monkeypatch: pytest.MonkeyPatch, handover: RecordingHandover
) -> None:
    """It would if the calls shared one context."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        stuck = threading.Thread(target=lambda: error_from(lambda: post(url, LIMITS, handover)))
        stuck.start()
        connection, _ = silent.accept()
        with connection:
            connection.recv(1)  # its greeting has begun
            assert post(secure.url).status == 200
            handover.abort()
            stuck.join()
