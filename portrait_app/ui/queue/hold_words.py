"""The texts that say why waiting jobs do not start, and which button helps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from portrait_app.core.engines import engine_name
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.ui.queue.counts import QueueCounts
from portrait_app.ui.queue.job_words import duration
from portrait_app.ui.shell.message_row import Remedy


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
    """The texts of one hold reason, in English. Fields: `{engine}` and `{time}`."""

    reason: HoldReason
    icon: str
    short: str
    sentence: str
    timed: str = ""  # instead of `sentence`, if the remaining seconds are known
    now: str = ""  # instead of `timed`, if no seconds remain
    counted: Callable[[int], str] | None = None  # instead of `sentence`, if jobs wait
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
        short=QT_TRANSLATE_NOOP("queue", "Jobs from elsewhere on hold"),
        sentence=QT_TRANSLATE_NOOP("queue", "Jobs that came with this library need your decision"),
        remedy=Remedy.SEND_JOBS,
    ),
    _Row(
        reason=HoldReason.NO_KEY,
        icon="key",
        short=QT_TRANSLATE_NOOP("queue", "No valid key"),
        sentence=QT_TRANSLATE_NOOP("queue", "{engine} needs a valid key: queue on hold"),
        resumes=True,
        remedy=Remedy.ADD_KEY,
    ),
    _Row(
        reason=HoldReason.NO_CREDITS,
        icon="wallet",
        short=QT_TRANSLATE_NOOP("queue", "Out of credits"),
        sentence=QT_TRANSLATE_NOOP("queue", "Out of credits: queue on hold"),
        resumes=True,
        remedy=Remedy.TOP_UP,
    ),
    _Row(
        reason=HoldReason.LOW_BALANCE,
        icon="wallet",
        short=QT_TRANSLATE_NOOP("queue", "Low balance: queue on hold"),
        sentence=QT_TRANSLATE_NOOP("queue", "Your balance is low: queue on hold"),
        resumes=True,
        remedy=Remedy.TOP_UP,
    ),
    _Row(
        reason=HoldReason.PAUSED,
        icon="pause-circle",
        short=QT_TRANSLATE_NOOP("queue", "Queue paused"),
        sentence=QT_TRANSLATE_NOOP("queue", "Paused: no new job starts"),
        resumes=True,
    ),
    _Row(
        reason=HoldReason.DOUBT,
        icon="hourglass",
        short=QT_TRANSLATE_NOOP("queue", "Unclear outcomes: queue on hold"),
        sentence=QT_TRANSLATE_NOOP(
            "queue", "Two requests may have been paid for without a picture: queue on hold until one is found"
        ),
        skips=True,
    ),
    _Row(
        reason=HoldReason.OFFLINE,
        icon="wifi-slash",
        short=QT_TRANSLATE_NOOP("queue", "{engine} cannot be reached"),
        sentence=QT_TRANSLATE_NOOP("queue", "{engine} cannot be reached"),
        counted=lambda waiting: QueueCounts().wait_offline(waiting),
    ),
    _Row(
        reason=HoldReason.OUTAGE,
        icon="hourglass",
        short=QT_TRANSLATE_NOOP("queue", "Problems at {engine}"),
        sentence=QT_TRANSLATE_NOOP("queue", "Problems at {engine}"),
        timed=QT_TRANSLATE_NOOP("queue", "Problems at {engine}: next try in {time}"),
        now=QT_TRANSLATE_NOOP("queue", "Problems at {engine}: trying one job"),
        skips=True,
    ),
    _Row(
        reason=HoldReason.RATE_LIMIT,
        icon="hourglass",
        short=QT_TRANSLATE_NOOP("queue", "{engine} rate limit reached"),
        sentence=QT_TRANSLATE_NOOP("queue", "{engine} rate limit reached"),
        timed=QT_TRANSLATE_NOOP("queue", "{engine} rate limit: next request in {time}"),
    ),
    _Row(
        reason=HoldReason.PACE,
        icon="hourglass",
        short=QT_TRANSLATE_NOOP("queue", "Sending at your plan’s rate"),
        sentence=QT_TRANSLATE_NOOP("queue", "Sending at your plan’s rate"),
        timed=QT_TRANSLATE_NOOP("queue", "At your plan’s rate: next request in {time}"),
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
    names = dict.fromkeys(_filled(_ROW_OF[hold.reason].short, hold) for hold in ordered)
    sentence = _sentence(row, first, waiting)
    return HoldWords(
        text=sentence if len(names) == 1 else " · ".join(names),
        short=next(iter(names)),
        icon=row.icon,
        resumes=row.resumes,
        skips=first.engine if row.skips and (first.seconds or not row.timed) else "",
        remedy=row.remedy,
    )


def _sentence(row: _Row, hold: Hold, waiting: int) -> str:
    """Return the text of `row` that fits `hold`, with its fields filled in."""
    if hold.seconds == 0 and row.now:
        return _filled(row.now, hold)
    if hold.seconds is not None and row.timed:
        return _filled(row.timed, hold)
    if waiting and row.counted is not None:
        return row.counted(waiting).format(engine=engine_name(hold.engine))
    return _filled(row.sentence, hold)


def _filled(words: str, hold: Hold) -> str:
    return QCoreApplication.translate("queue", words).format(
        engine=engine_name(hold.engine), time=duration(hold.seconds or 0)
    )
