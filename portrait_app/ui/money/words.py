"""The words about money: what a request will cost and why that is thought, and what the ledger says."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from portrait_app.core.engines import EngineRow, SourceType, engine_name
from portrait_app.core.money.estimates import Basis, Estimate
from portrait_app.core.money.ledger import LedgerEntry, Tally, total
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.kit.formats import count_text, money

_WHY = {
    Basis.FREE: QT_TRANSLATE_NOOP("costs", "Nothing leaves this computer, and nothing is billed."),
    Basis.SAME: QT_TRANSLATE_NOOP(
        "costs", "The median of what the last {count} with the same model, steps and size cost."
    ),
    Basis.OTHER_SAMPLES: QT_TRANSLATE_NOOP(
        "costs", "From what a picture of this model, steps and size cost the last {count} times."
    ),
    Basis.OTHER_SETTINGS: QT_TRANSLATE_NOOP(
        "costs", "From what a picture of this model cost the last {count} times, with other steps or sizes."
    ),
    Basis.DOCUMENTED: QT_TRANSLATE_NOOP(
        "costs", "As {engine}’s documentation says: no request of this model has reported its cost here yet."
    ),
}


def estimate_words(estimate: Estimate, samples: int, engine: EngineRow) -> str:
    """Return what a request to an engine will cost, such as "About 0.0120 USD for 4 pictures"."""
    if estimate.basis is Basis.FREE:
        return _free_words(engine)
    if samples > 1:
        words = QCoreApplication.translate("costs", "About {amount} for {samples} pictures")
        return words.format(amount=money(estimate.amount), samples=count_text(samples))
    return QCoreApplication.translate("costs", "About {amount}").format(amount=money(estimate.amount))


def _free_words(engine: EngineRow) -> str:
    if engine.is_remote:
        return QCoreApplication.translate("costs", "Free")
    if engine.source is SourceType.DRAWN:
        return QCoreApplication.translate("costs", "Free, drawn on this computer")
    return QCoreApplication.translate("costs", "Free, made on this computer")


def basis_words(estimate: Estimate, engine: EngineRow) -> str:
    """Return what an estimate for an engine rests on, in a sentence."""
    if estimate.basis is Basis.FREE and engine.is_remote:
        return QCoreApplication.translate("costs", "Nothing is billed.")
    return QCoreApplication.translate("costs", _WHY[estimate.basis]).format(
        count=count_text(estimate.jobs), engine=engine.name
    )


def period_words(entry: LedgerEntry, *, monthly: bool) -> str:
    """Return the day or the month of an entry as a person writes it."""
    day = QDate(entry.start.year, entry.start.month, entry.start.day)
    if monthly:
        return QLocale().standaloneMonthName(day.month()) + f" {day.year()}"
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def total_words(tally: Tally) -> str:
    """Return the sum of what is shown, in one line."""
    if tally.requests == 1:
        return QCoreApplication.translate("costs", "{amount} for 1 request").format(amount=money(tally.cost))
    words = QCoreApplication.translate("costs", "{amount} for {count} requests")
    return words.format(amount=money(tally.cost), count=count_text(tally.requests))


def unknown_words(entries: Iterable[LedgerEntry]) -> str:
    """Return what the sum of entries does not hold, and what of it brought no picture; empty if nothing."""
    entries = list(entries)
    tally = total(entries)
    silent = dict.fromkeys(engine_name(entry.engine) for entry in entries if entry.tally.unreported)
    parts = [
        (
            QCoreApplication.translate("costs", one)
            if count == 1
            else QCoreApplication.translate("costs", many)
        ).format(count=count_text(count), engine=", ".join(silent))
        for count, one, many in (
            (
                tally.billed_failures,
                QT_TRANSLATE_NOOP("costs", "1 request in it was billed and failed."),
                QT_TRANSLATE_NOOP("costs", "{count} requests in it were billed and failed."),
            ),
            (
                tally.unreported,
                QT_TRANSLATE_NOOP("costs", "Not in it: 1 request whose cost {engine} did not report."),
                QT_TRANSLATE_NOOP("costs", "Not in it: {count} requests whose cost {engine} did not report."),
            ),
            (
                tally.unknown,
                QT_TRANSLATE_NOOP(
                    "costs", "Not in it: 1 request that may have been billed; nobody here knows."
                ),
                QT_TRANSLATE_NOOP(
                    "costs", "Not in it: {count} requests that may have been billed; nobody here knows."
                ),
            ),
        )
        if count
    ]
    return " ".join(parts)
