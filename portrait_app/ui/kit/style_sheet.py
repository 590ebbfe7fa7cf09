"""The style sheet, for what a palette cannot express."""

from string import Template

from portrait_app.ui.kit.tokens import Tokens

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }

QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QWidget[panel="true"], QScrollArea[panel="true"], QScrollArea[panel="true"] > QWidget > QWidget
    { background: $panel; }
QDockWidget { color: $text; }

QLabel[tone="title"] { font-size: $title_size; font-weight: 600; }
QLabel[tone="section"] { color: $muted; font-size: $caption_size; font-weight: 600; }
QLabel[tone="caption"] { color: $muted; font-size: $caption_size; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="caution"] { color: $text; font-size: $caption_size; }
QLabel[tone="danger"] { color: $danger; font-size: $caption_size; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 6px; padding: 5px 7px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:hover, QPlainTextEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $muted; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
    border: 2px solid $accent; padding: 4px 6px;
}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"] { border: 2px solid $danger; padding: 4px 6px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
    background: $panel; color: $muted;
}
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(resources:icons/chevron-down.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $line; padding: 4px; outline: none;
    selection-background-color: $accent; selection-color: $on_accent;
}

QPushButton {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 6px; padding: 6px 12px;
}
QPushButton:hover { border-color: $muted; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 11px; }
QPushButton:disabled { color: $muted; background: $panel; border-color: $line; }
QPushButton[accent="true"] {
    background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; padding: 8px 16px;
}
QPushButton[accent="true"]:hover { border-color: $text; }
QPushButton[accent="true"]:focus { border: 2px solid $text; padding: 7px 15px; }
QPushButton[accent="true"]:disabled { background: $line; color: $muted; border-color: $line; }

QToolButton { background: transparent; color: $text; border: 2px solid transparent; border-radius: 6px;
    padding: 4px; }
QToolButton:hover { background: $line; }
QToolButton:focus { border-color: $accent; }
QToolButton:checked { background: $line; }
QToolButton:disabled { color: $muted; }
QToolButton::menu-indicator { image: none; }
QToolButton[segment="first"], QToolButton[segment="middle"], QToolButton[segment="last"] {
    background: $raised; border: 1px solid $line; border-radius: 0; padding: 5px 12px; margin: 0;
}
QToolButton[segment="first"] { border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QToolButton[segment="middle"], QToolButton[segment="last"] { border-left: none; }
QToolButton[segment="last"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QToolButton[segment]:hover { background: $line; }
QToolButton[segment]:checked { background: $line; color: $accent; font-weight: 600; }
QToolButton[segment]:focus { border: 2px solid $accent; padding: 4px 11px; }

QWidget[chip="all"], QWidget[chip="some"] {
    background: $raised; border: 1px solid $line; border-radius: 6px;
}
QWidget[chip="some"] { background: transparent; border-style: dashed; border-color: $muted; }
QWidget[chip] > QToolButton { padding: 1px 3px; }

QCheckBox { spacing: 8px; }
QCheckBox::indicator, QTableView::indicator, QTreeView::indicator {
    width: 14px; height: 14px; border: 1px solid $muted;
    border-radius: 4px; background: $raised; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QTreeView::indicator:checked {
    background: $accent; border-color: $accent;
    image: url(resources:icons/check-$name.svg); }
QCheckBox::indicator:focus { border: 2px solid $accent; width: 12px; height: 12px; }
QCheckBox::indicator:checked:focus { border-color: $text; }
QCheckBox:disabled { color: $muted; }

QRadioButton { spacing: 8px; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $muted; border-radius: 8px;
    background: $raised; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent;
    background: $on_accent; }
QRadioButton::indicator:focus { border-color: $text; }
QRadioButton:disabled { color: $muted; }

QSlider:horizontal { min-height: 22px; }
QSlider::groove:horizontal { background: $line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal:disabled { background: $line; }
QSlider::handle:horizontal {
    background: $text; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px;
}
QSlider::handle:horizontal:hover { background: $accent; }
QSlider::handle:horizontal:focus { background: $accent; border: 2px solid $text; width: 12px; height: 12px;
    border-radius: 8px; margin: -6px 0; }
QSlider::handle:horizontal:disabled { background: $muted; }

QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: $panel; color: $text; }
QMenuBar::item { background: transparent; padding: 5px 9px; border-radius: 4px; }
QMenuBar::item:selected { background: $line; }
QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $muted; background: transparent; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { background: $line; height: 1px; margin: 4px 8px; }

QStatusBar { background: $panel; color: $muted; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QToolBar { background: $panel; border: none; border-bottom: 1px solid $line; padding: 6px 8px; spacing: 8px; }

QAbstractItemView[list="true"] { background: $raised; color: $text; border: 1px solid $line;
    border-radius: 6px; padding: 4px; outline: none; }
QAbstractItemView[list="true"]:focus { border: 2px solid $accent; padding: 3px; }
QAbstractItemView[list="true"]::item { padding: 3px 6px; border-radius: 4px; }
QAbstractItemView[list="true"]::item:hover { background: $panel; }
QAbstractItemView[list="true"]::item:selected { background: $accent; color: $on_accent; }
QAbstractItemView[list="true"]::item:selected:!active { background: $accent; color: $on_accent; }
QAbstractItemView[list="true"]::item:selected:disabled { background: $line; color: $muted; }

QAbstractItemView[popup="true"] { background: $raised; color: $text; border: 1px solid $line; padding: 2px;
    outline: none; }
QAbstractItemView[popup="true"]::item { padding: 3px 6px; border-radius: 4px; }
QAbstractItemView[popup="true"]::item:selected { background: $accent; color: $on_accent; }

QHeaderView { background: $raised; border: none; }
QHeaderView::section { background: $raised; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: 4px 6px; }

QTreeView[list="true"]::item { border-radius: 0; }
QTreeView[list="true"]::indicator:selected { border-color: $on_accent; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QTabWidget::pane { border: none; }
QTabBar::tab { background: transparent; color: $muted; padding: 8px 14px;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $accent; }
""")


def style_sheet(tokens: Tokens, font_size: float) -> str:
    """Return the style sheet in the colours of `tokens`; `font_size` is the body's, in points."""
    return _SHEET.substitute(
        {name: getattr(tokens, name) for name in tokens.__slots__},
        title_size=f"{font_size * 1.25:.1f}pt",
        caption_size=f"{font_size * 0.85:.1f}pt",
    )
