"""The status bar: the engine and its balance on the left, the count and the zoom on the right."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLabel, QSlider, QStatusBar, QWidget

from portrait_app.core.preferences import setting
from portrait_app.ui.kit.counts import KitCounts
from portrait_app.ui.kit.formats import count_text
from portrait_app.ui.kit.short_text import ShortText
from portrait_app.ui.kit.theme import SPACE
from portrait_app.ui.shell.count import Count
from portrait_app.ui.shell.counts import ShellCounts


class StatusLine(QStatusBar):
    """Shows texts about engine, queue and count, and the slider for the thumbnail size."""

    cell_size_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(SPACE, 0, SPACE * 2, 0)
        self._engine = ShortText(parent=self)  # the longest text, so this label shrinks in a narrow window
        self._queue = QLabel(self)
        self._queue.setContentsMargins(0, 0, SPACE * 2, 0)
        self._queue.hide()
        self._selection = QLabel(self)
        self._selection.setContentsMargins(0, 0, SPACE * 2, 0)
        self._selection.hide()
        self._count = QLabel(self)
        cell_size = setting("cell_size")
        self._zoom = QSlider(Qt.Orientation.Horizontal, self)
        self._zoom.setRange(int(cell_size.minimum), int(cell_size.maximum))
        self._zoom.setSingleStep(16)
        self._zoom.setPageStep(64)
        self._zoom.setFixedWidth(SPACE * 18)
        self._zoom.setAccessibleName(self.tr("Thumbnail size"))
        self._zoom.setToolTip(self.tr("Thumbnail size (Ctrl+wheel)"))
        self._zoom.valueChanged.connect(self.cell_size_changed)
        self.addWidget(self._engine, 1)
        self.addPermanentWidget(self._queue)
        self.addPermanentWidget(self._selection)
        self.addPermanentWidget(self._count)
        self.addPermanentWidget(self._zoom)

    def set_engine_text(self, text: str) -> None:
        self._engine.set_text(text)
        self._engine.setAccessibleName(self.tr("Engine: {words}").format(words=text))

    @property
    def queue_text(self) -> str:
        """The reason why the queue is paused; empty if it is running."""
        return self._queue.text()

    def set_queue_text(self, text: str) -> None:
        """Show why the queue is paused, such as "Queue paused"; empty if it is running."""
        self._queue.setText(text)
        self._queue.setVisible(bool(text))

    @property
    def selection_text(self) -> str:
        """How many pictures are selected; empty if nobody needs to be told."""
        return self._selection.text()

    def set_selection(self, text: str) -> None:
        """Show how many pictures are selected; hide the text if it is empty."""
        self._selection.setText(text)
        self._selection.setVisible(bool(text))

    def set_count(self, count: Count) -> None:
        """Show the number of pictures, and the total while searching."""
        words = ShellCounts()
        if count.total is not None:
            found = words.found if count.complete else words.found_at_least
            self._count.setText(found(count.total, count_text(count.shown)))
        elif count.complete:
            self._count.setText(KitCounts().pictures(count.shown))
        else:
            self._count.setText(words.at_least(count.shown))

    def set_cell_size(self, side: int) -> None:
        """Show the grid's zoom, in pixels, without emitting `cell_size_changed`."""
        with QSignalBlocker(self._zoom):
            self._zoom.setValue(side)
