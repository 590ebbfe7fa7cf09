"""The dialog for the Segmind key: paste, check, save, replace, remove."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from portrait_app.core.delivery import Balance
from portrait_app.core.errors import AppError, Billed, ErrorKind
from portrait_app.jobs.key_controller import KeyController, Step
from portrait_app.ui.account.key_widgets import CurrentKey, KeyEntry
from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.fitted_dialog import FittedDialog
from portrait_app.ui.kit.formats import money
from portrait_app.ui.kit.glyph import Glyph
from portrait_app.ui.kit.inline_problem import InlineProblem
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.shell.messages import Remedy, account_page, describe, remedy_words

_WIDTH = 80  # average character widths
_BUSY = frozenset({Step.CHECKING, Step.SAVING, Step.REMOVING})
_DONE_HERE = frozenset({Remedy.ADD_KEY, Remedy.TRY_AGAIN, Remedy.USE_FOR_SESSION})
_KEY_REFUSED = frozenset({ErrorKind.KEY_MISSING, ErrorKind.KEY_REJECTED})


class ApiKeyDialog(FittedDialog):
    """Shows the state of the controller, and passes the user's commands to it. It never blocks."""

    remedy_requested = Signal(object)  # a Remedy that only the window can perform

    def __init__(self, controller: KeyController, parent: QWidget | None = None) -> None:
        super().__init__(_WIDTH, parent)
        title = self.tr("{engine} key").format(engine=controller.engine.name)
        self.setWindowTitle(title)
        self._controller = controller
        self._replacing = False
        self._good_news = ""
        self._remedy: Remedy | None = None
        self._current = CurrentKey(controller)
        self._entry = KeyEntry(controller.engine)
        self._problem = InlineProblem()
        self._status = self._build_status()
        self._build()
        self._connect()
        self._render()

    def _build(self) -> None:
        title = QLabel(self.windowTitle())
        set_role(title, "tone", "title")
        intro = plain_label(
            self.tr(
                "{engine} makes pictures in the cloud. Each one is paid for from your {engine} account."
            ).format(engine=self._controller.engine.name),
            wrapped=True,
        )
        set_role(intro, "tone", "muted")
        self._close = QPushButton()
        self._session = QPushButton(remedy_words(Remedy.USE_FOR_SESSION))
        self._save = QPushButton(self.tr("Check and save"))
        set_role(self._save, "accent", True)
        for button in (self._close, self._session):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._session)
        buttons.addWidget(self._save)

        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        column.setSpacing(SPACE * 2)
        head = QVBoxLayout()
        head.setSpacing(SPACE // 2)
        head.addWidget(title)
        head.addWidget(intro)
        column.addLayout(head)
        for part in (self._current, self._entry, self._status, self._problem):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(buttons)

    def _build_status(self) -> QWidget:
        status = QWidget()
        self._status_glyph = Glyph("hourglass")
        self._status_text = plain_label(wrapped=True)
        row = QHBoxLayout(status)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(self._status_glyph)
        row.addWidget(self._status_text, 1)
        return status

    def _connect(self) -> None:
        controller = self._controller
        controller.step_changed.connect(self._render)
        controller.waiting.connect(self._render)
        controller.balance_changed.connect(self._render)
        controller.changed.connect(self._on_changed)
        controller.checked.connect(self._on_checked)
        controller.attempt_failed.connect(self._on_failed)
        self._current.replace_requested.connect(self._replace)
        self._current.remove_requested.connect(self._remove)
        self._entry.changed.connect(self._render)
        self._save.clicked.connect(self._check_and_save)
        self._session.clicked.connect(self._use_for_session)
        self._close.clicked.connect(self._stop_or_close)
        self._problem.button.clicked.connect(self._perform)

    # Commands of the user

    def _check_and_save(self) -> None:
        self._start_over()
        self._controller.save(self._entry.key)

    def _use_for_session(self) -> None:
        self._start_over()
        self._controller.use_for_session(self._entry.key)

    def _remove(self) -> None:
        self._start_over()
        self._controller.remove()

    def _replace(self) -> None:
        self._replacing = True
        self._start_over()
        self._render()
        self._entry.field.setFocus()

    def _stop_or_close(self) -> None:
        if self._controller.step in _BUSY:
            self._controller.cancel()
            self._render()
        else:
            self.reject()

    def _perform(self) -> None:
        if page := account_page(self._remedy):
            QDesktopServices.openUrl(QUrl(page))
        elif self._remedy:
            self.remedy_requested.emit(self._remedy)
            self.reject()

    def done(self, result: int) -> None:
        """Close the dialog. Cancel a check that is running, and clear the typed key."""
        self._controller.cancel()
        self._entry.forget()
        self._replacing = False
        super().done(result)

    # Signals of the controller

    def _on_changed(self) -> None:
        self._replacing = False
        self._entry.forget()
        self._render()
        (self._close if self._controller.has_key else self._entry.field).setFocus()

    def _on_checked(self, balance: Balance | None) -> None:
        if balance is None:
            self._good_news = self.tr("The key works. No credits are on record yet.")
        else:
            words = self.tr("The key works. {amount} in credits.")
            self._good_news = words.format(amount=money(balance.total))
        announce(self, self._good_news)
        self._render()

    def _on_failed(self, error: AppError) -> None:
        keychain_failed = self._show_problem(error) is Remedy.USE_FOR_SESSION
        self._entry.set_invalid(error.kind in _KEY_REFUSED)
        self._good_news = ""
        self._render()
        if self._entry.isHidden():
            self._close.setFocus()
        else:
            (self._session if keychain_failed else self._entry.field).setFocus()

    # Display

    def _show_problem(self, error: AppError) -> Remedy | None:
        """Show the error, and return its remedy."""
        message = describe(error)
        free = message.money if error.billed is Billed.FREE else self.tr("Checking a key costs nothing.")
        text = f"{message.sentence} {free} {message.advice}"
        if self._entry.key:  # a service may repeat the key in its error message
            #: stands in the place of a secret key
            text = text.replace(self._entry.key, self.tr("[key]"))
        self._remedy = message.remedy if message.remedy not in _DONE_HERE else None
        self._problem.show_problem(message.title, text, remedy_words(self._remedy) if self._remedy else "")
        return message.remedy

    def _start_over(self) -> None:
        self._good_news = ""
        self._problem.hide()
        self._entry.set_invalid(False)

    def _render(self) -> None:
        controller = self._controller
        busy = controller.step in _BUSY
        entering = not controller.has_key or self._replacing
        self._current.setVisible(controller.has_key)
        self._current.refresh(busy=busy, with_balance=not self._good_news)
        self._entry.setVisible(entering)
        self._entry.setDisabled(busy)
        for button in (self._session, self._save):
            button.setVisible(entering)
            button.setEnabled(bool(self._entry.key) and not busy)
        (self._save if entering else self._close).setDefault(True)  # answers to Enter, wherever the focus is
        finished = controller.has_key and not entering and bool(self._good_news)
        self._close.setText(
            #: button, verb: ends the work
            self.tr("Stop")
            if busy
            else self.tr("Done", "button: closes the window after success")
            if finished
            else self.tr("Close", "button: closes the window")
        )
        self._render_status(busy)

    def _render_status(self, busy: bool) -> None:
        text = self._busy_words() or self._good_news
        self._status.setVisible(bool(text))
        self._status_text.setText(text)
        waits = busy or self._controller.step is Step.READING
        self._status_glyph.set_icon("hourglass" if waits else "check-circle")

    def _busy_words(self) -> str:
        if self._controller.is_waiting:
            return self.tr("Waiting for your keychain… It may be asking for its password in another window.")
        match self._controller.step:
            case Step.CHECKING:
                return self.tr("Checking with {engine}…").format(engine=self._controller.engine.name)
            case Step.SAVING:
                return self.tr("Saving in your keychain…")
            case Step.REMOVING:
                #: progress of: remove the key
                return self.tr("Removing…")
            case Step.READING | Step.IDLE:
                return ""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._controller.has_key:
            self._entry.field.setFocus()
            if self._controller.load_error is not None:
                self._show_problem(self._controller.load_error)
