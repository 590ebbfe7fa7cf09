"""The texts that say why waiting jobs do not start, and which button helps."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from portrait_app.core.engines import engine_name
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.ui.kit.formats import count_text
from portrait_app.ui.queue.job_words import duration
from portrait_app.ui.shell.message_row import Remedy

_T = QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class HoldWords:
    """What the hold bar and the status bar show while jobs are held."""

    text: str  # a sentence with the remaining time
    short: str  # for the status bar; does not change every second
    icon: str
    resumes: bool  # whether the user can resume the queue
    skips: str  # key of the engine whose wait the user can end now; empty if there is none
    remedy: Remedy | None


@dataclass(frozen=True, slots=True)
class _Row:
    """The texts of one hold reason, in English. Fields: `{engine}`, `{time}` and `{count}`."""

    reason: HoldReason
    icon: str
    short: str
    sentence: str
    timed: str = ""  # instead of `sentence`, if the remaining seconds are known
    now: str = ""  # instead of `timed`, if no seconds remain
    one_waits: str = ""  # instead of `sentence`, if one job waits
    many_wait: str = ""  # instead of `sentence`, if several jobs wait
    resumes: bool = False  # as in `HoldWords`
    skips: bool = False  # whether the user can end the wait now; with `timed`, only while seconds remain
    remedy: Remedy | None = None


# By importance: reasons that need the user come before those that end by themselves.
_ROWS = (
    _Row(
        reason=HoldReason.NO_LIBRARY,
        icon="warning-circle",
        short=QT_TRANSLATE_NOOP("queue", "The library is not there"),
        sentence=QT_TRANSLATE_NOOP("queue", "The library is not there: the queue waits for its disk"),
    ),
    _Row(
        reason=HoldReason.ELSEWHERE,
        icon="warning-circle",
        short=_T("queue", "Jobs from elsewhere wait"),
        sentence=_T("queue", "Jobs came with this library: they wait for you"),
        remedy=Remedy.SEND_JOBS,
    ),
    _Row(
        reason=HoldReason.NO_KEY,
        icon="key",
        short=_T("queue", "No valid key"),
        sentence=_T("queue", "{engine} needs a valid key: the queue waits"),
        resumes=True,
        remedy=Remedy.ADD_KEY,
    ),
    _Row(
        reason=HoldReason.NO_CREDITS,
        icon="wallet",
        short=_T("queue", "Out of credits"),
        sentence=_T("queue", "Out of credits: the queue waits"),
        resumes=True,
        remedy=Remedy.TOP_UP,
    ),
    _Row(
        reason=HoldReason.LOW_BALANCE,
        icon="wallet",
        short=_T("queue", "Low balance: queue waits"),
        sentence=_T("queue", "Your balance is low: the queue waits"),
        resumes=True,
        remedy=Remedy.TOP_UP,
    ),
    _Row(
        reason=HoldReason.PAUSED,
        icon="pause-circle",
        short=_T("queue", "Queue paused"),
        sentence=_T("queue", "Paused: nothing new is started"),
        resumes=True,
    ),
    _Row(
        reason=HoldReason.DOUBT,
        icon="hourglass",
        short=_T("queue", "Answers are missing: queue waits"),
        sentence=_T(
            "queue", "Two may have been paid for without a picture: the queue waits until one is found"
        ),
        skips=True,
    ),
    _Row(
        reason=HoldReason.OFFLINE,
        icon="wifi-slash",
        short=_T("queue", "Offline"),
        sentence=_T("queue", "Offline"),
        one_waits=_T("queue", "Offline: 1 job waits"),
        many_wait=_T("queue", "Offline: {count} jobs wait"),
    ),
    _Row(
        reason=HoldReason.OUTAGE,
        icon="hourglass",
        short=_T("queue", "{engine} has trouble"),
        sentence=_T("queue", "{engine} has trouble"),
        timed=_T("queue", "{engine} has trouble: next try in {time}"),
        now=_T("queue", "{engine} has trouble: trying one job"),
        skips=True,
    ),
    _Row(
        reason=HoldReason.RATE_LIMIT,
        icon="hourglass",
        short=_T("queue", "{engine} asks for a pause"),
        sentence=_T("queue", "{engine} asks for a pause"),
        timed=_T("queue", "{engine} allows more in {time}"),
    ),
    _Row(
        reason=HoldReason.PACE,
        icon="hourglass",
        short=_T("queue", "Sending at your plan’s pace"),
        sentence=_T("queue", "Sending at your plan’s pace"),
        timed=_T("queue", "At your plan’s pace: the next in {time}"),
    ),
)
_ROW_OF = {row.reason: row for row in _ROWS}


def hold_words(holds: Sequence[Hold], waiting: int) -> HoldWords | None:
    """Return why the `waiting` jobs do not start, or None if nothing holds them."""
    if not holds:
        return None
    ordered = sorted(holds, key=lambda hold: _ROWS.index(_ROW_OF[hold.reason]))
    first = ordered[0]
    row = _ROW_OF[first.reason]
    # Several reasons: only their short names. A countdown is of no use while the user must act first.
    names = dict.fromkeys(_filled(_ROW_OF[hold.reason].short, hold, waiting) for hold in ordered)
    sentence = _filled(_sentence(row, first, waiting), first, waiting)
    return HoldWords(
        text=sentence if len(names) == 1 else " · ".join(names),
        short=next(iter(names)),
        icon=row.icon,
        resumes=row.resumes,
        skips=first.engine if row.skips and (first.seconds or not row.timed) else "",
        remedy=row.remedy,
    )


def _sentence(row: _Row, hold: Hold, waiting: int) -> str:
    """Return the text of `row` that fits `hold`, with its fields not filled in."""
    if hold.seconds == 0 and row.now:
        return row.now
    if hold.seconds is not None and row.timed:
        return row.timed
    if waiting and row.many_wait:
        return row.one_waits if waiting == 1 else row.many_wait
    return row.sentence


def _filled(words: str, hold: Hold, waiting: int) -> str:
    return QCoreApplication.translate("queue", words).format(
        engine=engine_name(hold.engine), time=duration(hold.seconds or 0), count=count_text(waiting)
    )
