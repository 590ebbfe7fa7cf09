"""The dialog that adds or changes a server: name, address and login, with a test."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.servers import ServerEntry, ServerReport, tidy_address
from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.fitted_dialog import FittedDialog
from portrait_app.ui.kit.inline_problem import InlineProblem
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.models.server_words import address_warning, report_words
from portrait_app.ui.shell.messages import describe

_WIDTH = 64  # average characters
_LONGEST = 200  # characters

Test = Callable[
    [ServerEntry, str | None, Callable[[ServerReport], None], Callable[[AppError], None], QObject], Cancel
]


class ServerDialog(FittedDialog):
    """Edits one server. `server` and `password` are the result."""

    def __init__(self, engine: str, server: ServerEntry, test: Test, parent: QWidget | None = None) -> None:
        """`engine` is the key of the engine that uses the server."""
        super().__init__(_WIDTH, parent)
        is_new = not server.address
        self.setWindowTitle(self.tr("Add a server") if is_new else self.tr("Change a server"))
        self._engine = engine
        self._server = server
        self._test = test
        self._testing: Cancel | None = None
        self._name = self._field(server.name)
        self._name.setPlaceholderText(self.tr("Studio computer"))
        self._address = self._field(server.address)
        self._address.setPlaceholderText("http://192.168.1.5:7860")
        self._login = QCheckBox(self.tr("The server asks for a login"))
        self._login.setChecked(bool(server.user))
        self._user = self._field(server.user)
        self._password = self._field("")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        if server.user:
            self._password.setPlaceholderText(self.tr("unchanged", "adjective: the stored password stays"))
        self._warning = plain_label(wrapped=True)
        set_role(self._warning, "tone", "caution")
        self._result = plain_label(wrapped=True)
        self._problem = InlineProblem()
        self._build()
        for field in (self._address, self._user):
            field.textChanged.connect(self._show_state)
        self._login.toggled.connect(self._show_state)
        self._show_state()

    @property
    def server(self) -> ServerEntry:
        """The server as the user describes it."""
        address = tidy_address(self._address.text())
        user = self._user.text().strip() if self._login.isChecked() else ""
        name = self._name.text().strip() or address.partition("://")[2]
        return replace(self._server, name=name, address=address, user=user)

    @property
    def password(self) -> str | None:
        """The typed password; None if the stored one stays."""
        if not self._login.isChecked():
            return None
        typed = self._password.text()
        is_same = (self.server.address, self.server.user) == (self._server.address, self._server.user)
        return None if not typed and is_same else typed

    # --- parts ---

    def _field(self, text: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setMaxLength(_LONGEST)
        return field

    def _build(self) -> None:
        self._login_box = QWidget()
        login = QHBoxLayout(self._login_box)
        login.setContentsMargins(0, 0, 0, 0)
        login.setSpacing(SPACE * 2)
        login.addLayout(_labelled(self.tr("&User name"), self._user))
        login.addLayout(_labelled(self.tr("&Password", "noun: of a login"), self._password))
        words = self.tr("Stored only in your system’s keychain, for this address.")
        self._caption = plain_label(words, wrapped=True)
        set_role(self._caption, "tone", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        column.setSpacing(SPACE * 2)
        column.addLayout(_labelled(self.tr("&Name", "noun: what a server is called"), self._name))
        column.addLayout(_labelled(self.tr("&Address", "noun: the web address of a server"), self._address))
        for part in (
            self._warning,
            self._login,
            self._login_box,
            self._caption,
            self._result,
            self._problem,
        ):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        #: button, verb: asks a server whether it works
        self._try = QPushButton(self.tr("Test"))
        self._try.clicked.connect(self._start_test)
        cancel = QPushButton(self.tr("Cancel", "button: closes the window without a change"))
        cancel.clicked.connect(self.reject)
        self._accept = QPushButton(self.tr("OK", "button: takes over what was typed"))
        set_role(self._accept, "accent", True)
        self._accept.clicked.connect(self.accept)
        self._accept.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self._try)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._accept)
        for button in (self._try, cancel):
            button.setAutoDefault(False)
        return row

    # --- state ---

    def _show_state(self) -> None:
        address = tidy_address(self._address.text())
        typed = bool(self._address.text().strip())
        set_role(self._address, "invalid", typed and not address)
        if typed and not address:
            words = self.tr("This is not an address such as http://192.168.1.5:7860.")
        else:
            words = address_warning(address)
        self._warning.setText(words)
        self._warning.setVisible(bool(words))
        self._address.setAccessibleDescription(words)
        with_login = self._login.isChecked()
        for part in (self._login_box, self._caption):
            part.setVisible(with_login)
        is_ready = bool(address) and not (with_login and not self._user.text().strip())
        self._accept.setEnabled(is_ready)
        self._try.setEnabled(is_ready and self._testing is None)
        self._result.setVisible(bool(self._result.text()))

    def _start_test(self) -> None:
        self._problem.hide()
        self._result.setText(self.tr("Asking the server…"))
        self._testing = self._test(self.server, self.password, self._on_report, self._on_failure, self)
        self._show_state()

    def _on_report(self, report: ServerReport) -> None:
        self._testing = None
        self._result.setText(report_words(report))
        announce(self, self._result.text())
        self._show_state()

    def _on_failure(self, error: AppError) -> None:
        self._testing = None
        self._result.setText("")
        message = describe(error, self._engine)
        self._problem.show_problem(message.title, f"{message.sentence} {message.advice}")
        if error.kind is ErrorKind.LOGIN_MISSING:
            self._login.setChecked(True)
            self._user.setFocus()
        self._show_state()

    def done(self, result: int) -> None:
        if self._testing is not None:
            self._testing.cancel()
        super().done(result)


def _labelled(text: str, field: QLineEdit) -> QVBoxLayout:
    label = QLabel(text)
    label.setBuddy(field)
    column = QVBoxLayout()
    column.setSpacing(SPACE // 2)
    column.addWidget(label)
    column.addWidget(field)
    return column
