"""The monkey: a random user with a model of the selection, who compares the grid with the library."""

import random
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from portrait_app.core.search.query import ORDERS
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.search.controller import SearchController
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.viewer.viewer import Viewer
from tests.support.program import RunningProgram

_Key = Qt.Key
_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_SEARCHES = ("portrait", "woman", "rating:>=4", "is:favourite", "tag:client", "-golden", "zebra")
_FILTERS = ("all", "all", "favourites", "today", "trash")
_PRESSES = 10  # of Delete, at the speed of a key that repeats
_FEW = 300  # selected pictures of which edits are made


class Monkey:
    """Does one gesture after the other. `session` is the seed of its dice."""

    def __init__(self, program: RunningProgram, session: int) -> None:
        self._program = program
        self._view = program.view
        self._model = program.model
        self._gallery = program.find(GalleryController)
        self._search = program.find(SearchController)
        self._field = program.find(SearchLine)
        self._dice = random.Random(session)
        self._selected: set[int] = set()
        self._doing = ""
        self._seed = session * 1000
        self.differences: list[str] = []
        self.wrong_selections: list[str] = []
        program.settings.set("select_new", False)  # tests/test_arrivals.py knows when a new picture is
        program.window.resize(1400, 900)
        program.window.activateWindow()
        self._field.setText("")
        self._acts: dict[Callable[[], None], int] = {
            self._click: 10,
            self._click_with_ctrl: 8,
            self._select_to: 6,
            self._move_by_keys: 5,
            self._select_all: 3,
            self._escape: 4,
            self._type_search: 8,
            self._choose_filter: 6,
            self._choose_order: 5,
            self._scroll: 6,
            self._zoom: 3,
            self._mark: 8,
            self._delete: 5,
            self._restore: 3,
            self._undo_or_redo: 5,
            self._generate: 4,
            self._look_at_one: 3,
        }

    def act(self) -> None:
        """Do something, wait until it is done, and look at what came of it."""
        (act,) = self._dice.choices(list(self._acts), list(self._acts.values()))
        self._doing = act.__name__.strip("_").replace("_", " ")
        self._program.window.activateWindow()  # a list of suggestions may have been in front
        self._view.setFocus()
        self._program.qtbot.waitUntil(self._view.hasFocus)
        act()
        self.settle()
        self._compare()

    def settle(self) -> None:
        """Wait until nothing is under way, and nothing that is about to be asked for either."""
        for _ in range(4):
            self._program.qtbot.waitUntil(
                lambda: self._program.is_idle and self._model.job_count == 0, timeout=60_000
            )
            QApplication.processEvents()

    def _compare(self) -> None:
        shown = self._shown()
        query = self._gallery.query
        expected = list(self._program.backend.library.picture_ids(query))
        is_in_order = query.order is ORDERS[0]  # elsewhere, a rated picture keeps its place for a while
        if (shown if is_in_order else sorted(shown)) != (expected if is_in_order else sorted(expected)):
            self.differences.append(f"{self._doing}: {len(shown)} shown, {len(expected)} in the library")
        selection = self._view.selection
        found = set(selection.ids())
        hidden = len(self._selected.difference(shown))
        if found != self._selected or selection.hidden_count != hidden:
            self.wrong_selections.append(
                f"{self._doing}: {len(found)} selected, {selection.hidden_count} not shown;"
                f" expected {len(self._selected)} and {hidden}"
            )
            self._selected = found

    def _shown(self) -> list[int]:
        return list(self._model.ids_between(0, self._model.rowCount() - 1))

    # --- the selection ---

    def _click(self) -> None:
        self._click_on(self._any_visible(), _NONE)

    def _click_with_ctrl(self) -> None:
        if row := self._any_visible():
            self._click_on(row, _CTRL)

    def _select_to(self) -> None:
        """Click, scroll a little, and click with Shift."""
        first = self._any_visible()
        self._click_on(first, _NONE)
        self._turn_page(self._dice.randint(-2, 2))
        last = self._any_visible()
        if first >= 0 and last >= 0:
            self._click_on(last, _SHIFT)
            first, last = sorted((first, last))
            self._selected = set(self._model.ids_between(first, last))

    def _click_on(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        picture_id = self._model.id_at(row)
        if not picture_id:
            return
        where = self._view.cell_rect(row).center()
        QTest.mouseClick(self._view.viewport(), Qt.MouseButton.LeftButton, modifiers, where)
        if modifiers == _NONE:
            self._selected = {picture_id}
        elif modifiers == _CTRL:
            self._selected ^= {picture_id}

    def _any_visible(self) -> int:
        """Return a row whose middle can be clicked, or -1."""
        viewport = self._view.viewport().rect().adjusted(0, 0, 0, -1)
        rows = [
            row for row in self._view.visible_rows() if viewport.contains(self._view.cell_rect(row).center())
        ]
        return self._dice.choice(rows) if rows else -1

    def _move_by_keys(self) -> None:
        for _ in range(self._dice.randint(1, 4)):
            before = self._view.current_id()
            QTest.keyClick(self._view, self._dice.choice((_Key.Key_Right, _Key.Key_Down, _Key.Key_PageUp)))
            current = self._view.current_id()
            if current and (current != before or not self._selected):  # at an end, a key changes nothing
                self._selected = {current}

    def _select_all(self) -> None:
        QTest.keyClick(self._view, _Key.Key_A, _CTRL)
        self._selected = set(self._shown())

    def _escape(self) -> None:
        had_text = bool(self._field.text())
        QTest.keyClick(self._view, _Key.Key_Escape)
        if not had_text:
            self._selected = set()

    # --- what is shown ---

    def _type_search(self) -> None:
        self._field.setFocus()
        self._field.clear()
        QTest.keyClicks(self._field, self._dice.choice(_SEARCHES))

    def _choose_filter(self) -> None:
        self._search.show_filter(self._dice.choice(_FILTERS))

    def _choose_order(self) -> None:
        self._search._on_order(self._dice.choice(ORDERS).key)

    def _scroll(self) -> None:
        self._turn_page(self._dice.randint(-20, 20))

    def _turn_page(self, pages: int) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())
        QApplication.processEvents()

    def _zoom(self) -> None:
        self._view.set_cell_size(self._dice.randint(80, 300))

    def _look_at_one(self) -> None:
        """Open a picture, step on, and come back."""
        row = self._any_visible()
        picture_id = self._model.id_at(row)
        if not picture_id:
            return
        self._click_on(row, _NONE)
        self.settle()
        QTest.keyClick(self._view, _Key.Key_Space)
        self.settle()
        viewer = self._program.find(Viewer)
        QTest.keyClick(viewer, _Key.Key_Right)
        self.settle()
        self._selected = {viewer.current_id}
        QTest.keyClick(viewer, _Key.Key_Escape)

    # --- edits ---

    def _mark(self) -> None:
        """Rate, or mark as favourites. A picture that the grid then drops leaves the selection."""
        if not 0 < len(self._selected) <= _FEW:
            return
        self._asked(self._dice.choice((_Key.Key_F, _Key.Key_3, _Key.Key_5, _Key.Key_0)))

    def _delete(self) -> None:
        """Press Delete as fast as a key repeats: each press is for the pictures selected then."""
        if not 0 < len(self._selected) <= _FEW or self._gallery.query.filter.trashed:
            return
        shown, gone = self._shown(), set[int]()
        presses = 1 if self._selected.difference(shown) else self._dice.randint(1, _PRESSES)
        for _ in range(presses):
            rows = [row for row, one in enumerate(shown) if one in self._selected]
            ids = self._asked(_Key.Key_Delete)
            if not ids:
                break
            gone |= ids
            self._selected -= ids
            if not self._selected and rows and len(ids) < len(shown):
                self._selected = {self._view.current_id()}
                if len(rows) == 1:  # the next one, or at the end the one before
                    self._selected = {shown[rows[0] + 1 if rows[0] + 1 < len(shown) else rows[0] - 1]}
            shown = [one for one in shown if one not in ids]
        self.settle()
        pictures = self._program.backend.library.pictures(sorted(gone))
        kept = sum(picture.trashed is None for picture in pictures)
        if kept or self._shown_set() & gone:
            self.differences.append(f"delete: {kept} of {len(gone)} did not go to the Trash")

    def _restore(self) -> None:
        if self._gallery.query.filter.trashed and 0 < len(self._selected) <= _FEW:
            self._asked(None)

    def _shown_set(self) -> set[int]:
        return set(self._shown())

    def _undo_or_redo(self) -> None:
        before = self._shown_set()
        self._program.action(self._dice.choice(("undo", "undo", "redo"))).trigger()
        self.settle()
        self._drop_what_left(before)

    def _drop_what_left(self, before: set[int]) -> None:
        """An edit took these out of the grid: they leave the selection, whose neighbour takes their place."""
        gone = (before - self._shown_set()) & self._selected
        self._selected -= gone
        if gone and not self._selected and self._view.current_id():
            self._selected = {self._view.current_id()}

    def _asked(self, key: Qt.Key | None) -> set[int] | None:
        """Press a key, or restore; answer what is asked about hidden pictures. Return what it was about."""
        before = self._shown_set()
        shown = self._selected & before
        answers: dict[str, set[int] | None] = {"All": set(self._selected), "Only": shown, "Cancel": None}
        about: set[int] | None = set(self._selected)
        if self._selected - before:
            words = self._dice.choice([one for one in answers if one != "Only" or shown])
            about = answers[words]
            QTimer.singleShot(50, lambda: _press_button(words))
        if key is None:
            self._program.action("restore").trigger()
        else:
            QTest.keyClick(self._view, key)
        if key != _Key.Key_Delete:
            self.settle()
            if key is None and about is not None:
                self._selected -= about - before  # hidden ones are restored too
            self._drop_what_left(before)
        return about

    # --- arrivals ---

    def _generate(self) -> None:
        self._seed += 1
        self._program.find(ParameterModel).set_values({"prompt": "a laughing old man", "seed": self._seed})
        self._program.action("generate").trigger()
        for _ in range(self._dice.randint(0, 3)):  # the user does not wait
            self._click()
        if self._program.window.page is not WindowPage.GALLERY:
            self.differences.append("generate: the grid is gone")


def _press_button(words: str) -> None:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox), "nothing was asked"
    button = next(one for one in box.findChildren(QPushButton) if one.text().lstrip("&").startswith(words))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, _NONE, QPoint(5, 5))
