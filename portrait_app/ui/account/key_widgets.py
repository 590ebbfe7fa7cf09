"""The two parts of the key dialog: the key in use, and the field for another key."""

from PySide6.QtCore import QCoreApplication, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from portrait_app.core.credentials import KeySource, looks_like_a_key
from portrait_app.core.engines import EngineRow, login_of
from portrait_app.jobs.key_controller import KeyController
from portrait_app.ui.kit.formats import money
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.notice import plain_label, strong_label
from portrait_app.ui.kit.theme import SPACE, set_role


class CurrentKey(QWidget):
    """Shows which key is in use and where it is stored, with buttons to replace or remove it."""

    replace_requested = Signal()
    remove_requested = Signal()

    def __init__(self, controller: KeyController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._variable = login_of(controller.engine).variable
        self._ending = strong_label()
        self._source = plain_label(wrapped=True)
        set_role(self._source, "tone", "muted")
        self._note = plain_label(wrapped=True)
        set_role(self._note, "tone", "caption")
        #: button, verb: asks for another key
        self.replace_button = self._button(self.tr("Replace…"), "pencil-simple")
        self.replace_button.clicked.connect(self.replace_requested)
        #: button, verb: removes the key; asks first
        self.remove_button = self._button(self.tr("Remove…"), "trash")
        self.remove_button.clicked.connect(lambda: self._ask(True))

        words = QVBoxLayout()
        words.setSpacing(SPACE // 4)
        words.addWidget(self._ending)
        words.addWidget(self._source)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addLayout(words, 1)
        row.addWidget(self.replace_button)
        row.addWidget(self.remove_button)
        self._question = self._build_question()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addWidget(self._question)

    def _button(self, text: str, icon_name: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        if icon_name:
            button.setIcon(icon(icon_name))
        return button

    def _build_question(self) -> QWidget:
        question = QWidget(self)
        self._question_text = plain_label(wrapped=True)
        self.confirm_button = self._button(self.tr("Remove the key"))
        self.confirm_button.clicked.connect(self.remove_requested)
        self.keep_button = self._button(self.tr("Keep it"))
        self.keep_button.clicked.connect(lambda: self._ask(False))
        row = QHBoxLayout(question)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(self._question_text, 1)
        row.addWidget(self.keep_button)
        row.addWidget(self.confirm_button)
        question.hide()
        return question

    def _ask(self, asked: bool) -> None:
        self._question.setVisible(asked)
        self.remove_button.setDisabled(asked)
        (self.keep_button if asked else self.remove_button).setFocus()

    def refresh(self, *, busy: bool, with_balance: bool) -> None:
        """Show the current state of the controller."""
        controller = self._controller
        ending = controller.ending
        self._ending.setText(f"•••• {ending}" if ending else "••••")
        self._ending.setAccessibleName(
            self.tr("Key ending in {ending}").format(ending=ending)
            if ending
            #: noun: the secret that a service accepts
            else self.tr("Key")
        )
        words = [self._source_words()]
        if with_balance and controller.balance is not None:
            words.append(self.tr("{amount} in credits").format(amount=money(controller.balance.total)))
        self._source.setText("\n".join(words))
        from_environment = controller.source is KeySource.ENVIRONMENT
        self._note.setVisible(from_environment)
        self._note.setText(
            self.tr("As long as {variable} is set, its key is used at every start.").format(
                variable=self._variable
            )
            if from_environment
            else ""
        )
        self._question_text.setText(self._question_words())
        if not controller.has_key or busy:
            self._question.hide()
        self.remove_button.setVisible(not from_environment)
        self.replace_button.setDisabled(busy)
        self.remove_button.setDisabled(busy or not self._question.isHidden())

    def _source_words(self) -> str:
        match self._controller.source:
            case KeySource.KEYCHAIN:
                return self.tr("In {keychain}").format(keychain=self._keychain())
            case KeySource.ENVIRONMENT:
                return self.tr("From {variable}, for this session").format(variable=self._variable)
            case KeySource.SESSION:
                return self.tr("For this session only")
            case KeySource.NONE:
                return ""

    def _question_words(self) -> str:
        if self._controller.source is KeySource.KEYCHAIN:
            return self.tr("Remove the key from {keychain}? Your pictures stay.").format(
                keychain=self._keychain()
            )
        return self.tr("Remove this key now? Your pictures stay.")

    def _keychain(self) -> str:
        return self._controller.keychain_name or self.tr("your keychain")


class KeyEntry(QWidget):
    """A field to paste a key into, masked, with a button that reveals it."""

    changed = Signal()

    def __init__(self, engine: EngineRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._login = login_of(engine)
        label = QLabel(self.tr("&Paste your key"))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(self.tr("{engine} key").format(engine=engine.name))
        self.field.setPlaceholderText(self._login.placeholder)
        self.field.setMaxLength(512)
        self.field.textChanged.connect(self._on_text)
        label.setBuddy(self.field)
        get = QPushButton(self.tr("Get a key"))
        get.setIcon(icon("arrow-square-out"))
        get.setAutoDefault(False)
        get.setToolTip(self._login.page)
        get.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._login.page)))
        self.reveal_button = QToolButton()
        self.reveal_button.setCheckable(True)
        self.reveal_button.toggled.connect(self._reveal)
        self._caption = plain_label(wrapped=True)
        set_role(self._caption, "tone", "caption")

        head = QHBoxLayout()
        head.addWidget(label, 1)
        head.addWidget(get)
        row = QHBoxLayout()
        row.setSpacing(SPACE // 2)
        row.addWidget(self.field, 1)
        row.addWidget(self.reveal_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self._caption)
        # In the tab order the field is first, and the button that opens the web page for keys is last.
        QWidget.setTabOrder(self.field, self.reveal_button)
        QWidget.setTabOrder(self.reveal_button, get)
        self._reveal(False)
        self._on_text()

    @property
    def key(self) -> str:
        return self.field.text().strip()

    def forget(self) -> None:
        """Clear the field and its undo history, and mask it again."""
        self.field.setText("")
        self.reveal_button.setChecked(False)

    def set_invalid(self, invalid: bool) -> None:
        set_role(self.field, "invalid", invalid)

    def _reveal(self, revealed: bool) -> None:
        mode = QLineEdit.EchoMode
        self.field.setEchoMode(mode.Normal if revealed else mode.Password)
        self.reveal_button.setIcon(icon("eye-slash" if revealed else "eye"))
        words = self.tr("Hide the key") if revealed else self.tr("Show the key")
        self.reveal_button.setToolTip(words)
        self.reveal_button.setAccessibleName(words)

    def _on_text(self) -> None:
        odd = bool(self.key) and not looks_like_a_key(self.key, self._login)
        self._caption.setText(
            QCoreApplication.translate("engines", self._login.mismatch_message)
            if odd
            else self.tr("Stored only in your system’s keychain. Checking the key is free.")
        )
        self.field.setAccessibleDescription(self._caption.text())
        self.set_invalid(False)
        self.changed.emit()
