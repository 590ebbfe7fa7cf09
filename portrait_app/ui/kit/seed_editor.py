"""The editor of a seed: a number, a dice button and a lock."""

from PySide6.QtCore import QLocale, QObject, QRandomGenerator, QSize
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from portrait_app.core.catalog import RANDOM_SEED
from portrait_app.core.field import Field, Value
from portrait_app.ui.kit.field_editor import FieldEditor
from portrait_app.ui.kit.field_messages import number_in, number_text
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.number_editors import tabular_font
from portrait_app.ui.kit.theme import SPACE, set_role

_DICE_LIMIT = 2**32 - 1  # the largest seed that other image tools accept
_LONGEST = 30  # characters of a seed, with a sign and marks of direction


class SeedValidator(QValidator):
    """Accepts only seeds and their beginnings; strips spaces around a pasted seed."""

    def __init__(self, field: Field, parent: QObject) -> None:
        super().__init__(parent)
        self._maximum = int(field.maximum)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        text = text.strip()
        position = min(position, len(text))
        if text in ("", "-", QLocale().negativeSign()):
            return QValidator.State.Intermediate, text, position
        seed = number_in(text) if len(text) <= _LONGEST else None
        if seed is not None and RANDOM_SEED <= seed <= self._maximum:
            return QValidator.State.Acceptable, text, position
        return QValidator.State.Invalid, text, position


class SeedEditor(FieldEditor):
    """Edits a seed from -1 up. The lock is closed for a number, and open for -1, a random seed.

    An open lock stays open over any number of runs, as "random" does in other image tools. Closing the lock
    restores the last number.
    """

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._kept: int | None = None  # the number to restore when the lock closes
        self._line = QLineEdit(self)
        self._line.setValidator(SeedValidator(field, self._line))
        self._line.setFont(tabular_font())
        self._line.textEdited.connect(self._on_typed)
        #: the seed is left to chance
        self._random = QLabel(self.tr("random"), self._line)
        set_role(self._random, "tone", "caption")
        inside = QHBoxLayout(self._line)
        inside.setContentsMargins(SPACE, 0, SPACE, 0)
        inside.addStretch(1)
        inside.addWidget(self._random)

        self._dice = self._button("dice-five", self.tr("Pick a new seed and keep it"))
        self._dice.clicked.connect(self._draw)
        self._lock = self._button("lock-open", self.tr("Keep this seed"))
        self._lock.setCheckable(True)
        self._lock.clicked.connect(self._on_lock)
        body = QWidget(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE // 2)
        row.addWidget(self._line, 1)
        row.addWidget(self._dice)
        row.addWidget(self._lock)
        self._install(body, self._line)

    def settle(self) -> None:
        typed = number_in(self._line.text()) if self._line.hasAcceptableInput() else None
        seed = RANDOM_SEED if typed is None else typed
        if self._line.text() != number_text(seed):
            self._line.setText(number_text(seed))
        self._choose(seed)

    def _button(self, glyph: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(glyph))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(name)
        button.setAccessibleName(name)
        return button

    def _show(self, value: Value) -> None:
        seed = int(value)
        locked = seed != RANDOM_SEED
        if locked:
            self._kept = seed
        if number_in(self._line.text()) != seed:
            self._line.setText(number_text(seed))
        self._show_lock(locked)

    def _show_lock(self, locked: bool) -> None:
        self._random.setVisible(not locked)
        self._lock.setChecked(locked)
        self._lock.setIcon(icon("lock" if locked else "lock-open"))
        self._lock.setToolTip(
            self.tr("Locked: every request uses this seed. Unlock for a new one each time.")
            if locked
            else self.tr("Unlocked: every request picks a new seed. Lock to use one seed again.")
        )

    def _on_typed(self, text: str) -> None:
        seed = number_in(text)
        if seed is not None and self._line.hasAcceptableInput():
            if seed != RANDOM_SEED:
                self._kept = seed
            self._show_lock(seed != RANDOM_SEED)
            self._take(seed)

    def _choose(self, seed: int) -> None:
        self._show(seed)
        self._take(seed)

    def _draw(self) -> None:
        limit = min(int(self.field.maximum), _DICE_LIMIT)
        self._choose(QRandomGenerator.global_().generate64() % (limit + 1))

    def _on_lock(self, locked: bool) -> None:
        if not locked:
            self._choose(RANDOM_SEED)
        elif self._kept is None:
            self._draw()
        else:
            self._choose(self._kept)
