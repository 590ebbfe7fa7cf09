"""The sources of an export: the selection, the favourites, a collection, or the pictures shown."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QCoreApplication

from portrait_app.core.cancel import Cancel
from portrait_app.core.export.plan import ExportPlan, PreviewRow
from portrait_app.core.picture import Picture
from portrait_app.core.ports.exporting import Exporter
from portrait_app.core.ports.library import Library
from portrait_app.core.search.query import FILTERS, LibraryQuery, filter_by_key
from portrait_app.ui.exporting.counts import ExportCounts
from portrait_app.ui.search.messages import quoted

PREVIEWED = 5  # pictures made for the preview, to find their names and sizes


@dataclass(frozen=True, slots=True)
class ExportSource:
    """A source of pictures: their ids, or the query that finds them. With `within`, only those in it."""

    key: str
    label: str
    ids: Sequence[int] = ()
    within: Container[int] | None = None
    query: LibraryQuery | None = None
    collection: str = ""  # name of the collection, if the pictures are of one

    def all_ids(self, library: Library) -> Sequence[int]:
        """Return every id. For workers. Raises AppError."""
        return list(self._chosen()) if self.query is None else library.picture_ids(self.query)

    def count(self, library: Library) -> int:
        """Return the number of pictures. For workers. Raises AppError."""
        return sum(1 for _ in self._chosen()) if self.query is None else library.picture_count(self.query)

    def first(self, library: Library) -> list[Picture]:
        """Return the first PREVIEWED pictures. For workers. Raises AppError."""
        if self.query is None:
            return library.pictures(list(islice(self._chosen(), PREVIEWED)))
        return library.pictures(library.picture_ids(self.query, PREVIEWED))

    def _chosen(self) -> Iterator[int]:
        within = self.within
        return iter(self.ids) if within is None else filter(within.__contains__, self.ids)


@dataclass(frozen=True, slots=True)
class TriedExport:
    """The preview of an export."""

    plan: ExportPlan
    count: int  # number of pictures in the source
    rows: Sequence[PreviewRow]  # the first files
    tried: Sequence[PreviewRow]  # the first pictures with their sizes, even if one file holds all


def look(
    exporter: Exporter, library: Library, plan: ExportPlan, source: ExportSource, cancel: Cancel
) -> TriedExport:
    """Make a preview of the first pictures. For workers. Raises AppError.

    After `cancel` is called the function returns soon, and its result must not be used.
    """
    pictures, count = source.first(library), source.count(library)
    if not pictures:
        return TriedExport(plan, count, (), ())
    rows = exporter.preview(plan, pictures, count, source.collection, cancel)
    if plan.pictures is plan.row:
        return TriedExport(plan, count, rows, rows)
    inside = plan.with_format(plan.pictures.key)
    tried = exporter.preview(inside, pictures, count, source.collection, cancel)
    return TriedExport(plan, count, rows, tried)


def selection_source(ids: Sequence[int]) -> ExportSource:
    """Return the source for the selected pictures, in the order of the grid."""
    return ExportSource("selection", QCoreApplication.translate("export", "Selected pictures"), ids)


def selection_sources(selected: Sequence[int], hidden: int, grid: Container[int]) -> list[ExportSource]:
    """Return the sources for the selected pictures, of which `grid` does not show `hidden`.

    What the user sees comes first: no picture leaves the program unseen and unasked.
    """
    if not selected:
        return []
    if not hidden:
        return [selection_source(selected)]
    found = [ExportSource("selection", ExportCounts().all_selected(hidden), selected)]
    if hidden < len(selected):
        label = QCoreApplication.translate("export", "Selected pictures that are shown")
        found.insert(0, ExportSource("selection_shown", label, selected, within=grid))
    return found


def sources(selection: Sequence[ExportSource], shown: LibraryQuery) -> list[ExportSource]:
    """Return the sources to choose from, the most likely first. `shown` is the query of the grid."""
    found = list(selection)
    if not _is_whole_place(shown):
        found.append(ExportSource("shown", _shown_words(shown), query=shown, collection=shown.collection))
    if shown.collection:
        label = QCoreApplication.translate("export", "Collection {name}").format(
            name=quoted(shown.collection)
        )
        query = LibraryQuery(FILTERS[0], shown.now, order=shown.order, collection=shown.collection)
        found.append(ExportSource("collection", label, query=query, collection=shown.collection))
    favourites = LibraryQuery(filter_by_key("favourites"), shown.now, order=shown.order)
    everything = LibraryQuery(FILTERS[0], shown.now, order=shown.order)
    places = [
        ExportSource("all", QCoreApplication.translate("export", "All pictures"), query=everything),
        ExportSource("favourites", QCoreApplication.translate("export", "All favourites"), query=favourites),
    ]
    if shown.filter.key == "favourites":
        places.reverse()
    return [*found, *places]


def _is_whole_place(query: LibraryQuery) -> bool:
    """Return whether the grid shows all pictures of a place: a collection, the favourites, or the library.

    That place is a source of its own, so "What is shown" is not offered.
    """
    return query.search.is_empty and query.filter.key in (FILTERS[0].key, "favourites")


def _shown_words(query: LibraryQuery) -> str:
    place = QCoreApplication.translate("query", query.filter.label)
    if query.collection:
        place = quoted(query.collection)
    if query.search.is_empty:
        return QCoreApplication.translate("export", "Current view: {place}").format(place=place)
    return QCoreApplication.translate("export", "Search results in {place}").format(place=place)
