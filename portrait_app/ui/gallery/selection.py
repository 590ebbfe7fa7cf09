"""The selected pictures, whether or not the grid shows them."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Signal,
)

from portrait_app.jobs.runner import Lane, Task, TaskRunner
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.picture_sequence import PictureSequence
from portrait_app.ui.gallery.picture_set import FEW, PictureSet

_Flag = QItemSelectionModel.SelectionFlag
_Settled = tuple[frozenset[int], int]


def ranges_of(selection: QItemSelection) -> list[tuple[int, int]]:
    """Return the rows of a selection as ranges (first, last), without listing every index."""
    return sorted((part.top(), part.bottom()) for part in selection.toList())


class PictureSelection(QItemSelectionModel):
    """Holds the selection as a set of ids, so that it survives every change of the grid's rows.

    Qt turns keys and mouse into ranges of rows and passes them to `select`. Qt itself only remembers which
    of the visible rows are selected: it would compare every row with every range.
    """

    changed = Signal()  # another selection, or another part of it is shown

    def __init__(self, model: GalleryModel, visible_rows: Callable[[], range], parent: QObject) -> None:
        super().__init__(model, parent)
        self._grid = model
        self._visible_rows = visible_rows
        self._runner: TaskRunner | None = None
        self._pictures = PictureSet()
        self._hidden: int | None = 0
        self._before: tuple[PictureSet, int | None] = PictureSet(), 0
        self._rows_before: PictureSequence | None = None  # of a question that is answered again
        self._counting: Task[_Settled] | None = None
        self._is_mirroring = False
        model.rowsInserted.connect(self._on_inserted)
        model.rowsAboutToBeRemoved.connect(self._on_removing)
        model.modelAboutToBeReset.connect(self._on_resetting)
        model.modelReset.connect(self._on_reset)

    def attach(self, runner: TaskRunner) -> None:
        """Count very many pictures on a worker of `runner`."""
        self._runner = runner

    # --- the selected pictures ---

    @property
    def pictures(self) -> PictureSet:
        return self._pictures

    @property
    def hidden_count(self) -> int | None:
        """The number of selected pictures that the grid does not show; None while they are being counted."""
        return self._hidden

    def ids(self) -> list[int]:
        """Return the ids, in the order of the grid; those that it does not show come last."""
        if len(self._pictures) > FEW:
            return list(self._pictures)  # in the order of the grid in which most of them were selected
        count = len(self._pictures) + self._grid.rowCount()
        rows = {picture_id: self._grid.row_of(picture_id) for picture_id in self._pictures}
        return sorted(rows, key=lambda one: (count if (row := rows[one]) is None else row, -one))

    def shown_ids(self) -> list[int]:
        """Return the ids of the selected pictures that the grid shows."""
        return [picture_id for picture_id in self.ids() if self._grid.row_of(picture_id) is not None]

    def select_all(self) -> None:
        """Select exactly the pictures that the grid shows."""
        last = self._grid.rowCount() - 1
        self._carry_out([(0, last)] if last >= 0 else [], _Flag.ClearAndSelect)

    def select_ids(self, ids: Iterable[int]) -> None:
        """Select exactly these pictures, those that the grid does not show too."""
        pictures = PictureSet() | ids
        self._before = PictureSet(), 0
        self._become(pictures, sum(self._grid.row_of(one) is None for one in pictures))

    def discard_hidden(self, ids: Sequence[int]) -> None:
        """Deselect those of `ids` that the grid does not show."""
        if not self._hidden:
            return
        if len(ids) > FEW:
            self.select_ids(())  # so many are the whole selection
            return
        gone = [one for one in ids if one in self._pictures and self._grid.row_of(one) is None]
        self._become(self._pictures - gone, self._hidden - len(gone))

    # --- Qt's interface ---

    def select(
        self,
        what: QModelIndex | QPersistentModelIndex | QItemSelection,
        command: QItemSelectionModel.SelectionFlag,
        /,
    ) -> None:
        """Carry out a command of Qt about some rows."""
        if self._is_mirroring:
            super().select(what, command)
        elif command != _Flag.NoUpdate:
            if isinstance(what, QItemSelection):
                runs = ranges_of(what)
            else:
                runs = [(what.row(), what.row())] if what.isValid() else []
            self._carry_out(runs, command)

    def reset(self) -> None:
        """Forget the rows, not the pictures."""
        self._is_mirroring = True
        super().reset()
        self._is_mirroring = False

    def mirror(self) -> None:
        """Tell Qt which of the visible rows are selected."""
        selection, grid = QItemSelection(), self._grid
        if self._pictures:
            for row in self._visible_rows():
                if grid.id_at(row) in self._pictures:
                    index = grid.index(row)
                    selection.select(index, index)
        self._is_mirroring = True
        super().select(selection, _Flag.ClearAndSelect)
        self._is_mirroring = False

    def _carry_out(self, runs: Sequence[tuple[int, int]], command: QItemSelectionModel.SelectionFlag) -> None:
        # With `Current`, a command replaces the command before it, as while a rubber band is drawn.
        start = self._before if command & _Flag.Current else (self._pictures, self._hidden)
        if command & _Flag.Clear:
            start = PictureSet(), 0
        self._before = pictures, hidden = start
        chosen = self._grid.pictures_in(runs)
        if command & _Flag.Select:
            pictures = pictures | chosen if pictures else chosen
        elif command & _Flag.Deselect:
            pictures = pictures - chosen
        elif command & _Flag.Toggle:
            pictures = pictures ^ chosen
        self._become(pictures, hidden)

    def _become(self, pictures: PictureSet, hidden: int | None) -> None:
        self._pictures, self._hidden = pictures, hidden
        self.mirror()
        self.changed.emit()

    # --- changes of the grid ---

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Recognise selected pictures that the grid shows again."""
        if not self._hidden and self._hidden is not None:
            return
        if self._hidden is None or last - first >= FEW:
            self._settle(None)
            return
        shown = sum(one in self._pictures for one in self._grid.ids_between(first, last))
        if shown:
            self._become(self._pictures, self._hidden - shown)

    def _on_removing(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Deselect pictures that an edit takes out of the grid: the next edit is not about them."""
        gone = [one for one in self._grid.ids_between(first, last) if one in self._pictures]
        if gone:
            self._before = self._pictures, self._hidden = self._pictures - gone, self._hidden
            self.changed.emit()

    def _on_resetting(self) -> None:
        self._rows_before = self._grid.snapshot() if self._grid.is_renewal else None

    def _on_reset(self) -> None:
        before, self._rows_before = self._rows_before, None
        self._settle(before)

    def _settle(self, before: PictureSequence | None) -> None:
        """Find out which pictures are shown now; on a worker if there are very many."""
        if self._counting is not None:
            self._counting.cancel()  # its rows are gone
            self._counting = None
        find = partial(_settle, self._pictures, before, self._grid.snapshot())
        count = len(self._pictures)
        count = count if before is not None else min(count, self._grid.picture_count)
        if self._runner is None or count <= FEW:
            self._on_settled(self._pictures, find())
            return
        self._become(self._pictures, None)
        done = partial(self._on_settled, self._pictures)
        self._counting = self._runner.run(find, done, lane=Lane.SEARCH, owner=self)

    def _on_settled(self, asked: PictureSet, settled: _Settled) -> None:
        self._counting = None
        left, hidden = settled
        if asked is not self._pictures:
            self._settle(None)
            return
        pictures = self._pictures - left if left else self._pictures
        self._before = pictures, hidden
        self._become(pictures, hidden)


def _settle(pictures: PictureSet, before: PictureSequence | None, now: PictureSequence) -> _Settled:
    """Return the pictures that left the sequence `before`, and how many others are not in `now`."""
    if before is not None:
        gone = frozenset(one for one in pictures if one not in now)
        left = frozenset(filter(before.__contains__, gone))
        return left, len(gone) - len(left)
    if len(now) < len(pictures):
        return frozenset(), len(pictures) - sum(map(pictures.__contains__, now))
    return frozenset(), sum(one not in now for one in pictures)
