"""How many jobs the queue has, and what becomes of them, in words."""

from PySide6.QtCore import QObject


class QueueCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def need_you(self, count: int) -> str:
        return self.tr("%Ln need(s) you", "", count)

    def running(self, count: int) -> str:
        return self.tr("%Ln running", "", count)

    def waiting(self, count: int) -> str:
        return self.tr("%Ln waiting", "", count)

    def wait_offline(self, count: int) -> str:
        return self.tr("{engine} cannot be reached: %Ln job(s) waiting", "", count)

    def selected(self, count: int) -> str:
        return self.tr("%Ln job(s) selected", "", count)

    def made_today(self, count: int) -> str:
        return self.tr("%Ln picture(s) made today", "", count)

    def made_hidden(self, count: int) -> str:
        return self.tr("%Ln picture(s) made, but not shown here", "", count)
