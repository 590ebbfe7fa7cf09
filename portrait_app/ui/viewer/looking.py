"""The pages that show pictures large, as the subjects above use them."""

from dataclasses import dataclass

from portrait_app.ui.viewer.compare_view import CompareView
from portrait_app.ui.viewer.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Looking:
    """One picture large, and two to four side by side."""

    viewer: Viewer
    compare: CompareView
