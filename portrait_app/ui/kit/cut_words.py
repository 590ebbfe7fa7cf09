"""Long texts, cut before a widget lays them out: that takes seconds for a text of some megabytes."""

from portrait_app.core.plain_text import several_lines
from portrait_app.ui.kit.counts import KitCounts

MOST_SHOWN = 10_000  # characters: laying them out takes 100 ms in the worst case
MOST_LINES = 200


def cut_words(text: str, most: int = MOST_SHOWN) -> str:
    """Return `text`, or its first `most` characters and a line that says how much is left out."""
    end = len(text)
    if text.count("\n") >= MOST_LINES:
        end = -1
        for _line in range(MOST_LINES):
            end = text.index("\n", end + 1)
    end = min(end, most)
    if end == len(text):
        return text
    return f"{several_lines(text[:end], most)}…\n{KitCounts().cut(len(text) - end)}"
