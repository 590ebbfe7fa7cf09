"""The exceptions that parsers of image formats raise on damaged files.

The parsers, Pillow's among them, do not check for all damage, so a damaged file can raise any of these.
"""

import struct
import zlib

MISREAD: tuple[type[Exception], ...] = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
)
