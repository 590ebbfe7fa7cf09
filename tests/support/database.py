"""Access to the database of a library, for tests of rows that no public method returns."""

from portrait_app.library.database import Database
from portrait_app.library.library import PictureLibrary


def database_of(library: PictureLibrary) -> Database:
    """Return the library's private database. Tests get it only here."""
    return library._database
