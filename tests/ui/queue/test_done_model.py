"""What the rows of the list of today say."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SEGMIND, SKETCH
from portrait_app.core.job import DoneJob
from portrait_app.ui.kit.formats import tool_tip
from portrait_app.ui.queue.done_model import DoneModel

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("engine", "cost", "words"),
    [(SKETCH, None, "free · "), (SEGMIND, 0.003, "0.0030 USD · "), (SEGMIND, None, "")],
)
def test_a_row_says_what_a_job_cost_where_that_is_known(
    engine: str, cost: float | None, words: str, qtbot: QtBot
) -> None:
    model = DoneModel()
    model.set_jobs([DoneJob(1, engine, "a sailor", NOW, 1, 10, cost, 4.3)])
    time = "4.3 s · "
    assert str(model.data(model.index(0), DoneModel.FACTS)).startswith(words + time)


def test_a_prompt_is_read_as_it_was_written(qtbot: QtBot) -> None:
    model = DoneModel()
    prompt = "a <b>bold</b> sailor & son"
    model.set_jobs([DoneJob(1, SKETCH, prompt, NOW, 1, 10)])
    shown = QTextDocument()
    shown.setHtml(str(model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)))
    assert shown.toPlainText() == prompt
    assert tool_tip("a < b & c") == "a < b & c"
