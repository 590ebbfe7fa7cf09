"""The viewer and the comparison, as the subjects above use them."""

from dataclasses import dataclass

from portrait_app.ui.viewer.compare_view import CompareView
from portrait_app.ui.viewer.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Looking:
    """The page with one picture, and the page with two to four side by side."""

    viewer: Viewer
    compare: CompareView
