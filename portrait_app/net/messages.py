"""Extract the service's message from whatever it sent: JSON, HTML or plain text."""

import html
import re
from typing import Any

from portrait_app.core.redaction import redacted
from portrait_app.net.untrusted_json import parse_json

_LONGEST = 500  # characters of a message
_LOOKED_AT = 16 * 1024  # bytes of a body that are read
_FIELDS = ("error", "error_description", "html-message", "message", "detail", "errors")
_TITLE = re.compile(r"<title[^>]*>([^<]*)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def words_of(body: bytes, secret: str = "") -> str:
    """Return the message in `body` as one short line without `secret`; "" if the body is not text."""
    if b"\0" in body[:_LOOKED_AT]:
        return ""
    text = "; ".join(spoken(parse_json(body))) or body[:_LOOKED_AT].decode("utf-8", "replace")
    return plain(text, secret)


def plain(text: str, secret: str = "") -> str:
    """Return a stranger's text as one short line that can be stored and shown, without `secret`."""
    return redacted(_plain(text[:_LOOKED_AT]), secret)[:_LONGEST]


def spoken(data: Any) -> list[str]:
    """Return the texts of a JSON error body. One error may be nested in another."""
    if isinstance(data, str):
        return [data]
    if not isinstance(data, dict):
        return []
    said: list[str] = []
    for field in _FIELDS:
        value = data.get(field)
        if isinstance(value, dict):
            value = value.get("message") or value.get("msg")
        if isinstance(value, list):
            value = ", ".join(_of_list(value))
        if isinstance(value, str) and value.strip() and value not in said:
            said.append(value)
    return said


def _of_list(values: list[Any]) -> list[str]:
    """Return the texts of a list of problems in the form of common validators."""
    texts = (
        value.get("msg") or value.get("message") if isinstance(value, dict) else value
        for value in values[:20]
    )
    return [text for text in texts if isinstance(text, str)]


def _plain(text: str) -> str:
    """Return one line without markup: the title of an HTML page, or the whole text."""
    if title := _TITLE.search(text):
        text = title[1]
    text = html.unescape(_TAG.sub(" ", text))
    # JSON can contain lone surrogates, which cannot be stored or shown.
    text = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
