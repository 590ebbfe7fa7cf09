"""Why jobs that wait do not start, in words, and what a button can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.ui.queue.job_words import duration, engine_name
from portrait_app.ui.shell.message_row import Remedy

# What a person has to do something about stands before what ends by itself.
_ORDER = (
    HoldReason.NO_KEY,
    HoldReason.NO_CREDITS,
    HoldReason.LOW_BALANCE,
    HoldReason.PAUSED,
    HoldReason.DOUBT,
    HoldReason.OFFLINE,
    HoldReason.OUTAGE,
    HoldReason.RATE_LIMIT,
    HoldReason.PACE,
)
_RESUMED_BY_HAND = frozenset(
    {HoldReason.PAUSED, HoldReason.NO_KEY, HoldReason.NO_CREDITS, HoldReason.LOW_BALANCE}
)
_REMEDIES = {
    HoldReason.NO_KEY: Remedy.ADD_KEY,
    HoldReason.NO_CREDITS: Remedy.TOP_UP,
    HoldReason.LOW_BALANCE: Remedy.TOP_UP,
}


@dataclass(frozen=True, slots=True)
class HoldWords:
    """What the queue says while jobs are kept waiting."""

    text: str  # a sentence with the time that is left
    short: str  # for the status bar; the same from one second to the next
    icon: str
    resumes: bool  # whether a person can have the queue go on
    skips: str  # key of the engine whose wait a person can have end now; empty where that helps nothing
    remedy: Remedy | None


_ICONS = {
    HoldReason.NO_KEY: "key",
    HoldReason.NO_CREDITS: "wallet",
    HoldReason.LOW_BALANCE: "wallet",
    HoldReason.PAUSED: "pause-circle",
    HoldReason.DOUBT: "hourglass",
    HoldReason.OFFLINE: "wifi-slash",
    HoldReason.OUTAGE: "hourglass",
    HoldReason.RATE_LIMIT: "hourglass",
    HoldReason.PACE: "hourglass",
}


def hold_words(holds: Sequence[Hold], waiting: int) -> HoldWords | None:
    """Say why `waiting` jobs do not start; None where nothing holds them."""
    if not holds:
        return None
    ordered = sorted(holds, key=lambda hold: _ORDER.index(hold.reason))
    first = ordered[0]
    # Of several reasons just the names: what ends by itself is no news before a person has acted.
    names = dict.fromkeys(_tr(_SHORT[hold.reason]) for hold in ordered)
    return HoldWords(
        text=_sentence(first, waiting) if len(names) == 1 else " · ".join(names),
        short=_tr(_SHORT[first.reason]),
        icon=_ICONS[first.reason],
        resumes=first.reason in _RESUMED_BY_HAND,
        skips=first.engine if _is_skipped(first) else "",
        remedy=_REMEDIES.get(first.reason),
    )


def _is_skipped(hold: Hold) -> bool:
    """Say whether a person may have a job sent all the same."""
    return hold.reason is HoldReason.DOUBT or (hold.reason is HoldReason.OUTAGE and bool(hold.seconds))


_SHORT = {
    HoldReason.NO_KEY: QT_TRANSLATE_NOOP("queue", "No valid key"),
    HoldReason.NO_CREDITS: QT_TRANSLATE_NOOP("queue", "Out of credits"),
    HoldReason.LOW_BALANCE: QT_TRANSLATE_NOOP("queue", "Low balance: queue waits"),
    HoldReason.PAUSED: QT_TRANSLATE_NOOP("queue", "Queue paused"),
    HoldReason.OFFLINE: QT_TRANSLATE_NOOP("queue", "Offline"),
    HoldReason.DOUBT: QT_TRANSLATE_NOOP("queue", "Answers are missing: queue waits"),
    HoldReason.OUTAGE: QT_TRANSLATE_NOOP("queue", "Segmind has trouble"),
    HoldReason.RATE_LIMIT: QT_TRANSLATE_NOOP("queue", "Segmind asks for a pause"),
    HoldReason.PACE: QT_TRANSLATE_NOOP("queue", "Sending at your plan’s pace"),
}


_SENTENCES = {
    HoldReason.NO_KEY: QT_TRANSLATE_NOOP("queue", "{engine} needs a valid key: the queue waits"),
    HoldReason.NO_CREDITS: QT_TRANSLATE_NOOP("queue", "Out of credits: the queue waits"),
    HoldReason.LOW_BALANCE: QT_TRANSLATE_NOOP("queue", "Your balance is low: the queue waits"),
    HoldReason.PAUSED: QT_TRANSLATE_NOOP("queue", "Paused: nothing new is started"),
    HoldReason.DOUBT: QT_TRANSLATE_NOOP(
        "queue", "Two may have been paid for without a picture: the queue waits until one is found"
    ),
    HoldReason.OUTAGE: QT_TRANSLATE_NOOP("queue", "{engine} has trouble"),
    HoldReason.RATE_LIMIT: QT_TRANSLATE_NOOP("queue", "{engine} asks for a pause"),
    HoldReason.PACE: QT_TRANSLATE_NOOP("queue", "Sending at your plan’s pace"),
}
# Where it is known when it ends, or is looked at again.
_TIMED_SENTENCES = {
    HoldReason.OUTAGE: QT_TRANSLATE_NOOP("queue", "{engine} has trouble: next try in {time}"),
    HoldReason.RATE_LIMIT: QT_TRANSLATE_NOOP("queue", "{engine} allows more in {time}"),
    HoldReason.PACE: QT_TRANSLATE_NOOP("queue", "At your plan’s pace: the next in {time}"),
}


def _sentence(hold: Hold, waiting: int) -> str:
    if hold.reason is HoldReason.OFFLINE:
        return _jobs_wait(
            waiting,
            QT_TRANSLATE_NOOP("queue", "Offline"),
            QT_TRANSLATE_NOOP("queue", "Offline: 1 job waits"),
            QT_TRANSLATE_NOOP("queue", "Offline: {count} jobs wait"),
        )
    words = _tr(_SENTENCES[hold.reason])
    if hold.reason is HoldReason.OUTAGE and hold.seconds == 0:
        words = _tr(QT_TRANSLATE_NOOP("queue", "{engine} has trouble: trying one job"))
    elif hold.seconds is not None and hold.reason in _TIMED_SENTENCES:
        words = _tr(_TIMED_SENTENCES[hold.reason])
    return words.format(engine=engine_name(hold.engine), time=duration(hold.seconds or 0))


def _jobs_wait(count: int, none: str, one: str, many: str) -> str:
    words = {0: none, 1: one}.get(count, many)
    return _tr(words).format(count=QLocale().toString(count))


def _tr(text: str) -> str:
    return QCoreApplication.translate("queue", text)
