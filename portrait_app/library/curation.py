"""Edits of pictures and collections, their undo, and the emptying of the Trash."""

from collections.abc import Sequence
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.curation import (
    Collection,
    CollectionEdit,
    Edit,
    Edited,
    Emptied,
    EmptyReport,
    Marks,
    PreviousMarks,
    SetFavourite,
    SetRating,
    SetTrashed,
    Tag,
    TrashContents,
)
from portrait_app.core.picture import Picture
from portrait_app.core.ports.curation import SystemTrash
from portrait_app.core.ports.system import Clock
from portrait_app.library import collections, marks, pictures, trash
from portrait_app.library.database import Database

_TOGGLES = (SetFavourite, SetRating, SetTrashed)  # these need not be durable; typed text must be


class LibraryCuration:
    """Implements `Curation` for the library in `folder`; any thread may use it."""

    def __init__(self, folder: Path, database: Database, clock: Clock, system_trash: SystemTrash) -> None:
        self._folder = folder
        self._database = database
        self._clock = clock
        self._system_trash = system_trash

    def edit(self, ids: Sequence[int], edit: Edit) -> Edited:
        with self._database.write(durable=not isinstance(edit, _TOGGLES)) as connection:
            if isinstance(edit, CollectionEdit):
                return Edited(collections.edit(connection, edit, self._clock.now()), [])
            former = marks.edit(connection, ids, edit, self._clock.now())
            return Edited(former, pictures.as_changed(connection, former.ids()))

    def put_back(self, former: PreviousMarks) -> list[Picture]:
        with self._database.write(durable=not isinstance(former.edit, _TOGGLES)) as connection:
            if isinstance(former.edit, CollectionEdit):
                collections.put_back(connection, former)
                return []
            marks.put_back(connection, former)
            return pictures.as_changed(connection, former.ids())

    def remaining(self, former: PreviousMarks) -> PreviousMarks:
        with self._database.read() as connection:
            return former.only(pictures.among(connection, former.ids()))

    def toggled(self, ids: Sequence[int]) -> SetFavourite:
        with self._database.read() as connection:
            return SetFavourite(not marks.all_favourites(connection, ids))

    def marks(self, ids: Sequence[int]) -> Marks:
        with self._database.read() as connection:
            return marks.marks(connection, ids)

    def collections(self) -> list[Collection]:
        with self._database.read() as connection:
            return collections.all_collections(connection)

    def tags(self) -> list[Tag]:
        with self._database.read() as connection:
            return marks.all_tags(connection)

    def tagged(self, tags: Sequence[str]) -> list[int]:
        with self._database.read() as connection:
            return marks.tagged(connection, tags)

    def trash_contents(self) -> TrashContents:
        with self._database.read() as connection:
            return trash.contents(connection)

    def empty_trash(self, *, with_favourites: bool, report: EmptyReport, cancel: Cancel) -> Emptied:
        emptying = trash.Emptying(self._folder, self._database, self._system_trash)
        return emptying.run(with_favourites=with_favourites, report=report, cancel=cancel)
