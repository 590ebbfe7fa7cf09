"""The order in which Tab goes from one part of the window to the next.

Qt goes through widgets in the order in which they came into the window. Here that is the order in which
parts are filled after the first paint, which says nothing to the user.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def next_by_tab(window: QWidget, parts: Sequence[QWidget], *, forward: bool) -> QWidget | None:
    """Return the widget that Tab, or Shift+Tab, leads to; None where there is no other.

    All widgets of the first part come first, then those of the second, then what is in none of the parts.
    Within a part the order is Qt's. If nothing has the focus, Tab leads to the first widget.
    """
    current: QWidget | None = window.focusWidget()
    place = {part: number for number, part in enumerate(parts)}
    found = [widget for widget in _chain(window) if widget is current or _takes_tab(widget, window)]
    found.sort(key=lambda widget: _place(widget, place))
    if current is None:  # such as after what had the focus was deleted
        return next(iter(found if forward else reversed(found)), None)
    step = 1 if forward else -1
    following = found[(found.index(current) + step) % len(found)]
    return None if following is current else following


def _chain(window: QWidget) -> list[QWidget]:
    """Return every widget of a window in the order in which Qt goes through them."""
    chain = [window]
    while (widget := chain[-1].nextInFocusChain()) is not None and widget is not window:
        chain.append(widget)
    # PySide takes each widget for the parent of the next one now. If a widget were deleted, PySide would
    # declare the actions of the next one deleted too. This makes the window the parent of all of them.
    window.findChildren(QWidget)
    return chain


def _takes_tab(widget: QWidget, window: QWidget) -> bool:
    """Say whether Tab may stop at a widget, by the same rules as Qt."""
    every = QGuiApplication.styleHints().tabFocusBehavior() is Qt.TabFocusBehavior.TabFocusAllControls
    wanted = Qt.FocusPolicy.TabFocus if every else Qt.FocusPolicy.StrongFocus
    return (
        widget.focusPolicy() & wanted == wanted
        and widget.focusProxy() is None
        and widget.isEnabled()
        and widget.isVisibleTo(window)
    )


def _place(widget: QWidget, place: dict[QWidget, int]) -> int:
    above: QWidget | None = widget
    while above is not None and above not in place:
        above = above.parentWidget()
    return len(place) if above is None else place[above]
