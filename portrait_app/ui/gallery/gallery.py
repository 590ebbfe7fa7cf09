"""The open grid, as the subjects above it use it."""

from dataclasses import dataclass

from portrait_app.core.picture import Picture
from portrait_app.ui.gallery.action_target import ActionTarget
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.gallery.picture_actions import PictureActions
from portrait_app.ui.gallery.picture_set import FEW
from portrait_app.ui.gallery.view import GalleryView


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Gallery:
    """The grid's view, controller, action target, inspector and actions."""

    view: GalleryView
    controller: GalleryController
    target: ActionTarget
    inspector: InspectorPanel
    pictures: PictureActions

    def deselect_gone(self) -> None:
        """Deselect hidden pictures that are no longer in the library, unless very many are selected."""
        selection = self.view.selection
        ids = selection.ids() if selection.hidden_count and len(selection.pictures) <= FEW else []

        def found(pictures: list[Picture]) -> None:
            selection.discard_hidden(sorted(set(ids).difference(picture.id for picture in pictures)))

        if ids:
            self.controller.fetch(ids, found)
