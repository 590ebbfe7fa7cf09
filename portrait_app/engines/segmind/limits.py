"""The limits of a call: the timeouts and sizes of the settings, and its cancellation."""

from portrait_app.core.cancel import Cancel
from portrait_app.core.ports.engines import Handover
from portrait_app.core.ports.system import Settings
from portrait_app.net.transport import Limits


def configured_limits(settings: Settings) -> Limits:
    """Return the timeouts of a call that makes pictures, and the largest size of its reply."""
    connect = float(settings.value("connect_timeout"))
    return Limits(
        connect=connect,
        total=connect + float(settings.value("read_timeout")),
        size=int(settings.value("max_reply_mb")) * 1024 * 1024,
    )


def cancel_of(handover: Handover | None) -> Cancel:
    """Return a Cancel that is cancelled when the handover is aborted, now or later."""
    cancel = Cancel()
    if handover is not None:
        handover.on_abort(cancel.cancel)
        if handover.aborted:
            cancel.cancel()
    return cancel
