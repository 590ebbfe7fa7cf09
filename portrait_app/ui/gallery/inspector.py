"""The inspector: the full record of the selected picture, and buttons that act on it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QAction, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.catalog import ValueSource
from portrait_app.core.curation import Marks
from portrait_app.core.engines import SourceType, find_engine
from portrait_app.core.field import Kind, Value
from portrait_app.core.picture import Picture
from portrait_app.core.request import GenerationRequest
from portrait_app.core.search.conditions import model_name
from portrait_app.ui.gallery.counts import GalleryCounts
from portrait_app.ui.gallery.hidden_question import hidden_words
from portrait_app.ui.gallery.star_row import StarRow
from portrait_app.ui.kit.cut_words import cut_words
from portrait_app.ui.kit.field_messages import number_text, size_text
from portrait_app.ui.kit.formats import file_size, local_time, money, seconds
from portrait_app.ui.kit.selectable_text import SelectableText
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.shell.actions import Actions

# These kinds are left out of the table: prompts and the seed have places of their own.
_ELSEWHERE = (Kind.PROMPT, Kind.SEED, Kind.BOOLEAN)
_PREVIEW_HEIGHT = 260  # largest height, in pixels
_PREVIEW_SHARE = 0.3  # largest share of the panel's height, so that the record stays visible in a low window


class _Preview(QLabel):
    """Shows an image as wide as the panel, with a limited height, sharp at every device pixel ratio."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_PREVIEW_HEIGHT)

    def set_room(self, panel_height: int) -> None:
        """Fit the height to a panel that is `panel_height` pixels high."""
        self.setFixedHeight(min(_PREVIEW_HEIGHT, round(panel_height * _PREVIEW_SHARE)))

    def set_image(self, image: QImage) -> None:
        self._image = image
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            self.setPixmap(QPixmap())
            return
        ratio = self.devicePixelRatio()
        room = self.size() * ratio
        size = self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        pixmap = QPixmap.fromImage(self._image).scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        pixmap.setDevicePixelRatio(ratio)
        self.setPixmap(pixmap)


