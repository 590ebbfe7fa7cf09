"""How many pictures the grid shows, in words."""

from PySide6.QtCore import QObject


class ShellCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def at_least(self, count: int) -> str:
        return self.tr("%Ln+ picture(s)", "", count)

    def found(self, count: int, found: str) -> str:
        return self.tr("{found} of %Ln picture(s)", "", count).format(found=found)

    def found_at_least(self, count: int, found: str) -> str:
        return self.tr("{found}+ of %Ln picture(s)", "", count).format(found=found)
