"""The rows of a library, for tests that prepare or look at what no public method shows."""

from portrait_app.library.database import Database
from portrait_app.library.library import PictureLibrary


def database_of(library: PictureLibrary) -> Database:
    """Return the library's own database: the one place that reaches for it."""
    return library._database
