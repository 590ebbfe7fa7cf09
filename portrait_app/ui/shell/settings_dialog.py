"""The settings dialog: a page for each section of the table of settings, and pages that subjects register."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from portrait_app.core.engines import EngineRow, engine_name
from portrait_app.core.errors import AppError
from portrait_app.core.field import FieldError, Value
from portrait_app.core.ports.system import Settings
from portrait_app.core.preferences import PreferencePage, pages
from portrait_app.core.setting import Section, Setting
from portrait_app.jobs.runner import Lane, TaskRunner
from portrait_app.ui.kit.editors import make_editor
from portrait_app.ui.kit.field_editor import FieldEditor
from portrait_app.ui.kit.field_messages import field_problem_text, field_text
from portrait_app.ui.kit.field_row import FieldRow
from portrait_app.ui.kit.fitted_dialog import FittedDialog
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.screen_fit import Scrolled, room_for
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.shell.settings_pages import SettingsPage, SettingsPart

_WIDTH = 72  # average characters


class SettingsDialog(FittedDialog):
    """Edits copies of the values. Only *Save* changes the settings: all values, or none if one is invalid."""

    saved = Signal(object)  # the set of keys whose values changed
    key_requested = Signal()  # for the window, which owns the key dialog
    move_requested = Signal()  # to move the library

    def __init__(
        self,
        settings: Settings,
        runner: TaskRunner,
        parent: QWidget | None = None,
        *,
        with_key: bool = True,
        registered: Sequence[SettingsPage] = (),
    ) -> None:
        super().__init__(_WIDTH, parent)
        #: noun, plural: values that can be changed
        self.setWindowTitle(self.tr("Settings"))
        self._settings = settings
        self._runner = runner
        self._with_key = with_key
        self._editors: dict[str, FieldEditor] = {}
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._pages: dict[str, QWidget] = {}
        self._parts: list[SettingsPart] = []
        for page in _with_registered(registered):
            title = QCoreApplication.translate("preferences", page.title)
            widget = self._build_page(page, [row for row in registered if row.key == page.key])
            self._pages[page.key] = widget
            self._tabs.addTab(Scrolled(widget), title)
        # The dialog is as wide as its tabs, unless they are wider than the screen.
        tabs = self._tabs.tabBar().sizeHint().width() + 4 * SPACE
        self._tabs.setUsesScrollButtons(tabs > room_for(self).width())
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, SPACE * 2)
        column.setSpacing(SPACE * 2)
        column.addWidget(self._tabs, 1)
        column.addLayout(self._build_buttons())

    def _build_page(self, page: PreferencePage, registered: Sequence[SettingsPage]) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, SPACE * 2, 0, SPACE)
        column.setSpacing(SPACE * 2)
        if page.engine is not None and page.engine.login is not None and self._with_key:
            column.addLayout(self._build_key_row(page.engine))
        for row in registered:
            part = row.build()
            part.leave_requested.connect(self._leave)
            part.page_requested.connect(self.show_page)
            self._parts.append(part)
            column.addWidget(part, 0 if page.settings else 1)
        for setting in page.settings:
            column.addLayout(self._build_row(setting))
            if setting.key == "library_folder":
                column.addLayout(self._build_move_row())
        if page.settings or not registered:
            column.addStretch(1)
        return widget

    def _build_row(self, setting: Setting) -> QVBoxLayout:
        editor = make_editor(setting, self)
        editor.set_value(self._settings.value(setting.key))
        self._editors[setting.key] = editor
        row = QVBoxLayout()
        row.setSpacing(SPACE // 2)
        row.addWidget(FieldRow(editor))
        words = [field_text(setting, setting.help)] if setting.help else []
        if setting.needs_restart:
            words.append(self.tr("Takes effect after a restart."))
        if words:
            caption = plain_label(" ".join(words), wrapped=True)
            set_role(caption, "tone", "caption")
            row.addWidget(caption)
        return row

    def _build_key_row(self, engine: EngineRow) -> QHBoxLayout:
        button = QPushButton(self.tr("{engine} key…").format(engine=engine.name))
        button.setIcon(icon("key"))
        button.setAutoDefault(False)
        button.clicked.connect(self.key_requested)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("A key is stored in the system’s keychain only.")), 1)
        row.addWidget(button)
        return row

    def _build_move_row(self) -> QHBoxLayout:
        self.move_button = button = QPushButton(self.tr("Move library…"))
        button.setIcon(icon("folders"))
        button.setAutoDefault(False)
        button.clicked.connect(self.reject)
        button.clicked.connect(self.move_requested)
        row = QHBoxLayout()
        row.addWidget(plain_label(self.tr("Or take all pictures along to another folder."), wrapped=True), 1)
        row.addWidget(button)
        return row

    def _build_buttons(self) -> QHBoxLayout:
        self._restore = QPushButton(self.tr("Restore defaults"))
        self._restore.setToolTip(self.tr("Reset this page to its defaults. Nothing changes until you save."))
        self._restore.clicked.connect(self._restore_page)
        #: button: goes on without doing it
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(self.reject)
        #: button, verb
        self._save = QPushButton(self.tr("Save"))
        set_role(self._save, "accent", True)
        self._save.clicked.connect(self._check_and_save)
        for button in (self._restore, self._cancel):
            button.setAutoDefault(False)
        self._save.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self._restore)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._save)
        return row

    def editor(self, key: str) -> FieldEditor:
        """Return the editor of a setting. Raises KeyError if the setting has no editor."""
        return self._editors[key]

    def show_setting(self, key: str) -> None:
        """Show the setting's page and focus its editor."""
        editor = self._editors[key]
        for name, page in self._pages.items():
            if page.isAncestorOf(editor):
                self.show_page(name)
        editor.setFocus()

    def show_page(self, key: str) -> None:
        """Show the page with a key of `PreferencePage` or `SettingsPage`; do nothing if there is none."""
        if key in self._pages:
            self._tabs.setCurrentIndex(list(self._pages).index(key))

    def _leave(self, act: Callable[[], object]) -> None:
        self.reject()
        act()

    def _restore_page(self) -> None:
        page = self._tabs.currentWidget()
        for editor in self._editors.values():
            if page.isAncestorOf(editor):
                editor.set_value(editor.field.default)
                editor.set_problem(None)
        for part in self._parts:
            if page.isAncestorOf(part):
                part.reset()

    def _check_and_save(self) -> None:
        values = self._checked_values()
        if values is None:
            return
        changed = {key for key, value in values.items() if value != self._settings.value(key)}
        for key in changed:
            self._settings.set(key, values[key])
        for part in self._parts:
            part.apply()
        self._set_saving(True)

        def ended(_error: AppError | None) -> None:
            # On an error the values still apply to this session. SessionState reports the error.
            self._set_saving(False)
            self.saved.emit(changed)
            self.accept()

        self._runner.run(self._settings.save, ended, ended, lane=Lane.FILES, owner=self)

    def _checked_values(self) -> dict[str, Value] | None:
        """Return the values of all editors; or show the errors at the fields and return None."""
        values: dict[str, Value] = {}
        refused: list[str] = []
        for key, editor in self._editors.items():
            editor.settle()
            try:
                values[key] = editor.field.check(editor.value())
                editor.set_problem(None)
            except FieldError as problem:
                editor.set_problem(field_problem_text(problem))
                refused.append(key)
        if refused:
            self.show_setting(refused[0])
            return None
        return values

    def _set_saving(self, saving: bool) -> None:
        for widget in (self._tabs, self._restore, self._cancel, self._save):
            widget.setDisabled(saving)

    def reject(self) -> None:
        """Close without saving, unless a save is running."""
        if self._save.isEnabled():
            super().reject()


def _with_registered(registered: Sequence[SettingsPage]) -> Iterator[PreferencePage]:
    """Yield the pages of the table of settings, and the registered ones of their own behind the engines."""
    known = {page.key: page for page in pages()}
    own = {
        row.key: PreferencePage(row.key, row.title or engine_name(row.key), ())
        for row in registered
        if row.key not in known
    }
    for key, page in known.items():
        if key == Section.COSTS:
            yield from own.values()
        yield page
