"""The mark that lets Qt's translation tools find a sentence which the Qt-free rooms declare."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the name lupdate looks for
    """Return `text` unchanged; `ui` translates it under `context` when it is shown."""
    del context
    return text
