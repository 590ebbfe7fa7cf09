"""Editors for text: a line, an address, a folder, a prompt."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextCursor, QTextLayout
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.catalog import Parameter
from portrait_app.core.field import Field, Value
from portrait_app.core.tokens import estimate_tokens
from portrait_app.ui.kit.counts import KitCounts
from portrait_app.ui.kit.field_editor import FieldEditor, in_a_row
from portrait_app.ui.kit.field_messages import field_text
from portrait_app.ui.kit.formats import count_text
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.kit.words_edit import WordsEdit

_MIN_LINES = 3
_MAX_LINES = 8.3  # above this the text scrolls; the partly visible line shows that there is more
_MARGIN = 2  # document margin in pixels, so that the text starts where the text of a line edit does
_SLACK = 2  # extra pixels; without them the last line counts as hidden, and the wheel scrolls the text


class TextEditor(FieldEditor):
    """Lets the user type one line of text."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._line = QLineEdit(self)
        self._line.textEdited.connect(self._take)
        self._install(self._body(), *self._inputs())

    def _body(self) -> QWidget:
        return self._line

    def _inputs(self) -> tuple[QWidget, ...]:
        return (self._line,)

    def _show(self, value: Value) -> None:
        self._line.setText(str(value))
        self._line.setCursorPosition(0)


class AddressEditor(TextEditor):
    """Lets the user type an http or https address; strips spaces around a pasted address."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._line.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)

    def settle(self) -> None:
        text = self._line.text()
        if text != text.strip():
            self._line.setText(text.strip())
            self._take(text.strip())


class FolderEditor(TextEditor):
    """A folder that the user types or picks; empty for the default folder."""

    def _body(self) -> QWidget:
        #: in an empty field: the usual value is used
        self._line.setPlaceholderText(self.tr("Default"))
        #: button: chooses a folder
        self._browse = QPushButton(self.tr("Browse…"), self)
        self._browse.setAutoDefault(False)  # Enter in a dialog is for the dialog's own button
        self._browse.setAccessibleName(
            self.tr("Browse: {label}").format(label=field_text(self.field, self.field.label))
        )
        self._browse.clicked.connect(self._pick)
        return in_a_row(self, self._line, self._browse, wide=self._line)

    def _inputs(self) -> tuple[QWidget, ...]:
        return self._line, self._browse

    def _pick(self) -> None:
        title = field_text(self.field, self.field.label)
        if folder := QFileDialog.getExistingDirectory(self, title, self._line.text()):
            self._line.setText(folder)
            self._take(folder)


class PromptEditor(FieldEditor):
    """A text field that grows with the prompt and shows roughly how many tokens the model reads."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._limit = 0
        body = QWidget(self)
        self._text = _GrowingTextEdit(body)
        self._text.setPlaceholderText(field_text(field, field.help) if field.help else "")
        self._text.textChanged.connect(self._on_text_changed)
        self._tokens = QLabel(body)
        self._tokens.setWordWrap(True)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(self._text)
        column.addWidget(self._tokens)
        self._install(body, self._text)
        self.set_token_limit(field.token_limit if isinstance(field, Parameter) else 0)

    def set_token_limit(self, limit: int) -> None:
        """Set how many tokens the model reads; 0 if there is no limit."""
        self._limit = limit
        self._tokens.setVisible(bool(limit))
        self._count()

    def _show(self, value: Value) -> None:
        # Replace the text as one edit of the same document, so that Ctrl+Z restores a half-written prompt.
        cursor = QTextCursor(self._text.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(str(value))
        self._text.moveCursor(QTextCursor.MoveOperation.Start)

    def _on_text_changed(self) -> None:
        self._count()
        self._take(self._text.toPlainText())

    def _count(self) -> None:
        if not self._limit:
            return
        text = self._text.toPlainText()
        count = estimate_tokens(text)
        over = count > self._limit
        if over:
            words = KitCounts().too_many_tokens(self._limit, count_text(count))
        elif text:
            words = KitCounts().tokens(self._limit, count_text(count))
        else:
            words = KitCounts().most_tokens(self._limit)
        self._tokens.setText(words)
        tone = "caution" if over else "caption"  # a hint: the picture is made all the same
        if self._tokens.property("tone") != tone:
            set_role(self._tokens, "tone", tone)


class _GrowingTextEdit(WordsEdit):
    """As high as its text, within limits. Tab leaves the field; Ctrl+Enter is left to the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(_MARGIN)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.textChanged.connect(self._on_text_changed)
        self._show_bar()

    def heightForWidth(self, width: int) -> int:
        frame = self.contentsMargins()
        heights = self._line_heights(width)
        whole = int(_MAX_LINES)
        text = sum(heights[:whole]) + (_MAX_LINES - whole) * sum(heights[whole:])
        text = max(text, _MIN_LINES * self.fontMetrics().lineSpacing())
        return round(text) + frame.top() + frame.bottom() + 2 * _MARGIN + _SLACK

    def sizeHint(self) -> QSize:
        width = super().sizeHint().width()
        return QSize(width, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._show_bar()  # first, because the scroll bar changes the width for wrapping
        super().resizeEvent(event)

    def _on_text_changed(self) -> None:
        self._show_bar()
        self.updateGeometry()

    def _show_bar(self) -> None:
        # With Qt's own policy the bar would appear while the height still adapts, and wrap the text again.
        policy = Qt.ScrollBarPolicy
        full = len(self._line_heights(self.width())) > _MAX_LINES
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn if full else policy.ScrollBarAlwaysOff)

    def _line_heights(self, width: int) -> list[float]:
        """Return the heights of the wrapped lines at this outer width, but only as many as the height needs.

        In some fonts lines are higher than QFontMetrics says.
        """
        frame = self.contentsMargins()
        width -= frame.left() + frame.right() + 2 * _MARGIN
        heights: list[float] = []
        block = self.document().begin()
        while block.isValid() and len(heights) <= _MAX_LINES:
            layout = QTextLayout(block.text(), self.document().defaultFont())
            layout.setTextOption(self.document().defaultTextOption())
            layout.beginLayout()
            while len(heights) <= _MAX_LINES and (line := layout.createLine()).isValid():
                line.setLeadingIncluded(True)  # as in the document's own layout
                line.setLineWidth(width)
                heights.append(line.height())
            layout.endLayout()
            block = block.next()
        return heights