class InspectorPanel(QWidget):
    """Shows the record of one picture, what several have in common, or a hint if none is selected."""

    about = Signal(list, object)  # ids of the pictures whose record is shown, and their Marks

    preview_side = _PREVIEW_HEIGHT * 2  # side to decode a preview to, in pixels

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: int | None = None
        self.setObjectName("inspector")
        self.setMinimumWidth(264)
        set_role(self, "panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

        self._hint = QLabel(self.tr("Select a picture to see how it was made."), self)
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setMargin(SPACE * 2)
        set_role(self._hint, "tone", "muted")

        # Create the widgets from top to bottom: Tab follows this order, even after the panel was moved.
        self._preview = _Preview(self)
        self._tool_row = self._tools(actions)
        self._stars = StarRow(self)
        self._stars.chosen.connect(lambda rating: actions[f"rate_{rating}"].trigger())
        self._hidden = self._label("caption")
        self._hidden.hide()
        self._title = self._label("title")
        self._subtitle = self._label("caption")
        #: noun: the words that a picture is made from
        self._prompt_title = self._label("section", self.tr("Prompt"))
        #: noun: the words that a picture is made from
        self._prompt = SelectableText(self.tr("Prompt"), parent=self)
        self._negative_title = self._label("section", self.tr("Negative prompt"))
        self._negative = SelectableText(self.tr("Negative prompt"), parent=self)
        for text in (self._prompt, self._negative):
            # Also a Tab stop: the other texts take the focus only by a click.
            text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._reading, self._read_words = self._table()
        self._facts, self._record = self._table()

        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._hint)
        self._pages.addWidget(self._build_page(actions))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self.show_nothing()

    def _table(self) -> tuple[QWidget, QGridLayout]:
        """Return a widget for pairs of a name and a value, and its layout."""
        widget = QWidget(self)
        grid = QGridLayout(widget)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE * 2)
        grid.setVerticalSpacing(SPACE // 2)
        grid.setColumnStretch(1, 1)
        return widget, grid

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._preview.set_room(self.height())

    def _build_page(self, actions: Actions) -> QWidget:
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_role(scroll, "panel", True)
        #: noun: all that is known of a picture
        scroll.setAccessibleName(self.tr("Record"))
        scroll.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # no Tab stop; the widgets inside are
        scroll.setWidget(self._build_body())
        self._scroll = scroll
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addLayout(self._buttons(actions))
        return page

    def _build_body(self) -> QWidget:
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self._preview)
        layout.addSpacing(SPACE)
        layout.addLayout(self._tool_row)
        layout.addWidget(self._stars)
        layout.addSpacing(SPACE)
        layout.addWidget(self._title)
        layout.addWidget(self._hidden)
        layout.addWidget(self._subtitle)
        layout.addSpacing(SPACE)
        layout.addWidget(self._prompt_title)
        layout.addWidget(self._prompt)
        layout.addWidget(self._reading)
        layout.addSpacing(SPACE // 2)
        self._sections = QVBoxLayout()
        self._last_stop: QWidget = self._prompt  # of Tab, above the next section
        layout.addLayout(self._sections)
        layout.addWidget(self._facts)
        layout.addSpacing(SPACE)
        layout.addWidget(self._negative_title)
        layout.addWidget(self._negative)
        layout.addStretch(1)
        return body

    def add_section(self, widget: QWidget) -> None:
        """Show `widget` below the prompt, for one picture and for several.

        The widget learns from `about` whose record is shown.
        """
        self._sections.addWidget(widget)
        # Tab goes down the page, whichever part was made first.
        for part in (widget, *widget.findChildren(QWidget)):
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(self._last_stop, part)
                self._last_stop = part

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll the panel to `widget`."""
        self._scroll.ensureWidgetVisible(widget, 0, 2 * SPACE)

    @property
    def shown(self) -> int | None:
        """The id of the picture whose record is shown; None unless it is exactly one."""
        return self._shown

    def set_hidden(self, count: int) -> None:
        """Say how many of the selected pictures the grid does not show."""
        self._hidden.setText(hidden_words(count))
        self._hidden.setVisible(count > 0)

    def show_nothing(self) -> None:
        """Show the hint for an empty selection."""
        self._shown = None
        self.about.emit([], Marks(0))
        self._pages.setCurrentIndex(0)

    def show_several(self, ids: Sequence[int], marks: Marks) -> None:
        """Show what several pictures have in common."""
        self._shown = None
        self._show_record(False)
        self._title.setText(GalleryCounts().selected(len(ids)))
        self._stars.set_rating(marks.rating or 0)
        self.about.emit(list(ids), marks)
        self._pages.setCurrentIndex(1)

    def _show_record(self, shown: bool) -> None:
        """Show or hide the widgets that apply only to a single picture."""
        for widget in (
            self._preview,
            self._subtitle,
            self._prompt_title,
            self._prompt,
            self._reading,
            self._facts,
        ):
            widget.setVisible(shown)
        if not shown:
            self._negative.hide()
            self._negative_title.hide()

    def show_picture(self, picture: Picture, path: Path) -> None:
        """Show the record of `picture`, whose file is at `path`."""
        if picture.id != self._shown:
            self._preview.set_image(QImage())
        self._shown = picture.id
        self._show_record(True)
        self.about.emit([picture.id], Marks.of(picture))
        request = picture.request
        #: where the engine would stand: the picture came from a file
        self._title.setText(self._maker(request) or model_name(picture) or self.tr("Imported"))
        self._stars.set_rating(picture.rating)
        self._subtitle.setText(local_time(picture.created))
        self._prompt.set_words(cut_words(request.prompt))
        self._negative.set_words(cut_words(request.negative_prompt))
        self._negative.setVisible(bool(request.negative_prompt))
        self._negative_title.setVisible(bool(request.negative_prompt))
        words = self._words(picture)
        self._reading.setVisible(bool(words))
        self._fill(self._read_words, words)
        self._fill(self._record, self._rows(picture, path))
        self._pages.setCurrentIndex(1)

    def _maker(self, request: GenerationRequest) -> str:
        """Return the name of the model or engine that made the picture; empty if unknown."""
        engine = find_engine(request.engine)
        if engine is not None and engine.source is SourceType.DRAWN:
            return self.tr("{engine}, drawn on this computer").format(engine=engine.name)
        return request.model.name

    def set_preview(self, picture_id: int, image: QImage) -> None:
        """Show a decoded preview, unless another picture is shown by now."""
        if picture_id == self._shown:
            self._preview.set_image(image)

    def _rows(self, picture: Picture, path: Path) -> list[tuple[str, str]]:
        """Return the record as pairs of a name and a value."""
        request = picture.request
        model = request.model
        rows = [
            (
                QCoreApplication.translate("catalog", parameter.label),
                self._shown_value(request.values[parameter.key]),
            )
            for parameter in model.parameters
            if (parameter.value_source is ValueSource.AS_REQUESTED or parameter.kind not in _ELSEWHERE)
            and parameter.key in request.values
            and parameter.key not in model.unused
        ]
        if picture.seed is not None:
            rows.append((self.tr("Seed used"), number_text(picture.seed)))
        elif request.seed < 0 and request.engine:
            rows.append((self.tr("Seed used"), self.tr("not reported")))
        elif request.seed >= 0:
            #: noun: the number that chance begins with
            rows.append((self.tr("Seed"), number_text(request.seed)))
        if picture.cost is not None:
            #: noun: what a picture cost
            rows.append((self.tr("Cost"), money(picture.cost)))
        if picture.generation_seconds is not None:
            #: label: how long making took
            rows.append((self.tr("Time"), seconds(picture.generation_seconds)))
        image = f"{size_text(picture.width, picture.height)} {picture.format.upper()}"
        #: label: size and format of the image file
        rows.append((self.tr("Image"), f"{image}, {file_size(picture.size)}"))
        #: noun: a file on the disk
        rows.append((self.tr("File"), path.name))
        if model.weights_hash:
            #: label: a short number that identifies the file of a model
            rows.append((self.tr("Model hash"), model.weights_hash))
        return rows

    def _words(self, picture: Picture) -> list[tuple[str, str]]:
        """Return which words of the prompt an engine says that it drew, and which not."""
        told = (
            (self.tr("Words used"), picture.understood),
            (self.tr("Not understood"), picture.missed),
        )
        return [(name, ", ".join(words)) for name, words in told if words]

    def _shown_value(self, value: Value) -> str:
        if isinstance(value, bool):
            #: a value: it is so
            return self.tr("Yes") if value else self.tr("No", "a value: not so")
        return value if isinstance(value, str) else number_text(value)

    def _fill(self, grid: QGridLayout, rows: Sequence[tuple[str, str]]) -> None:
        while (item := grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, value) in enumerate(rows):
            grid.addWidget(self._label("muted", name), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(SelectableText(name, value, self), row, 1)

    def _label(self, tone: str, text: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(tone != "muted")
        set_role(label, "tone", tone)
        return label

    def _tools(self, actions: Actions) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE // 2)
        row.addStretch(1)
        for key in ("favourite", "open", "copy_image", "copy_prompt", "show_file", "trash", "restore"):
            row.addWidget(_tool_button(actions[key], self))
        row.addStretch(1)
        return row

    def _buttons(self, actions: Actions) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        column.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, SPACE * 2)
        for key in ("use_settings", "new_seed", "export", "locate_file", "forget"):
            column.addWidget(_push_button(actions[key], self))
        return column


def _tool_button(action: QAction, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setIconSize(QSize(20, 20))
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setVisible(action.isVisible())
    action.changed.connect(lambda: button.setVisible(action.isVisible()))
    return button


def _push_button(action: QAction, parent: QWidget) -> QPushButton:
    button = QPushButton(action.icon(), action.text(), parent)
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setVisible(action.isVisible())

    action.changed.connect(follow)
    follow()
    return button
