"""All words about errors: what happened, what it means for money and picture, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from portrait_app.core.engines import EngineRow, find_engine, with_key, without_key
from portrait_app.core.errors import FACTS, AppError, Billed
from portrait_app.core.job import Job, JobState
from portrait_app.core.request import InvalidRequest
from portrait_app.ui.kit.field_messages import field_problem_text
from portrait_app.ui.kit.formats import money
from portrait_app.ui.shell.message_row import Remedy, Row
from portrait_app.ui.shell.message_table import CHARGED, HELD, MONEY, ROWS

__all__ = ["Message", "Remedy", "account_page", "describe", "remedy_words", "retry_remedy"]

_OF_AN_ACCOUNT = frozenset({Remedy.TOP_UP, Remedy.OPEN_ACCOUNT})
_LONGEST_QUOTE = 200  # characters of the service's words; the rest is in the details


@dataclass(frozen=True, slots=True)
class Message:
    """An error as a person reads it, in their language."""

    title: str
    sentence: str  # what happened
    money: str  # what it means for money and picture
    advice: str  # what to do next
    remedy: Remedy | None
    details: str  # technical, for "Copy details"

    @property
    def body(self) -> str:
        """Everything below the title."""
        return f"{self.sentence} {self.money} {self.advice}"


def describe(error: AppError, engine: str = "") -> Message:
    """Put `error` into words. The key is in none of them, as it is in no AppError.

    `engine` is the key of whose error it is; without one it is said of the engine with the key.
    """
    row, whose = ROWS[error.kind], find_engine(engine) or with_key()
    names = {"engine": whose.name, "other": without_key().name}
    sentence = _with_facts(row.sentence, row.otherwise, _shown_facts(error.facts) | names)
    if isinstance(error, InvalidRequest):
        sentence = " ".join(field_problem_text(problem) for problem in error.problems)
    elif row.quotes and (quote := _quotable(error.detail)):
        said = QCoreApplication.translate("messages", "{sentence} {engine} says: “{quote}”.")
        sentence = said.format(sentence=sentence, engine=whose.name, quote=quote)
    return Message(
        title=QCoreApplication.translate("messages", row.title).format_map(names),
        sentence=sentence,
        money=QCoreApplication.translate("messages", _money(row, error, whose)).format(
            cost=money(error.cost)
        ),
        advice=QCoreApplication.translate("messages", row.advice).format_map(names),
        remedy=_remedy(row, error, whose),
        details=_details(error),
    )


def remedy_words(remedy: Remedy) -> str:
    """Return what the button says."""
    return QCoreApplication.translate("messages", remedy.value)


def retry_remedy(job: Job) -> Remedy:
    """Return what trying a job again means: what may be paid for twice must say so."""
    if job.state is not JobState.OUTCOME_UNKNOWN:
        return Remedy.TRY_AGAIN
    return Remedy.SEND_AGAIN if job.ticket is None else Remedy.LOOK_AGAIN


def account_page(remedy: Remedy | None) -> str:
    """Return the address of the page that a remedy opens, of the account that pays; empty for others."""
    pages = with_key().account
    if pages is None or remedy not in _OF_AN_ACCOUNT:
        return ""
    return pages.billing if remedy is Remedy.TOP_UP else pages.home


def _money(row: Row, error: AppError, engine: EngineRow) -> str:
    """Return what an error means for money and picture: an engine that is free bills nobody."""
    if "held" in error.facts:
        return HELD
    if error.cost > 0 and FACTS[error.kind].billed is not Billed.YES:
        return CHARGED
    is_billed = engine.costs_money or error.billed is Billed.FREE
    return row.money or MONEY[error.billed if is_billed else Billed.NO]


def _remedy(row: Row, error: AppError, engine: EngineRow) -> Remedy | None:
    """Return what a button can do about an error, where its engine has what that takes."""
    is_there = {
        Remedy.SHOW_FIELD: _names_a_field(error),
        Remedy.ADD_KEY: engine.login is not None,
        **dict.fromkeys(_OF_AN_ACCOUNT, engine.account is not None),
    }
    return row.remedy if row.remedy is None or is_there.get(row.remedy, True) else None


def _names_a_field(error: AppError) -> bool:
    return isinstance(error, InvalidRequest) or "field" in error.facts


def _with_facts(sentence: str, otherwise: str, facts: Mapping[str, str]) -> str:
    try:
        return QCoreApplication.translate("messages", sentence).format_map(facts)
    except KeyError:
        return QCoreApplication.translate("messages", otherwise).format_map(facts)


def _shown_facts(facts: Mapping[str, str | int | float]) -> dict[str, str]:
    """Return the facts as a person reads them: moments in local time; what says nothing left out."""
    shown = {name: str(value) for name, value in facts.items()}
    if "reset" in shown:
        shown["reset"] = _local_time(shown["reset"])
    return {name: text for name, text in shown.items() if text}


def _local_time(moment: str) -> str:
    """Return an ISO 8601 moment (UTC where no zone is named) as local time, empty if it is none."""
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return ""
    seconds = parsed.timestamp() if parsed.tzinfo else parsed.replace(tzinfo=UTC).timestamp()
    local = QDateTime.fromSecsSinceEpoch(int(seconds))
    today = local.date() == QDateTime.currentDateTime().date()
    short = QLocale.FormatType.ShortFormat
    return QLocale().toString(local.time(), short) if today else QLocale().toString(local, short)


def _quotable(detail: str) -> str:
    """Return the service's words on one line; none of what is not plain text."""
    words = " ".join(detail.split()).rstrip(".")
    if words.startswith("<"):  # a page of HTML
        return ""
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1].rstrip() + "…"


def _details(error: AppError) -> str:
    lines = [f"error: {error.kind}", f"billed: {error.billed}", f"retry: {error.retry}"]
    lines += [f"{name}: {value}" for name, value in sorted(error.facts.items())]
    if error.detail:
        lines += ["", error.detail]
    return "\n".join(lines)
