"""Turns errors into messages: what happened, what it means for money and picture, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from portrait_app.core.engines import EngineRow, find_engine, with_key, without_key
from portrait_app.core.errors import FACTS, AppError, Billed
from portrait_app.core.job import Job, JobState
from portrait_app.core.model_files import ModelFileError
from portrait_app.core.request import InvalidRequest
from portrait_app.ui.kit.field_messages import field_problem_text
from portrait_app.ui.kit.formats import large_size, money
from portrait_app.ui.shell.message_row import Remedy, Row
from portrait_app.ui.shell.message_table import CHARGED, HELD, MONEY, ROWS
from portrait_app.ui.shell.refusal_messages import REFUSAL_ROWS

__all__ = ["Message", "Remedy", "account_page", "describe", "remedy_words", "retry_remedy"]

_OF_AN_ACCOUNT = frozenset({Remedy.TOP_UP, Remedy.OPEN_ACCOUNT})
_SIZES = frozenset({"needed", "free"})  # facts in bytes
_LONGEST_QUOTE = 200  # characters of the service's text; the rest is in the details


@dataclass(frozen=True, slots=True)
class Message:
    """An error as a text for the user, translated."""

    title: str
    sentence: str  # what happened
    money: str  # the consequence for money and picture
    advice: str  # what to do next
    remedy: Remedy | None
    details: str  # technical text for "Copy details"

    @property
    def body(self) -> str:
        """The text below the title."""
        return f"{self.sentence} {self.money} {self.advice}"


def describe(error: AppError, engine: str = "") -> Message:
    """Return the message for `error`. No message contains the key, because no AppError does.

    `engine` is the key of the engine that failed; if empty, the message names the engine that has an API key.
    """
    row, whose = _row_of(error), find_engine(engine) or with_key()
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


def _row_of(error: AppError) -> Row:
    """Return the texts for the error; a refused file of a model has its own for each reason."""
    if isinstance(error, ModelFileError):
        return REFUSAL_ROWS[error.reason]
    return ROWS[error.kind]


def remedy_words(remedy: Remedy) -> str:
    """Return the text of the remedy's button."""
    return QCoreApplication.translate("messages", remedy.value)


def retry_remedy(job: Job) -> Remedy:
    """Return the remedy for retrying a job. Its text warns if the job may be paid for twice."""
    if job.state is not JobState.OUTCOME_UNKNOWN:
        return Remedy.TRY_AGAIN
    return Remedy.SEND_AGAIN if job.ticket is None else Remedy.LOOK_AGAIN


def account_page(remedy: Remedy | None) -> str:
    """Return the address of the account page that a remedy opens; empty for all other remedies."""
    pages = with_key().account
    if pages is None or remedy not in _OF_AN_ACCOUNT:
        return ""
    return pages.billing if remedy is Remedy.TOP_UP else pages.home


def _money(row: Row, error: AppError, engine: EngineRow) -> str:
    """Return what an error means for money and picture. A free engine never charges."""
    if "held" in error.facts:
        return HELD
    if error.cost > 0 and FACTS[error.kind].billed is not Billed.YES:
        return CHARGED
    is_billed = engine.costs_money or error.billed is Billed.FREE
    return row.money or MONEY[error.billed if is_billed else Billed.NO]


def _remedy(row: Row, error: AppError, engine: EngineRow) -> Remedy | None:
    """Return the remedy for an error, or None if the engine lacks what the remedy needs."""
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
    """Return the facts as text, without empty ones; `reset` becomes a local time, bytes a size."""
    shown = {name: str(value) for name, value in facts.items()}
    shown |= {name: large_size(int(facts[name])) for name in _SIZES & facts.keys()}
    if "reset" in shown:
        shown["reset"] = _local_time(shown["reset"])
    return {name: text for name, text in shown.items() if text}


def _local_time(moment: str) -> str:
    """Return an ISO 8601 time as local time, or an empty text if invalid. UTC is assumed without a zone."""
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
    """Return the service's text on one line, or an empty text if it is not plain text."""
    words = " ".join(detail.split()).rstrip(".")
    if words.startswith("<"):  # an HTML page
        return ""
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1].rstrip() + "…"


def _details(error: AppError) -> str:
    lines = [f"error: {error.kind}", f"billed: {error.billed}", f"retry: {error.retry}"]
    lines += [f"{name}: {value}" for name, value in sorted(error.facts.items())]
    if error.detail:
        lines += ["", error.detail]
    return "\n".join(lines)
