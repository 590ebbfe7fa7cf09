"""How many pictures leave the library, and how many do not, in words."""

from PySide6.QtCore import QObject


class ExportCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def export(self, count: int) -> str:
        return self.tr("Export %Ln picture(s)", "", count)

    def all_selected(self, hidden: int) -> str:
        return self.tr("All selected pictures, %Ln not shown", "", hidden)

    def in_one_file(self, count: int) -> str:
        return self.tr("%Ln picture(s) in one file", "", count)

    def waiting(self, count: int) -> str:
        return self.tr("%Ln more export(s) waiting", "", count)

    def exported(self, count: int) -> str:
        return self.tr("%Ln picture(s) exported", "", count)

    def skipped(self, count: int) -> str:
        return self.tr("%Ln skipped, name taken", "", count)

    def failed(self, count: int) -> str:
        return self.tr("%Ln failed", "", count)

    def details(self, count: int) -> str:
        return self.tr("Details about %Ln picture(s)", "", count)

    def too_many_to_drag(self, count: int) -> str:
        return self.tr(
            "More than %Ln picture(s) can only be dropped on a collection. Use Export for any number.",
            "",
            count,
        )

    def not_dragged(self, count: int) -> str:
        return self.tr("%Ln picture(s) could not be prepared and were not dragged.", "", count)
