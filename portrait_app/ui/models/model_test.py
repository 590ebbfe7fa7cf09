"""One priced request that tests a model. It goes through the money gate and the queue like every request."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from portrait_app.core.catalog import Endpoint, sample_values
from portrait_app.core.engines import find_engine
from portrait_app.core.request import build_request
from portrait_app.jobs.model_list import ModelList
from portrait_app.ui.kit.formats import money as money_words
from portrait_app.ui.kit.question import Option, Words, ask
from portrait_app.ui.money.controller import MoneyController
from portrait_app.ui.shell.session import Session


class ModelTest:
    """Asks before it sends anything."""

    def __init__(
        self,
        session: Session,
        models: ModelList,
        money: MoneyController,
        ask: "AskAboutTest | None" = None,
    ) -> None:
        self._session = session
        self._models = models
        self._money = money
        self._ask = ask or ask_about_test

    def lack(self, engine: str) -> str:
        """Return why a model of the engine cannot be tested now; empty if it can."""
        row = find_engine(engine)
        if row is None or engine not in self._session.backend.engines:
            return QCoreApplication.translate("ModelTest", "This version does not know the engine.")
        if row.login is not None and not self._session.keys.has_key:
            return QCoreApplication.translate("ModelTest", "Needs your {engine} key").format(engine=row.name)
        words = self._models.missing(engine)
        return QCoreApplication.translate("engines", words) if words else ""

    def ask(self, model: Endpoint, parent: QWidget) -> bool:
        """Ask, and send the sample to the model if the user agrees. Return whether the user did."""
        request = build_request(model, {**sample_values(model, with_seed=False), "samples": 1})
        cost = self._money.estimates.amount([request])
        if not self._ask(parent, model, money_words(cost) if cost else ""):
            return False
        self._money.submit([request])
        return True


AskAboutTest = Callable[[QWidget, Endpoint, str], bool]  # with the cost as text; returns whether to send


def ask_about_test(parent: QWidget, model: Endpoint, cost: str) -> bool:
    """Ask whether to send a test request. `cost` is empty if that is free."""
    question = QCoreApplication.translate("ModelTest", "Make one picture with {model}?")
    details = QCoreApplication.translate(
        "ModelTest", "The sample portrait is sent. The picture comes to your library."
    )
    if cost:
        about = QCoreApplication.translate("ModelTest", "About {amount}.").format(amount=cost)
        details = f"{details} {about}"
    title = QCoreApplication.translate("ModelTest", "Test a model")
    options = [
        Option(
            False,
            QCoreApplication.translate("ModelTest", "Cancel", "button, verb"),
            QMessageBox.ButtonRole.RejectRole,
        ),
        Option(
            True,
            QCoreApplication.translate("ModelTest", "Make the picture"),
            QMessageBox.ButtonRole.AcceptRole,
        ),
    ]
    words = Words(title, question.format(model=model.name), details)
    return ask(parent, words, options, default=True, escape=False)
