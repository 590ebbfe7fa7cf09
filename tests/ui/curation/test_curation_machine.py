"""Whatever is said about pictures, in whichever order: the library says the same, and all of it goes back."""

import hashlib
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
import shiboken6
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from portrait_app.core.cancel import Cancel
from portrait_app.core.curation import (
    AddTags,
    Collect,
    CreateCollection,
    DeleteCollection,
    Edit,
    RemoveTags,
    RenameCollection,
    SetFavourite,
    SetNote,
    SetRating,
    SetTrashed,
)
from portrait_app.core.delivery import GeneratedImage
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.metadata.imported import ImportedFile
from portrait_app.core.metadata.picture_record import FileRecord
from portrait_app.core.picture import Picture
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.query import FILTERS, LibraryQuery, filter_by_key
from portrait_app.imaging.reading import check_image
from portrait_app.library.library import open_library
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.gallery.controller import GalleryController
from tests.jobs.queue_world import StepRunner
from tests.library.making import a_request, some_pictures
from tests.support.clock import FixedClock
from tests.support.images import encoded_image
from tests.support.shell import BareShell
from tests.ui.curation.curation_model import Said, State, Step

_TAGS = ("red", "Red", "blue", "été")
_NAMES = ("May", "June", "July")
_WORDS = ("", "window", "été large", "window")

some_ids = st.lists(st.integers(1, 8), min_size=1, max_size=5, unique=True)
names = st.sampled_from(_NAMES)
tags = st.lists(st.sampled_from(_TAGS), min_size=1, max_size=2, unique_by=str.casefold).map(tuple)
edits_of_pictures = st.one_of(
    st.builds(SetFavourite, st.booleans()),
    st.builds(SetRating, st.integers(0, 5)),
    st.builds(SetTrashed, st.booleans()),
    st.builds(AddTags, tags),
    st.builds(RemoveTags, tags),
    st.builds(SetNote, st.sampled_from(_WORDS)),
    st.builds(Collect, names, st.booleans()),
)
edits_of_collections = st.one_of(
    st.builds(CreateCollection, names),
    st.builds(RenameCollection, names, names),
    st.builds(DeleteCollection, names),
)


class Grid:
    """Hears what the grid would: the pictures it has been told of are as they are in the library."""

    def __init__(self) -> None:
        self.told: dict[int, Picture] = {}

    def take_out(self, ids: list[int], *, trashed: bool) -> None:
        pass

    def release(self, ids: list[int]) -> None:
        pass

    def look_again(self) -> None:
        self.told.clear()

    def pictures_changed(self, pictures: list[Picture]) -> None:
        self.told |= {picture.id: picture for picture in pictures}


