"""The front of the queue: its actions, its dock and its controllers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from portrait_app.ui.kit.dock import Dock
from portrait_app.ui.queue.actions import ROWS
from portrait_app.ui.shell.shell import Shell

if TYPE_CHECKING:
    from portrait_app.ui.curation.controller import CurationController
    from portrait_app.ui.gallery.gallery import Gallery
    from portrait_app.ui.queue.controller import QueueController
    from portrait_app.ui.search.controller import SearchController
    from portrait_app.ui.shell.session import Session


class QueueFront(QObject):
    """Installs the queue's dock, fills it with the panel, and opens the controllers."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.actions.add(ROWS)
        #: noun: the jobs that wait
        self._dock = Dock(self.tr("Queue"), "queue", shell.window)
        shell.window.add_dock(self._dock, Qt.DockWidgetArea.BottomDockWidgetArea)

    def fill(self) -> None:
        from portrait_app.ui.queue.panel import QueuePanel

        self.panel = QueuePanel(self._shell.actions)
        self.panel.offer_other_models(self._shell.models.nearest)
        self._dock.fill(self.panel, self.panel.header)

    def open(
        self, session: Session, *, gallery: Gallery, search: SearchController, curation: CurationController
    ) -> QueueController:
        from portrait_app.ui.queue.arrivals import ArrivalController
        from portrait_app.ui.queue.candidates_dialog import choose_candidate
        from portrait_app.ui.queue.close_controller import CloseController
        from portrait_app.ui.queue.controller import QueueController
        from portrait_app.ui.queue.done_controller import DoneController

        shell, window = self._shell, self._shell.window
        controller = QueueController(
            shell=shell,
            session=session,
            panel=self.panel,
            dock=self._dock,
            gallery=gallery,
            ask=partial(choose_candidate, window),
            parent=self,
        )
        arrivals = ArrivalController(
            shell=shell,
            queue=session.queue,
            gallery=gallery,
            search=search,
            curation=curation,
            parent=self,
        )
        controller.delivered.connect(arrivals.on_delivered)
        DoneController(shell, session, self.panel, gallery.view, self)
        CloseController(window, session.queue, shell.settings, self)
        return controller
