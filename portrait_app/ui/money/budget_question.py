"""The question that is asked before a budget is exceeded."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from portrait_app.core.money.budgets import Crossing, Span
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.kit.formats import money
from portrait_app.ui.money.budget_controller import Answer

_T = QT_TRANSLATE_NOOP
_TITLES = {
    Span.SESSION: _T("budget", "This would go beyond your budget for this session."),
    Span.MONTH: _T("budget", "This would go beyond your budget for this month."),
}
_AFTERWARDS = {
    Span.SESSION: _T("budget", "Generate anyway, and you are not asked about this budget again."),
    Span.MONTH: _T(
        "budget",
        "Generate anyway, and you are not asked about this budget until the next start or the next month.",
    ),
}


def ask_about_budget(parent: QWidget, crossing: Crossing) -> Answer:
    """Ask whether to generate although the estimated cost exceeds the rest of the budget."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_tr(_T("budget", "Budget")))
    box.setText(_tr(_TITLES[crossing.span]))
    box.setInformativeText(f"{_figures(crossing)}\n\n{_tr(_AFTERWARDS[crossing.span])}")
    cancel = box.addButton(_tr(_T("budget", "Cancel")), QMessageBox.ButtonRole.RejectRole)
    higher = box.addButton(_tr(_T("budget", "Raise the budget…")), QMessageBox.ButtonRole.ActionRole)
    anyway = box.addButton(_tr(_T("budget", "Generate anyway")), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    if clicked is anyway:
        return Answer.GENERATE
    return Answer.RAISE if clicked is higher else Answer.CANCEL


def _figures(crossing: Crossing) -> str:
    lines = [
        (_T("budget", "Budget: {amount}"), crossing.budget),
        (_T("budget", "Spent: {amount}"), crossing.spent),
        (_T("budget", "Running and waiting: about {amount}"), crossing.committed),
        (_T("budget", "This request: about {amount}"), crossing.estimate),
    ]
    if not crossing.committed:
        del lines[2]
    return "\n".join(_tr(words).format(amount=money(amount)) for words, amount in lines)


def _tr(text: str) -> str:
    return QCoreApplication.translate("budget", text)
