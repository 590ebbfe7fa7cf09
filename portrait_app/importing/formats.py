"""Image formats: which files of a folder are read, and the names of formats that cannot be read."""

_READ = frozenset({".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".webp", ".avif", ".avifs"})
# These formats cannot be read. Their files are listed too, so that the format is reported by its name.
_NOT_READ = {
    **dict.fromkeys((".gif",), "GIF"),
    **dict.fromkeys((".bmp", ".dib"), "BMP"),
    **dict.fromkeys((".tif", ".tiff"), "TIFF"),
    **dict.fromkeys((".heic", ".heif", ".hif"), "HEIC"),
    **dict.fromkeys((".jp2", ".j2k", ".jpf", ".jpx"), "JPEG 2000"),
    **dict.fromkeys((".jxl",), "JPEG XL"),
    **dict.fromkeys((".psd",), "Photoshop"),
    **dict.fromkeys((".tga",), "TGA"),
    **dict.fromkeys((".ico",), "ICO"),
    **dict.fromkeys((".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".raf", ".rw2"), "raw camera"),
}
SUFFIXES = _READ | _NOT_READ.keys()
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
    (b"\0\0\1\0", "ICO"),
    (b"%PDF", "PDF"),
)
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis"})  # brands behind "ftyp"


def unread_format(data: bytes, suffix: str) -> str:
    """Return the name of the file's format if it cannot be read, else an empty text.

    The first bytes count more than the suffix, which decides only for formats without a signature.
    """
    if data[4:8] == b"ftyp":
        brands = {data[8:12], *(data[place : place + 4] for place in range(16, min(len(data), 64), 4))}
        return "HEIC" if _HEIC & brands else ""
    known = next((name for begin, name in _BEGINNINGS if data.startswith(begin)), "")
    by_suffix = _NOT_READ.get(suffix.lower(), "")
    return by_suffix if by_suffix == "raw camera" else known or by_suffix
