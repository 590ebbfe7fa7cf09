"""The texts about money: estimates, what they are based on, and the ledger."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from portrait_app.core.engines import EngineRow, SourceType, engine_name
from portrait_app.core.money.estimates import Basis, Estimate
from portrait_app.core.money.ledger import LedgerEntry, Tally, total
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.kit.field_messages import number_text
from portrait_app.ui.kit.formats import count_text, money

_T = QT_TRANSLATE_NOOP
_WHY = {
    Basis.FREE: _T("costs", "Nothing leaves this computer, and nothing is billed."),
    Basis.SAME: _T("costs", "The median of what the last {count} with the same model, steps and size cost."),
    Basis.OTHER_SAMPLES: _T(
        "costs", "From what a picture of this model, steps and size cost the last {count} times."
    ),
    Basis.OTHER_SETTINGS: _T(
        "costs", "From what a picture of this model cost the last {count} times, with other steps or sizes."
    ),
    Basis.DOCUMENTED: _T(
        "costs", "As {engine}’s documentation says: no request of this model has reported its cost here yet."
    ),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("costs", text)


def estimate_words(estimate: Estimate, samples: int, engine: EngineRow) -> str:
    """Return the estimated cost of a request as text, such as "About 0.0120 USD for 4 pictures"."""
    if estimate.basis is Basis.FREE:
        return _free_words(engine)
    if samples > 1:
        words = _tr(_T("costs", "About {amount} for {samples} pictures"))
        return words.format(amount=money(estimate.amount), samples=count_text(samples))
    return _tr(_T("costs", "About {amount}")).format(amount=money(estimate.amount))


def _free_words(engine: EngineRow) -> str:
    if engine.is_remote:
        return _tr(_T("costs", "Free"))
    if engine.source is SourceType.DRAWN:
        return _tr(_T("costs", "Free, drawn on this computer"))
    return _tr(_T("costs", "Free, made on this computer"))


def basis_words(estimate: Estimate, engine: EngineRow) -> str:
    """Return a sentence that says what an estimate is based on."""
    if estimate.basis is Basis.FREE and engine.is_remote:
        return _tr(_T("costs", "Nothing is billed."))
    return _tr(_WHY[estimate.basis]).format(count=count_text(estimate.jobs), engine=engine.name)


def period_words(start: date, *, monthly: bool) -> str:
    """Return the day, or the month that begins on it, in the user's locale."""
    day = QDate(start.year, start.month, start.day)
    if monthly:
        return f"{QLocale().standaloneMonthName(day.month())} {number_text(day.year())}"
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def total_words(tally: Tally) -> str:
    """Return the cost and the number of requests in a tally, in one line."""
    if tally.requests == 1:
        return _tr(_T("costs", "{amount} for 1 request")).format(amount=money(tally.cost))
    words = _tr(_T("costs", "{amount} for {count} requests"))
    return words.format(amount=money(tally.cost), count=count_text(tally.requests))


def unknown_words(entries: Iterable[LedgerEntry]) -> str:
    """Return how many requests were billed but failed, and how many are missing from the sum.

    Return "" if there are none.
    """
    entries = list(entries)
    tally = total(entries)
    silent = dict.fromkeys(engine_name(entry.engine) for entry in entries if entry.tally.unreported)
    parts = [
        _tr(one if count == 1 else many).format(count=count_text(count), engine=", ".join(silent))
        for count, one, many in (
            (
                tally.billed_failures,
                _T("costs", "1 request in it was billed and failed."),
                _T("costs", "{count} requests in it were billed and failed."),
            ),
            (
                tally.unreported,
                _T("costs", "Not in it: 1 request whose cost {engine} did not report."),
                _T("costs", "Not in it: {count} requests whose cost {engine} did not report."),
            ),
            (
                tally.unknown,
                _T("costs", "Not in it: 1 request that may have been billed; nobody here knows."),
                _T("costs", "Not in it: {count} requests that may have been billed; nobody here knows."),
            ),
        )
        if count
    ]
    return " ".join(parts)
