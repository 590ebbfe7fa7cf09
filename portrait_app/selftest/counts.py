"""Numbers of the selftest, in words."""

from PySide6.QtCore import QObject


class SelftestCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def authorities(self, count: int) -> str:
        return self.tr("%Ln authorities", "", count)

    def working(self, count: int, working: str) -> str:
        return self.tr("{working} of %Ln part(s) work.", "", count).format(working=working)

    def failed(self, count: int) -> str:
        return self.tr("%Ln failed.", "", count)
