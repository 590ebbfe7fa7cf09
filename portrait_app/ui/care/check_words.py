"""The texts of the library check, for the dialog and for a terminal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QLocale

from portrait_app.core.check import CheckReport, CheckStage, Fault, Loose, Progress, Store, Tidied
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.kit.formats import file_size, pictures_text

_T = QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class Words:
    """The title and the meaning of a kind of finding, in English."""

    title: str
    meaning: str


FAULTS: Mapping[Fault, Words] = MappingProxyType(
    {
        Fault.MISSING: Words(
            _T("check", "Missing"),
            _T("check", "The file is gone from its place. Locate it, and it is copied back and verified."),
        ),
        Fault.OTHER_SIZE: Words(
            _T("check", "Cut short or replaced"),
            _T("check", "The file is not as large as it was. It may be damaged, or edited elsewhere."),
        ),
        Fault.OTHER_BYTES: Words(
            _T("check", "Changed inside"),
            _T(
                "check", "The file is as large as it was, but holds other data: damaged, or edited elsewhere."
            ),
        ),
        Fault.UNREADABLE: Words(
            _T("check", "Not readable"),
            _T("check", "The system does not let the file be read. Nothing is known against the picture."),
        ),
    }
)
LOOSE: Mapping[Loose, Words] = MappingProxyType(
    {
        Loose.IMAGE: Words(
            _T("check", "Unknown images"),
            _T(
                "check",
                "Files in the library’s folder without a picture. Those whose job is known can be added.",
            ),
        ),
        Loose.LEFTOVER: Words(
            _T("check", "Temporary files"),
            _T("check", "Left behind when writing was cut off. Nothing needs them."),
        ),
        Loose.REPLY: Words(
            _T("check", "Replies of unknown jobs"),
            _T(
                "check", "A service sent them, for jobs that are not in this library. They may hold pictures."
            ),
        ),
    }
)
FOLDERS = Words(
    _T("check", "Folders not readable"),
    _T("check", "What is in them could not be checked. Open them to yourself, then check again."),
)
_STORES: Mapping[Store, str] = MappingProxyType(
    {
        Store.PICTURES: _T("check", "Pictures"),
        Store.DATABASE: _T("check", "Database"),
        Store.THUMBNAILS: _T("check", "Thumbnails"),
        Store.BACKUPS: _T("check", "Backups"),
        Store.REPLIES: _T("check", "Replies"),
    }
)
_STAGES: Mapping[CheckStage, str] = MappingProxyType(
    {
        CheckStage.FOLDERS: _T("check", "Looking through the folders…"),
        CheckStage.PICTURES: _T("check", "Reading the pictures…"),
        CheckStage.SEARCH: _T("check", "Searching…"),
        CheckStage.THUMBNAILS: _T("check", "Dropping thumbnails of pictures that are gone…"),
        CheckStage.DATABASE: _T("check", "Putting the database in order…"),
    }
)


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings of one kind, with translated texts."""

    kind: Fault | Loose | None  # None for unreadable folders
    title: str
    meaning: str
    count: int
    files: tuple[str, ...]
    ids: tuple[int, ...] = ()  # picture ids, one for each file
    adoptable: frozenset[str] = frozenset()  # files that can be added to the library


def translated(text: str) -> str:
    return QCoreApplication.translate("check", text)


def groups(report: CheckReport) -> list[FindingGroup]:
    """Return the findings by kind, the most urgent first. Empty for a sound library."""
    return list(_groups(report))


def _groups(report: CheckReport) -> Iterator[FindingGroup]:
    for fault, words in FAULTS.items():
        if (faulty := report.faults.get(fault)) is not None:
            files = tuple(row.file for row in faulty.items)
            yield _group(fault, words, faulty.count, files, ids=tuple(row.id for row in faulty.items))
    for kind, words in LOOSE.items():
        if (loose := report.loose.get(kind)) is not None:
            adoptable = frozenset(row.file for row in loose.items if row.adoptable)
            files = tuple(row.file for row in loose.items)
            yield _group(kind, words, loose.count, files, adoptable=adoptable)
    if folders := report.unreadable_folders:
        yield _group(None, FOLDERS, len(folders), folders)


def _group(
    kind: Fault | Loose | None,
    words: Words,
    count: int,
    files: tuple[str, ...],
    ids: tuple[int, ...] = (),
    adoptable: frozenset[str] = frozenset(),
) -> FindingGroup:
    return FindingGroup(
        kind, translated(words.title), translated(words.meaning), count, files, ids, adoptable
    )


def summary(report: CheckReport) -> str:
    """Return the result of a check in one sentence."""
    pictures = pictures_text(report.pictures)
    if report.is_sound and report.thorough:
        return translated(_T("check", "All is well: {pictures}, and every file read.")).format(
            pictures=pictures
        )
    if report.is_sound:
        return translated(_T("check", "All is well: {pictures}, each with its file.")).format(
            pictures=pictures
        )
    found = sum(group.count for group in groups(report))
    words = _T("check", "{pictures} checked, 1 finding.")
    if found > 1:
        words = _T("check", "{pictures} checked, {found} findings.")
    return translated(words).format(pictures=pictures, found=QLocale().toString(found))


def storage(report: CheckReport) -> list[tuple[str, str]]:
    """Return the disk usage as pairs of name and size. The last pair is the sum."""
    rows = [
        (translated(name), file_size(report.storage[store]))
        for store, name in _STORES.items()
        if report.storage.get(store) or store in {Store.PICTURES, Store.DATABASE}
    ]
    total = sum(report.storage.values())
    return [*rows, (translated(_T("check", "Together")), file_size(total))]


def progress_words(progress: Progress) -> str:
    words = translated(_STAGES[progress.stage])
    if not progress.done:
        return words
    done, total = QLocale().toString(progress.done), QLocale().toString(progress.total)
    if not progress.total:
        return f"{words} {done}"
    return translated(_T("check", "{words} {done} of {total}")).format(words=words, done=done, total=total)


def tidied_words(tidied: Tidied) -> str:
    """Return the result of tidying up."""
    parts: list[str] = []
    if tidied.thumbnails:
        dropped = translated(_T("check", "Thumbnails of {count} pictures that are gone were dropped."))
        parts.append(dropped.format(count=QLocale().toString(tidied.thumbnails)))
    if tidied.freed:
        freed = translated(_T("check", "{size} given back to the disk."))
        parts.append(freed.format(size=file_size(tidied.freed)))
    if tidied.room_needed:
        words = _T("check", "Compacting was left out: it takes {needed} of free room, and {there} are left.")
        sizes = {"needed": file_size(tidied.room_needed), "there": file_size(tidied.room_there)}
        parts.append(translated(words).format(**sizes))
    return " ".join(parts) or translated(_T("check", "Everything was tidy already."))


def report_text(report: CheckReport) -> str:
    """Return the whole report as text for a terminal."""
    lines = [summary(report)]
    for group in groups(report):
        lines += ["", f"{group.title} ({QLocale().toString(group.count)})"]
        lines += [f"  {file}" for file in group.files]
        if more := group.count - len(group.files):
            words = translated(_T("check", "and {count} more")).format(count=QLocale().toString(more))
            lines.append(f"  … {words}")
    lines += ["", *(f"{name}: {size}" for name, size in storage(report))]
    return "\n".join(lines)
