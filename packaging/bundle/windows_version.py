"""What Windows shows of the program under Properties, Details."""

from PyInstaller.utils.win32.versioninfo import (
    FixedFileInfo,
    StringFileInfo,
    StringStruct,
    StringTable,
    VarFileInfo,
    VarStruct,
    VSVersionInfo,
)

_ENGLISH, _UNICODE = 0x0809, 1200


def version_info(title: str, name: str, version: str) -> VSVersionInfo:
    """Return the resource that PyInstaller puts into the .exe."""
    numbers = (*(int(part) for part in version.split(".")[:3]), 0)
    words = {
        "ProductName": title,
        "ProductVersion": version,
        "FileDescription": title,
        "FileVersion": version,
        "InternalName": name,
        "OriginalFilename": f"{name}.exe",
        "LegalCopyright": "The Portrait Studio authors, MIT licence",
    }
    table = StringTable(f"{_ENGLISH:04x}{_UNICODE:04x}", [StringStruct(*word) for word in words.items()])
    return VSVersionInfo(
        ffi=FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[StringFileInfo([table]), VarFileInfo([VarStruct("Translation", [_ENGLISH, _UNICODE])])],
    )
