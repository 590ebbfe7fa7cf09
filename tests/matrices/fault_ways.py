"""Cases of the connection: no server, a server that is not trusted, a connection that ends too early."""

import socket
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from portrait_app.core.errors import ErrorKind
from tests.matrices.fault_world import (
    FAILED,
    LOST,
    QUEUED,
    UNKNOWN,
    Case,
    Prepare,
    World,
    as_it_is,
)
from tests.support.segmind_service import SegmindService

CERTIFICATE = Path(__file__).parents[1] / "engines" / "segmind" / "loopback.pem"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def refused(world: World) -> None:
    world.url = f"http://127.0.0.1:{_free_port()}"


def refused_for_a_while(world: World) -> None:
    refused(world)
    world.later = lambda session: session.settings.set("api_url", world.service.url)


def no_such_name(world: World) -> None:
    world.url = "https://api.segmind.invalid"


def plain_http_behind_https(world: World) -> None:
    world.url = world.service.url.replace("http://", "https://")


def cut_request(count: int) -> Prepare:
    def prepare(world: World) -> None:
        world.service.cut_requests.append(count)

    return prepare


def over_tls(scheme: str, world: World) -> None:
    """Make a service answer with a certificate that is not trusted."""
    secure = world.ends.enter_context(SegmindService(certificate=CERTIFICATE))
    world.url = secure.url.replace("https", scheme)


def cases() -> Iterator[Case]:
    yield Case("nothing is wrong", as_it_is, waited=(0, 0))
    yield Case("nothing is wrong", as_it_is, "queued", waited=(0, 0))
    yield Case("nothing is wrong, 4 samples", as_it_is, samples=4)
    offline = (ErrorKind.CANNOT_CONNECT,)
    yield Case("refused", refused, state=QUEUED, said=offline, billed=0, posts=0)
    yield Case("refused, reached after 100 s", refused_for_a_while, said=offline, waited=(100, 130))
    yield Case("no such name", no_such_name, state=QUEUED, said=offline, billed=0, posts=0)
    unsafe = (ErrorKind.TLS_FAILED,)
    yield Case(
        "TLS: nobody vouches for the certificate",
        partial(over_tls, "https"),
        state=FAILED,
        said=unsafe,
        billed=0,
        posts=0,
    )
    yield Case(
        "TLS: plain HTTP answers", plain_http_behind_https, state=FAILED, said=unsafe, billed=0, posts=0
    )
    yield Case(
        "plain HTTP: TLS answers", partial(over_tls, "http"), state=UNKNOWN, said=LOST, billed=0, posts=0
    )
    for name, count in (
        ("at the first byte of", 1),
        ("in the headers of", 60),
        ("in the body of", 500),
        ("after", 700),
    ):
        yield Case(f"reset {name} the request", cut_request(count), state=UNKNOWN, said=LOST, billed=0)
    yield Case(
        "reset at the first byte of the request", cut_request(1), "queued", state=UNKNOWN, said=LOST, billed=0
    )
