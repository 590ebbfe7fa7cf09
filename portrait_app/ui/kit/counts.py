"""Numbers with the word that follows them, as the whole window uses them."""

from PySide6.QtCore import QObject


class KitCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def pictures(self, count: int) -> str:
        return self.tr("%Ln picture(s)", "", count)

    def cut(self, count: int) -> str:
        return self.tr("[Cut here. %Ln more character(s) are not shown; they are kept.]", "", count)

    def cut_to(self, count: int, names: str) -> str:
        return self.tr("Cut to its first %Ln character(s): {names}.", "", count).format(names=names)

    def stars(self, count: int) -> str:
        return self.tr("%Ln star(s)", "", count)

    def suggestions(self, count: int) -> str:
        return self.tr("%Ln suggestion(s)", "", count)

    def times(self, count: int, title: str) -> str:
        return self.tr("{title} (%Ln time(s))", "", count).format(title=title)

    def behind(self, count: int) -> str:
        return self.tr("%Ln more message(s)", "", count)

    def tokens(self, count: int, used: str) -> str:
        return self.tr("about {used} of %Ln token(s)", "", count).format(used=used)

    def too_many_tokens(self, count: int, used: str) -> str:
        return self.tr("about {used} of %Ln token(s): the model ignores the rest", "", count).format(
            used=used
        )

    def most_tokens(self, count: int) -> str:
        return self.tr("up to %Ln token(s)", "", count)
