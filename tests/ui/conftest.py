"""What several tests of the window ask for."""

from tests.support.task_runner import runner
from tests.ui.exporting.exporting import exporting

__all__ = ["exporting", "runner"]
