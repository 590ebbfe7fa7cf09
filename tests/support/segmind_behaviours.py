"""Behaviours of the loopback service for single requests: `service.next(slow(2), status(500))`."""

import gzip
import json
from collections.abc import Mapping

from tests.support.segmind_service import NOT_ALLOWED_PAGE, Answer, Behaviour, Exchange


def reply(status: int, body: bytes | object = b"", headers: Mapping[str, str] | None = None) -> Behaviour:
    """Send this answer, whatever the request is. A body that is not bytes is sent as JSON."""

    def behave(exchange: Exchange) -> None:
        if isinstance(body, bytes):
            exchange.send(Answer(status, headers or {}, body))
        else:
            exchange.send(Answer.of_json(status, body, headers))

    return behave


def as_usual() -> Behaviour:
    """Answer as usual: a placeholder for one request before the next behaviour."""

    def behave(exchange: Exchange) -> None:
        exchange.send(exchange.answer())

    return behave


def as_usual_with(code: int) -> Behaviour:
    """Answer as usual, with another status code."""

    def behave(exchange: Exchange) -> None:
        answer = exchange.answer()
        exchange.send(Answer(code, answer.headers, answer.body))

    return behave


def interim(code: int, then: Behaviour, times: int = 1) -> Behaviour:
    """Send interim answers before the final one."""

    def behave(exchange: Exchange) -> None:
        for _ in range(times):
            exchange.write(f"HTTP/1.1 {code} Soon\r\nLink: </style.css>\r\n\r\n".encode())
        then(exchange)

    return behave


def status(code: int, words: str = "It did not work", headers: Mapping[str, str] | None = None) -> Behaviour:
    """Refuse with an error body."""
    return reply(code, {"error": words}, headers)


def redirect(code: int, location: str) -> Behaviour:
    return reply(code, b"elsewhere", {"Location": location})


def html_405() -> Behaviour:
    return reply(405, NOT_ALLOWED_PAGE, {"Content-Type": "text/html"})


def slow(seconds: float) -> Behaviour:
    """Answer as usual, but late."""

    def behave(exchange: Exchange) -> None:
        answer = exchange.answer()
        if exchange.pause(seconds):
            exchange.send(answer)

    return behave


def hang() -> Behaviour:
    """Accept the request, and do not answer for a minute."""
    return slow(60)


def with_headers(headers: Mapping[str, str]) -> Behaviour:
    """Answer as usual, with these headers instead of its own."""

    def behave(exchange: Exchange) -> None:
        answer = exchange.answer()
        exchange.send(Answer(answer.status, {**answer.headers, **headers}, answer.body))

    return behave


def close_before_reply() -> Behaviour:
    """Do the work, and close the connection without an answer."""

    def behave(exchange: Exchange) -> None:
        exchange.answer()

    return behave


def cut_body(keep: float = 0.5, *, length_known: bool = True) -> Behaviour:
    """Close the connection after a part of the body. Without its length, the client cannot notice."""

    def behave(exchange: Exchange) -> None:
        answer = exchange.answer()
        length = {"Content-Length": str(len(answer.body))} if length_known else {"Connection": "close"}
        exchange.send_head(answer.status, {**length, **answer.headers})
        exchange.write(answer.body[: int(len(answer.body) * keep)])

    return behave


def cut_headers() -> Behaviour:
    """Do the work, and close the connection in the middle of a header."""

    def behave(exchange: Exchange) -> None:
        exchange.answer()
        exchange.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nConte")

    return behave


def reset_reply(head: float, body: float = 0) -> Behaviour:
    """Do the work, and reset the connection after these fractions of head and body."""

    def behave(exchange: Exchange) -> None:
        answer = exchange.answer()
        headers = {**answer.headers, "Content-Length": str(len(answer.body))}
        lines = [f"HTTP/1.1 {answer.status} OK", *(f"{name}: {value}" for name, value in headers.items())]
        opening = ("\r\n".join(lines) + "\r\n\r\n").encode()
        exchange.write(opening[: int(len(opening) * head)])
        exchange.write(answer.body[: int(len(answer.body) * body)])
        exchange.reset()

    return behave


def wrong_length(by: int) -> Behaviour:
    """Answer as usual, with a Content-Length that is wrong by `by` bytes."""

    def behave(exchange: Exchange) -> None:
        answer = exchange.answer()
        exchange.send_head(answer.status, {**answer.headers, "Content-Length": str(len(answer.body) + by)})
        exchange.write(answer.body)

    return behave


