"""How many pictures are selected, in words."""

from PySide6.QtCore import QObject


class GalleryCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def selected(self, count: int) -> str:
        return self.tr("%Ln picture(s) selected", "", count)
