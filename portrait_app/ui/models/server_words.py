"""What a server said about itself, as sentences."""

from PySide6.QtCore import QCoreApplication

from portrait_app.core.servers import ServerReport, is_in_the_clear
from portrait_app.ui.models.counts import ModelCounts


def report_words(report: ServerReport) -> str:
    """Return the program, what it offers, and what it cannot do."""
    counts = ModelCounts()
    #: a picture server whose program is not known
    program = report.program or QCoreApplication.translate("servers", "A server")
    parts = [program]
    if report.lists_models:
        parts.append(counts.models(len(report.models)))
    parts.append(counts.samplers(len(report.samplers)))
    return " ".join([" · ".join(parts) + ".", *_limits(report)])


def _limits(report: ServerReport) -> list[str]:
    words = []
    if not report.lists_models:
        words.append(
            QCoreApplication.translate("servers", "It lists no models: the one that is loaded there is used.")
        )
    if not report.shows_progress:
        words.append(QCoreApplication.translate("servers", "It does not tell how far a picture is."))
    if not report.can_stop:
        words.append(
            QCoreApplication.translate(
                "servers",
                "It cannot stop a picture: it finishes one that you cancel, and the next one waits.",
            )
        )
    return words


def address_warning(address: str) -> str:
    """Return why an address is risky; empty if it is not."""
    if not is_in_the_clear(address):
        return ""
    return QCoreApplication.translate(
        "servers",
        "This address is not in your own network, and http does not encrypt: others on the way can read your "
        "prompts, pictures and password. Use https if the server offers it.",
    )
