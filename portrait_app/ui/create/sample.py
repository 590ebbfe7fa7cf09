"""The sample portrait in the panel. It follows the model until the user changes something."""

from PySide6.QtCore import QObject

from portrait_app.core.catalog import ENDPOINTS, Endpoint, sample_values
from portrait_app.core.field import Value
from portrait_app.ui.create.parameter_model import ParameterModel


class Sample(QObject):
    """Fills in the sample of the model that is chosen."""

    def __init__(self, model: ParameterModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        model.endpoint_changed.connect(self._follow)

    def fill(self, *, with_seed: bool = False) -> None:
        """Fill in the sample. Without its seed, each picture of it is another."""
        self._model.set_values(sample_values(self._model.endpoint, with_seed=with_seed))

    def _follow(self) -> None:
        values = self._model.values()
        for with_seed in (False, True):
            if any(_is_sample(values, row, with_seed=with_seed) for row in ENDPOINTS):
                self.fill(with_seed=with_seed)
                return


def _is_sample(values: dict[str, Value], row: Endpoint, *, with_seed: bool) -> bool:
    sample = sample_values(row, with_seed=with_seed)
    return all(values.get(key) == value for key, value in sample.items())
