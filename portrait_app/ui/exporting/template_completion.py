"""Completion of the fields of a template, such as `{prompt:40}`, in any line edit."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from portrait_app.core.export.name_template import NameField
from portrait_app.ui.kit.suggestion_list import Suggestion, SuggestionList

_OPEN = re.compile(r"\{(?P<typed>[^{}:]*)$")

_Key = Qt.Key
_TAKING = (_Key.Key_Return, _Key.Key_Enter, _Key.Key_Tab)


class TemplateCompletion(QObject):
    """Lists the matching fields while the user types one, and all fields on Ctrl+Space."""

    def __init__(self, line: QLineEdit, fields: Sequence[NameField]) -> None:
        super().__init__(line)
        self._line = line
        self._fields = fields
        self._list = SuggestionList(line)
        self._list.accepted.connect(self._put_in)
        line.textEdited.connect(self._suggest)
        line.installEventFilter(self)

    def list_fields(self) -> None:
        """List all fields, to insert one at the cursor."""
        self._list.offer(self._rows("", self._start()))

    def _start(self) -> int:
        """Return where the field being typed begins, or the cursor position if there is none."""
        found = _OPEN.search(self._before())
        return self._line.cursorPosition() if found is None else found.start()

    def _before(self) -> str:
        return self._line.text()[: self._line.cursorPosition()]

    def _suggest(self) -> None:
        found = _OPEN.search(self._before())
        self._list.offer([] if found is None else self._rows(found["typed"].strip().lower(), found.start()))

    def _rows(self, typed: str, start: int) -> list[Suggestion]:
        return [
            Suggestion(f"{{{row.example}}}", QCoreApplication.translate(row.context, row.help), start)
            for row in self._fields
            if row.key.startswith(typed)
        ]

    def _put_in(self, suggestion: Suggestion) -> None:
        end = self._line.cursorPosition()
        if self._line.text()[end : end + 1] == "}" and _OPEN.search(self._before()):
            end += 1  # replace the closing brace too
        self._line.setSelection(suggestion.start, end - suggestion.start)
        self._line.insert(suggestion.text)
        self._line.textEdited.emit(self._line.text())  # `insert` does not emit it

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = QEvent.Type
        if event.type() in (kinds.FocusOut, kinds.MouseButtonPress):
            self._list.hide()
        is_key = event.type() in (kinds.KeyPress, kinds.ShortcutOverride)
        if is_key and isinstance(event, QKeyEvent) and self._is_ours(event):
            if event.type() is kinds.KeyPress:
                self._act(event.key())
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == _Key.Key_Space:
            return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not self._list.isVisible():
            return False
        return key in (_Key.Key_Down, _Key.Key_Up, _Key.Key_Escape) or (
            key in _TAKING and self._list.has_choice
        )

    def _act(self, key: int) -> None:
        if key == _Key.Key_Space:
            self.list_fields()
        elif key == _Key.Key_Escape:
            self._list.hide()
        elif key in _TAKING:
            self._list.accept()
        else:
            self._list.step(1 if key == _Key.Key_Down else -1)
