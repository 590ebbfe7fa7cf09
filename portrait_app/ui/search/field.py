"""The search field with completion and error messages."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from portrait_app.core.search.fields import FieldKind, SearchField
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.suggestion_list import Suggestion, SuggestionList
from portrait_app.ui.kit.theme import set_role
from portrait_app.ui.search.completion import all_fields, suggestions
from portrait_app.ui.search.field_bubble import FieldBubble

_PAUSE = 400  # milliseconds without a key until an error is shown, because half a word is often an error

_Key = Qt.Key
_ENTER = (_Key.Key_Return, _Key.Key_Enter)


class SearchLine(QLineEdit):
    """A search field that completes fields and their values in a list below."""

    left = Signal()  # the user is done here, and the focus goes to the grid
    escaped = Signal()  # the same, by Escape
    save_wanted = Signal()
    values_wanted = Signal(str)  # key of a field; the receiver calls `set_values` with its known values

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, Sequence[str]] = {}
        self._problem = ""
        self._list = SuggestionList(self)
        self._list.accepted.connect(self._put_in)
        self._bubble = FieldBubble(self)
        self._pause = QTimer(self, singleShot=True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._explain)
        self.setPlaceholderText(self.tr("Search the library"))
        self.setAccessibleName(self.tr("Search the library"))
        self.setAccessibleDescription(
            self.tr("Words, “phrases”, OR, and fields such as rating:>=4. Ctrl+Space lists the fields.")
        )
        self._build_actions()
        self.textChanged.connect(self._on_text)
        self.textEdited.connect(self._suggest)

    def _build_actions(self) -> None:
        muted = QPalette.ColorRole.PlaceholderText
        self.addAction(icon("magnifying-glass", muted), QLineEdit.ActionPosition.LeadingPosition)
        help_ = self._action("question", self.tr("List the fields (Ctrl+Space)"))
        help_.triggered.connect(self.list_fields)
        self._save = self._action("bookmark-simple", self.tr("Save this search…"))
        self._save.triggered.connect(self.save_wanted)
        self._clear = self._action("x", self.tr("Clear the search (Esc)"))
        self._clear.triggered.connect(self.clear)
        for action in (self._save, self._clear):
            action.setVisible(False)

    def _action(self, name: str, text: str) -> QAction:
        muted = QPalette.ColorRole.PlaceholderText
        action = self.addAction(icon(name, muted), QLineEdit.ActionPosition.TrailingPosition)
        action.setText(text)
        action.setToolTip(text)
        return action

    def set_place(self, collection: str) -> None:
        """Show in the placeholder what is searched: a collection, or the library for an empty name."""
        everything = self.tr("Search the library")
        self.setPlaceholderText(
            self.tr("Search in {collection}").format(collection=collection) if collection else everything
        )

    # --- error messages ---

    def show_problem(self, text: str) -> None:
        """Show `text` as the error of the search after a pause; an empty `text` clears the error."""
        self._problem = text
        self._pause.stop()
        if text:
            self._pause.start()
        else:
            self._bubble.hide()
            set_role(self, "invalid", False)

    @property
    def problem(self) -> str:
        """The error message that is shown; empty if there is none."""
        return self._bubble.words

    def _explain(self) -> None:
        set_role(self, "invalid", True)
        if self.hasFocus() and not self._list.isVisible():
            self._bubble.say(self._problem)

    # --- completion ---

    def list_fields(self) -> None:
        """Suggest all fields."""
        self.setFocus()
        self._offer(all_fields(self.cursorPosition()))

    def set_values(self, key: str, values: Sequence[str]) -> None:
        """Set the known values of a field."""
        known, self._values[key] = self._values.get(key), values
        if known != values and self.hasFocus() and self.text():
            self._suggest()

    def _suggest(self) -> None:
        self._offer(suggestions(self.text(), self.cursorPosition(), self._values_of))

    def _offer(self, rows: Sequence[Suggestion]) -> None:
        self._list.offer(rows)
        if rows:
            self._bubble.hide()

    def _values_of(self, row: SearchField) -> Sequence[str]:
        if row.kind is not FieldKind.NAME:
            return row.values
        self.values_wanted.emit(row.key)
        return self._values.get(row.key, ())

    def _put_in(self, suggestion: Suggestion) -> None:
        self.setFocus()
        self.setSelection(suggestion.start, self.cursorPosition() - suggestion.start)
        done = not suggestion.text.endswith((":", "(", "-"))
        self.insert(suggestion.text + (" " if done else ""))
        if not done:
            self._suggest()

    # --- keys ---

    def _on_text(self, text: str) -> None:
        for action in (self._save, self._clear):
            action.setVisible(bool(text))

    def event(self, event: QEvent) -> bool:
        is_tab = (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == _Key.Key_Tab
        )
        if is_tab and self._list.has_choice:  # before Tab moves the focus
            self._list.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        open_, key = self._list.isVisible(), event.key()
        controlled = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == _Key.Key_Space and controlled:
            self.list_fields()
        elif open_ and key in (_Key.Key_Down, _Key.Key_Up):
            self._list.step(1 if key == _Key.Key_Down else -1)
        elif key in _ENTER and self._list.has_choice:
            self._list.accept()
        elif key in _ENTER or key == _Key.Key_Down:
            self.left.emit()
        elif key == _Key.Key_Escape:
            self._escape()
        else:
            before = self.text()
            super().keyPressEvent(event)
            if self.text() == before:  # only the cursor moved
                self._list.hide()
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._list.hide()

    def _escape(self) -> None:
        if self._list.isVisible():
            self._list.hide()
            self.show_problem(self._problem)
        elif self.text():
            self.clear()
        else:
            self.left.emit()
            self.escaped.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.show_problem(self._problem)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._list.hide()
        self._bubble.hide()
