"""The queue's panel, its model, and what it says."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SAMPLE_VALUES, SEGMIND
from portrait_app.core.delivery import Ticket
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import DoneJob, Job, JobState
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.jobs.job_acts import JobAct, acts_of_all
from portrait_app.jobs.job_status import JobStatus
from portrait_app.jobs.progress import Progress
from portrait_app.ui.kit.short_text import ShortText
from portrait_app.ui.queue.hold_words import hold_words
from portrait_app.ui.queue.job_list import DoneList, JobList
from portrait_app.ui.queue.job_model import JobModel
from portrait_app.ui.queue.job_strip import JobStrip
from portrait_app.ui.queue.job_words import sentence, state_words
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.queue.row_order import longest_increasing
from tests.support.every_action import every_action

REQUEST = GenerationRequest("potraitsd1.5-txt2img", SAMPLE_VALUES)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
OVERLOADED = AppError(ErrorKind.SERVICE_UNAVAILABLE, status=503)
_Move = Qt.DropAction.MoveAction


def status(job_id: int, *, elapsed: float = 0, error: ErrorKind | None = None) -> JobStatus:
    state = JobState.SENDING if elapsed else JobState.FAILED if error else JobState.QUEUED
    if error is ErrorKind.OUTCOME_UNKNOWN:
        state = JobState.OUTCOME_UNKNOWN
    job = Job(job_id, REQUEST, state, NOW)
    return JobStatus(job, elapsed, error=AppError(error) if error else None, running=elapsed > 0)


def retrying(job_id: int, seconds: float = 7.6) -> JobStatus:
    return replace(status(job_id), retry_in=seconds, retry_error=OVERLOADED, attempt=1)


def ids(model: JobModel) -> list[int]:
    return [model.index(row).data(JobModel.STATUS).job.id for row in range(model.rowCount())]


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[QueuePanel]:
    owner = QObject()
    made = QueuePanel(every_action(owner))
    qtbot.addWidget(made)
    made.resize(484, 300)
    made.show()
    yield made
    owner.deleteLater()


def jobs_list(panel: QueuePanel) -> JobList:
    found = panel.findChild(JobList)
    assert isinstance(found, JobList)
    return found


def done_list(panel: QueuePanel) -> DoneList:
    found = panel.findChild(DoneList)
    assert isinstance(found, DoneList)
    return found


def strip(panel: QueuePanel) -> JobStrip:
    found = panel.findChild(JobStrip)
    assert isinstance(found, JobStrip)
    return found


def offered(panel: QueuePanel) -> list[str]:
    return [button.text() for button in strip(panel).buttons()]


def click(panel: QueuePanel, text: str) -> None:
    next(button for button in strip(panel).buttons() if button.text() == text).click()


# --- the model ---


@pytest.mark.parametrize(
    "steps",
    [
        ([], [1], [1, 2], [2], []),
        ([1, 2, 3], [1, 3, 4], [4]),
        ([1, 2, 3], [2, 3, 1], [3, 1]),
        ([1, 2], [3, 4]),
        ([1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [9, 1, 8, 3, 7]),
    ],
)
def test_the_model_follows_any_change(qtbot: QtBot, steps: Sequence[list[int]]) -> None:
    model = JobModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for step in steps:
        model.set_statuses([status(job_id) for job_id in step])
        assert ids(model) == step


_SOME = st.lists(st.integers(1, 9), unique=True)


@given(st.lists(st.tuples(_SOME, st.sets(st.integers(1, 9)), st.sets(st.integers(1, 9))), max_size=5))
def test_the_model_follows_any_queue(qapp: object, steps: list[tuple[list[int], set[int], set[int]]]) -> None:
    model = JobModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets = QSignalSpy(model.modelReset)
    for order, running, failed in steps:
        model.set_statuses(
            [
                status(
                    job,
                    elapsed=float(job in running),
                    error=ErrorKind.SERVER_ERROR if job in failed else None,
                )
                for job in order
            ]
        )
        first = [job for job in order if job in failed]
        then = [job for job in order if job in running and job not in failed]
        assert ids(model) == [*first, *then, *(job for job in order if job not in running | failed)]
    assert resets.count() == 0


@given(st.permutations(range(8)))
def test_the_longest_run_is_increasing_and_no_other_is_longer(numbers: list[int]) -> None:
    run = [numbers[place] for place in longest_increasing(numbers)]
    assert run == sorted(run)
    best = [1] * len(numbers)
    for here, number in enumerate(numbers):
        best[here] += max((best[i] for i in range(here) if numbers[i] < number), default=0)
    assert len(run) == max(best)


def test_one_job_that_goes_to_the_end_is_one_move(qtbot: QtBot) -> None:
    model = JobModel()
    model.set_statuses([status(job_id) for job_id in range(1, 2001)])
    moves = QSignalSpy(model.rowsMoved)
    model.set_statuses([status(job_id) for job_id in [*range(2, 2001), 1]])
    assert moves.count() == 1
    assert ids(model)[-1] == 1


def test_a_tick_touches_only_what_runs(qtbot: QtBot) -> None:
    model = JobModel()
    waiting = [status(job_id) for job_id in range(3, 2003)]
    model.set_statuses([status(1, elapsed=1), status(2, elapsed=2), *waiting])
    touched: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: touched.append((first.row(), last.row())))
    model.set_statuses([status(1, elapsed=1.25), status(2, elapsed=2.25), *waiting])
    assert touched == [(0, 1)]


def test_the_first_row_of_each_part_has_its_name(qtbot: QtBot) -> None:
    model = JobModel()
    model.set_statuses(
        [
            status(1),
            status(2),
            status(3, elapsed=1),
            retrying(4),
            status(5, error=ErrorKind.SERVER_ERROR),
        ]
    )
    assert ids(model) == [5, 3, 4, 1, 2]
    captions = [model.index(row).data(JobModel.CAPTION) for row in range(5)]
    assert captions == ["Needs you", "Running", "Retrying soon", "Waiting", ""]


def test_a_row_that_begins_its_part_anew_is_painted_again(qtbot: QtBot) -> None:
    model = JobModel()
    model.set_statuses([status(1), status(2), status(3)])
    touched: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: touched.append((first.row(), last.row())))
    model.set_statuses([status(1, elapsed=1), status(2), status(3)])
    assert touched == [(0, 1)]  # "Waiting" stands before the second row now


# --- moving jobs ---


def drop(model: JobModel, moved: Sequence[int], row: int) -> list[object] | None:
    """Drop jobs before a row, and return what the model asks for."""
    rows = [ids(model).index(job_id) for job_id in moved]
    data = model.mimeData([model.index(row) for row in rows])
    asked = QSignalSpy(model.move_asked)
    assert not model.dropMimeData(data, _Move, row, 0, QModelIndex())  # the queue moves them, not the view
    return list(asked.at(0)) if asked.count() else None


def test_waiting_rows_are_dragged_among_themselves(qtbot: QtBot) -> None:
    model = JobModel()
    model.set_statuses([status(1, elapsed=1), status(2), status(3), status(4)])
    assert drop(model, [4], 1) == [[4], 2]
    assert drop(model, [2, 3], 4) == [[2, 3], None]
    assert drop(model, [2], 3) == [[2], 4]
    assert drop(model, [3], -1) == [[3], None]


def test_nothing_is_dropped_among_what_was_sent(qtbot: QtBot) -> None:
    model = JobModel()
    model.set_statuses([status(1, elapsed=1), status(2, elapsed=1), status(3)])
    assert drop(model, [3], 0) is None
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled
    assert not model.canDropMimeData(QMimeData(), _Move, 3, 0, QModelIndex())
    assert drop(model, [1], 3) == [[], None]


@pytest.mark.parametrize(
    ("job_id", "act", "asked"),
    [
        (3, JobAct.UP, [[3], 2]),
        (2, JobAct.UP, [[2], 3]),  # it stands first already
        (2, JobAct.DOWN, [[2], 4]),
        (3, JobAct.DOWN, [[3], None]),
    ],
)
def test_the_keyboard_moves_a_job_one_place(
    panel: QueuePanel, job_id: int, act: JobAct, asked: list[object]
) -> None:
    panel.set_statuses([status(1, elapsed=1), status(2), status(3), status(4)])
    panel.show_job(job_id)
    spy = QSignalSpy(panel.move_requested)
    action(panel, act).trigger()
    assert list(spy.at(0)) == asked


def action(panel: QueuePanel, act: JobAct) -> QAction:
    return next(action for action in jobs_list(panel).actions() if action.objectName() == act)


def test_alt_and_the_arrows_move_the_row_with_the_focus(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.activateWindow()
    panel.set_statuses([status(1), status(2), status(3)])
    panel.show_job(2)
    qtbot.waitUntil(jobs_list(panel).hasFocus)
    with qtbot.waitSignal(panel.move_requested) as moved:
        qtbot.keyClick(jobs_list(panel), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)  # type: ignore[no-untyped-call]
    assert moved.args == [[2], None]
    with qtbot.waitSignal(panel.act_requested) as asked:
        qtbot.keyClick(jobs_list(panel), Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)  # type: ignore[no-untyped-call]
    assert asked.args == [JobAct.NEXT, [2]]


def test_delete_cancels_what_waits_and_never_reaches_the_grid(panel: QueuePanel, qtbot: QtBot) -> None:
    trash = QAction(panel)
    trash.setShortcut("Del")
    panel.addAction(trash)
    trashed = QSignalSpy(trash.triggered)
    panel.activateWindow()
    panel.set_statuses([status(1), status(2)])
    panel.show_job(2)
    qtbot.waitUntil(jobs_list(panel).hasFocus)
    with qtbot.waitSignal(panel.act_requested) as asked:
        qtbot.keyClick(jobs_list(panel), Qt.Key.Key_Delete)  # type: ignore[no-untyped-call]
    assert asked.args == [JobAct.CANCEL, [2]]
    assert trashed.count() == 0


# --- what it says and offers ---


def test_an_empty_queue_says_what_adds_to_it(panel: QueuePanel) -> None:
    assert offered(panel) == []
    assert panel.summary == "Nothing is waiting. Generate adds a job."


def test_what_can_be_done_follows_the_selected_job(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.set_statuses(
        [status(1, elapsed=3), status(2), retrying(3), status(4, error=ErrorKind.SERVER_ERROR)]
    )
    assert panel.summary == "1 needs you · 1 running · 2 waiting"
    assert offered(panel) == ["Try again", "Dismiss", "Copy details"]
    with qtbot.waitSignal(panel.act_requested) as asked:
        click(panel, "Try again")
    assert asked.args == [JobAct.RETRY, [4]]
    panel.show_job(1)
    assert offered(panel) == ["Cancel job"]
    panel.show_job(2)
    assert offered(panel) == ["Run next", "Move up", "Move down", "Cancel job"]
    panel.show_job(3)
    assert offered(panel)[0] == "Skip the wait"
    assert strip(panel).text == "Retrying in 8\u00a0s: Segmind is not available right now"


def test_sending_again_what_may_be_paid_for_says_so(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.set_statuses([status(1, error=ErrorKind.OUTCOME_UNKNOWN)])
    assert offered(panel) == ["Look for picture", "Send again (may cost twice)", "Forget", "Copy details"]
    assert "The picture may have been made and paid for." in strip(panel).text
    with qtbot.waitSignal(panel.act_requested) as asked:
        click(panel, "Look for picture")
    assert asked.args == [JobAct.LOOK, [1]]


def test_what_has_a_ticket_is_looked_for_again_and_never_sent(panel: QueuePanel) -> None:
    unknown = status(1, error=ErrorKind.OUTCOME_UNKNOWN)
    panel.set_statuses([replace(unknown, job=replace(unknown.job, ticket=Ticket("rq-1")))])
    assert offered(panel) == ["Look again", "Forget", "Copy details"]


def test_what_would_be_paid_for_again_is_not_tried_again(panel: QueuePanel) -> None:
    panel.set_statuses([status(1, error=ErrorKind.IMAGE_DAMAGED)])
    assert "Try again" not in offered(panel)


def test_several_jobs_are_cancelled_at_once_and_none_sent_twice_in_passing() -> None:
    assert acts_of_all([status(1), status(2)]) == {JobAct.UP, JobAct.DOWN, JobAct.CANCEL}
    assert acts_of_all([status(1), status(2, elapsed=1)]) == {JobAct.CANCEL}
    unknown = [status(job_id, error=ErrorKind.OUTCOME_UNKNOWN) for job_id in (1, 2)]
    assert acts_of_all(unknown) == {JobAct.FORGET}
    assert acts_of_all([status(1, error=ErrorKind.SERVER_ERROR), unknown[0]]) == {JobAct.FORGET}


def test_the_remedy_of_an_error_is_a_button(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.set_statuses([status(1, error=ErrorKind.NO_CREDITS)])
    assert offered(panel)[0] == "Add credits…"
    with qtbot.waitSignal(panel.remedy_requested) as asked:
        click(panel, "Add credits…")
    assert asked.args[0].name == "TOP_UP"


def test_the_focus_stays_in_the_queue_when_a_button_goes(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.activateWindow()
    panel.set_statuses([status(1), status(2, error=ErrorKind.SERVER_ERROR)])
    strip(panel).buttons()[0].setFocus()
    qtbot.waitUntil(strip(panel).buttons()[0].hasFocus)
    panel.set_statuses([status(1)])
    assert jobs_list(panel).hasFocus()


def test_what_runs_says_how_far_it_is() -> None:
    running = status(1, elapsed=12.7)
    assert state_words(running) == "Segmind · 12\u00a0s"
    assert (
        state_words(replace(running, progress=Progress(0.5), attempt=1))
        == "Segmind · 50% · 12\u00a0s · attempt 2"
    )
    stepping = replace(running, progress=Progress(0.35, step=7, steps=20))
    assert state_words(stepping) == "Segmind · step 7 of 20 · 12\u00a0s"
    stepping = replace(stepping, seconds_left=130.5)
    assert state_words(stepping) == "Segmind · step 7 of 20 · 3\u00a0min left"
    assert sentence(retrying(1, 0.2)).startswith("Retrying in 1\u00a0s")
    assert state_words(replace(retrying(1), retry_in=None)) == "Segmind is not available right now"
    assert sentence(retrying(1, 300)).startswith("Retrying in 5\u00a0min")


# --- why nothing starts ---


@pytest.mark.parametrize(
    ("hold", "waiting", "text"),
    [
        (Hold(HoldReason.PAUSED), 2, "Paused: no new job starts"),
        (Hold(HoldReason.RATE_LIMIT, SEGMIND, 33.2), 2, "Segmind rate limit: next request in 34\u00a0s"),
        (Hold(HoldReason.OUTAGE, SEGMIND, 33.2), 2, "Problems at Segmind: next try in 34\u00a0s"),
        (Hold(HoldReason.OUTAGE, SEGMIND, 0.0), 2, "Problems at Segmind: trying one job"),
        (Hold(HoldReason.OUTAGE, SEGMIND), 2, "Problems at Segmind"),
        (
            Hold(HoldReason.DOUBT, SEGMIND),
            2,
            "Two requests may have been paid for without a picture: queue on hold until one is found",
        ),
        (Hold(HoldReason.OFFLINE, SEGMIND, 5), 3, "Segmind cannot be reached: 3 jobs waiting"),
        (Hold(HoldReason.OFFLINE, SEGMIND), 1, "Segmind cannot be reached: 1 job waiting"),
        (Hold(HoldReason.OFFLINE, SEGMIND), 0, "Segmind cannot be reached"),
        (Hold(HoldReason.NO_KEY, SEGMIND), 2, "Segmind needs a valid key: queue on hold"),
        (Hold(HoldReason.NO_CREDITS, SEGMIND), 2, "Out of credits: queue on hold"),
        (Hold(HoldReason.LOW_BALANCE, SEGMIND), 2, "Your balance is low: queue on hold"),
        (Hold(HoldReason.PACE, SEGMIND, 12), 2, "At your plan’s rate: next request in 12\u00a0s"),
        (Hold(HoldReason.PACE, SEGMIND), 2, "Sending at your plan’s rate"),
    ],
)
def test_each_reason_has_its_words(hold: Hold, waiting: int, text: str) -> None:
    words = hold_words([hold], waiting)
    assert words is not None
    assert words.text == text


def test_what_a_person_must_see_to_stands_first() -> None:
    words = hold_words([Hold(HoldReason.OFFLINE, SEGMIND), Hold(HoldReason.NO_CREDITS, SEGMIND)], 1)
    assert words is not None
    assert words.text == "Out of credits · Segmind cannot be reached"
    assert words.resumes
    assert hold_words([], 1) is None


def test_a_hold_that_only_a_person_ends_has_its_buttons(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.set_statuses([status(1)])
    panel.set_hold(hold_words([Hold(HoldReason.NO_CREDITS, SEGMIND)], 1))
    assert panel.hold_text == "Out of credits: queue on hold"
    with qtbot.waitSignal(panel.resume_requested):
        shown_button(panel, "Resume").click()
    with qtbot.waitSignal(panel.remedy_requested) as asked:
        shown_button(panel, "Add credits…").click()
    assert asked.args[1] is None
    for hold in (Hold(HoldReason.OUTAGE, SEGMIND, 34), Hold(HoldReason.DOUBT, SEGMIND)):
        panel.set_hold(hold_words([hold], 1))
        with qtbot.waitSignal(panel.skip_requested) as skipped:
            shown_button(panel, "Try now").click()
        assert skipped.args == [SEGMIND]
    panel.set_hold(hold_words([Hold(HoldReason.OFFLINE, SEGMIND)], 1))
    assert not any(
        button.text() in ("Resume", "Try now")
        for button in panel.findChildren(QToolButton)
        if button.isVisible()
    )


def shown_button(panel: QWidget, text: str) -> QToolButton:
    buttons = panel.findChildren(QToolButton)
    return next(button for button in buttons if button.text() == text and button.isVisible())


# --- its height ---


def test_the_height_is_the_same_whatever_it_says(panel: QueuePanel) -> None:
    panel.resize(panel.fontMetrics().averageCharWidth() * 100, 300)  # all buttons in a line
    panel.set_statuses([status(job_id) for job_id in range(4)])
    height = panel.minimumSizeHint().height()
    for statuses in (
        [status(1, elapsed=100.3)],
        [retrying(1)],
        [status(1, error=ErrorKind.OUTCOME_UNKNOWN)],
        [status(job_id) for job_id in range(50)],
    ):
        panel.set_statuses(statuses)
        assert panel.minimumSizeHint().height() == height


def test_it_takes_no_more_height_than_its_jobs_need_and_gives_it_back(panel: QueuePanel) -> None:
    def height_with(jobs: int) -> int:
        panel.set_statuses([status(job_id) for job_id in range(jobs)])
        QApplication.processEvents()  # the layout comes after
        return panel.minimumSizeHint().height()

    one, three, fewer = height_with(1), height_with(3), height_with(2)
    row = jobs_list(panel).sizeHintForRow(0)
    assert three == one + 2 * row
    assert fewer == three  # the grid does not jump while jobs are carried out
    panel.set_statuses([])
    QApplication.processEvents()
    assert panel.maximumHeight() < row
    assert height_with(1) == one


@pytest.mark.parametrize("percent", [100, 130])
def test_no_button_is_cut_however_many_lines_they_take(panel: QueuePanel, qtbot: QtBot, percent: int) -> None:
    font = panel.font()
    font.setPointSizeF(font.pointSizeF() * percent / 100)
    panel.setFont(font)
    panel.set_statuses([status(1, error=ErrorKind.OUTCOME_UNKNOWN)])
    buttons = strip(panel).buttons()
    assert len(buttons) == 4

    def fits() -> bool:
        panel.resize(320, panel.minimumSizeHint().height())
        in_strip = all(strip(panel).rect().contains(button.geometry()) for button in buttons)
        return in_strip and strip(panel).rect().bottom() <= panel.height()

    qtbot.waitUntil(fits)


def test_what_was_done_last_stands_a_moment_before_the_panel_closes(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.set_statuses([status(1, elapsed=1)])
    jobs_list(panel).setFocus()
    panel.set_statuses([])
    panel.done.add(done(1))
    rows = done_list(panel)
    assert rows.isVisible()  # the grid above does not jump between two jobs, and nothing stands empty
    assert not jobs_list(panel).isVisible()
    assert not any(button.isChecked() for button in panel.header.findChildren(QToolButton))
    panel.set_statuses([status(2, elapsed=1)])
    assert jobs_list(panel).isVisible()
    panel.set_statuses([])
    panel.done.add(done(2))
    qtbot.waitUntil(lambda: not rows.isVisible())


def test_the_panel_closes_at_once_when_nothing_came_of_the_last_job(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.done.set_jobs([done(1)])
    panel.set_statuses([status(2)])
    panel.set_statuses([])
    qtbot.waitUntil(lambda: not jobs_list(panel).isVisible(), timeout=1_000)
    assert not done_list(panel).isVisible()


def test_delete_among_what_was_done_leaves_the_pictures_of_the_grid_alone(panel: QueuePanel) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(done_list(panel), event)
    assert event.isAccepted()


@pytest.mark.parametrize("characters", [250, 80])
def test_the_words_of_a_hold_are_never_cut(panel: QueuePanel, qtbot: QtBot, characters: int) -> None:
    panel.resize(panel.fontMetrics().averageCharWidth() * characters, 300)
    reasons = HoldReason.NO_CREDITS, HoldReason.LOW_BALANCE, HoldReason.PAUSED, HoldReason.OUTAGE
    panel.set_statuses([status(1)])
    panel.set_hold(hold_words([Hold(reason, SEGMIND) for reason in reasons], 12))
    words = next(text for text in panel.findChildren(ShortText) if text.text == panel.hold_text)
    metrics = words.fontMetrics()

    def fits() -> bool:
        room = QRect(0, 0, words.width(), 0)
        needed = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words.text).height()
        height = words.sizeHint().height()
        return needed <= height <= words.height() and height < needed + metrics.height()

    qtbot.waitUntil(fits)


# --- done today ---


def done(job_id: int, **values: object) -> DoneJob:
    made = DoneJob(job_id, SEGMIND, "a sailor", NOW, 1, job_id * 10, 0.003, 4.3)
    return replace(made, **values)  # type: ignore[arg-type]


def test_what_was_done_today_is_counted_and_leads_to_its_pictures(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.done.set_jobs([done(2, pictures=2, cost=0.006), done(1)])
    panel.done.add(done(3, cost=None))
    panel.done.add(done(3))  # read from the library meanwhile
    assert panel.done.total_words() == "4 pictures made today · 0.0090 USD"
    shown_button(panel.header, "4").click()
    rows = panel.findChild(DoneList)
    assert isinstance(rows, DoneList)
    assert rows.isVisible()
    assert panel.summary == "4 pictures made today · 0.0090 USD"
    with qtbot.waitSignal(panel.picture_chosen) as chosen:
        point = rows.visualRect(panel.done.index(1)).center()
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(point))  # type: ignore[no-untyped-call]
    assert chosen.args == [20]
    with qtbot.waitSignal(panel.picture_chosen) as chosen:
        qtbot.keyClick(rows, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    assert chosen.args == [20]


def test_a_screen_reader_hears_what_each_row_says(panel: QueuePanel) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    panel.set_statuses([retrying(1)])
    assert (
        panel.model.index(0)
        .data(role)
        .startswith("Retrying soon, Retrying in 8\u00a0s: Segmind is not available")
    )
    panel.done.set_jobs([done(1)])
    assert panel.done.index(0).data(role).startswith("a sailor, 0.0030 USD · 4.3 s")
