"""What the readers of a format raise over bytes that are not what they begin like.

They were written for files as they should be: what others hold shows as whatever their code runs into.
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
