"""The names that pictures have, as lines of chips."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from portrait_app.ui.curation.chip import Chip
from portrait_app.ui.kit.flow_layout import FlowLayout
from portrait_app.ui.kit.theme import SPACE

_MOST = 60  # most chips shown: nobody reads more, and each is three widgets


class ChipRow(QWidget):
    """Shows one chip per name. The names that most pictures have come first."""

    chosen = Signal(str)
    removed = Signal(str)

    def __init__(self, chosen_hint: str, removed_hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints = chosen_hint, removed_hint
        self._shown: tuple[dict[str, int], int] = {}, 0
        self._flow = FlowLayout(SPACE // 2, self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def set_names(self, names: Mapping[str, int], of: int) -> None:
        """Show names, each with the number of pictures that have it, out of `of` pictures."""
        shown = dict(names), of
        if shown == self._shown:  # keep the chips: one may have the focus
            return
        self._shown = shown
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        ranked = sorted(names.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
        for name, count in ranked[:_MOST]:
            chip = Chip(name, count, of, *self._hints)
            chip.chosen.connect(lambda name=name: self.chosen.emit(name))
            chip.removed.connect(lambda name=name: self.removed.emit(name))
            self._flow.addWidget(chip)
            chip.show()
        self.setVisible(bool(names))
        self.updateGeometry()
