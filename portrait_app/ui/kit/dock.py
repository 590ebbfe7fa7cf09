"""A panel of the window: a dock with a quiet title of our own."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from portrait_app.ui.kit.theme import SPACE, icon, set_role


class Dock(QDockWidget):
    """Holds `panel` under a title that can be dragged, with `extra` beside it and a button to hide it."""

    def __init__(
        self, title: str, panel: QWidget, extra: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"{panel.objectName()}_dock")
        self.setWidget(panel)
        bar = QWidget(self)
        set_role(bar, "panel", True)
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(SPACE * 2, SPACE // 2, SPACE, SPACE // 2)
        layout.setSpacing(SPACE)
        label = QLabel(title, bar)
        set_role(label, "tone", "section")
        layout.addWidget(label)
        if extra is None:
            layout.addStretch(1)
        else:
            layout.addWidget(extra, 1)
        hide = QToolButton(bar)
        hide.setIcon(icon("x"))
        hide.setIconSize(QSize(14, 14))
        hide.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        hide.setToolTip(self.tr("Hide this panel. The View menu brings it back."))
        hide.setAccessibleName(self.tr("Hide {title}").format(title=title))
        hide.clicked.connect(self.close)
        layout.addWidget(hide)
        self.setTitleBarWidget(bar)
