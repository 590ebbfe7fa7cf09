"""Read the answers to a queued request: its ticket, its state, and whether they contain pictures."""

from collections.abc import Mapping
from typing import Any

from portrait_app.core.delivery import RawReply, Ticket
from portrait_app.core.redaction import BLACKED_OUT, holds_key
from portrait_app.engines.segmind.replies import holds_pictures, is_request_id
from portrait_app.imaging.reading import looks_like_an_image
from portrait_app.net.untrusted_json import parse_json

FINISHED = frozenset({"COMPLETED", "SUCCESS", "SUCCEEDED", "DONE", "FINISHED"})
FAILED = frozenset({"FAILED"})  # not ERROR: many answers use it for a failed poll instead of the request
CANCELLED = frozenset({"CANCELLED", "CANCELED"})

_LARGEST = 64 * 1024  # bytes of an answer without pictures


def read_ticket(reply: RawReply, secret: str = "") -> Ticket | None:
    """Return the ticket in a reply to a submission; None if there is none, or if the pictures are there."""
    if len(reply.body) > _LARGEST or looks_like_an_image(reply.body):
        return None
    data = parse_json(reply.body)
    if not isinstance(data, dict) or holds_pictures(data):
        return None
    request_id = data.get("request_id")
    if not is_request_id(request_id):
        return None
    poll_url = _url(data, "poll_url", secret)
    # A poll address is asked for the state. If it does not end in /status, it is also that of the result.
    response = "" if poll_url.endswith("/status") else poll_url
    return Ticket(
        request_id,
        _url(data, "status_url", secret) or poll_url,
        _url(data, "response_url", secret) or response,
    )


def _url(data: Mapping[str, Any], name: str, secret: str) -> str:
    """Return an address to store; "" if it is invalid or contains the key, which must not go to disk."""
    url = data.get(name)
    if not isinstance(url, str) or len(url) > 2000 or BLACKED_OUT in url or holds_key(url, secret):
        return ""
    return url


def state_of(reply: RawReply) -> str:
    """Return the state of the request in capitals; "" if the answer names none."""
    data = None if looks_like_an_image(reply.body) else parse_json(reply.body)
    state = data.get("status") if isinstance(data, dict) else None
    return state.strip().upper() if isinstance(state, str) else ""


def carries_pictures(reply: RawReply) -> bool:
    """Say whether an answer contains pictures, or addresses of pictures."""
    return looks_like_an_image(reply.body) or holds_pictures(parse_json(reply.body))
