"""Why jobs that wait do not start."""

from dataclasses import dataclass
from enum import StrEnum


class HoldReason(StrEnum):
    """What keeps jobs from starting."""

    PAUSED = "paused"  # a person paused the queue
    RATE_LIMIT = "rate_limit"  # the service said: not before
    PACE = "pace"  # no more than so many requests a minute
    OFFLINE = "offline"  # the service cannot be reached
    DOUBT = "doubt"  # two outcomes in a row are unknown: what is sent now may be lost too
    OUTAGE = "outage"  # the service answers, and serves nobody: one job at a time is tried
    ELSEWHERE = "elsewhere"  # they came with a library from elsewhere, and nobody here has said a word
    NO_KEY = "no_key"  # there is none, or the service refuses it
    NO_CREDITS = "no_credits"  # the account is empty
    LOW_BALANCE = "low_balance"  # it, or the budget, is about to be


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason, for one engine or for all."""

    reason: HoldReason
    engine: str = ""  # an engine's key; empty for the whole queue
    # It ends by itself then, or is looked at again; 0 for now, None for when a person acts.
    seconds: float | None = None
