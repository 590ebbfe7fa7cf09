"""The dialog that empties the Trash: question, progress and result."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.curation import Emptied, TrashContents
from portrait_app.ui.curation.trash_counts import TrashCounts
from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.formats import count_text, file_size
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.screen_fit import Dialog
from portrait_app.ui.kit.theme import SPACE, set_role

_WIDTH = 76  # average character widths
_LISTED = 200  # most files listed that could not be sent


class EmptyTrashDialog(Dialog):
    """Sends nothing before its button is pressed, and favourites only if the user ticks the box."""

    empty_wanted = Signal(bool)  # whether to include favourites
    stop_wanted = Signal()

    def __init__(self, contents: TrashContents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contents = contents
        self._running = False
        self.setWindowTitle(self.tr("Empty Trash"))
        self._title = plain_label(wrapped=True)
        set_role(self._title, "tone", "title")
        self._words = plain_label(wrapped=True)
        self._favourites = QCheckBox(self)
        self._favourites.toggled.connect(self._say)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.hide()
        self._files = QListWidget(self)
        set_role(self._files, "list", True)
        self._files.setAccessibleName(self.tr("Files that stay in Trash"))
        self._files.hide()
        buttons = QDialogButtonBox(Qt.Orientation.Horizontal, self)
        self._empty = buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self._empty.clicked.connect(self._begin)
        self._close = QPushButton(self.tr("Keep them"), self)
        buttons.addButton(self._close, QDialogButtonBox.ButtonRole.RejectRole)
        self._close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        column.setSpacing(SPACE)
        for widget in (self._title, self._words, self._favourites, self._bar, self._files, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(_WIDTH * self.fontMetrics().averageCharWidth())
        self._ask()
        self._close.setFocus()

    def _ask(self) -> None:
        contents = self._contents
        if not contents.pictures:
            self._title.setText(self.tr("Trash is empty"))
            self._words.setText(self.tr("There is nothing to remove."))
            #: button: closes the window
            self._close.setText(self.tr("Close"))
        self._favourites.setText(TrashCounts().with_favourites(contents.favourites))
        self._favourites.setVisible(contents.favourites > 0)
        self._empty.setVisible(contents.pictures > 0)
        self._say()

    def _say(self) -> None:
        """Show what would be sent, with or without favourites."""
        contents = self._contents
        if not contents.pictures:
            return
        with_favourites = self._favourites.isChecked()
        count = contents.pictures - (0 if with_favourites else contents.favourites)
        size = contents.size - (0 if with_favourites else contents.favourite_size)
        self._title.setText(TrashCounts().ask(count))
        sentences = [
            self.tr("{size} of files go to the system trash, where you can recover them as files.").format(
                size=file_size(size)
            ),
            self.tr(
                "Their settings, stars, tags and notes are removed from the library. This cannot be undone."
            ),
        ]
        if contents.rated:
            sentences.append(TrashCounts().with_stars(contents.rated))
        if contents.favourites and not with_favourites:
            sentences.append(TrashCounts().favourites_stay(contents.favourites))
        self._words.setText("\n".join(sentences))
        self._empty.setText(TrashCounts().send(count))
        self._empty.setEnabled(count > 0)

    # --- progress and result ---

    def _begin(self) -> None:
        self._running = True
        self._empty.hide()
        self._favourites.hide()
        #: button, verb: ends the work
        self._close.setText(self.tr("Stop"))
        self._bar.setRange(0, 0)
        self._bar.show()
        self._title.setText(self.tr("Sending files to the system trash"))
        self._words.setText(self.tr("Stopping leaves the rest in Trash."))
        self.empty_wanted.emit(self._favourites.isChecked())

    def show_progress(self, done: int, total: int) -> None:
        """Show how many pictures are done."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._words.setText(
            self.tr("{done} of {total}. Stopping leaves the rest in Trash.").format(
                done=count_text(done), total=count_text(total)
            )
        )

    def reject(self) -> None:
        """Close the dialog. While files are being sent, ask to stop instead: the result is shown then."""
        if self._running:
            self._close.setEnabled(False)
            self.stop_wanted.emit()
        else:
            super().reject()

    def fail(self) -> None:
        """Close the dialog after an error of the library."""
        self._running = False
        super().reject()

    def show_result(self, emptied: Emptied) -> None:
        """Show how many pictures were sent, and which files stay."""
        self._running = False
        self._bar.hide()
        #: button: closes the window
        self._close.setText(self.tr("Close"))
        self._close.setEnabled(True)
        words = TrashCounts()
        self._title.setText(words.stopped(emptied.gone) if emptied.stopped else words.sent(emptied.gone))
        sentences = []
        if emptied.missing:
            sentences.append(words.gone_already(emptied.missing))
        if emptied.failed:
            sentences.append(words.not_sent(len(emptied.failed)))
            self._files.addItems([f"{file}: {reason}" for file, reason in emptied.failed[:_LISTED]])
            self._files.show()
        self._words.setText("\n".join(sentences))
        self._words.setVisible(bool(sentences))
        announce(self, f"{self._title.text()}. {self._words.text()}")
        self.adjustSize()
