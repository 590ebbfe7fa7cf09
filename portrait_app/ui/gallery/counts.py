"""How many pictures are selected, in words."""

from PySide6.QtCore import QObject


class GalleryCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def selected(self, count: int) -> str:
        return self.tr("%Ln picture(s) selected", "", count)

    def chosen(self, count: int) -> str:
        return self.tr("%Ln selected", "", count)

    def hidden(self, count: int) -> str:
        return self.tr("%Ln not shown", "", count)

    def every(self, count: int) -> str:
        return self.tr("All %Ln", "", count)

    def only_shown(self, count: int) -> str:
        return self.tr("Only the %Ln shown", "", count)
