"""The question that is asked before a budget is exceeded."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from portrait_app.core.money.budgets import Crossing, Span
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.kit.formats import money
from portrait_app.ui.kit.question import Option, Words, ask
from portrait_app.ui.money.budget_controller import Answer

_TITLES = {
    Span.SESSION: QT_TRANSLATE_NOOP("budget", "This would exceed your session budget."),
    Span.MONTH: QT_TRANSLATE_NOOP("budget", "This would exceed your monthly budget."),
}
_AFTERWARDS = {
    Span.SESSION: QT_TRANSLATE_NOOP(
        "budget", "If you generate anyway, you will not be asked about this budget again in this session."
    ),
    Span.MONTH: QT_TRANSLATE_NOOP(
        "budget",
        "If you generate anyway, you will not be asked about this budget until the program starts again "
        "or the next month begins.",
    ),
}


def ask_about_budget(parent: QWidget, crossing: Crossing) -> Answer:
    """Ask whether to generate although the estimated cost exceeds the rest of the budget."""
    words = Words(
        #: noun: the most that may be spent
        QCoreApplication.translate("budget", "Budget"),
        QCoreApplication.translate("budget", _TITLES[crossing.span]),
        f"{_figures(crossing)}\n\n{QCoreApplication.translate('budget', _AFTERWARDS[crossing.span])}",
    )
    role = QMessageBox.ButtonRole
    options = (
        #: button: goes on without doing it
        Option(Answer.CANCEL, QCoreApplication.translate("budget", "Cancel"), role.RejectRole),
        Option(Answer.RAISE, QCoreApplication.translate("budget", "Raise the budget…"), role.ActionRole),
        Option(Answer.GENERATE, QCoreApplication.translate("budget", "Generate anyway"), role.AcceptRole),
    )
    return ask(parent, words, options, default=Answer.CANCEL, escape=Answer.CANCEL)


def _figures(crossing: Crossing) -> str:
    lines = [
        (QT_TRANSLATE_NOOP("budget", "Budget: {amount}"), crossing.budget),
        (QT_TRANSLATE_NOOP("budget", "Spent: {amount}"), crossing.spent),
        (QT_TRANSLATE_NOOP("budget", "Running and waiting: about {amount}"), crossing.committed),
        (QT_TRANSLATE_NOOP("budget", "This request: about {amount}"), crossing.estimate),
    ]
    if not crossing.committed:
        del lines[2]
    return "\n".join(
        QCoreApplication.translate("budget", words).format(amount=money(amount)) for words, amount in lines
    )