class CurationMachine(RuleBasedStateMachine):
    """Holds the real controller, on a real library, against a model of what was said."""

    def __init__(self) -> None:
        super().__init__()
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = Path(self.scratch.name)
        self.clock = FixedClock()
        self.library = open_library(self.folder / "library", self.clock)
        self.refused: set[str] = set()
        self.curation = self.library.curation(self._system_trash)
        self.runner, self.grid, self.owner = StepRunner(), Grid(), QObject()
        self.failures: list[AppError] = []
        self.runner.failed.connect(self.failures.append)
        self.bare, self.stack = BareShell(self.runner), QUndoStack()
        self.controller = CurationController(
            self.bare.shell,
            self.curation,
            cast("GalleryController", self.grid),
            self.stack,
            self.owner,
        )
        self.state = State()
        self.steps: list[Step] = []
        self.place = 0  # steps that are done, and not taken back
        self.brought = 0
        self.newest = 0

    def _system_trash(self, path: Path) -> None:
        if path.name in self.refused:
            raise AppError(ErrorKind.FILE_FAILED, "refused")
        if not path.exists():
            raise AppError(ErrorKind.FILE_MISSING, "gone")
        path.unlink()

    def teardown(self) -> None:
        try:
            self._all_goes_back()
        finally:
            for part in (self.owner, self.stack):  # in this order: the stack tells of its end
                shiboken6.delete(part)
            self.bare.end()
            self.library.close()
            self.scratch.cleanup()

    # What a person does

    @initialize(count=st.integers(1, 4))
    def begin(self, count: int) -> None:
        some_pictures(self.library, count)
        self.state = State(dict.fromkeys(range(1, count + 1), Said()))
        self.newest = count

    @rule(ids=some_ids, edit=edits_of_pictures)
    def edit_pictures(self, ids: list[int], edit: Edit) -> None:
        ids = self._seen(ids)
        self.controller.edit(ids, edit)
        self._did(ids, edit)

    def _seen(self, ids: list[int]) -> list[int]:
        """Return ids of pictures that are there or have been: nobody chooses one that is still to come."""
        return [number for number in ids if number <= self.newest]

    @rule(edit=edits_of_collections)
    def edit_collection(self, edit: Edit) -> None:
        self.controller.edit((), edit)
        self._did([], edit)

    @rule(ids=some_ids, name=names)
    def collect_in_a_new_one(self, ids: list[int], name: str) -> None:
        ids = self._seen(ids)
        self.controller.edit(ids, CreateCollection(name), Collect(name))
        self._did(ids, CreateCollection(name), Collect(name))

    @rule(ids=some_ids)
    def toggle(self, ids: list[int]) -> None:
        ids = self._seen(ids)
        self.controller.toggle_favourite(ids)
        there = [self.state.pictures[n].favourite for n in ids if n in self.state.pictures]
        self._did(ids, SetFavourite(not all(there)))

    def _did(self, ids: list[int], *edits: Edit) -> None:
        before = self.state
        for edit in edits:
            self.state = self.state.after(ids, edit)
        if self.state == before:
            return
        changed = frozenset(n for n, said in self.state.pictures.items() if said != before.pictures[n])
        step = Step(before, self.state, changed, edits)
        last = self.steps[-1] if self.steps and self.place == len(self.steps) else None
        if last is not None and step.is_note and last.is_note and last.about == step.about:
            last.after, last.edits = self.state, edits
            return
        self.steps[self.place :] = [step]
        self.place += 1

    @rule()
    def undo(self) -> None:
        self.controller.undo()
        if self.place:
            self.place -= 1
            self.state = self.state.back_to(self.steps[self.place].before)

    @rule()
    def redo(self) -> None:
        self.controller.redo()
        if self.place < len(self.steps):
            self.state = self.steps[self.place].again(self.state)
            self.place += 1

    @rule(count=st.integers(1, 3))
    def wait(self, count: int) -> None:
        for _ in range(min(count, len(self.runner.database))):
            self.runner.step_database()

    # What happens beside it

    @rule()
    def a_picture_arrives(self) -> None:
        (picture,) = some_pictures(self.library, 1)
        self.newest = picture.id
        self.state = replace(self.state, pictures=self.state.pictures | {picture.id: Said()})

    @rule(marks=st.tuples(st.booleans(), st.integers(0, 5), tags, st.sampled_from(_WORDS)))
    def one_is_imported(self, marks: tuple[bool, int, tuple[str, ...], str]) -> None:
        self.runner.settle()
        self.brought += 1
        data = encoded_image(40, 40 + self.brought, "navy")
        sha256 = hashlib.sha256(data).hexdigest()
        favourite, stars, given, note = marks
        record = FileRecord(a_request(), self.clock.now(), sha256, 5, 0, favourite, stars, given, note)
        file = ImportedFile(
            Path("x.jpg"), "jpeg", 40, 40 + self.brought, len(data), sha256, self.clock.now(), record
        )
        image = GeneratedImage(data, "jpeg", 40, 40 + self.brought)
        picture = self.library.importing().add(file, image)
        assert self.library.importing().add(file, image).id == picture.id
        self.newest = picture.id
        said = self.state.after([], SetNote("")).pictures | {
            picture.id: Said(favourite, stars, False, note=note)
        }
        self.state = replace(self.state, pictures=said).after([picture.id], AddTags(given))

    @rule(with_favourites=st.booleans(), refused=st.sets(st.integers(1, 8), max_size=2))
    def empty_trash(self, with_favourites: bool, refused: set[int]) -> None:
        self.runner.settle()
        self.refused = {Path(picture.file).name for picture in self.library.pictures(sorted(refused))}
        emptied = self.curation.empty_trash(
            with_favourites=with_favourites, report=lambda _done, _all: None, cancel=Cancel()
        )
        self.refused = set()
        sent = {
            number
            for number, said in self.state.pictures.items()
            if said.trashed and (with_favourites or not said.favourite)
        }
        assert (emptied.gone, len(emptied.failed)) == (len(sent - refused), len(sent & refused))
        self._are_gone(sent - refused)

    @precondition(lambda self: self.state.pictures)
    @rule(which=st.integers(0, 7))
    def a_file_is_missing_and_forgotten(self, which: int) -> None:
        self.runner.settle()
        number = sorted(self.state.pictures)[which % len(self.state.pictures)]
        (picture,) = self.library.pictures([number])
        self.library.path(picture).unlink()
        assert self.library.housekeeping(check_image).forget(list(self.state.pictures)) == [number]
        self._are_gone({number})

    def _are_gone(self, gone: set[int]) -> None:
        self.grid.look_again()  # as who sends or forgets them has it
        self.controller.drop_missing()
        kept = {number: said for number, said in self.state.pictures.items() if number not in gone}
        self.state = replace(self.state, pictures=kept)
        for step in self.steps:
            step.about &= kept.keys()
        left = [step.is_left() for step in self.steps]
        self.place = sum(left[: self.place])
        self.steps = [step for step, stays in zip(self.steps, left, strict=True) if stays]

    # What is so at any time

    @invariant()
    def nothing_fails(self) -> None:
        assert self.failures == []

    @precondition(lambda self: not self.runner.database)
    @invariant()
    def the_library_says_what_was_said(self) -> None:
        ids = sorted(self.state.pictures)
        pictures = self.library.pictures(range(1, 200))
        assert {picture.id: Said.of(picture) for picture in pictures} == self.state.pictures
        assert self.grid.told == {n: p for p in pictures if (n := p.id) in self.grid.told}
        live = {number for number in ids if not self.state.pictures[number].trashed}
        assert {row.name: row.count for row in self.curation.collections()} == {
            name: sum(name in self.state.pictures[number].collections for number in live)
            for name in self.state.collections
        }
        assert self._found(key="trash") == set(ids) - live
        assert self._found(key="favourites") == {n for n in live if self.state.pictures[n].favourite}
        for tag in _TAGS:
            folded = tag.casefold()
            having = {
                n for n in live if folded in {given.casefold() for given in self.state.pictures[n].tags}
            }
            assert self._found(f'tag:"{tag}"') == having
        for word in ("window", "ete"):
            noted = {n for n in live if word in self.state.pictures[n].note.replace("é", "e")}
            tagged = {n for n in live if word in " ".join(self.state.pictures[n].tags).replace("é", "e")}
            assert self._found(f"note:{word}") == noted
            assert self._found(word) == noted | tagged
        assert self._found("portrait") == live
        stack = self.controller._stack
        assert (stack.index(), stack.count()) == (self.place, len(self.steps))

    def _found(self, text: str = "", key: str = FILTERS[0].key) -> set[int]:
        query = LibraryQuery(filter_by_key(key), self.clock.now().astimezone(), parse_search(text))
        return set(self.library.picture_ids(query))

    def _all_goes_back(self) -> None:
        """Undone to the end, everything is as it was, and done again as it is; no file lies about."""
        self.runner.settle()
        self.the_library_says_what_was_said()
        for move, times in ((self.undo, self.place), (self.redo, len(self.steps))):
            for _ in range(times):
                move()
            self.runner.settle()
            self.the_library_says_what_was_said()
        housekeeping = self.library.housekeeping(check_image)
        report = housekeeping.check(thorough=True, report=lambda _progress: None, cancel=Cancel())
        assert report.is_sound, (report.faults, report.loose)
        assert self.failures == []


CurationMachine.TestCase.settings = settings(
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


TestCurationMachine = pytest.mark.usefixtures("qapp")(CurationMachine.TestCase)
