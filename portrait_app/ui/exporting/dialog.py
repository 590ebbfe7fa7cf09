"""The dialog of an export: the pictures, the settings, and the preview."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from portrait_app.core.export.plan import ExportPlan
from portrait_app.ui.exporting.counts import ExportCounts
from portrait_app.ui.exporting.form import ExportForm
from portrait_app.ui.exporting.preview import ExportPreview
from portrait_app.ui.exporting.sources import ExportSource, TriedExport
from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.saved_button import SavedButton
from portrait_app.ui.kit.screen_fit import Dialog
from portrait_app.ui.kit.theme import SPACE, set_role

_SIZE = QSize(920, 660)
_MARGIN = 48  # pixels of the window that stay visible around the dialog


class ExportDialog(Dialog):
    """Emits what the user wants. The receiver of the signals makes the preview and the files."""

    preview_wanted = Signal()  # a field of `form` has changed
    export_wanted = Signal(object, object)  # ExportPlan, ExportSource

    def __init__(self, sources: Sequence[ExportSource], plan: ExportPlan, parent: QWidget) -> None:
        super().__init__(parent)
        #: verb or title: writes pictures to files elsewhere
        self.setWindowTitle(self.tr("Export"))
        room = parent.size() - QSize(_MARGIN, _MARGIN)
        self.resize(_SIZE.expandedTo(QSize(room.width() * 3 // 5, room.height() * 3 // 4)).boundedTo(room))
        self._counts: dict[str, int] = {}
        self.form = ExportForm(sources, plan)
        self.preview = ExportPreview()
        self.presets = SavedButton(
            #: noun, plural: saved export settings
            self.tr("Presets"),
            self.tr("Export presets"),
            self.tr("Save these settings as a preset…"),
        )
        self.presets.show_text(True)
        self.presets.set_can_save(True)
        #: button: goes on without doing it
        self._cancel = QPushButton(self.tr("Cancel"))
        #: verb or title: writes pictures to files elsewhere
        self._export = QPushButton(self.tr("Export"))
        self._build()
        self.form.changed.connect(self._on_changed)
        self._cancel.clicked.connect(self.reject)
        self._export.clicked.connect(self._on_export)
        self._on_changed()

    def set_count(self, key: str, count: int) -> None:
        """Show how many pictures a source has."""
        self._counts[key] = count
        self.form.set_count(key, count)
        self._follow_source()

    def show_preview(self, look: TriedExport) -> None:
        """Show the preview of the first pictures."""
        self.preview.show_preview(look)

    def _on_changed(self) -> None:
        self._follow_source()
        if self.form.look_for_problems():
            self.preview.clear()
            self.preview.say(self.tr("The preview returns when the fields are valid."))
        else:
            #: progress: the preview of an export is made
            self.preview.say(self.tr("Calculating…"))
        self.preview_wanted.emit()

    def _follow_source(self) -> None:
        count = self._counts.get(self.form.source.key)
        self._export.setEnabled(count != 0)
        #: verb or title: writes pictures to files elsewhere
        self._export.setText(self.tr("Export") if count is None else ExportCounts().export(count))

    def _on_export(self) -> None:
        if wrong := self.form.look_for_problems():
            self.form.show_field(wrong[0])
            announce(self, wrong[0].problem())
            return
        self.export_wanted.emit(self.form.plan(), self.form.source)
        self.accept()

    def _build(self) -> None:
        set_role(self._export, "accent", True)
        self._export.setDefault(True)
        self._cancel.setAutoDefault(False)
        middle = QHBoxLayout()
        middle.setSpacing(SPACE * 2)
        middle.addWidget(self.form, 3)
        middle.addWidget(self.preview, 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addWidget(self.presets)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._export)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        column.setSpacing(SPACE * 2)
        column.addLayout(middle, 1)
        column.addLayout(buttons)
