"""A dock panel of the window, with the program's own title bar."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.theme import SPACE, set_role


class Dock(QDockWidget):
    """An empty panel with a title and a button that hides the panel. `fill` sets the content."""

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"{name}_dock")
        self.setWidget(_ground(QWidget(self)))
        bar = _ground(QWidget(self))
        self._line = layout = QHBoxLayout(bar)
        layout.setContentsMargins(SPACE * 2, SPACE // 2, SPACE, SPACE // 2)
        layout.setSpacing(SPACE)
        label = QLabel(title, bar)
        set_role(label, "tone", "section")
        layout.addWidget(label)
        layout.addStretch(1)
        self._hide = hide = QToolButton(bar)
        hide.setIcon(icon("x"))
        hide.setIconSize(QSize(14, 14))
        hide.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        hide.setToolTip(self.tr("Hide this panel. The View menu brings it back."))
        hide.setAccessibleName(self.tr("Hide {title}").format(title=title))
        hide.clicked.connect(self.close)
        layout.addWidget(hide)
        self.setTitleBarWidget(bar)

    def fill(self, panel: QWidget, extra: QWidget | None = None) -> None:
        """Show `panel` as the content, and `extra` in the title bar beside the title."""
        before = self.widget()
        self.setWidget(panel)
        before.deleteLater()
        if extra is not None:
            self._line.takeAt(1)  # the stretch
            self._line.insertWidget(1, extra, 1)
        self._hide.setParent(None)  # re-adding the button makes it the last stop of the Tab key
        self._line.addWidget(self._hide)
        self._hide.show()


def _ground(widget: QWidget) -> QWidget:
    set_role(widget, "panel", True)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget
