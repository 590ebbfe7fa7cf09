"""How many pictures and files a check is about, in words."""

from PySide6.QtCore import QObject


class CareCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def all_read(self, count: int) -> str:
        return self.tr("All is well: %Ln picture(s), every file read.", "", count)

    def all_there(self, count: int) -> str:
        return self.tr("All is well: %Ln picture(s), every file in its place.", "", count)

    def checked(self, count: int) -> str:
        return self.tr("%Ln picture(s) checked.", "", count)

    def findings(self, count: int) -> str:
        return self.tr("%Ln problem(s) found.", "", count)

    def first_listed(self, count: int) -> str:
        return self.tr("Only the first %Ln file(s) are listed.", "", count)

    def more(self, count: int) -> str:
        return self.tr("and %Ln more", "", count)

    def thumbnails_removed(self, count: int) -> str:
        return self.tr("Thumbnails of %Ln deleted picture(s) were removed.", "", count)

    def forget(self, count: int) -> str:
        return self.tr("Forget %Ln picture(s)?", "", count)

    def forget_means(self, count: int) -> str:
        return self.tr(
            "Everything the library knows about %Ln picture(s) is removed. No file is touched.", "", count
        )

    def forgotten(self, count: int) -> str:
        return self.tr("%Ln picture(s) forgotten", "", count)

    def delete_files(self, count: int) -> str:
        return self.tr("Delete %Ln temporary file(s) for good?", "", count)

    def files_deleted(self, count: int) -> str:
        return self.tr("%Ln temporary file(s) deleted.", "", count)

    def located(self, count: int) -> str:
        return self.tr("%Ln file(s) found and copied back.", "", count)

    def back_in_place(self, count: int) -> str:
        return self.tr("%Ln file(s) back in place", "", count)

    def found_of(self, count: int, found: str) -> str:
        return self.tr("{found} of %Ln missing file(s) found", "", count).format(found=found)

    def looked_at(self, count: int) -> str:
        return self.tr("%Ln file(s) searched", "", count)

    def copied(self, count: int, size: str, folder: str) -> str:
        words = self.tr(
            "%Ln file(s) ({size}) will be copied to\n{folder}\nand each copy is checked. The window closes "
            "during this. Then the library is used there. The old folder stays until you remove it.",
            "",
            count,
        )
        return words.format(size=size, folder=folder)

    def still_missing(self, count: int) -> str:
        return self.tr("%Ln file(s) still missing.", "", count)

    def added(self, count: int) -> str:
        return self.tr("%Ln picture(s) added to the library.", "", count)

    def returned(self, count: int) -> str:
        return self.tr("%Ln missing picture(s) were found on the disk and added.", "", count)

    def now_held(self, count: int) -> str:
        return self.tr("The library now has %Ln picture(s).", "", count)

    def only_file_known(self, count: int) -> str:
        return self.tr("For %Ln added picture(s), only the file is known.", "", count)
