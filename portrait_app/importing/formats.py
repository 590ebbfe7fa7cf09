"""Formats of images: the suffixes that files of a folder are chosen by, and names of unreadable formats."""

# Formats that cannot be read are listed all the same: each is then reported by its name.
SUFFIXES = frozenset(
    {".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".webp"}
    | {".gif", ".bmp", ".dib", ".tif", ".tiff", ".heic", ".heif", ".hif", ".avif", ".avifs", ".jxl"}
    | {".jp2", ".j2k", ".jpf", ".jpx", ".psd"}
)
# The first bytes of a file, by format
_BEGINNINGS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"8BPS", "Photoshop"),
    (b"%PDF", "PDF"),
)
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis"})  # brands behind "ftyp"


def format_of(data: bytes) -> str:
    """Return the name of a file's format, empty for one that is not known or that can be read."""
    if data[4:8] == b"ftyp":
        brands = [data[8:12], *(data[place : place + 4] for place in range(16, min(len(data), 64), 4))]
        return "HEIC" if _HEIC & set(brands) else ""
    return next((name for begin, name in _BEGINNINGS if data.startswith(begin)), "")
