"""The door to the network: deadlines, aborts, limits, and what each failure means for the money."""

import logging
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError, Billed, ErrorKind
from portrait_app.engines.aborting import cancel_of
from portrait_app.net.transport import Limits, exchange
from tests.engines.segmind.conftest import RecordingHandover, error_from
from tests.support.segmind_behaviours import (
    close_before_reply,
    cut_body,
    cut_headers,
    echo_key_in_a_malformed_header,
    endless,
    gzip_bomb,
    hang,
    reply,
    trickle_body,
    trickle_chunk_size,
    trickle_headers,
)
from tests.support.segmind_service import KEY, Behaviour, SegmindService

PATIENT = Limits(connect=2, total=20, size=1_000_000)
HASTY = Limits(connect=0.4, total=0.4, size=1_000_000)
SECRET = "SG_feedfeedfeedfeed"
BODY = b'{"prompt": "a face"}'
HEADERS = {"x-api-key": KEY, "Content-Type": "application/json"}
SLUG = "/v1/potraitsd1.5-txt2img"

ENDLESS_WAITS = [
    hang(),
    trickle_headers(),
    trickle_body(),
    trickle_body(length_known=False),
    trickle_chunk_size(),
]


def post(url: str, limits: Limits = PATIENT, handover: RecordingHandover | None = None) -> RawReply:
    return exchange("POST", url, limits, headers=HEADERS, body=BODY, cancel=cancel_of(handover))


@pytest.fixture(autouse=True)
def _no_thread_is_left_when_a_call_returns(service: SegmindService) -> Iterator[None]:
    """Stricter than the fence around every test: nothing to wait for."""
    yield
    assert [thread.name for thread in threading.enumerate() if thread.name in OURS] == []


OURS = ("net-deadline", "net-resolver")


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize("behaviour", ENDLESS_WAITS)
def test_the_deadline_holds_whatever_the_server_does(service: SegmindService, behaviour: Behaviour) -> None:
    service.next(behaviour)
    started = time.monotonic()
    error = error_from(lambda: post(service.url + SLUG, HASTY))
    assert time.monotonic() - started < 2
    assert error.kind is ErrorKind.OUTCOME_UNKNOWN
    assert error.billed is Billed.MAYBE
    assert "deadline" in error.detail or "timed out" in error.detail  # whichever looks first


@pytest.mark.parametrize("behaviour", ENDLESS_WAITS)
def test_an_abort_ends_the_wait_at_once(
    service: SegmindService, handover: RecordingHandover, behaviour: Behaviour
) -> None:
    service.next(behaviour)
    aborted: list[float] = []

    def abort() -> None:
        service.wait_for(1)
        aborted.append(time.monotonic())
        handover.abort()
        handover.abort()

    with_abort = threading.Thread(target=abort)
    with_abort.start()
    error = error_from(lambda: post(service.url + SLUG, PATIENT, handover))
    ended = time.monotonic()
    with_abort.join()
    assert ended - aborted[0] < 1  # it takes a few ms; the room is for a loaded machine
    assert error.kind is ErrorKind.OUTCOME_UNKNOWN
    assert "closing" in error.detail


def test_an_abort_before_the_start_sends_nothing(
    service: SegmindService, handover: RecordingHandover
) -> None:
    handover.abort()
    error = error_from(lambda: post(service.url + SLUG, PATIENT, handover))
    assert error.kind is ErrorKind.CANCELLED
    assert service.received == []


def test_an_abort_after_the_end_does_no_harm(service: SegmindService, handover: RecordingHandover) -> None:
    answer = post(service.url + SLUG, PATIENT, handover)
    handover.abort()
    assert (answer.status, len(service.received)) == (200, 1)


def test_an_abort_during_the_tls_handshake_cancels(silent_port: int, handover: RecordingHandover) -> None:
    timer = threading.Timer(0.1, handover.abort)
    timer.start()
    started = time.monotonic()
    error = error_from(lambda: post(f"https://127.0.0.1:{silent_port}/", PATIENT, handover))
    timer.join()
    assert time.monotonic() - started < 1.5
    assert error.kind is ErrorKind.CANCELLED


def test_a_tls_handshake_that_never_ends(silent_port: int) -> None:
    error = error_from(lambda: post(f"https://127.0.0.1:{silent_port}/", HASTY))
    assert error.kind is ErrorKind.CANNOT_CONNECT
    assert error.billed is Billed.NO


def test_a_look_up_that_never_ends_is_left_behind(
    service: SegmindService, monkeypatch: pytest.MonkeyPatch, handover: RecordingHandover
) -> None:
    resolved = threading.Event()

    def resolver(*args: object) -> list[object]:
        resolved.wait(10)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    try:
        error = error_from(lambda: post("http://slow.test/", HASTY))
        assert error.kind is ErrorKind.CANNOT_CONNECT
        threading.Timer(0.05, handover.abort).start()
        started = time.monotonic()
        error = error_from(lambda: post("http://slow.test/", PATIENT, handover))
        assert error.kind is ErrorKind.CANCELLED
        assert time.monotonic() - started < 1
    finally:
        resolved.set()
        for thread in threading.enumerate():
            if thread.name in OURS:
                thread.join()


