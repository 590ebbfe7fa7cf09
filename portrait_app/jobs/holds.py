"""Holds: the reasons why waiting jobs do not start."""

from dataclasses import dataclass
from enum import StrEnum


class HoldReason(StrEnum):
    """Why jobs do not start."""

    PAUSED = "paused"  # the user paused the queue
    RATE_LIMIT = "rate_limit"  # the service refused requests until a certain time
    PACE = "pace"  # the limit of requests per minute is reached
    OFFLINE = "offline"  # the service cannot be reached
    DOUBT = "doubt"  # two outcomes in a row are unknown, so a further request may be lost too
    OUTAGE = "outage"  # the service refuses all requests; one job at a time is sent as a probe
    NO_LIBRARY = "no_library"  # the library's disk is not there
    ELSEWHERE = "elsewhere"  # the jobs came with a library from another place; the user has to confirm
    NO_KEY = "no_key"  # there is no API key, or the service refuses it
    NO_CREDITS = "no_credits"  # the account is empty
    LOW_BALANCE = "low_balance"  # the account or the budget is nearly used up


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason, for one engine or for the whole queue."""

    reason: HoldReason
    engine: str = ""  # an engine's key; empty for the whole queue
    # Seconds until the hold ends or is checked again; 0 for now, None if only the user can end it
    seconds: float | None = None
