"""Failures that the child reports to the program, as frames."""

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.child.frames import Frame, FrameKind


def failure(error: AppError) -> Frame:
    """Return the frame that reports an error."""
    return Frame(FrameKind.FAILED, {"error": error.kind, "detail": error.detail, "facts": dict(error.facts)})


def reported(frame: Frame) -> AppError:
    """Return the error that a frame reports."""
    kind, detail = ErrorKind(frame.facts["error"]), str(frame.facts["detail"])
    facts = {str(key): value for key, value in frame.facts["facts"].items()}
    if kind is ErrorKind.MODEL_REFUSED:
        return ModelFileError(Refusal(facts.pop("reason")), detail, **facts)
    return AppError(kind, detail, **facts)
