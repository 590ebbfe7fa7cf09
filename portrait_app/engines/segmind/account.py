"""The account of a key. Asking for its balance is free, and checks the key."""

import math
from datetime import UTC, datetime
from typing import Any

from portrait_app.core.delivery import Balance
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.system import Settings
from portrait_app.engines.segmind.addresses import key_headers, service_address
from portrait_app.engines.segmind.service_clock import ServiceClock
from portrait_app.engines.segmind.statuses import error_of
from portrait_app.net.messages import words_of
from portrait_app.net.transport import Limits, exchange
from portrait_app.net.untrusted_json import parse_json

_LONGEST = 30  # seconds: the answer needs no picture to be made
_LARGEST = 64 * 1024  # bytes
# A service with accounts never sends such an answer, so another server must have sent it.
_SOMEBODY_ELSE = (ErrorKind.REPLY_TOO_LARGE, ErrorKind.REPLY_UNREADABLE)


class SegmindAccount:
    """Implements `Account`."""

    def __init__(self, settings: Settings, clock: ServiceClock | None = None) -> None:
        """Make the account; `clock` learns the time from the service's answers."""
        self._settings = settings
        self._clock = clock or ServiceClock()

    def balance(self, key: str) -> Balance | None:
        key = key.strip()
        total = min(float(self._settings.value("read_timeout")), _LONGEST)
        limits = Limits(min(float(self._settings.value("connect_timeout")), total), total, _LARGEST)
        address = service_address(self._settings, "get-user-credits")
        try:
            reply = exchange("GET", address, limits, headers=key_headers(key))
        except AppError as error:
            if error.kind in _SOMEBODY_ELSE:
                raise AppError(ErrorKind.WRONG_ADDRESS, error.detail) from None
            raise
        self._clock.note(reply)
        words = words_of(reply.body, key)
        if reply.status == 404:
            if "no credits found" in words.lower():
                return None
            raise AppError(ErrorKind.WRONG_ADDRESS, words, status=404)
        if reply.status != 200:
            raise error_of(reply, key, datetime.now(UTC))
        data = parse_json(reply.body)
        if not isinstance(data, dict) or (credits_left := _amount(data.get("credits"))) is None:
            raise AppError(ErrorKind.WRONG_ADDRESS, words, status=200)
        return Balance(credits_left, _amount(data.get("free-credits")) or 0.0)


def _amount(value: Any) -> float | None:
    """Return a finite number, else None. A debt is a negative number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None
