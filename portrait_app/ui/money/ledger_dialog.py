"""The dialog that shows what was spent, by model and day or month, and what is unknown."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.engines import engine_name
from portrait_app.core.errors import AppError
from portrait_app.core.money.amounts import usd
from portrait_app.core.money.budgets import Span
from portrait_app.core.money.ledger import LedgerEntry, by_month, total
from portrait_app.core.ports.system import Settings
from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.compact_combo_box import CompactComboBox
from portrait_app.ui.kit.formats import money
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.inline_problem import InlineProblem
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.screen_fit import Dialog
from portrait_app.ui.kit.segmented_row import SegmentedRow
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.money.cost_chart import CostChart
from portrait_app.ui.money.ledger_controller import Costs, LedgerController
from portrait_app.ui.money.ledger_model import LedgerModel
from portrait_app.ui.money.words import total_words, unknown_words
from portrait_app.ui.shell.messages import describe

_WIDTH = 130  # average character widths: wide enough for all columns
_HEIGHT = 560
_MEASURED = 100  # rows that decide how wide a column is: the default of 1000 takes half a second
_DAYS, _MONTHS = "days", "months"


class LedgerDialog(Dialog):
    """Shows what the controller reads. It never blocks."""

    def __init__(
        self, controller: LedgerController, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        #: noun, title: what was spent
        self.setWindowTitle(self.tr("Costs"))
        width = _WIDTH * self.fontMetrics().averageCharWidth()
        self.resize(width if parent is None else min(width, parent.window().width()), _HEIGHT)
        self._controller = controller
        self._settings = settings
        self._costs: Costs | None = None
        self._shown: Sequence[LedgerEntry] = ()
        self._period = _DAYS
        self._choices: list[tuple[str, str]] = []  # engine and endpoint of each choice after "All models"
        self._model = LedgerModel(self)
        self._spent = plain_label(wrapped=True)
        self._periods = SegmentedRow()
        self._models = CompactComboBox()
        self._chart = CostChart()
        self._table = self._build_table()
        #: progress: the costs are being read
        self._empty = plain_label(self.tr("Reading…"), wrapped=True)
        self._stack = QStackedWidget()
        self._total = plain_label(wrapped=True)
        self._unknown = plain_label(wrapped=True)
        self._problem = InlineProblem()
        self._export = QPushButton(self.tr("Export as CSV…"))
        #: button: closes the window
        self._close = QPushButton(self.tr("Close"))
        self._build()
        controller.arrived.connect(self._on_costs)
        controller.exported.connect(self._on_exported)
        controller.failed.connect(self._on_failed)
        controller.watch()

    def _build(self) -> None:
        set_role(self._spent, "tone", "muted")
        set_role(self._empty, "tone", "muted")
        set_role(self._unknown, "tone", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._build_figures())
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        column.setSpacing(SPACE * 2)
        #: noun, title: what was spent
        title = QLabel(self.tr("Costs"))
        set_role(title, "tone", "title")
        head = QVBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(title)
        head.addWidget(self._spent)
        column.addLayout(head)
        column.addLayout(self._build_choices())
        column.addWidget(self._stack, 1)
        sums = QVBoxLayout()
        sums.setSpacing(SPACE // 2)
        sums.addWidget(self._total)
        sums.addWidget(self._unknown)
        column.addLayout(sums)
        column.addWidget(self._problem)
        column.addLayout(self._build_buttons())

    def _build_choices(self) -> QHBoxLayout:
        self._periods.set_segments(
            [(_DAYS, self.tr("By day")), (_MONTHS, self.tr("By month"))], self.tr("Group by")
        )
        self._periods.set_current(self._period)
        self._periods.chosen.connect(self._on_period)
        self._models.setAccessibleName(self.tr("Engine and model"))
        self._models.setSizeAdjustPolicy(CompactComboBox.SizeAdjustPolicy.AdjustToContents)
        self._models.addItem(self.tr("All models"))
        self._models.currentIndexChanged.connect(self._show)
        row = QHBoxLayout()
        row.setSpacing(SPACE * 2)
        row.addWidget(self._periods)
        row.addStretch(1)
        row.addWidget(self._models)
        return row

    def _build_figures(self) -> QWidget:
        figures = QWidget()
        column = QVBoxLayout(figures)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE * 2)
        column.addWidget(self._chart)
        column.addWidget(self._table, 1)
        return figures

    def _build_table(self) -> QTreeView:
        table = QTreeView()
        table.setModel(self._model)
        #: noun, title: what was spent
        table.setAccessibleName(self.tr("Costs"))
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setAllColumnsShowFocus(True)
        set_role(table, "list", True)
        header = table.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setResizeContentsPrecision(_MEASURED)
        header.setStretchLastSection(False)
        return table

    def _build_buttons(self) -> QHBoxLayout:
        self._export.setIcon(icon("export"))
        self._export.setEnabled(False)
        self._export.clicked.connect(self._choose_file)
        self._close.clicked.connect(self.reject)
        self._close.setDefault(True)
        self._export.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self._export)
        row.addStretch(1)
        row.addWidget(self._close)
        return row

    def done(self, result: int) -> None:
        self._controller.rest()
        super().done(result)

    # --- commands of the user ---

    def _on_period(self, period: object) -> None:
        self._period = str(period)
        self._show()

    def _choose_file(self) -> None:
        file, _filter = QFileDialog.getSaveFileName(
            self, self.tr("Export costs"), "costs.csv", self.tr("CSV files (*.csv)")
        )
        if file:
            self._export.setEnabled(False)
            self._problem.hide()
            self._controller.export(self._shown, Path(file), monthly=self._is_monthly)

    # --- signals of the controller ---

    def _on_costs(self, costs: Costs) -> None:
        self._costs = costs
        self._problem.hide()
        self._fill_models()
        self._show()

    def _on_exported(self, path: Path) -> None:
        self._export.setEnabled(True)
        self._unknown.setText(self.tr("Saved to {file}.").format(file=path.name))
        announce(self, self._unknown.text())

    def _on_failed(self, error: AppError) -> None:
        self._export.setEnabled(bool(self._shown))
        message = describe(error)
        self._problem.show_problem(message.title, f"{message.sentence} {message.advice}")
        if self._costs is None:
            self._empty.setText("")

    # --- display ---

    @property
    def _is_monthly(self) -> bool:
        return self._period == _MONTHS

    def _fill_models(self) -> None:
        """Add each engine and model in the ledger to the choices. The current choice stays."""
        assert self._costs is not None  # noqa: S101 - the caller has set it
        for entry in self._costs.entries:
            if (choice := (entry.engine, entry.endpoint)) not in self._choices:
                self._choices.append(choice)
                self._models.addItem(f"{engine_name(entry.engine)} · {entry.model}")

    def _show(self) -> None:
        if self._costs is None:
            return
        entries = self._costs.entries
        if place := self._models.currentIndex():
            chosen = self._choices[place - 1]
            entries = [entry for entry in entries if (entry.engine, entry.endpoint) == chosen]
        self._shown = by_month(entries) if self._is_monthly else entries
        self._model.set_entries(self._shown, monthly=self._is_monthly)
        self._empty.setText(
            self.tr("Nothing has been paid for yet. The costs that cloud engines report will appear here.")
        )
        self._chart.set_entries(self._shown, monthly=self._is_monthly)
        self._stack.setCurrentIndex(1 if self._shown else 0)
        tally = total(self._shown)
        self._total.setText(total_words(tally))
        self._total.setVisible(bool(self._shown))
        self._unknown.setText(unknown_words(self._shown))
        self._export.setEnabled(bool(self._shown))
        self._spent.setText(self._spent_words(self._costs))

    def _spent_words(self, costs: Costs) -> str:
        month = self._of_budget(self.tr("This month {amount}"), Span.MONTH, costs.month)
        session = self._of_budget(self.tr("this session {amount}"), Span.SESSION, costs.session)
        return f"{month} · {session}"

    def _of_budget(self, words: str, span: Span, spent: Decimal) -> str:
        budget = usd(float(self._settings.value(span.value)))
        if not budget:
            return words.format(amount=money(spent))
        of = self.tr("{spent} of {budget}").format(spent=money(spent), budget=money(budget))
        return words.format(amount=of)
