"""How many files there are of each kind, and what came of them, in words."""

from PySide6.QtCore import QObject


class ImportCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def new(self, count: int) -> str:
        return self.tr("%Ln new", "", count)

    def added(self, count: int) -> str:
        return self.tr("%Ln added", "", count)

    def here(self, count: int) -> str:
        return self.tr("%Ln already in your library", "", count)

    def versions(self, count: int) -> str:
        return self.tr("%Ln in your library as another version", "", count)

    def unreadable(self, count: int) -> str:
        return self.tr("%Ln cannot be read", "", count)

    def added_to_library(self, count: int) -> str:
        return self.tr("%Ln added to the library", "", count)

    def were_here(self, count: int) -> str:
        return self.tr("%Ln already in the library", "", count)

    def were_versions(self, count: int) -> str:
        return self.tr("%Ln in the library as another version", "", count)

    def not_added(self, count: int) -> str:
        return self.tr("%Ln could not be added", "", count)

    def add_all(self, count: int) -> str:
        return self.tr("Add all %Ln to library", "", count)

    def too_many(self, count: int) -> str:
        return self.tr("Only the first %Ln picture(s) are listed. Import the others afterwards.", "", count)

    def more(self, count: int) -> str:
        return self.tr("and %Ln more", "", count)
