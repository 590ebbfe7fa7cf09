"""The texts about money: estimates, what they are based on, and the ledger."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from portrait_app.core.engines import EngineRow, SourceType, engine_name
from portrait_app.core.money.estimates import Basis, Estimate
from portrait_app.core.money.ledger import LedgerEntry, Tally, total
from portrait_app.ui.kit.field_messages import number_text
from portrait_app.ui.kit.formats import money
from portrait_app.ui.money.counts import MoneyCounts


def estimate_words(estimate: Estimate, samples: int, engine: EngineRow) -> str:
    """Return the estimated cost of a request as text, such as "About 0.0120 USD for 4 pictures"."""
    if estimate.basis is Basis.FREE:
        return _free_words(engine)
    if samples > 1:
        return MoneyCounts().estimate(samples, money(estimate.amount))
    return QCoreApplication.translate("costs", "About {amount}").format(amount=money(estimate.amount))


def _free_words(engine: EngineRow) -> str:
    if engine.is_remote:
        #: adjective: costs nothing
        return QCoreApplication.translate("costs", "Free")
    if engine.source is SourceType.DRAWN:
        return QCoreApplication.translate("costs", "Free, drawn on this computer")
    return QCoreApplication.translate("costs", "Free, made on this computer")


def basis_words(estimate: Estimate, engine: EngineRow) -> str:
    """Return a sentence that says what an estimate is based on."""
    if estimate.basis is Basis.FREE and engine.is_remote:
        return QCoreApplication.translate("costs", "Nothing is billed.")
    words = MoneyCounts()
    match estimate.basis:
        case Basis.FREE:
            return QCoreApplication.translate("costs", "Nothing leaves this computer, and nothing is billed.")
        case Basis.SAME:
            return words.last_requests(estimate.jobs)
        case Basis.OTHER_SAMPLES:
            return words.last_with_other_samples(estimate.jobs)
        case Basis.OTHER_SETTINGS:
            return words.last_with_other_settings(estimate.jobs)
        case Basis.DOCUMENTED:
            return QCoreApplication.translate(
                "costs",
                "Based on {engine}’s documentation: no request with this model has reported its cost yet.",
            ).format(engine=engine.name)


def period_words(start: date, *, monthly: bool) -> str:
    """Return the day, or the month that begins on it, in the user's locale."""
    day = QDate(start.year, start.month, start.day)
    if monthly:
        return f"{QLocale().standaloneMonthName(day.month())} {number_text(day.year())}"
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def total_words(tally: Tally) -> str:
    """Return the cost and the number of requests in a tally, in one line."""
    return MoneyCounts().total(tally.requests, money(tally.cost))


def unknown_words(entries: Iterable[LedgerEntry]) -> str:
    """Return how many requests were billed but failed, and how many are missing from the sum.

    Return "" if there are none.
    """
    entries = list(entries)
    tally = total(entries)
    silent = dict.fromkeys(engine_name(entry.engine) for entry in entries if entry.tally.unreported)
    words = MoneyCounts()
    parts = []
    if tally.billed_failures:
        parts.append(words.billed_failures(tally.billed_failures))
    if tally.unreported:
        parts.append(words.unreported(tally.unreported, ", ".join(silent)))
    if tally.unknown:
        parts.append(words.unknown(tally.unknown))
    return " ".join(parts)
