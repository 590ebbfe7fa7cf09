"""How many models and samplers there are, in words."""

from PySide6.QtCore import QObject


class ModelCounts(QObject):
    """One method for each sentence: lupdate finds plurals only in this form, and Qt only in this class."""

    def models(self, count: int) -> str:
        return self.tr("%Ln model(s)", "", count)

    def samplers(self, count: int) -> str:
        return self.tr("%Ln sampler(s)", "", count)

    def found(self, count: int) -> str:
        return self.tr("%Ln new server(s) found on this computer.", "", count)
