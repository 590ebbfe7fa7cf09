"""How many requests an amount is for, in words."""

from PySide6.QtCore import QObject


class MoneyCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def last_requests(self, count: int) -> str:
        return self.tr(
            "The median cost of the last %Ln request(s) with the same model, steps and size.", "", count
        )

    def last_with_other_samples(self, count: int) -> str:
        return self.tr(
            "Based on the cost per picture of the last %Ln request(s) with this model, steps and size.",
            "",
            count,
        )

    def last_with_other_settings(self, count: int) -> str:
        return self.tr(
            "Based on the cost per picture of the last %Ln request(s) with this model, with other "
            "steps or sizes.",
            "",
            count,
        )

    def estimate(self, count: int, amount: str) -> str:
        return self.tr("About {amount} for %Ln picture(s)", "", count).format(amount=amount)

    def total(self, count: int, amount: str) -> str:
        return self.tr("{amount} for %Ln request(s)", "", count).format(amount=amount)

    def billed_failures(self, count: int) -> str:
        return self.tr("Includes %Ln request(s) that failed but were billed.", "", count)

    def unreported(self, count: int, engine: str) -> str:
        return self.tr("Excludes %Ln request(s) whose cost {engine} did not report.", "", count).format(
            engine=engine
        )

    def unknown(self, count: int) -> str:
        return self.tr("Excludes %Ln request(s) that may or may not have been billed.", "", count)

    def came_with_library(self, count: int) -> str:
        return self.tr(
            "This library comes from another computer or user, and %Ln job(s) are waiting in it.", "", count
        )
