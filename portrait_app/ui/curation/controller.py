"""Carries out edits of pictures in order, and keeps the only undo stack."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from portrait_app.core.curation import (
    Collect,
    CollectionEdit,
    Edit,
    Edited,
    PreviousMarks,
    RemoveTags,
    RenameTags,
    SetFavourite,
    SetNote,
    SetRating,
    SetTrashed,
)
from portrait_app.core.errors import AppError
from portrait_app.core.picture import MOST_RETURNED, Picture
from portrait_app.core.ports.curation import Curation
from portrait_app.ui.curation.words import edit_text
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.shell.shell import Shell

SLICE = 2000  # pictures per transaction: other readers and writers get their turn between two transactions
REMEMBERED = 100  # most edits that can be undone
_LONG = 10  # more slices than this take some seconds

_Step = Callable[[], Edited | None]


class _Command(QUndoCommand):
    """Edits that were carried out as one step, and the marks before. Its text is that of the first edit."""

    def __init__(self, previous: Sequence[PreviousMarks]) -> None:
        self.previous = list(previous)
        self.count = sum(former.count for former in previous)
        super().__init__(edit_text(self.edit, self.count))

    @property
    def edit(self) -> Edit:
        return self.previous[0].edit

    @property
    def edits(self) -> list[Edit]:
        """The edits in order. An edit that took several slices is listed once."""
        return list(dict.fromkeys(former.edit for former in self.previous))

    # `undo` and `redo` are not overridden: the stack moves only after the library has made the change.

    def merge_note(self, later: "_Command") -> bool:
        """Merge a later text of the same note into this step. Return whether that was possible."""
        both = isinstance(self.edit, SetNote) and isinstance(later.edit, SetNote)
        if not both or self.count != later.count or self.count > MOST_RETURNED:
            return False
        if [former.ids() for former in self.previous] != [former.ids() for former in later.previous]:
            return False
        self.previous = [replace(former, edit=later.edit) for former in self.previous]
        return True


class CurationController(QObject):
    """Carries out edits one after the other, in the order of the calls.

    Errors are emitted by `TaskRunner.failed`. A failed edit is not on the undo stack. An edit of very many
    pictures runs in slices: if a slice fails, the slices before it are on the stack.
    """

    edited = Signal(object, bool)  # Edit, whether it was undone

    def __init__(
        self,
        shell: Shell,
        curation: Curation,
        gallery: GalleryController,
        stack: QUndoStack,
        parent: QObject | None = None,
    ) -> None:
        """`stack` outlives the window: its edits can be undone in the next window."""
        super().__init__(parent)
        self._shell = shell
        self._curation = curation
        self._gallery = gallery
        self._runner = shell.runner
        self._actions = actions = shell.actions
        self._waiting: deque[Callable[[], None]] = deque()
        self._steps: deque[_Step] = deque()  # the remaining steps of the current command
        self._results: list[Edited] = []
        self._finish: Callable[[AppError | None], None] | None = None
        self._stack = stack
        if stack.undoLimit() != REMEMBERED:
            stack.setUndoLimit(REMEMBERED)  # Qt allows this only while the stack is empty
        self._stack.indexChanged.connect(self._show_stack)
        actions["undo"].triggered.connect(self.undo)
        actions["redo"].triggered.connect(self.redo)
        self._show_stack()

    # --- commands ---

    def edit(self, ids: Sequence[int], *edits: Edit) -> None:
        """Carry out edits after all earlier commands, as one undo step. The first error ends them."""
        ids = list(ids)
        wanted = [edit for edit in edits if ids or isinstance(edit, CollectionEdit)]
        if wanted:
            self._enqueue(partial(self._begin_edit, ids, wanted))

    def edit_tagged(self, tags: Sequence[str], edit: RenameTags | RemoveTags) -> None:
        """Carry out an edit of all pictures with one of these tags, after all earlier commands."""
        self._enqueue(partial(self._begin_tagged, tuple(tags), edit))

    def toggle_favourite(self, ids: Sequence[int]) -> None:
        """Unmark the pictures if all are favourites, or else mark them all."""
        ids = list(ids)
        if ids:
            self._enqueue(partial(self._begin_toggle, ids))

    def set_favourite(self, ids: Sequence[int], favourite: bool) -> None:
        self.edit(ids, SetFavourite(favourite))

    def rate(self, ids: Sequence[int], stars: int) -> None:
        self.edit(ids, SetRating(stars))

    def move_to_trash(self, ids: Sequence[int]) -> None:
        self._set_trashed(ids, trashed=True)

    def restore(self, ids: Sequence[int]) -> None:
        self._set_trashed(ids, trashed=False)

    def _set_trashed(self, ids: Sequence[int], *, trashed: bool) -> None:
        if ids:
            self._gallery.take_out(ids, trashed=trashed)
            self._enqueue(partial(self._begin_edit, list(ids), [SetTrashed(trashed)]))

    def collect_new(
        self, pictures: Sequence[Picture], name: str, then: Callable[[Sequence[Picture]], None]
    ) -> None:
        """Put new pictures into a collection, and call `then` with them. This is no step to take back."""
        ids = [picture.id for picture in pictures]

        def begin() -> None:
            self._run([partial(self._curation.edit, ids, Collect(name))], done)

        def done(_error: AppError | None) -> None:
            collected = [picture for result in self._results for picture in result.pictures]
            if collected:
                self._gallery.pictures_changed(collected)
                self.edited.emit(Collect(name), False)
            then(collected or pictures)

        self._enqueue(begin)

    def undo(self) -> None:
        """Undo the last edit, after all earlier commands."""
        self._enqueue(self._begin_undo)

    def redo(self) -> None:
        """Redo the edit that was undone last, after all earlier commands."""
        self._enqueue(self._begin_redo)

    def drop_missing(self) -> None:
        """Remove pictures that have left the library from the undo stack."""
        self._enqueue(self._begin_look)

    def stop(self) -> None:
        """Submit all waiting edits to the library without waiting for results: the window closes."""
        self._stack.indexChanged.disconnect(self._show_stack)
        # What these would do depends on the results of earlier edits, so they are dropped.
        of_stack = (self._begin_undo, self._begin_redo, self._begin_look)
        wishes = [begin for begin in self._waiting if begin not in of_stack]
        self._waiting.clear()
        self._submit_rest()
        for begin in wishes:
            begin()
            self._submit_rest()

    def _submit_rest(self) -> None:
        while self._steps:
            self._runner.run(self._steps.popleft(), owner=self)

    # --- one command after the other ---

    def _enqueue(self, begin: Callable[[], None]) -> None:
        self._waiting.append(begin)
        self._show_stack()
        if self._finish is None:
            self._next()

    def _next(self) -> None:
        if self._waiting:
            self._waiting.popleft()()
        self._show_stack()

    def _run(self, steps: Sequence[_Step], finish: Callable[[AppError | None], None]) -> None:
        """Run the steps one after the other, then call `finish` with the error, or with None."""
        if len(steps) > _LONG:
            self._shell.say(self.tr("Changing a large number of pictures. You can keep working."))
        self._steps = deque(steps)
        self._results = []
        self._finish = finish
        self._step()

    def _step(self) -> None:
        if self._steps:
            self._runner.run(self._steps.popleft(), self._on_step, self._end, owner=self)
        else:
            self._end(None)

    def _on_step(self, result: Edited | None) -> None:
        if result is not None:
            self._results.append(result)
        self._step()

    def _end(self, error: AppError | None) -> None:
        self._steps.clear()
        finish, self._finish = self._finish, None
        if finish is not None:
            finish(error)
        if error is not None:
            self._runner.failed.emit(error)
        self._next()

    # --- edit, undo, redo ---

    def _begin_edit(self, ids: list[int], edits: Sequence[Edit]) -> None:
        steps: list[_Step] = []
        for edit in edits:
            parts = [[]] if isinstance(edit, CollectionEdit) else _slices(ids)
            steps += [partial(self._curation.edit, part, edit) for part in parts]

        def done(error: AppError | None) -> None:
            self._gallery.release(ids)
            self._done(error)
            if error is not None:
                self._gallery.refresh()  # what was taken out of the grid comes back

        self._run(steps, done)

    def _begin_tagged(self, tags: tuple[str, ...], edit: RenameTags | RemoveTags) -> None:
        def change() -> None:
            # Which pictures these are is read now, because an earlier command may have added the tag.
            for part in _slices(self._curation.tagged(tags)):
                self._results.append(self._curation.edit(part, edit))

        self._run([change], self._done)

    def _begin_toggle(self, ids: list[int]) -> None:
        @cache  # decided once, on the worker, before the first picture is changed
        def decided() -> SetFavourite:
            return self._curation.toggled(ids)

        def toggle(part: list[int]) -> Edited:
            return self._curation.edit(part, decided())

        self._run([partial(toggle, part) for part in _slices(ids)], self._done)

    def _begin_undo(self) -> None:
        command = self._command(self._stack.index() - 1)
        if command is None:
            self._end(None)
            return
        steps = [partial(self._put_back, former) for former in reversed(command.previous)]
        self._run(steps, partial(self._moved, command, undone=True))

    def _begin_redo(self) -> None:
        command = self._command(self._stack.index())
        if command is None:
            self._end(None)
            return
        steps = [partial(self._do_again, former) for former in command.previous]
        self._run(steps, partial(self._moved, command, undone=False))

    def _begin_look(self) -> None:
        """Rebuild the stack without pictures that are gone. Drop steps that have no pictures left."""
        commands = [self._command(place) for place in range(self._stack.count())]
        kept: list[list[PreviousMarks]] = []

        def look() -> None:
            for command in commands:
                previous = (
                    [self._curation.remaining(former) for former in command.previous] if command else []
                )
                kept.append([former for former in previous if not former.is_nothing])

        def done(error: AppError | None) -> None:
            if error is None:
                before = self._stack.index()
                self._stack.clear()
                for previous in filter(None, kept):
                    self._stack.push(_Command(previous))
                self._stack.setIndex(sum(map(bool, kept[:before])))
                self._shell.withdraw_offer()

        self._run([look], done)

    def _command(self, place: int) -> _Command | None:
        command = self._stack.command(place) if 0 <= place < self._stack.count() else None
        return command if isinstance(command, _Command) else None

    def _put_back(self, former: PreviousMarks) -> Edited:
        return Edited(former, self._curation.put_back(former))

    def _do_again(self, former: PreviousMarks) -> Edited:
        return self._curation.edit(former.ids(), former.edit)

    def _done(self, error: AppError | None) -> None:
        previous = [result.former for result in self._results if not result.is_nothing]
        if not previous:
            return
        command = _Command(previous)
        last = self._command(self._stack.index() - 1)
        # Steps to redo start from the last text, so it must not change: push a new step, which drops them.
        if last is None or self._stack.canRedo() or not last.merge_note(command):
            self._stack.push(command)
        self._show(command, undone=False)
        many = command.count > 1 or not isinstance(command.edit, SetFavourite | SetRating | SetNote)
        if many and error is None:
            self._shell.offer_undo(command.text(), self.undo)
        else:
            self._shell.withdraw_offer()

    def _moved(self, command: _Command, error: AppError | None, *, undone: bool) -> None:
        if error is None:
            (self._stack.undo if undone else self._stack.redo)()
            text = self.tr("Undone: {edit}") if undone else self.tr("Redone: {edit}")
            self._shell.say(text.format(edit=command.text()))
        self._show(command, undone=undone)

    def _show(self, command: _Command, *, undone: bool) -> None:
        """Update the grid, and emit `edited` for each edit."""
        changed = sum(result.former.count for result in self._results)
        if isinstance(command.edit, CollectionEdit) or changed > MOST_RETURNED:
            self._gallery.look_again()
        else:
            pictures: list[Picture] = [picture for result in self._results for picture in result.pictures]
            self._gallery.pictures_changed(pictures)
        for edit in command.edits:
            self.edited.emit(edit, undone)

    # --- the menu ---

    def _show_stack(self) -> None:
        waiting = bool(self._waiting) or self._finish is not None  # a running edit can be undone soon
        undo, redo = self._actions["undo"], self._actions["redo"]
        undo.setEnabled(self._stack.canUndo() or waiting)
        redo.setEnabled(self._stack.canRedo())
        undo_text, redo_text = self._stack.undoText(), self._stack.redoText()
        undo.setText(
            self.tr("&Undo: {edit}").format(edit=_literal(undo_text))
            if undo_text
            else self.tr("&Undo", "verb")
        )
        redo.setText(
            self.tr("&Redo: {edit}").format(edit=_literal(redo_text))
            if redo_text
            else self.tr("&Redo", "verb: does again what was undone")
        )


def _slices(ids: list[int]) -> list[list[int]]:
    """Split ids into lists of at most SLICE ids, one per transaction."""
    return [ids[start : start + SLICE] for start in range(0, len(ids), SLICE)]


def _literal(text: str) -> str:
    """Escape & for a menu, where a single & would underline the next character."""
    return text.replace("&", "&&")
