"""A simulated user, who scrolls, zooms, searches, marks favourites and generates, in a fixed order."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest

from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.search.field import SearchLine
from tests.support.program import RunningProgram

PACE = 16  # milliseconds from one gesture to the next
_NOTCH = 120  # eighths of a degree, one step of the wheel
_PATIENCE = 250  # most gestures to wait for something
_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SEARCHES = ("portrait wom", "astronaut -laughing", "is:favourite", "heliotrope")

Gestures = Iterator[None]


@dataclass
class Person:
    """Makes one gesture at a time, and counts jobs and changed favourites."""

    program: RunningProgram
    toggled: set[int] = field(default_factory=set)  # ids whose favourite mark differs from the start
    jobs: int = 0

    def work(self, rounds: int) -> None:
        """Work for `rounds` rounds of some five seconds each, then wait until all pictures have arrived."""
        self._at_pace(self._rounds(rounds))
        program, model = self.program, self.program.model
        program.qtbot.waitUntil(lambda: program.is_idle and model.job_count == 0, timeout=60_000)

    def scroll_about(self) -> None:
        """Scroll, zoom, mark a favourite and search for some five seconds. Do not wait for running work."""
        self._at_pace(self._about())

    def _about(self) -> Gestures:
        yield from self._scroll(-_NOTCH, 40)
        yield from self._drag_scroll_bar(3)
        yield from self._zoom(_NOTCH, 8)
        yield from self._zoom(-_NOTCH, 8)
        yield from self._mark_favourite()
        yield from self._search(_SEARCHES[0])
        yield from self._clear_search()
        yield from self._go_home()

    def _at_pace(self, gestures: Gestures) -> None:
        loop, timer = QEventLoop(), QTimer()
        timer.setInterval(PACE)

        def next_one() -> None:
            if next(gestures, self) is self:
                timer.stop()
                loop.quit()

        timer.timeout.connect(next_one)
        timer.start()
        loop.exec()

    def _rounds(self, rounds: int) -> Gestures:
        for number in range(rounds):
            yield from self._generate(number)
            yield from self._scroll(-_NOTCH, 40)
            yield from self._drag_scroll_bar(number)
            yield from self._scroll(_NOTCH, 20)
            yield from self._zoom(_NOTCH, 8)
            yield from self._zoom(-_NOTCH, 8)
            yield from self._mark_favourite()
            yield from self._search(_SEARCHES[number % len(_SEARCHES)])
            yield from self._generate(number + rounds)
            yield from self._mark_favourite()
            yield from self._clear_search()
            yield from self._select_all()
            yield from self._go_home()

    def _generate(self, seed: int) -> Gestures:
        self.program.find(ParameterModel).set_values({"prompt": "a laughing old man", "seed": seed})
        self.program.action("generate").trigger()
        self.jobs += 1
        yield

    def _scroll(self, angle: int, notches: int) -> Gestures:
        for _ in range(notches):
            self._turn_wheel(angle, _NONE)
            yield

    def _zoom(self, angle: int, notches: int) -> Gestures:
        for _ in range(notches):
            self._turn_wheel(angle, _CTRL)
            yield

    def _turn_wheel(self, angle: int, modifiers: Qt.KeyboardModifier) -> None:
        viewport = self.program.view.viewport()
        where = QPointF(viewport.rect().center())
        event = QWheelEvent(
            where,
            QPointF(viewport.mapToGlobal(where.toPoint())),
            QPoint(),
            QPoint(0, angle),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # not inverted
        )
        QCoreApplication.sendEvent(viewport, event)

    def _drag_scroll_bar(self, number: int) -> Gestures:
        bar = self.program.view.verticalScrollBar()
        goal = bar.maximum() * (number % 7 + 1) // 8
        start = bar.value()
        for step in range(1, 11):
            bar.setValue(start + (goal - start) * step // 10)
            yield

    def _mark_favourite(self) -> Gestures:
        """Click a picture in the middle of the viewport, and press F when the action is enabled."""
        view = self.program.view
        action = self.program.action("favourite")
        for _ in range(_PATIENCE):
            rows = view.visible_rows()
            if rows and self.program.model.id_at(rows[len(rows) // 2]):
                break
            yield
        else:
            return
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, _NONE, self._middle_of(rows))
        for _ in range(_PATIENCE):
            if action.isEnabled() and view.selected_count() == 1:
                view.setFocus()
                self.toggled ^= {view.current_id()}
                QTest.keyClick(view, Qt.Key.Key_F)
                break
            yield
        yield

    def _middle_of(self, rows: range) -> QPoint:
        return self.program.view.cell_rect(rows[len(rows) // 2]).center()

    def _search(self, text: str) -> Gestures:
        line = self.program.find(SearchLine)
        line.setFocus()
        for key in text:
            QTest.keyClicks(line, key)
            for _ in range(5):  # some 80 ms a key, as fast as a good typist
                yield
        for _ in range(20):
            yield

    def _clear_search(self) -> Gestures:
        self.program.find(SearchLine).clear()
        for _ in range(20):
            yield

    def _select_all(self) -> Gestures:
        self.program.view.setFocus()
        QTest.keyClick(self.program.view, Qt.Key.Key_A, _CTRL)
        for _ in range(5):
            yield

    def _go_home(self) -> Gestures:
        QTest.keyClick(self.program.view, Qt.Key.Key_Home)
        for _ in range(10):
            yield
