"""The queue's header: how many jobs run and wait, and the buttons for all jobs."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.short_text import ShortText
from portrait_app.ui.kit.theme import SPACE
from portrait_app.ui.shell.actions import Actions

_WIDE = 110  # average character widths; in a narrower header the buttons have icons only
_NARROWEST = 30  # average character widths that the counts and the icons need


class QueueHeader(QWidget):
    """Stands in the title bar of the queue's dock."""

    done_wanted = Signal(bool)  # whether to show the jobs finished today

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary = ShortText(1, self)
        self._buttons: list[QToolButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE // 2)
        row.addWidget(self._summary, 1)
        for key in ("retry_failed", "cancel_waiting", "pause_queue"):
            row.addWidget(self._button(actions[key], always=key == "pause_queue"))
        self._done_count = 0
        self._done = QToolButton(self)
        self._done.setIcon(icon("check-circle"))
        self._done.setCheckable(True)
        self._done.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._done.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._done.toggled.connect(self.done_wanted)
        row.addWidget(self._done)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _NARROWEST)
        self._fit()

    @property
    def summary(self) -> str:
        """The counts of jobs, as text."""
        return self._summary.text

    def set_summary(self, text: str) -> None:
        self._summary.set_text(text)

    def set_done(self, pictures: int, words: str) -> None:
        """Show the number of pictures made today. The tool tip `words` has their cost too."""
        self._done_count = pictures
        self._done.setToolTip(words)
        self._fit()

    def show_done(self, on: bool) -> None:
        self._done.setChecked(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _button(self, action: QAction, *, always: bool) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if not always:
            button.setVisible(action.isEnabled())
            action.enabledChanged.connect(button.setVisible)
        self._buttons.append(button)
        return button

    def _fit(self) -> None:
        """Show text beside the icons if the header is wide enough."""
        wide = self.width() >= self.fontMetrics().averageCharWidth() * _WIDE
        style = Qt.ToolButtonStyle
        for button in self._buttons:
            button.setToolButtonStyle(style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly)
        number = QLocale().toString(self._done_count)
        words = self.tr("Done today: {count}").format(count=number)
        self._done.setText(words if wide else number)
        self._done.setAccessibleName(words)
