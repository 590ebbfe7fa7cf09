"""Pictures at addresses: fetched without the key, through redirects, never from a private network."""

import socket
import time
from typing import Any

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import ErrorKind
from portrait_app.engines.segmind.addresses import is_service, reach_for
from portrait_app.engines.segmind.client import SegmindEngine
from portrait_app.engines.segmind.downloads import download
from portrait_app.net.address_check import reach_of
from portrait_app.net.origins import origin_of
from tests.engines.segmind.conftest import MemorySettings, RecordingHandover, error_from, make_request
from tests.support.segmind_behaviours import endless, gzip_bomb, redirect, trickle_body
from tests.support.segmind_service import KEY, SegmindService

LOOPBACK = ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"]
PRIVATE = [
    "10.0.0.1",
    "100.64.0.1",
    "172.16.5.5",
    "192.168.1.1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "2002:a00:1::",
    "64:ff9b::a00:1",
]
NEVER = [
    "169.254.169.254",  # where clouds keep their secrets
    "fe80::1",
    "fe80::1%eth0",
    "0.0.0.0",
    "::",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "ff02::1",
    "240.0.0.1",
    "255.255.255.255",
    "fec0::1",
    "64:ff9b::a9fe:a9fe",
    "no address",
    "",
]
PUBLIC = [
    "1.1.1.1",
    "93.184.216.34",
    "2606:4700::1111",
    "::ffff:1.1.1.1",
    "64:ff9b::101:101",
    "2002:101:101::",
]


@pytest.mark.parametrize("service", ["api.segmind.com", "1.1.1.1", "127.0.0.1", "192.168.1.5", "localhost"])
def test_the_public_is_within_reach_of_all_and_some_are_of_none(service: str) -> None:
    reach = reach_of(service)
    assert [address for address in PUBLIC if not reach(address)] == []
    assert [address for address in NEVER if reach(address)] == []


@pytest.mark.parametrize(
    ("service", "near"),
    [
        ("api.segmind.com", []),
        ("1.1.1.1", []),
        ("169.254.1.1", []),
        ("100.64.0.1", PRIVATE),
        ("192.168.1.5", PRIVATE),
        ("fd00::5", PRIVATE),
        ("127.0.0.1", LOOPBACK),
        ("::1", LOOPBACK),
        ("localhost", LOOPBACK),
    ],
)
def test_the_private_is_within_reach_of_its_like(service: str, near: list[str]) -> None:
    assert [address for address in [*LOOPBACK, *PRIVATE] if reach_of(service)(address)] == near


SERVICE = MemorySettings(api_url="https://api.segmind.com")


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://images.segmind.com/a.jpg?sig=%2F", True),
        ("HTTPS://images.segmind.com:8443/a.jpg", True),
        ("https://1.1.1.1/a.jpg", True),
        ("https://api.segmind.com/a.jpg", True),
        ("http://images.segmind.com/a.jpg", False),
        ("https://me:secret@images.segmind.com/a.jpg", False),
        ("https://10.0.0.1/a.jpg", False),
        ("https://[::1]/a.jpg", False),
        ("https://[::ffff:169.254.169.254]/a.jpg", False),
        ("https://localhost/a.jpg", False),
        ("https://x.localhost./a.jpg", False),
        ("https://127.0.0.1:8080/a.jpg", False),
        ("https://2130706433/a.jpg", False),
        ("https://127.1/a.jpg", False),
        ("https://0xa.1/a.jpg", False),
        ("https://0251.0376.43518/a.jpg", False),
        ("https://[::10.0.0.1]/a.jpg", False),
        ("https://16843009/a.jpg", True),
        ("https://images.segmind.com\\@10.0.0.1/a.jpg", False),
        ("https://images.segmind.com/a b.jpg", False),
        ("https://images.segmind.com/\n", False),
        ("https:///a.jpg", False),
        ("ftp://images.segmind.com/a.jpg", False),
        ("//images.segmind.com/a.jpg", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_which_addresses_are_followed_from_the_official_service(address: str, *, allowed: bool) -> None:
    assert (reach_for(address, SERVICE) is not None) is allowed


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("https://api.segmind.com/v2/requests/1", True),
        ("https://API.Segmind.com:443/v2", True),
        ("http://api.segmind.com/v2", False),
        ("https://api.segmind.com:444/v2", False),
        ("https://api.segmind.com@evil.test/v2", False),
        ("https://evil.test\\@api.segmind.com/v2", False),
        ("https://evil.test#@api.segmind.com/v2", False),
        ("https://api.segmind.com.evil.test/v2", False),
        ("https://api.ѕegmind.com/v2", False),
        ("/v2/requests/1", False),
    ],
)
def test_whom_the_key_is_shown_to(address: str, *, own: bool) -> None:
    assert is_service(address, SERVICE) is own


def test_an_origin_is_read_as_the_connection_will_be() -> None:
    assert origin_of("https://[::1]:8443/x") == ("https", "::1", 8443)
    assert origin_of("https://[::1/x") is None


