"""The marker with which Qt's translation tools find strings in code that does not import Qt."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the name lupdate looks for
    """Return `text` unchanged. `ui` translates it in `context` when it shows it."""
    del context
    return text
