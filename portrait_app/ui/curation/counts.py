"""What was done to how many pictures, in words."""

from PySide6.QtCore import QObject


class CurationCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def favourites(self, count: int) -> str:
        return self.tr("Favourite: %Ln picture(s)", "", count)

    def no_favourites(self, count: int) -> str:
        return self.tr("Not favourite: %Ln picture(s)", "", count)

    def rated(self, count: int, stars: str) -> str:
        return self.tr("{stars} for %Ln picture(s)", "", count).format(stars=stars)

    def trashed(self, count: int) -> str:
        return self.tr("%Ln picture(s) moved to Trash", "", count)

    def restored(self, count: int) -> str:
        return self.tr("%Ln picture(s) restored", "", count)

    def noted(self, count: int) -> str:
        return self.tr("Note for %Ln picture(s)", "", count)

    def tagged(self, count: int, tags: str) -> str:
        return self.tr("{tags} for %Ln picture(s)", "", count).format(tags=tags)

    def untagged(self, count: int, tags: str) -> str:
        return self.tr("{tags} removed from %Ln picture(s)", "", count).format(tags=tags)

    def would_merge(self, count: int, name: str) -> str:
        return self.tr(
            "There is already a tag {name}, of %Ln picture(s). OK merges the two.", "", count
        ).format(name=name)

    def tag_renamed(self, count: int, tag: str, to: str) -> str:
        return self.tr("{tag} renamed to {to}: %Ln picture(s)", "", count).format(tag=tag, to=to)

    def tags_merged(self, count: int, tags: str, to: str) -> str:
        return self.tr("{tags} merged into {to}: %Ln picture(s)", "", count).format(tags=tags, to=to)

    def collected(self, count: int, name: str) -> str:
        return self.tr("%Ln picture(s) added to {name}", "", count).format(name=name)

    def taken_out(self, count: int, name: str) -> str:
        return self.tr("%Ln picture(s) removed from {name}", "", count).format(name=name)

    def most_characters(self, count: int, word: str) -> str:
        return self.tr("{word} is too long: the limit is %Ln character(s).", "", count).format(word=word)

    def most_tags(self, count: int) -> str:
        return self.tr("These are too many tags. You can add up to %Ln tag(s) at a time.", "", count)
