"""The dialog to choose which picture in a service's history belongs to a request with unknown outcome."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QVBoxLayout, QWidget

from portrait_app.core.delivery import Candidate
from portrait_app.core.engines import engine_name
from portrait_app.core.request import GenerationRequest
from portrait_app.ui.gallery.words import start_of
from portrait_app.ui.kit.formats import local_time, money
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.screen_fit import Dialog
from portrait_app.ui.kit.theme import SPACE, set_role

_PROMPT = 60  # characters of a prompt in a row
_WIDTH = 70  # average character widths


class CandidatesDialog(Dialog):
    """Lists when each candidate was made, its cost, and the beginning of its prompt."""

    def __init__(
        self, request: GenerationRequest, candidates: Sequence[Candidate], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Which picture is it?"))
        self._candidates = candidates
        self._list = QListWidget(self)
        set_role(self._list, "list", True)
        self._list.setAccessibleName(self.tr("Pictures in your account’s history"))
        for candidate in candidates:
            self._list.addItem(_line(request, candidate))
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self.accept)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, Qt.Orientation.Horizontal, self)
        fetch = buttons.addButton(self.tr("Fetch this one"), QDialogButtonBox.ButtonRole.AcceptRole)
        fetch.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        column.setSpacing(SPACE)
        said = self.tr(
            "{engine} made these with the same settings around the same time. Fetching one costs nothing."
        )
        said = said.format(engine=engine_name(request.engine))
        column.addWidget(plain_label(said, wrapped=True))
        column.addWidget(self._list, 1)
        column.addWidget(buttons)
        self.resize(_WIDTH * self.fontMetrics().averageCharWidth(), self.sizeHint().height())

    @property
    def chosen(self) -> Candidate:
        """The selected candidate."""
        return self._candidates[max(self._list.currentRow(), 0)]


def choose_candidate(
    parent: QWidget, request: GenerationRequest, candidates: Sequence[Candidate]
) -> Candidate | None:
    """Ask the user to choose a candidate. Return None if the user cancels."""
    dialog = CandidatesDialog(request, candidates, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.chosen if accepted else None


def _line(request: GenerationRequest, candidate: Candidate) -> str:
    cost = "" if candidate.cost is None else money(candidate.cost)
    parts = (local_time(candidate.created), cost, start_of(request.prompt, _PROMPT))
    return " · ".join(part for part in parts if part)
