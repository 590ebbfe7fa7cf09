"""Whether the service can be reached: asked for free, without the key; any answer of anybody's will do."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.engines.segmind.client import SegmindEngine
from tests.engines.segmind.conftest import MemorySettings, RecordingHandover, error_from, make_request
from tests.support.segmind_behaviours import endless, html_405, redirect, status
from tests.support.segmind_service import Behaviour, Exchange, SegmindService


@pytest.mark.parametrize(
    "behaviour", [status(200), status(404), status(503), redirect(302, "/x"), html_405(), endless()]
)
def test_any_answer_says_that_it_can(
    engine: SegmindEngine, service: SegmindService, behaviour: Behaviour
) -> None:
    service.next(behaviour)
    engine.reach(Cancel())
    (received,) = service.received
    assert received.method == "GET"
    assert "x-api-key" not in received.headers
    assert service.billed == []


def test_nobody_there_and_no_wish_to_know(engine: SegmindEngine, settings: MemorySettings) -> None:
    cancel = Cancel()
    cancel.cancel()
    assert error_from(lambda: engine.reach(cancel)).kind is ErrorKind.CANCELLED
    settings.set("api_url", "http://127.0.0.1:9")
    assert error_from(lambda: engine.reach(Cancel())).kind is ErrorKind.CANNOT_CONNECT


HEADS = st.binary(max_size=80) | st.builds(
    lambda status, name, value, length: (
        b"HTTP/1.1 %d X\r\n%s: %s\r\nContent-Length: %d\r\n\r\n" % (status, name, value, length)
    ),
    st.integers(100, 999),
    st.sampled_from(
        [b"Content-Type", b"Content-Encoding", b"Transfer-Encoding", b"Location", b"X-Cost", b"Retry-After"]
    ),
    st.sampled_from(
        [b"gzip", b"chunked", b"image/png", b"application/json", b"1e999", b"http://[", b"\xff\xfe"]
    ),
    st.integers(0, 200),
)


@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=HEADS, body=st.binary(max_size=200) | st.just(b'{"image": "https://['))
def test_whatever_is_on_the_wire_a_request_ends_in_an_error_that_we_know(
    engine: SegmindEngine, service: SegmindService, settings: MemorySettings, head: bytes, body: bytes
) -> None:
    def behave(exchange: Exchange) -> None:
        exchange.write(head + body)

    settings.set("read_timeout", 2)
    service.next(behave)
    with pytest.raises(AppError):
        engine.generate(make_request(), RecordingHandover())
