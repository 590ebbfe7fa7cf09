"""The open grid, as the subjects above it use it."""

from dataclasses import dataclass

from portrait_app.ui.gallery.action_target import ActionTarget
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.gallery.picture_actions import PictureActions
from portrait_app.ui.gallery.view import GalleryView


@dataclass(frozen=True, slots=True)
class Gallery:
    """The grid's view, controller, action target, inspector and actions."""

    view: GalleryView
    controller: GalleryController
    target: ActionTarget
    inspector: InspectorPanel
    pictures: PictureActions
