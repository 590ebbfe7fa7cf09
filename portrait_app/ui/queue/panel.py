"""The queue panel: jobs that run, wait or need the user, why they wait, and jobs finished today."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from portrait_app.jobs.job_acts import JobAct
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.formats import count_text
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.queue.done_model import DoneModel
from portrait_app.ui.queue.header import QueueHeader
from portrait_app.ui.queue.hold_bar import HoldBar
from portrait_app.ui.queue.hold_words import HoldWords
from portrait_app.ui.queue.job_list import DoneList, JobList
from portrait_app.ui.queue.job_model import JobModel
from portrait_app.ui.queue.job_strip import JobStrip, OtherModel
from portrait_app.ui.queue.job_words import counts
from portrait_app.ui.shell.actions import Actions

_ROWS = 4  # most rows that get room unless the user enlarges the dock; the hold bar counts as a row
_NO_LIMIT = (1 << 24) - 1  # Qt's QWIDGETSIZE_MAX
_LINGER = 2_000  # milliseconds that the last finished job stays shown: the grid must not jump after each job


class QueuePanel(QWidget):
    """Shows the jobs, or the jobs finished today. Its header stands in the dock's title.

    After the last job, the finished jobs are shown for a moment. The panel keeps room for the most jobs
    since it opened, up to a few. Both keep the grid from jumping after each job.
    """

    act_requested = Signal(object, list)  # JobAct, ids of jobs
    move_requested = Signal(list, object)  # ids of waiting jobs, id of the job to put them before or None
    remedy_requested = Signal(object, object)  # Remedy, AppError or None
    resume_requested = Signal()
    skip_requested = Signal(str)  # key of the engine to try now
    picture_chosen = Signal(object)  # id of the picture

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        set_role(self, "panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._actions = actions
        self._counts = counts({})
        self._most = 0  # most jobs in the list since the panel opened
        self._follows = False  # a job was moved by keyboard: scroll to its row
        self._wants_done = False  # the user asked for the jobs finished today
        self.model = JobModel(self)
        self.done = DoneModel(self)
        self.header = QueueHeader(actions, self)  # stands in the dock's title
        self.header.done_wanted.connect(self._show_done)
        self._list = JobList(self.model, self)
        self._done_list = DoneList(self.done, self)
        self._hold = HoldBar(self)
        self._strip = JobStrip(actions, self._list.setFocus, self)
        self._pages = QStackedWidget(self)
        self._jobs_page = self._build_jobs_page()
        self._pages.addWidget(self._jobs_page)
        self._pages.addWidget(self._done_list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, 0, SPACE, SPACE // 2)
        layout.addWidget(self._pages)
        self._lingering = QTimer(self, singleShot=True)
        self._lingering.timeout.connect(self._fit)
        self._connect()
        self._count_done()
        self.set_statuses([])
        self._lingering.stop()  # no job has just finished: the panel is closed from the first frame on
        self._fit()

    def _build_jobs_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(self._hold)
        column.addWidget(self._list, 1)
        column.addWidget(self._strip)
        return page

    def _connect(self) -> None:
        for act in JobAct:
            self._actions[act].triggered.connect(partial(self._act, act))
        self._list.addActions(self._actions.of_job())
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._open_menu)
        self._list.selection_changed.connect(self._show_selected)
        self._list.delete_pressed.connect(self._remove)
        self.model.move_asked.connect(self.move_requested)
        self.model.rowsMoved.connect(self._follow)
        self._strip.remedy_requested.connect(self.remedy_requested)
        self._strip.height_changed.connect(self._make_room)
        self._hold.height_changed.connect(self._make_room)
        self._hold.remedy_requested.connect(lambda remedy: self.remedy_requested.emit(remedy, None))
        self._hold.resume_requested.connect(self.resume_requested)
        self._hold.skip_requested.connect(self.skip_requested)
        self._done_list.picture_chosen.connect(self.picture_chosen)
        for change in (self.done.rowsInserted, self.done.modelReset):
            change.connect(self._count_done)
        self.done.rowsInserted.connect(self._linger)

    def offer_other_models(self, other_model: OtherModel) -> None:
        """Offer another model, named by `other_model`, for jobs whose model is gone."""
        self._strip.offer_other_models(other_model)

    # --- content ---

    @property
    def summary(self) -> str:
        """The text of the header: counts of jobs, or pictures made today."""
        return self.header.summary

    @property
    def hold_text(self) -> str:
        """Why nothing starts, empty if nothing holds the queue."""
        return self._hold.text

    def set_statuses(self, statuses: Sequence[JobStatus]) -> None:
        """Show `statuses`, given in the queue's order. Make the first job current if none is."""
        self.model.set_statuses(statuses)
        if statuses and not self._list.currentIndex().isValid():
            self._select(0)
        self._counts = counts(self.model.counts)
        self._summarise()
        self._show_selected()
        if statuses:
            self._lingering.stop()
            self._fit()
        elif not self._lingering.isActive():
            self._lingering.start(0)  # close the panel, unless `_linger` finds new pictures first

    def set_hold(self, words: HoldWords | None) -> None:
        """Show why waiting jobs do not start; None hides the bar."""
        self._hold.show_hold(words)
        self._make_room()

    def show_job(self, job_id: int) -> None:
        """Select a job's row, scroll to it and give the list the focus."""
        row = self.model.row_of(job_id)
        if row is not None:
            self.header.show_done(False)
            self._select(row)
            self._list.scrollTo(self.model.index(row))
            self._list.setFocus()

    def _select(self, row: int) -> None:
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self._list.selectionModel().setCurrentIndex(self.model.index(row), flag)

    def _show_selected(self) -> None:
        self._strip.show_jobs(self._chosen())
        self._make_room()

    def _chosen(self) -> list[JobStatus]:
        """Return the selected jobs, or else the current one."""
        current = self._list.current()
        return self._list.selected() or ([] if current is None else [current])

    def _show_done(self, on: bool) -> None:
        self._wants_done = on
        self._summarise()
        self._fit()

    def _linger(self) -> None:
        """Show the finished jobs for a moment, instead of the empty list of jobs."""
        if not self.model.rowCount() and not self._pages.isHidden():
            self._lingering.start(_LINGER)
            self._done_list.scrollToTop()
            self._fit()

    def _count_done(self) -> None:
        self.header.set_done(self.done.pictures, self.done.total_words())
        self._summarise()

    def _summarise(self) -> None:
        """Show in the header the counts of the list that is shown."""
        self.header.set_summary(self.done.total_words() if self._wants_done else self._counts)

    def _follow(self) -> None:
        """Scroll to a job that was just moved by keyboard."""
        if self._follows:
            self._follows = False
            self._list.scrollTo(self._list.currentIndex())

    # --- height ---

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """Give the panel the height of a few rows and the strip, or close it if there is nothing to show."""
        jobs = self.model.rowCount()
        shows_done = self._wants_done or (not jobs and self._lingering.isActive())
        opened = shows_done or jobs > 0
        self._most = max(self._most, jobs) if opened else 0
        self._make_room()
        self._pages.setCurrentIndex(int(shows_done))
        self._pages.setVisible(opened)
        self.setMaximumHeight(_NO_LIMIT if opened else SPACE // 2)

    def _make_room(self) -> None:
        """Reserve height for the rows. The list may shrink to two rows for the hold bar and the buttons."""
        row = max(self._list.fontMetrics().height(), 2 * SPACE) + SPACE + SPACE // 2
        wanted = _ROWS if self._wants_done else self._most + (not self._hold.isHidden())
        rows = min(max(wanted, 1), _ROWS)
        self._list.setMinimumHeight(min(max(self._most, 1), 2) * row)
        needed = self._jobs_page.minimumSizeHint().height()
        self._pages.setMinimumHeight(max(rows * row + self._strip.sizeHint().height() + SPACE // 2, needed))

    # --- commands of the user ---

    def _act(self, act: JobAct) -> None:
        ids = [status.job.id for status in self._chosen()]
        if act in (JobAct.UP, JobAct.DOWN):
            self._move(ids, down=act is JobAct.DOWN)
        elif ids:
            self.act_requested.emit(act, ids)

    def _move(self, ids: list[int], *, down: bool) -> None:
        """Move jobs one place up or down, and announce their new place to screen readers."""
        line = self.model.line()
        rest = [job_id for job_id in line if job_id not in ids]
        places = [line.index(job_id) for job_id in ids if job_id in line]
        if not places or not rest:
            return
        place = min(max(min(places) + (1 if down else -1), 0), len(rest))
        self._follows = True
        self.move_requested.emit(ids, rest[place] if place < len(rest) else None)
        words = self.tr("Position {place} of {count}").format(
            place=count_text(place + 1), count=count_text(len(line))
        )
        announce(self._list, words)

    def _remove(self) -> None:
        """Cancel the selected jobs, or forget those that need a decision."""
        offered = [act for act in (JobAct.CANCEL, JobAct.FORGET) if self._actions[act].isEnabled()]
        for act in offered:
            self._act(act)

    def _open_menu(self, where: QPoint) -> None:
        offered = [action for action in self._actions.of_job() if action.isEnabled()]
        if offered:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(offered)
            menu.popup(self._list.viewport().mapToGlobal(where))
