"""The page *Models* of the settings: the models of each engine, their order, and which are shown."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QPushButton, QToolButton, QTreeView, QVBoxLayout

from portrait_app.core.engines import ENGINES, find_engine
from portrait_app.jobs.model_list import ModelList
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.flow_layout import FlowLayout
from portrait_app.ui.kit.formats import money
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.segmented_row import SegmentedRow
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.models.describe_model_dialog import DescribeModelDialog
from portrait_app.ui.models.model_table import ModelRow, ModelTable
from portrait_app.ui.models.model_test import ModelTest
from portrait_app.ui.shell.messages import describe
from portrait_app.ui.shell.settings_pages import SettingsPart

_HEIGHT = 240  # pixels, of the list


class ModelsPage(SettingsPart):
    """Shows a copy of the lists. *Save* applies it."""

    def __init__(self, models: ModelList, runner: TaskRunner, test: ModelTest | None = None) -> None:
        """`test` sends a test request; None while no library is open."""
        super().__init__()
        self._models = models
        self._runner = runner
        self._test = test
        self._tables = {row.key: self._table_of(row.key) for row in ENGINES}
        self._before = {engine: (table.rows, table.default) for engine, table in self._tables.items()}
        self._engines = SegmentedRow(self)
        #: noun: what makes the pictures, a service or a program
        self._engines.set_segments([(row.key, row.name) for row in ENGINES], self.tr("Engine"))
        self._engines.chosen.connect(lambda key: self.show_engine(str(key)))
        self._list = self._build_list()
        self._words = plain_label(wrapped=True)
        caption = plain_label(
            self.tr("The panel offers the checked models in this order. Drag a model to move it."),
            wrapped=True,
        )
        set_role(caption, "tone", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self._engines)
        column.addWidget(self._list, 1)
        column.addLayout(self._build_buttons())
        column.addWidget(self._words)
        column.addWidget(caption)
        self.show_engine(ENGINES[0].key)

    def show_engine(self, key: str) -> None:
        """Show the models of an engine."""
        self._engines.set_current(key)
        former = self._list.selectionModel()
        self._list.setModel(self._tables[key])
        if former is not None:
            former.deleteLater()
        header = self._list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(ModelTable.NAME, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(ModelTable.SLUG, QHeaderView.ResizeMode.Stretch)
        self._list.selectionModel().currentRowChanged.connect(self._show_state)
        self._go_to(0)
        self._show_state()

    @property
    def table(self) -> ModelTable:
        """The list that is shown."""
        return self._tables[str(self._engines.current())]

    def apply(self) -> None:
        choices = self._models.choices
        for engine, table in self._tables.items():
            if (table.rows, table.default) == self._before[engine]:
                continue
            hidden = frozenset(row.model.slug for row in table.rows if not row.is_shown)
            models = [row.model for row in table.rows]
            others = tuple(model for model in choices.added if model.engine != engine)
            own = tuple(row.model for row in table.rows if row.is_added)
            choices = replace(choices, added=(*others, *own))
            choices = choices.with_list(engine, models, hidden, table.default)
        if choices != self._models.choices:
            self._models.choose(choices)

    def reset(self) -> None:
        for engine, table in self._tables.items():
            table.restore([model.slug for model in self._models.usual(engine)])
        self._go_to(0)

    # --- parts ---

    def _table_of(self, engine: str) -> ModelTable:
        choices = self._models.choices
        rows = [
            ModelRow(model, model.slug not in choices.hidden, model in choices.added)
            for model in self._models.all_of(engine)
        ]
        return ModelTable(engine, rows, self._models.default(engine).slug, self)

    def _build_list(self) -> QTreeView:
        view = QTreeView(self)
        #: noun, plural: the AI models
        view.setAccessibleName(self.tr("Models"))
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setMinimumHeight(_HEIGHT)
        view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        view.setDragDropOverwriteMode(False)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.header().setStretchLastSection(False)
        view.header().setSectionsMovable(False)
        set_role(view, "list", True)
        return view

    def _build_buttons(self) -> FlowLayout:
        #: button: opens a dialog
        self._add = self._button(self.tr("Add…"), "plus", self._add_model)
        self._try = self._button(self.tr("Test with one request…"), "flask", self._test_model)
        #: button, verb: takes a model from the list
        self._remove = self._button(self.tr("Remove"), "trash", self._remove_model)
        self._default = self._button(self.tr("Make default"), "check-circle", self._make_default)
        self._up = self._move_button(self.tr("Move up"), "arrow-up", -1, "Alt+Up")
        self._down = self._move_button(self.tr("Move down"), "arrow-down", 1, "Alt+Down")
        flow = FlowLayout(SPACE)
        for button in (self._add, self._remove, self._default, self._up, self._down, self._try):
            flow.addWidget(button)
        return flow

    def _button(self, text: str, icon_name: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setIcon(icon(icon_name))
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _move_button(self, name: str, icon_name: str, by: int, keys: str) -> QToolButton:
        """Return a button with an icon alone, and a shortcut."""
        button = QToolButton(self)
        button.setIcon(icon(icon_name))
        button.setAccessibleName(name)
        sequence = QKeySequence(keys)
        button.setToolTip(f"{name} ({sequence.toString(QKeySequence.SequenceFormat.NativeText)})")
        button.clicked.connect(lambda: self._move(by))
        shortcut = QShortcut(sequence, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(button.click)
        return button

    # --- commands ---

    def _go_to(self, place: int) -> None:
        self._list.setCurrentIndex(self.table.index(place, ModelTable.NAME))

    @property
    def _place(self) -> int:
        return self._list.currentIndex().row()

    def _make_default(self) -> None:
        self.table.set_default(self._place)
        self._show_state()

    def _move(self, by: int) -> None:
        place = self._place + by
        self.table.move(self._place, place)
        self._go_to(place)

    def _add_model(self) -> None:
        """Ask for a model, or go to the page on which the engine gets its models."""
        engine = find_engine(self.table.engine)
        if engine is None or not engine.takes_slugs:
            self.page_requested.emit(self.table.engine)
            return
        dialog = DescribeModelDialog(engine, self._runner, self)
        dialog.exec()
        dialog.deleteLater()
        if dialog.model is None:
            return
        if self.table.is_shipped(dialog.model.slug):
            self._say(self.tr("{name} is in the list already.").format(name=dialog.model.slug))
            return
        self._go_to(self.table.put(dialog.model))

    def _test_model(self) -> None:
        row = self.table.row(self._place)
        if row is not None and self._test is not None and self._test.ask(row.model, self):
            self._say(self.tr("The request is in the queue. Its picture comes to your library."))

    def _remove_model(self) -> None:
        place = self._place
        self.table.remove(place)
        self._go_to(min(place, self.table.rowCount() - 1))
        self._show_state()

    def _trouble(self) -> str:
        """Return why the engine has no models, or not all of them; empty if nothing is wrong."""
        engine = self.table.engine
        if words := self._models.missing(engine):
            return QCoreApplication.translate("engines", words)
        problem = self._models.problem(engine)
        return "" if problem is None else describe(problem, engine).sentence

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._words.show()
        announce(self, words)

    def _show_state(self) -> None:
        table, place = self.table, self._place
        row = table.row(place)
        engine = find_engine(table.engine)
        # The style sheet's check box is wider than the one that Qt reserves room for.
        width = self._list.sizeHintForColumn(ModelTable.NAME) + 3 * SPACE
        self._list.header().resizeSection(ModelTable.NAME, width)
        self._words.setText(self._trouble())
        self._words.setVisible(bool(self._words.text()))
        self._add.setVisible(engine is not None and (engine.takes_slugs or engine.needs_setup))
        self._remove.setEnabled(row is not None and row.is_added)
        lack = self.tr("No library is open.") if self._test is None else self._test.lack(table.engine)
        self._try.setEnabled(row is not None and not lack)
        self._try.setToolTip(lack)
        if row is not None and row.model.about_cost:
            words = self.tr("Test with one request · about {amount}…")
            self._try.setText(words.format(amount=money(row.model.about_cost)))
        else:
            self._try.setText(self.tr("Test with one request…"))
        self._default.setEnabled(row is not None and row.model.slug != table.default)
        self._up.setEnabled(place > 0)
        self._down.setEnabled(0 <= place < table.rowCount() - 1)
