"""The actions of all subjects of `ui`, without a window."""

import pkgutil
from importlib import import_module

from PySide6.QtCore import QObject

from portrait_app import ui
from portrait_app.ui.shell.actions import ActionRow, Actions


def every_row() -> list[ActionRow]:
    """Return the action rows of all modules of actions."""
    names = [name for _finder, name, _ in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}.")]
    modules = [import_module(name) for name in names if name.endswith(("actions", "program_actions"))]
    return [row for module in modules for row in getattr(module, "ROWS", ())]


def every_action(parent: QObject) -> Actions:
    actions = Actions(parent)
    actions.add(every_row())
    return actions
