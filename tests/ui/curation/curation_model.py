"""What is said about pictures, simply: the model that `test_curation_machine` holds the program against."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

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
from portrait_app.core.picture import Picture


@dataclass(frozen=True)
class Said:
    """What is said about one picture."""

    favourite: bool = False
    rating: int = 0
    trashed: bool = False
    tags: frozenset[str] = frozenset()
    note: str = ""
    collections: frozenset[str] = frozenset()

    @classmethod
    def of(cls, picture: Picture) -> "Said":
        return cls(
            picture.favourite,
            picture.rating,
            picture.trashed is not None,
            frozenset(picture.tags),
            picture.note,
            frozenset(picture.collections),
        )


@dataclass(frozen=True)
class State:
    """What is said about all pictures, and the collections there are."""

    pictures: dict[int, Said] = field(default_factory=dict)
    collections: frozenset[str] = frozenset()

    def after(self, ids: list[int], edit: Edit) -> "State":
        match edit:
            case CreateCollection(name):
                return replace(self, collections=self.collections | {name})
            case DeleteCollection(name):
                return self._without(name)
            case RenameCollection(name, to):
                if name not in self.collections or to in self.collections:
                    return self
                inside = [number for number, said in self.pictures.items() if name in said.collections]
                renamed = replace(self._without(name), collections=self.collections - {name} | {to})
                return renamed.after(inside, Collect(to))
        change = self._change(edit)
        changed = {number: change(self.pictures[number]) for number in ids if number in self.pictures}
        return replace(self, pictures=self.pictures | changed)

    def _without(self, name: str) -> "State":
        pictures = {
            number: replace(said, collections=said.collections - {name})
            for number, said in self.pictures.items()
        }
        return State(pictures, self.collections - {name})

    def _change(self, edit: Edit) -> Callable[[Said], Said]:  # noqa: PLR0911 - one for each edit
        match edit:
            case SetFavourite(favourite):
                return lambda said: replace(said, favourite=favourite)
            case SetRating(stars):
                return lambda said: replace(said, rating=stars)
            case SetTrashed(trashed):
                return lambda said: replace(said, trashed=trashed)
            case SetNote(note):
                return lambda said: replace(said, note=note)
            case AddTags(added):
                in_use = sorted({tag for said in self.pictures.values() for tag in said.tags})
                spelled = {tag.casefold(): tag for tag in in_use}
                new = {spelled.get(tag.casefold(), tag) for tag in added}
                return lambda said: replace(said, tags=said.tags | new)
            case RemoveTags(removed):
                return lambda said: replace(said, tags=said.tags - set(removed))
            case Collect(name, inside):
                known = {name} & self.collections
                if inside:
                    return lambda said: replace(said, collections=said.collections | known)
                return lambda said: replace(said, collections=said.collections - known)
        raise AssertionError(edit)

    def back_to(self, before: "State") -> "State":
        """Return what was said before, of the pictures that are there now."""
        pictures = {number: before.pictures.get(number, said) for number, said in self.pictures.items()}
        return State(pictures, before.collections)


@dataclass
class Step:
    """One step back, and what it is about."""

    before: State
    after: State
    about: frozenset[int]  # pictures that it changed
    edits: tuple[Edit, ...]

    @property
    def is_note(self) -> bool:
        return isinstance(self.edits[0], SetNote)

    def again(self, state: State) -> State:
        """Do it again: a tag is then spelled as it is in use by now."""
        for edit in self.edits:
            state = state.after(sorted(self.about), edit)
        return state

    def is_left(self) -> bool:
        return bool(self.about) or self.before.collections != self.after.collections
