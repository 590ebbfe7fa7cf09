"""The strip below the list of jobs: the selected job in a sentence, and the buttons for it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QToolButton, QWidget

from portrait_app.core.catalog import Endpoint
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.job_acts import JobAct, acts_of_all
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.kit.flow_layout import FlowLayout
from portrait_app.ui.kit.short_text import ShortText
from portrait_app.ui.kit.theme import SPACE
from portrait_app.ui.queue.counts import QueueCounts
from portrait_app.ui.queue.job_words import sentence
from portrait_app.ui.shell.actions import Actions
from portrait_app.ui.shell.messages import Remedy, describe, remedy_words, retry_remedy

_WIDE = 110  # average character widths; in a narrower strip the buttons are below the text
_PLAIN_BY_ICON = (JobAct.UP, JobAct.DOWN, JobAct.DETAILS)  # icons without text in a narrow strip
_BY_ACTS = frozenset(
    {
        Remedy.TRY_AGAIN,
        Remedy.LOOK_AGAIN,
        Remedy.LOOK_FOR_IT,
        Remedy.SEND_AGAIN,
        Remedy.USE_OTHER_MODEL,
    }
)


# Returns the nearest model for a request whose model is gone; None if there is no other.
OtherModel = Callable[[GenerationRequest], Endpoint | None]


class JobStrip(QWidget):
    """Says what happened to the selected jobs, and offers the actions of `JobAct` that apply.

    The strip also sets the text of these actions and enables or disables them.
    """

    remedy_requested = Signal(object, object)  # Remedy, AppError
    height_changed = Signal()  # the strip needs another height

    def __init__(
        self, actions: Actions, give_back_focus: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._give_back_focus = give_back_focus
        self._words = ShortText(2, self)
        self._flow = FlowLayout(SPACE // 2)
        self._remedy = self._button()
        self._remedy.clicked.connect(self._ask_for_remedy)
        self._status: JobStatus | None = None
        self._other_model: OtherModel = lambda _request: None
        self._buttons: dict[JobAct, QToolButton] = {}
        for act in JobAct:
            button = self._buttons[act] = self._button()
            button.setDefaultAction(actions[act])
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(SPACE, 0, SPACE, 0)
        self._row.setSpacing(SPACE // 2)
        self._row.addWidget(self._words, 1)
        self._row.addLayout(self._flow)
        self.show_jobs([])

    def offer_other_models(self, other_model: OtherModel) -> None:
        """Offer another model, named by `other_model`, for jobs whose model is gone."""
        self._other_model = other_model

    @property
    def text(self) -> str:
        """The sentence about the selected jobs."""
        return self._words.text

    def buttons(self) -> list[QToolButton]:
        """Return the buttons that are offered, in order."""
        return [button for button in (self._remedy, *self._buttons.values()) if not button.isHidden()]

    def show_jobs(self, statuses: Sequence[JobStatus]) -> None:
        """Describe the jobs, and offer the actions that apply to all of them."""
        self._status = statuses[0] if len(statuses) == 1 else None
        self._show_words(statuses)
        acts = acts_of_all(statuses)
        if JobAct.OTHER_MODEL in acts:
            other = self._other_model(statuses[0].job.request)
            if other is None:
                acts -= {JobAct.OTHER_MODEL}
            else:
                words = self.tr("Use {model} instead…").format(model=other.name)
                self._actions[JobAct.OTHER_MODEL].setText(words)
        if self._status is not None:
            self._name_actions(self._status)
        for act, button in self._buttons.items():
            self._show(button, on=act in acts)  # before it is disabled, when it would lose the focus
            self._actions[act].setEnabled(act in acts)
        remedy = self._remedy_of_error()
        if remedy is not None:
            self._remedy.setText(remedy_words(remedy))
        self._show(self._remedy, on=remedy is not None)
        self._make_room()

    def _remedy_of_error(self) -> Remedy | None:
        """Return the remedy for the job's error, or None if one of the actions does the same."""
        status = self._status
        if status is None or status.error is None or status.outcome_is_unknown:
            return None
        remedy = describe(status.error, status.job.request.engine).remedy
        return None if remedy in _BY_ACTS else remedy

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self.fontMetrics().averageCharWidth() * _WIDE
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._row.direction() is not direction:
            self._row.setDirection(direction)
        for act in _PLAIN_BY_ICON:
            self._buttons[act].setToolButtonStyle(
                Qt.ToolButtonStyle.ToolButtonTextBesideIcon if wide else Qt.ToolButtonStyle.ToolButtonIconOnly
            )
        self._make_room()

    def _make_room(self) -> None:
        """Reserve the height that the buttons need at this width: a dock ignores `heightForWidth`."""
        height = self._row.heightForWidth(self.width())
        if height != self.minimumHeight():
            self.setMinimumHeight(height)
            self.height_changed.emit()

    def _show_words(self, statuses: Sequence[JobStatus]) -> None:
        alarm = self._status is not None and self._status.error is not None
        if self._status is not None:
            words = sentence(self._status)
        else:
            words = QueueCounts().selected(len(statuses)) if statuses else ""
        role = QPalette.ColorRole
        self._words.set_text(words, role.BrightText if alarm else role.PlaceholderText)

    def _name_actions(self, status: JobStatus) -> None:
        """Set the text of the actions for this job: a retry that may cost twice says so."""
        self._actions[JobAct.RETRY].setText(remedy_words(retry_remedy(status.job)))
        unknown = status.outcome_is_unknown
        self._actions[JobAct.FORGET].setText(
            #: button, verb: removes what is known of a picture or job
            self.tr("Forget") if unknown else self.tr("Dismiss", "button, verb: takes a message away")
        )

    def _button(self) -> QToolButton:
        button = QToolButton(self)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._flow.addWidget(button)
        return button

    def _show(self, button: QToolButton, *, on: bool) -> None:
        if not on and button.hasFocus():
            self._give_back_focus()  # or Qt would move the focus elsewhere in the window
        button.setVisible(on)

    def _ask_for_remedy(self) -> None:
        if self._status is not None and self._status.error is not None:
            self.remedy_requested.emit(self._remedy_of_error(), self._status.error)
