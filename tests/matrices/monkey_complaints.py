"""What a program logs while it runs: exceptions that nothing caught, and warnings of Qt and of its own."""

import logging
from types import TracebackType
from typing import Self

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_OFFSCREEN = "propagateSizeHints"  # the platform without a screen says so of every window


class Complaints(logging.Handler):
    """Collects what is logged between two moments."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.exceptions: list[str] = []
        self.warnings: list[str] = []

    def __enter__(self) -> Self:
        self._disabled = logging.root.manager.disable
        logging.disable(logging.NOTSET)
        logging.root.addHandler(self)
        self._before = qInstallMessageHandler(self._on_qt)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        qInstallMessageHandler(self._before)
        logging.root.removeHandler(self)
        logging.disable(self._disabled)

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info is None:
            self.warnings.append(record.getMessage())
        else:
            self.exceptions.append(f"{record.getMessage()}: {record.exc_info[1]!r}")

    def _on_qt(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and _OFFSCREEN not in message:
            self.warnings.append(message)
