"""The controller of the search: filter, search text, sort order, collection and saved searches."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from portrait_app.core.search.expression import EVERYTHING, Search, SearchError, parse_search
from portrait_app.core.search.query import FILTERS, filter_by_key, order_by_key
from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.gallery.place_words import PlaceWords
from portrait_app.ui.kit.ask_name import ask_name
from portrait_app.ui.search.library_bar import LibraryBar
from portrait_app.ui.search.messages import quoted, search_problem_text
from portrait_app.ui.search.saved_searches import SavedSearches
from portrait_app.ui.shell.shell import Shell

_ALL = FILTERS[0]


class SearchController(QObject):
    """Connects the bar above the grid with the gallery, and restores the last session's search."""

    place_changed = Signal(str)  # name of the collection that is shown; empty for none

    def __init__(self, shell: Shell, gallery: Gallery, bar: LibraryBar, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._window = shell.window
        self._view = gallery.view
        self._gallery = gallery.controller
        self._settings = settings = shell.settings
        self._bar = bar
        self._filter = _ALL
        self._collection = ""
        self._order = order_by_key("")
        self._search: Search = EVERYTHING
        self._searched = ""  # the text that `_search` was parsed from
        self._saved = SavedSearches(settings)
        self._asked_values: set[str] = set()  # keys of fields whose known values are up to date
        bar.search.left.connect(self._go_to_grid)
        bar.search.escaped.connect(self._escape)
        gallery.view.escaped.connect(self._escape)
        bar.search.values_wanted.connect(self._find_values)
        bar.filters.chosen.connect(self.show_filter)
        bar.sort.chosen.connect(self._on_order)
        bar.saved.chosen.connect(lambda name: bar.search.setText(self._saved.all()[name]))
        bar.saved.rename_wanted.connect(self._rename)
        bar.saved.delete_wanted.connect(self._delete)
        for wish in (bar.saved.save_wanted, bar.search.save_wanted):
            wish.connect(self._save)
        self._gallery.begun.connect(self._name_places)
        self._gallery.shown.connect(self._explain_empty)
        self._gallery.refused.connect(self._go_back)
        for change in (self._gallery.changed, self._gallery.count_changed):
            change.connect(self._asked_values.clear)
        shell.actions["search"].triggered.connect(self._focus)

    def start(self) -> None:
        """Restore the last session's filter, collection, order and search, and run the query."""
        self._filter = filter_by_key(str(self._settings.value("filter")))
        self._order = order_by_key(str(self._settings.value("order")))
        self._collection = str(self._settings.value("collection"))
        self._show_place()
        self._bar.sort.set_order(self._order.key)
        self._bar.saved.set_names(list(self._saved.all()))
        if not self._bar.search.text():  # keep what the user typed while the library was opening
            self._bar.search.setText(str(self._settings.value("search")))
        self._bar.search.textChanged.connect(self._on_text)
        self._read(self._bar.search.text())
        self._bar.set_ready(True)
        self._show()

    def show_filter(self, key: str) -> None:
        """Show the pictures of a filter, a row of `core.search.query.FILTERS`."""
        self._go_to(key, "")

    @property
    def collection(self) -> str:
        """The name of the collection that is shown; empty for none."""
        return self._collection

    @property
    def text(self) -> str:
        """The text of the search that is shown."""
        return self._searched

    def show_collection(self, name: str) -> None:
        """Show the pictures of a collection; the filter is then "all", because no filter includes it."""
        self._go_to(_ALL.key, name)

    def show_everything(self) -> None:
        """Show all pictures, without a search."""
        self._bar.search.clear()
        self.show_filter(_ALL.key)

    def search_for(self, text: str) -> None:
        """Search all pictures for `text`."""
        self._go_to(_ALL.key, "")
        self._bar.search.setText(text)
        self._window.show_gallery()

    def show_picture(self, picture_id: int) -> None:
        """Select a picture and scroll to it; if it is not among those shown, show all pictures."""
        self._window.show_gallery()
        if self._view.gallery.index_of(picture_id).isValid():
            self._view.go_to(picture_id)
            return

        def go_to() -> None:
            self._gallery.shown.disconnect(go_to)
            self._view.go_to(picture_id)

        self._gallery.shown.connect(go_to)
        self.search_for("")

    def _go_to(self, key: str, collection: str) -> None:
        self._filter, self._collection = filter_by_key(key), collection
        self._show_place()
        self._show()

    def _show_place(self) -> None:
        """Show filter and collection in the bar, and save them in the settings."""
        self._settings.set("filter", self._filter.key)
        self._settings.set("collection", self._collection)
        self._bar.filters.set_filter("" if self._collection else self._filter.key)
        self._bar.search.set_place(self._collection)
        self.place_changed.emit(self._collection)

    def _on_order(self, key: str) -> None:
        self._order = order_by_key(key)
        self._settings.set("order", self._order.key)
        self._show()

    def _on_text(self, text: str) -> None:
        if self._read(text):
            self._show()

    def _read(self, text: str) -> bool:
        """Parse the search text; return whether the search differs from the one before."""
        text = text.encode(errors="replace").decode()  # a pasted half of a surrogate pair cannot be saved
        self._settings.set("search", text)
        self._bar.saved.set_can_save(bool(text.strip()))
        try:
            search = parse_search(text)
        except SearchError as error:  # the last result stays on the screen
            self._bar.search.show_problem(search_problem_text(error))
            return False
        self._bar.search.show_problem("")
        self._searched = text
        before, self._search = self._search, search
        return search != before

    def _show(self) -> None:
        self._gallery.show(self._filter, self._search, self._order, self._collection)

    def _go_back(self) -> None:
        """Reset filter, search and order to the query whose pictures are shown; the typed text stays."""
        query = self._gallery.query
        if self._search != query.search:
            words = self.tr("This search failed. The previous results are still shown.")
            self._bar.search.show_problem(words)
        self._filter, self._search, self._order = query.filter, query.search, query.order
        self._collection = query.collection
        self._show_place()
        self._settings.set("order", self._order.key)
        self._bar.sort.set_order(self._order.key)

    def _focus(self) -> None:
        self._window.show_gallery()
        self._bar.search.setFocus()
        self._bar.search.selectAll()

    def _go_to_grid(self) -> None:
        self._window.show_gallery()

    def _escape(self) -> None:
        """Clear the search; the next time, the selection."""
        if self._bar.search.text():
            self._bar.search.clear()
        else:
            self._view.clearSelection()

    def _find_values(self, key: str) -> None:
        if key in self._asked_values:
            return
        self._asked_values.add(key)
        self._gallery.find_values(key, partial(self._bar.search.set_values, key))

    def _name_places(self) -> None:
        query = self._gallery.query
        self._view.set_place_words(PlaceWords(query.order, query.now))

    # --- empty results ---

    def _explain_empty(self) -> None:
        clear = (self.tr("Clear the search"), self._bar.search.clear)
        show_all = (self.tr("Show all pictures"), partial(self.show_filter, _ALL.key))
        is_all = self._filter is _ALL and not self._collection
        place = QCoreApplication.translate("query", self._filter.label)
        if self._collection:
            place = quoted(self._collection)
        if self._gallery.query.search.is_empty:
            text = QCoreApplication.translate("query", self._filter.empty)
            if self._collection:
                text = self.tr("{collection} is empty. Drag pictures onto its name to add them.").format(
                    collection=place
                )
            self._view.set_empty_text(text, () if is_all else (show_all,))
            return
        text = self.tr("No picture in {filter} matches {search}.").format(
            filter=place,
            search=quoted(self._searched),
        )
        if is_all:
            text = self.tr("No picture matches {search}.").format(search=quoted(self._searched))
        search_all = (self.tr("Search all pictures"), show_all[1])
        self._view.set_empty_text(text, (clear,) if is_all else (clear, search_all))

    # --- saved searches ---

    def _save(self) -> None:
        text = self._bar.search.text().strip()
        name = ask_name(self._window, self.tr("Save this search"), text[:40])
        if name:
            self._saved.save(name, text.encode(errors="replace").decode())
            self._bar.saved.set_names(list(self._saved.all()))

    def _rename(self, name: str) -> None:
        new = ask_name(self._window, self.tr("Rename search"), name)
        if new:
            self._saved.rename(name, new)
            self._bar.saved.set_names(list(self._saved.all()))

    def _delete(self, name: str) -> None:
        before = self._saved.all()
        self._saved.delete(name)
        self._bar.saved.set_names(list(self._saved.all()))

        def undo() -> None:
            self._saved.put_back(before)
            self._bar.saved.set_names(list(before))

        self._shell.offer_undo(self.tr("{name} deleted").format(name=quoted(name)), undo)
