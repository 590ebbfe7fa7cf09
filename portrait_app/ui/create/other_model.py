"""Sends jobs whose model is gone to the nearest model, after a question that lists what changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from portrait_app.core.catalog import Endpoint
from portrait_app.core.errors import MODEL_GONE, AppError
from portrait_app.core.fitting import Change, fit_all
from portrait_app.core.request import GenerationRequest, build_request
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.job_status import JobStatus
from portrait_app.jobs.model_list import ModelList
from portrait_app.ui.create.filled import change_words
from portrait_app.ui.kit.formats import money as money_words
from portrait_app.ui.kit.question import Option, Words, ask
from portrait_app.ui.money.controller import MoneyController
from portrait_app.ui.shell.messages import Remedy


@dataclass(frozen=True, slots=True)
class Replacement:
    """Requests for another model, and what was changed in them."""

    gone: Endpoint
    model: Endpoint
    requests: tuple[GenerationRequest, ...]
    changes: tuple[Change, ...]


AskAboutModel = Callable[[Replacement, str], bool]  # with the cost as text; returns whether to send


class OtherModel(QObject):
    """Replaces jobs whose model is gone. Nothing is sent before the user agrees."""

    def __init__(
        self,
        queue: GenerationQueue,
        models: ModelList,
        money: MoneyController,
        ask: AskAboutModel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._queue = queue
        self._models = models
        self._money = money
        self._ask = ask

    def perform(self, remedy: Remedy, error: AppError | None) -> None:
        """Replace all jobs that failed like `error`, if that is the remedy."""
        if remedy is Remedy.USE_OTHER_MODEL and error is not None:
            self.replace(
                [one for one in self._queue.statuses if one.error is not None and _is_like(one.error, error)]
            )

    def replace(self, statuses: Sequence[JobStatus]) -> None:
        """Ask about each model that is gone, and send its jobs to the nearest model."""
        of_model: dict[str, list[JobStatus]] = {}
        for status in statuses:
            if status.error is not None and status.error.kind in MODEL_GONE:
                of_model.setdefault(status.job.request.endpoint, []).append(status)
        for jobs in of_model.values():
            self._replace_model(jobs)

    def _replace_model(self, jobs: Sequence[JobStatus]) -> None:
        requests = [status.job.request for status in jobs]
        model = self._models.nearest(requests[0])
        if model is None:
            return
        replacement = replaced(requests, model)
        cost = self._money.estimates.amount(replacement.requests)
        if not self._ask(replacement, money_words(cost) if cost else ""):
            return

        def send() -> None:
            for status, request in zip(jobs, replacement.requests, strict=True):
                self._queue.jobs.dismiss(status.job.id)
                self._queue.submit(request)

        self._money.authorise(replacement.requests, send)


def replaced(requests: Sequence[GenerationRequest], model: Endpoint) -> Replacement:
    """Return the same requests for another model, with the nearest values that it allows."""
    made: list[GenerationRequest] = []
    changes: dict[Change, None] = {}
    for request in requests:
        values, changed = fit_all(model, request.values)
        made.append(build_request(model, values))
        changes |= dict.fromkeys(changed)
    return Replacement(requests[0].model, model, tuple(made), tuple(changes))


def ask_about_model(parent: QWidget, replacement: Replacement, cost: str) -> bool:
    """Ask whether to send the requests to another model. `cost` is empty if that is free."""
    name = replacement.model.name
    question = QCoreApplication.translate("OtherModel", "Use {model} instead of {gone}?")
    details = [QCoreApplication.translate("OtherModel", "All settings stay as they are.")]
    if replacement.changes:
        details = [change_words(name, replacement.changes)]
    if cost:
        details.append(QCoreApplication.translate("OtherModel", "About {amount}.").format(amount=cost))
    words = Words(
        QCoreApplication.translate("OtherModel", "Another model"),
        question.format(model=name, gone=replacement.gone.name),
        " ".join(details),
    )
    cancel = QCoreApplication.translate("OtherModel", "Cancel", "button, verb")
    use = QCoreApplication.translate("OtherModel", "Use {model}").format(model=name)
    options = [
        Option(False, cancel, QMessageBox.ButtonRole.RejectRole),
        Option(True, use, QMessageBox.ButtonRole.AcceptRole),
    ]
    return ask(parent, words, options, default=True, escape=False)


def _is_like(one: AppError, other: AppError) -> bool:
    return (one.kind, one.detail) == (other.kind, other.detail)
