"""What bounds a call: the limits that a person has set, and the wish to stop."""

from portrait_app.core.cancel import Cancel
from portrait_app.core.ports.engines import Handover
from portrait_app.core.ports.system import Settings
from portrait_app.engines.segmind.transport import Limits


def configured_limits(settings: Settings) -> Limits:
    """Return how long a call that makes pictures may take, and how large its reply may be."""
    connect = float(settings.value("connect_timeout"))
    return Limits(
        connect=connect,
        total=connect + float(settings.value("read_timeout")),
        size=int(settings.value("max_reply_mb")) * 1024 * 1024,
    )


def cancel_of(handover: Handover | None) -> Cancel:
    """Return what is cancelled when the handover is aborted: it has been told to, or will be."""
    cancel = Cancel()
    if handover is not None:
        handover.on_abort(cancel.cancel)
        if handover.aborted:
            cancel.cancel()
    return cancel
