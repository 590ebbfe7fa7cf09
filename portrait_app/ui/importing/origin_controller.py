"""Keeps the inspector's section about imported files true to the selection."""

from functools import partial

from PySide6.QtCore import QObject

from portrait_app.core.errors import AppError
from portrait_app.core.ports.importing import FileReader
from portrait_app.core.ports.library import Library
from portrait_app.jobs.runner import Lane
from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.importing.origin_section import OriginSection
from portrait_app.ui.importing.words import why
from portrait_app.ui.shell.shell import Shell


class OriginController(QObject):
    """Shows the selected picture's origin, and reads its file on a worker when its texts are wanted."""

    def __init__(
        self,
        shell: Shell,
        library: Library,
        reader: FileReader,
        gallery: Gallery,
        section: OriginSection,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner = shell.runner
        self._library = library
        self._reader = reader
        self._target = gallery.target
        self._section = section
        gallery.pictures.followed.connect(self._follow)
        section.texts_wanted.connect(self._read)

    def _follow(self, count: int) -> None:
        self._section.show_picture(self._target.picture if count == 1 else None)

    def _read(self) -> None:
        picture = self._target.picture
        if picture is None:
            return

        def show(texts: object) -> None:
            if isinstance(texts, list) and self._is_shown(picture.id):
                self._section.show_texts(texts)

        def fail(error: AppError) -> None:
            if self._is_shown(picture.id):
                self._section.show_problem(why(error))

        read = partial(self._reader.written, self._library.path(picture))
        self._runner.run(read, show, fail, lane=Lane.FILES, owner=self)

    def _is_shown(self, picture_id: int) -> bool:
        return self._target.picture is not None and self._target.picture.id == picture_id