def paid(behaviour: Behaviour) -> Behaviour:
    """Do the work, which is billed, and then answer with another behaviour."""

    def behave(exchange: Exchange) -> None:
        exchange.answer()
        behaviour(exchange)

    return behave


def huge(megabytes: int) -> Behaviour:
    """Send a body of `megabytes` MiB with its length."""

    def behave(exchange: Exchange) -> None:
        exchange.send_head(200, {"Content-Type": "image/jpeg", "Content-Length": str(megabytes << 20)})
        for _ in range(megabytes):
            exchange.write(bytes(1 << 20))

    return behave


def trickle_body(interval: float = 0.02, *, length_known: bool = True) -> Behaviour:
    """Send the body byte by byte, so that no single read times out."""

    def behave(exchange: Exchange) -> None:
        answer = exchange.answer()
        length = {"Content-Length": str(len(answer.body))} if length_known else {"Connection": "close"}
        exchange.send_head(answer.status, {**length, **answer.headers})
        _trickle(exchange, answer.body, interval)

    return behave


def trickle_chunk_size(interval: float = 0.02) -> Behaviour:
    """Send a chunked body, and the size of its first chunk digit by digit, for minutes."""

    def behave(exchange: Exchange) -> None:
        exchange.send_head(200, {"Content-Type": "image/jpeg", "Transfer-Encoding": "chunked"})
        _trickle(exchange, b"0" * 10_000, interval)

    return behave


def trickle_headers(interval: float = 0.02) -> Behaviour:
    """Send a header byte by byte, for many minutes."""

    def behave(exchange: Exchange) -> None:
        exchange.answer()
        exchange.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        _trickle(exchange, b"a" * 60_000, interval)

    return behave


def endless(status_code: int = 200, headers: Mapping[str, str] | None = None) -> Behaviour:
    """Send a body that never ends."""

    def behave(exchange: Exchange) -> None:
        exchange.send_head(status_code, {"Content-Type": "image/jpeg", **(headers or {})})
        while exchange.pause(0):
            exchange.write(b"x" * 65536)

    return behave


def gzip_bomb(megabytes: int) -> Behaviour:
    """Send a small gzip body that decompresses to `megabytes` MiB."""
    packed = gzip.compress(bytes(megabytes * 1024 * 1024))
    return reply(200, packed, {"Content-Type": "image/jpeg", "Content-Encoding": "gzip"})


def zipped() -> Behaviour:
    """Answer as usual, compressed although the client did not ask for it."""

    def behave(exchange: Exchange) -> None:
        answer = exchange.answer()
        headers = {**answer.headers, "Content-Encoding": "gzip"}
        exchange.send(Answer(answer.status, headers, gzip.compress(answer.body)))

    return behave


def nested_json(depth: int = 200_000) -> Behaviour:
    """Send JSON that is nested too deeply for a recursive parser."""
    return reply(200, b"[" * depth, {"Content-Type": "application/json"})


def truncated_image(keep: float = 0.5) -> Behaviour:
    """Send a part of the image as a complete reply."""

    def behave(exchange: Exchange) -> None:
        answer = exchange.answer()
        exchange.send(Answer(200, answer.headers, answer.body[: int(len(answer.body) * keep)]))

    return behave


def echo_key(code: int) -> Behaviour:
    """Refuse the request, and repeat the key in the body and in a header."""

    def behave(exchange: Exchange) -> None:
        key = exchange.received.headers.get("x-api-key", "")
        body = json.dumps({"error": f"not with {key}", "html-message": f"<b>{key}</b>"}).encode()
        exchange.send(Answer(code, {"X-Echo": key, "Content-Type": "application/json"}, body))

    return behave


def echo_key_in_a_malformed_header() -> Behaviour:
    """Answer with a malformed line among the headers, and the key in the header after it."""

    def behave(exchange: Exchange) -> None:
        key = exchange.received.headers["x-api-key"].encode()
        exchange.write(b"HTTP/1.1 500 Oops\r\nno header at all\r\nX-Key: " + key + b"\r\n\r\n")

    return behave


def _trickle(exchange: Exchange, data: bytes, interval: float) -> None:
    for index in range(len(data)):
        try:
            exchange.write(data[index : index + 1])
        except OSError:
            return
        if not exchange.pause(interval):
            return
