"""The limits of a call: the timeouts and sizes of the settings."""

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