# Names: what they resolve to decides


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Addresses by name. Only loopback ones can really be connected to."""
    known: dict[str, list[str]] = {}
    original = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in known:
            return original(host, port, *args, **kwargs)
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (address, port),
            )
            for address in known[host]
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"])
def test_a_public_service_never_leads_into_a_private_network(
    names: dict[str, list[str]], service: SegmindService, address: str
) -> None:
    """The fence of the tests would fail this one if a connection were tried."""
    names["pictures.test"] = [address]
    error = error_from(lambda: download(f"https://pictures.test:{service.port}/a.jpg", SERVICE, Cancel()))
    assert error.kind is ErrorKind.REPLY_UNREADABLE
    assert "private address" in error.detail
    assert service.received == []


def test_a_name_that_has_both_is_asked_at_its_public_address_only(
    names: dict[str, list[str]], service: SegmindService, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    names["pictures.test"] = ["10.0.0.1", "93.184.216.34"]

    def connect_ex(self: socket.socket, address: Any) -> int:
        tried.append(address[0])
        return 111

    monkeypatch.setattr(socket.socket, "connect_ex", connect_ex)
    error = error_from(lambda: download("https://pictures.test/a.jpg", SERVICE, Cancel()))
    assert error.kind is ErrorKind.PICTURE_NOT_FETCHED
    assert tried == ["93.184.216.34"]


def test_a_queued_request_of_a_public_service_with_a_private_output(
    names: dict[str, list[str]],
    queued: SegmindEngine,
    settings: MemorySettings,
    service: SegmindService,
    elsewhere: SegmindService,
    handover: RecordingHandover,
) -> None:
    """The service is asked by a name, so that it counts as public; its outputs are on this machine."""
    names["api.test"] = ["127.0.0.1"]
    settings.set("api_url", f"http://api.test:{service.port}")
    service.records.polls = 0
    service.records.output_base = elsewhere.url.replace("http", "https")
    error = error_from(lambda: queued.generate(make_request(), handover))
    assert error.kind is ErrorKind.REPLY_UNREADABLE
    assert len(handover.spooled) == 1
    assert elsewhere.received == []
    assert len(service.billed) == 1


def test_a_proxy_connects_in_our_place(elsewhere: SegmindService, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be on this machine; what is written out is judged all the same."""
    monkeypatch.setenv("HTTPS_PROXY", elsewhere.url)
    error = error_from(lambda: download("https://pictures.test/a.jpg", SERVICE, Cancel()))
    assert "501" in error.detail  # the proxy was asked for a tunnel, and knows none
    error = error_from(lambda: download("https://10.0.0.1/a.jpg", SERVICE, Cancel()))
    assert "address is not safe" in error.detail
    assert error.kind is ErrorKind.REPLY_UNREADABLE


# Redirects


def test_an_output_on_another_host_that_redirects_to_a_third_is_fetched(
    queued: SegmindEngine, service: SegmindService, elsewhere: SegmindService, handover: RecordingHandover
) -> None:
    service.records.output_base = elsewhere.url
    elsewhere.records.adopt(service.records)
    elsewhere.next(
        redirect(302, "/outputs/rq-1-0.jpg?once"), redirect(307, f"{service.url}/outputs/rq-1-0.jpg")
    )
    assert queued.generate(make_request(), handover).images
    assert len(elsewhere.received) == 2
    for received in [*elsewhere.received, service.received[-1]]:
        assert received.method == "GET"
        assert KEY not in str(received)


def test_redirects_end(service: SegmindService, settings: MemorySettings) -> None:
    service.next(*[redirect(302, "/again")] * 10)
    error = error_from(lambda: download(f"{service.url}/a.jpg", settings, Cancel()))
    assert error.kind is ErrorKind.REPLY_UNREADABLE
    assert len(service.received) == 4


@pytest.mark.parametrize(
    "location",
    [
        "https://10.0.0.1/a.jpg",
        "http://10.0.0.1/a.jpg",
        "http://1.1.1.1/",
        "file:///etc/passwd",
        "http://[",
        "https://",
    ],
)
def test_a_redirect_is_judged_like_the_first_address(
    service: SegmindService, settings: MemorySettings, location: str
) -> None:
    service.next(redirect(302, location))
    error = error_from(lambda: download(f"{service.url}/a.jpg", settings, Cancel()))
    assert (error.kind, error.detail) == (
        ErrorKind.REPLY_UNREADABLE,
        "the picture's address is not safe",
    )
    assert len(service.received) == 1


def test_a_redirect_to_a_name_within_a_private_network(
    names: dict[str, list[str]], service: SegmindService, settings: MemorySettings
) -> None:
    names["inside.test"] = ["192.168.1.1"]
    service.next(redirect(302, "https://inside.test/admin"))
    error = error_from(lambda: download(f"{service.url}/a.jpg", settings, Cancel()))
    assert error.kind is ErrorKind.REPLY_UNREADABLE
    assert "private address" in error.detail


# Sizes and times


@pytest.mark.parametrize("behaviour", [endless(), gzip_bomb(16)])
def test_no_more_than_the_configured_size(
    service: SegmindService, settings: MemorySettings, behaviour: Any
) -> None:
    settings.set("max_reply_mb", 8)
    service.next(behaviour)
    error = error_from(lambda: download(f"{service.url}/a.jpg", settings, Cancel()))
    assert error.kind is ErrorKind.REPLY_TOO_LARGE


def test_a_download_that_trickles_ends_in_time(service: SegmindService, settings: MemorySettings) -> None:
    settings.set("connect_timeout", 0.2)
    settings.set("read_timeout", 0.2)
    fields = {"samples": 1, "seed": 1, "img_width": 512, "img_height": 512}
    _, (address,) = service.records.remember("slug", {}, fields, 0, service.url)
    service.next(redirect(302, address), trickle_body())
    started = time.monotonic()
    error = error_from(lambda: download(f"{service.url}/a.jpg", settings, Cancel()))
    assert error.kind is ErrorKind.PICTURE_NOT_FETCHED
    assert time.monotonic() - started < 2