@pytest.mark.skipif(sys.platform != "linux", reason="how a full queue behaves is Linux's own way")
def test_a_connection_that_nobody_takes(handover: RecordingHandover) -> None:
    """Fill a server's queue, so that a further connection hangs as one into a black hole does."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        waiting = [socket.socket() for _ in range(8)]
        try:
            for one in waiting:
                one.setblocking(False)
                one.connect_ex(server.getsockname())
            url = f"http://127.0.0.1:{server.getsockname()[1]}/"
            assert error_from(lambda: post(url, HASTY)).kind is ErrorKind.CANNOT_CONNECT
            threading.Timer(0.05, handover.abort).start()
            assert error_from(lambda: post(url, PATIENT, handover)).kind is ErrorKind.CANCELLED
        finally:
            for one in waiting:
                one.close()


@pytest.mark.parametrize(
    "behaviour", [close_before_reply(), cut_headers(), cut_body(), cut_body(0), cut_body(0.99)]
)
def test_a_connection_that_breaks_after_sending_leaves_the_outcome_unknown(
    engine_post: Callable[[], RawReply], service: SegmindService, behaviour: Behaviour
) -> None:
    service.next(behaviour)
    error = error_from(engine_post)
    assert error.kind is ErrorKind.OUTCOME_UNKNOWN
    assert len(service.billed) == 1


@pytest.fixture
def engine_post(service: SegmindService) -> Callable[[], RawReply]:
    body = b'{"prompt": "a face", "seed": 1}'
    return partial(exchange, "POST", service.url + SLUG, PATIENT, headers=HEADERS, body=body)


def test_a_cut_picture_says_that_the_service_had_answered(
    engine_post: Callable[[], RawReply], service: SegmindService
) -> None:
    service.next(cut_body())
    assert error_from(engine_post).detail.startswith("status 200 had arrived")


def test_a_get_that_breaks_is_safe_to_repeat(service: SegmindService) -> None:
    url = service.url + "/v1/get-user-credits"
    service.next_balance(close_before_reply(), cut_body())
    for _ in range(2):
        error = error_from(lambda: exchange("GET", url, PATIENT, headers=HEADERS))
        assert error.kind is ErrorKind.CANNOT_CONNECT


@pytest.mark.parametrize(
    "behaviour", [endless(), gzip_bomb(64), endless(headers={"Content-Length": "999999999"})]
)
def test_a_reply_larger_than_the_limit(service: SegmindService, behaviour: Behaviour) -> None:
    service.next(behaviour)
    error = error_from(lambda: post(service.url + SLUG))
    assert error.kind is ErrorKind.REPLY_TOO_LARGE
    assert error.billed is Billed.YES


def test_a_reply_as_large_as_the_limit(service: SegmindService) -> None:
    service.next(reply(200, bytes(PATIENT.size)), reply(200, bytes(PATIENT.size + 1)))
    assert len(post(service.url + SLUG).body) == PATIENT.size
    assert error_from(lambda: post(service.url + SLUG)).kind is ErrorKind.REPLY_TOO_LARGE


def test_the_text_of_an_error_is_cut_and_not_an_error_of_its_own(service: SegmindService) -> None:
    service.next(endless(500), reply(503, b"short", {"Content-Length": "50"}))
    answer = post(service.url + SLUG)
    assert (answer.status, len(answer.body)) == (500, 64 * 1024)
    assert post(service.url + SLUG).status == 503


def test_the_body_of_a_redirect_is_not_read(service: SegmindService) -> None:
    service.next(endless(302, {"Location": "http://[::1"}))
    error = error_from(lambda: exchange("GET", service.url + SLUG, PATIENT))
    assert (error.kind, error.detail) == (ErrorKind.REDIRECTED, "to another address")


def test_a_redirect_after_a_post_is_for_the_caller_to_judge(service: SegmindService) -> None:
    service.next(endless(302, {"Location": "http://[::1"}))
    reply = post(service.url + SLUG)
    assert (reply.status, reply.body) == (302, b"")


def test_a_damaged_compression(service: SegmindService) -> None:
    service.next(reply(200, b"not gzip at all", {"Content-Encoding": "gzip"}))
    assert error_from(lambda: post(service.url + SLUG)).kind is ErrorKind.OUTCOME_UNKNOWN
    service.next(reply(200, b"not gzip at all", {"Content-Encoding": "gzip"}))
    error = error_from(lambda: exchange("GET", service.url + SLUG, PATIENT))
    assert error.kind is ErrorKind.REPLY_UNREADABLE


@pytest.mark.parametrize("bytes_sent", [b"", b"\x00\xff\n", b"HTTP/9.9 \r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_a_server_that_does_not_speak_http(bytes_sent: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(bytes_sent)

        thread = threading.Thread(target=answer)
        thread.start()
        error = error_from(lambda: post(f"http://127.0.0.1:{server.getsockname()[1]}/"))
        thread.join()
    assert error.kind is ErrorKind.OUTCOME_UNKNOWN


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://nowhere.invalid/", ErrorKind.CANNOT_CONNECT),
        ("https://nowhere.invalid/", ErrorKind.CANNOT_CONNECT),
        ("http://", ErrorKind.BAD_ADDRESS),
        ("https:///path", ErrorKind.BAD_ADDRESS),
        ("nonsense", ErrorKind.BAD_ADDRESS),
        ("ftp://127.0.0.1/", ErrorKind.BAD_ADDRESS),
        ("http://[::1/", ErrorKind.BAD_ADDRESS),
        ("http://127.0.0.1:99999/", ErrorKind.BAD_ADDRESS),
        ("http://127.0.0.1:port/", ErrorKind.BAD_ADDRESS),
        ("http://.invalid/", ErrorKind.BAD_ADDRESS),
    ],
)
def test_an_address_that_leads_nowhere(url: str, kind: ErrorKind) -> None:
    error = error_from(lambda: post(url))
    assert error.kind is kind
    assert error.billed is Billed.NO


def test_a_port_that_nobody_listens_on(closed_port: int) -> None:
    for scheme in ("http", "https"):
        error = error_from(partial(post, f"{scheme}://127.0.0.1:{closed_port}/"))
        assert (error.kind, error.detail) == (ErrorKind.CANNOT_CONNECT, "Connection refused")


def test_tls_to_a_server_without_it(service: SegmindService) -> None:
    error = error_from(lambda: post(service.url.replace("http", "https")))
    assert error.kind is ErrorKind.TLS_FAILED
    assert service.received == []


@pytest.mark.parametrize("bundle", ["missing.pem", "empty.pem", "nonsense.pem"])
def test_a_certificate_file_that_is_no_use(
    service: SegmindService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bundle: str
) -> None:
    (tmp_path / "empty.pem").touch()
    (tmp_path / "nonsense.pem").write_text("-----BEGIN CERTIFICATE-----\nx\n")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / bundle))
    error = error_from(lambda: post(service.url.replace("http", "https")))
    assert error.kind is ErrorKind.TLS_FAILED
    assert bundle in error.detail


def test_a_proxy_that_is_not_there(closed_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for scheme in ("http", "https"):
        monkeypatch.setenv(f"{scheme.upper()}_PROXY", f"http://user:{SECRET}@127.0.0.1:{closed_port}")
        error = error_from(partial(post, f"{scheme}://service.test/"))
        assert error.kind is ErrorKind.PROXY_FAILED
        assert SECRET not in str(error)


@pytest.mark.parametrize(
    ("proxy", "kind"),
    [
        ("socks5://user:{}@127.0.0.1:1", ErrorKind.PROXY_UNSUPPORTED),
        ("socks5h://user:{}@127.0.0.1:1", ErrorKind.PROXY_UNSUPPORTED),
        ("nonsense://{}@127.0.0.1:1", ErrorKind.PROXY_UNSUPPORTED),
        ("http://user:{}@", ErrorKind.PROXY_FAILED),
        ("http://user:{}@:x", ErrorKind.PROXY_FAILED),
    ],
)
def test_a_proxy_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, proxy: str, kind: ErrorKind) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy.format(SECRET))
    error = error_from(lambda: post("https://service.test/"))
    assert error.kind is kind
    assert SECRET not in str(error)


def test_a_proxy_that_refuses_the_tunnel(service: SegmindService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", service.url)  # it knows no CONNECT, and says so
    error = error_from(lambda: post("https://service.test/"))
    assert error.kind is ErrorKind.PROXY_FAILED
    assert "501" in error.detail


def test_a_proxy_is_used_and_its_exceptions_too(
    service: SegmindService, elsewhere: SegmindService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", elsewhere.url)
    elsewhere.next(reply(200, b"from the proxy"))
    assert post("http://service.test/").body == b"from the proxy"
    assert elsewhere.received[0].path == "http://service.test/"
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    service.next(reply(200, b"direct"))
    assert post(service.url).body == b"direct"


def test_a_netrc_is_not_sent_along(
    service: SegmindService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"default login me password {SECRET}\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    service.next(reply(200, b""))
    post(service.url)
    assert "authorization" not in service.received[0].headers


def test_an_error_holds_no_library_s_exception(
    service: SegmindService, closed_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service.next(echo_key_in_a_malformed_header(), close_before_reply())
    assert post(service.url).status == 500
    errors: list[AppError] = [
        error_from(partial(post, url))
        for url in (service.url, f"http://me:{SECRET}@127.0.0.1:{closed_port}/", "http://[")
    ]
    for error in errors:
        assert error.__cause__ is None
        assert error.__context__ is None
    assert KEY not in caplog.text
    assert SECRET not in caplog.text
