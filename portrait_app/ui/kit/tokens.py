"""The table of colours, one for each colour scheme."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """All colours of one scheme. The contrast of text and background is at least 4.5:1."""

    name: str
    window: str
    panel: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    danger: str


DARK = Tokens(
    name="dark",
    window="#1b1b1d",
    panel="#232326",
    raised="#2b2b2f",
    line="#38383d",
    text="#ececee",
    muted="#a3a3aa",
    accent="#d9a441",
    on_accent="#1b1b1d",
    danger="#ff7b72",
)
LIGHT = Tokens(
    name="light",
    window="#f4f3f1",
    panel="#fbfaf8",
    raised="#ffffff",
    line="#dcdad5",
    text="#1f1f22",
    muted="#63636b",
    accent="#8f5600",
    on_accent="#ffffff",
    danger="#b3261e",
)
