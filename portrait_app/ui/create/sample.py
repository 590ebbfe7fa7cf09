"""The sample portrait in the panel. It follows the model until the user changes something."""

from PySide6.QtCore import QObject

from portrait_app.core.catalog import ENDPOINTS, sample_values
from portrait_app.core.field import Value
from portrait_app.core.fitting import fit_all
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
            samples = (sample_values(row, with_seed=with_seed) for row in ENDPOINTS)
            if any(self._is(values, sample) for sample in samples):
                self.fill(with_seed=with_seed)
                return

    def _is(self, values: dict[str, Value], sample: dict[str, Value]) -> bool:
        """Return whether the values are a model's sample, as the model that is chosen allows it."""
        fitted, _changes = fit_all(self._model.endpoint, sample)
        return all(values.get(key) == value for key, value in fitted.items())
