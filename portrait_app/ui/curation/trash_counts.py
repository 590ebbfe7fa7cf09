"""How many pictures go to the trash of the system, and how many stay, in words."""

from PySide6.QtCore import QObject


class TrashCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def ask(self, count: int) -> str:
        return self.tr("Send %Ln picture(s) to the system trash?", "", count)

    def send(self, count: int) -> str:
        return self.tr("Send %Ln picture(s)", "", count)

    def with_favourites(self, count: int) -> str:
        return self.tr("Include %Ln favourite(s)", "", count)

    def with_stars(self, count: int) -> str:
        return self.tr("With stars: %Ln picture(s).", "", count)

    def favourites_stay(self, count: int) -> str:
        return self.tr("Favourites stay in Trash: %Ln picture(s).", "", count)

    def sent(self, count: int) -> str:
        return self.tr("%Ln picture(s) sent to the system trash", "", count)

    def stopped(self, count: int) -> str:
        return self.tr("Stopped: %Ln picture(s) sent to the system trash", "", count)

    def gone_already(self, count: int) -> str:
        return self.tr("Files already gone: %Ln picture(s).", "", count)

    def not_sent(self, count: int) -> str:
        return self.tr(
            "The system trash did not accept the files of %Ln picture(s). They stay in Trash.", "", count
        )
