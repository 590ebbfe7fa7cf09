"""The actions of the queue."""

from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.actions import ActionGroup, ActionRow


def _of_job(key: str, text: str, icon: str, *keys: str) -> ActionRow:
    """Return the row of an action on the job selected in the queue."""
    return ActionRow(key, ActionGroup.JOB, text, icon, keys, of_job=True)


ROWS = (
    ActionRow(
        "pause_queue",
        ActionGroup.QUEUE,
        QT_TRANSLATE_NOOP("actions", "&Pause the queue"),
        "pause",
        shortcuts=("Ctrl+Shift+P",),
    ),
    ActionRow(
        "retry_failed",
        ActionGroup.QUEUE,
        QT_TRANSLATE_NOOP("actions", "&Retry failed jobs"),
        "arrow-clockwise",
    ),
    ActionRow(
        "cancel_waiting",
        ActionGroup.QUEUE,
        QT_TRANSLATE_NOOP("actions", "&Cancel all waiting jobs"),
        "x-circle",
    ),
    _of_job("job_look", QT_TRANSLATE_NOOP("actions", "&Look for picture"), "magnifying-glass"),
    _of_job("job_other_model", QT_TRANSLATE_NOOP("actions", "Use another &model…"), "swap"),
    _of_job("job_retry", QT_TRANSLATE_NOOP("actions", "&Try again"), "arrow-clockwise"),
    _of_job("job_skip", QT_TRANSLATE_NOOP("actions", "&Skip the wait"), "skip-forward"),
    _of_job("job_next", QT_TRANSLATE_NOOP("actions", "Run &next"), "arrow-line-up", "Alt+Home"),
    _of_job("job_up", QT_TRANSLATE_NOOP("actions", "Move &up"), "arrow-up", "Alt+Up"),
    _of_job("job_down", QT_TRANSLATE_NOOP("actions", "Move &down"), "arrow-down", "Alt+Down"),
    _of_job("job_cancel", QT_TRANSLATE_NOOP("actions", "Cancel &job"), "x"),
    #: verb: removes a job from the list
    _of_job("job_forget", QT_TRANSLATE_NOOP("actions", "&Forget"), "check"),
    _of_job("job_details", QT_TRANSLATE_NOOP("actions", "Copy d&etails"), "clipboard-text"),
)
