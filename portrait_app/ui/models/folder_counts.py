"""How long a download still takes, in words."""

from PySide6.QtCore import QObject


class FolderCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def minutes_left(self, count: int) -> str:
        return self.tr("about %Ln minute(s) left", "", count)

    def hours_left(self, count: int) -> str:
        return self.tr("about %Ln hour(s) left", "", count)
