"""How an engine learns that its request is aborted."""

from portrait_app.core.cancel import Cancel
from portrait_app.core.ports.engines import Handover


def cancel_of(handover: Handover | None) -> Cancel:
    """Return a Cancel that is cancelled when the handover is aborted, now or later."""
    cancel = Cancel()
    if handover is not None:
        handover.on_abort(cancel.cancel)
        if handover.aborted:
            cancel.cancel()
    return cancel
