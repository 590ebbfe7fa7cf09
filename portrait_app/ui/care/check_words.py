"""The texts of the library check, for the dialog and for a terminal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QLocale

from portrait_app.core.check import CheckReport, CheckStage, Fault, LooseKind, Progress, StorageArea, Tidied
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.care.counts import CareCounts
from portrait_app.ui.kit.formats import file_size


@dataclass(frozen=True, slots=True)
class Words:
    """The title and the meaning of a kind of finding, in English."""

    title: str
    meaning: str


FAULTS: Mapping[Fault, Words] = MappingProxyType(
    {
        Fault.MISSING: Words(
            #: the file of a picture is not there
            QT_TRANSLATE_NOOP("check", "Missing"),
            QT_TRANSLATE_NOOP(
                "check", "The file is no longer in its place. Locate it to have it copied back and verified."
            ),
        ),
        Fault.OTHER_SIZE: Words(
            QT_TRANSLATE_NOOP("check", "Size changed"),
            QT_TRANSLATE_NOOP(
                "check", "The file’s size has changed. It may be damaged, or was edited elsewhere."
            ),
        ),
        Fault.OTHER_BYTES: Words(
            QT_TRANSLATE_NOOP("check", "Content changed"),
            QT_TRANSLATE_NOOP(
                "check",
                "The file has the same size but different content: it is damaged, or was edited elsewhere.",
            ),
        ),
        Fault.UNREADABLE: Words(
            #: title of a group of files that cannot be read
            QT_TRANSLATE_NOOP("check", "Unreadable"),
            QT_TRANSLATE_NOOP(
                "check", "The system does not allow the file to be read. The picture itself may be fine."
            ),
        ),
    }
)
LOOSE: Mapping[LooseKind, Words] = MappingProxyType(
    {
        LooseKind.IMAGE: Words(
            QT_TRANSLATE_NOOP("check", "Unknown images"),
            QT_TRANSLATE_NOOP(
                "check",
                "Image files in the library folder that belong to no picture. Those with a known job "
                "can be added.",
            ),
        ),
        LooseKind.LEFTOVER: Words(
            QT_TRANSLATE_NOOP("check", "Temporary files"),
            QT_TRANSLATE_NOOP("check", "Left over from interrupted writing. Nothing needs them."),
        ),
        LooseKind.REPLY: Words(
            QT_TRANSLATE_NOOP("check", "Replies to unknown jobs"),
            QT_TRANSLATE_NOOP(
                "check",
                "A service sent these for jobs that are not in this library. They may contain pictures.",
            ),
        ),
    }
)
FOLDERS = Words(
    QT_TRANSLATE_NOOP("check", "Unreadable folders"),
    QT_TRANSLATE_NOOP(
        "check", "Their contents could not be checked. Give yourself access to them, then check again."
    ),
)
_STORES: Mapping[StorageArea, str] = MappingProxyType(
    {
        #: noun, plural
        StorageArea.PICTURES: QT_TRANSLATE_NOOP("check", "Pictures"),
        #: noun: the file with all that is known of the pictures
        StorageArea.DATABASE: QT_TRANSLATE_NOOP("check", "Database"),
        #: noun, plural: small pictures
        StorageArea.THUMBNAILS: QT_TRANSLATE_NOOP("check", "Thumbnails"),
        #: noun, plural: copies of the database
        StorageArea.BACKUPS: QT_TRANSLATE_NOOP("check", "Backups"),
        #: noun, plural: what the service sent
        StorageArea.REPLIES: QT_TRANSLATE_NOOP("check", "Replies"),
    }
)
_STAGES: Mapping[CheckStage, str] = MappingProxyType(
    {
        CheckStage.FOLDERS: QT_TRANSLATE_NOOP("check", "Scanning the folders…"),
        CheckStage.PICTURES: QT_TRANSLATE_NOOP("check", "Reading the pictures…"),
        #: progress: files are looked for
        CheckStage.SEARCH: QT_TRANSLATE_NOOP("check", "Searching…"),
        CheckStage.THUMBNAILS: QT_TRANSLATE_NOOP("check", "Removing thumbnails of deleted pictures…"),
        CheckStage.DATABASE: QT_TRANSLATE_NOOP("check", "Tidying the database…"),
    }
)


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings of one kind, with translated texts."""

    kind: Fault | LooseKind | None  # None for unreadable folders
    title: str
    meaning: str
    count: int
    files: tuple[str, ...]
    ids: tuple[int, ...] = ()  # picture ids, one for each file
    adoptable: frozenset[str] = frozenset()  # files that can be added to the library


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
    kind: Fault | LooseKind | None,
    words: Words,
    count: int,
    files: tuple[str, ...],
    ids: tuple[int, ...] = (),
    adoptable: frozenset[str] = frozenset(),
) -> FindingGroup:
    return FindingGroup(
        kind,
        QCoreApplication.translate("check", words.title),
        QCoreApplication.translate("check", words.meaning),
        count,
        files,
        ids,
        adoptable,
    )


def summary(report: CheckReport) -> str:
    """Return the result of a check in one or two sentences."""
    words = CareCounts()
    if report.is_sound and report.thorough:
        return words.all_read(report.pictures)
    if report.is_sound:
        return words.all_there(report.pictures)
    found = sum(group.count for group in groups(report))
    return f"{words.checked(report.pictures)} {words.findings(found)}"


def storage(report: CheckReport) -> list[tuple[str, str]]:
    """Return the disk usage as pairs of name and size. The last pair is the sum."""
    rows = [
        (QCoreApplication.translate("check", name), file_size(report.storage[store]))
        for store, name in _STORES.items()
        if report.storage.get(store) or store in {StorageArea.PICTURES, StorageArea.DATABASE}
    ]
    total = sum(report.storage.values())
    #: label of a sum
    return [*rows, (QCoreApplication.translate("check", "Total"), file_size(total))]


def progress_words(progress: Progress) -> str:
    words = QCoreApplication.translate("check", _STAGES[progress.stage])
    if not progress.done:
        return words
    done, total = QLocale().toString(progress.done), QLocale().toString(progress.total)
    if not progress.total:
        return f"{words} {done}"
    return QCoreApplication.translate("check", "{words} {done} of {total}").format(
        words=words, done=done, total=total
    )


def tidied_words(tidied: Tidied) -> str:
    """Return the result of tidying up."""
    parts: list[str] = []
    if tidied.thumbnails:
        parts.append(CareCounts().thumbnails_removed(tidied.thumbnails))
    if tidied.freed:
        freed = QCoreApplication.translate("check", "{size} of disk space freed.")
        parts.append(freed.format(size=file_size(tidied.freed)))
    if tidied.room_needed:
        words = QT_TRANSLATE_NOOP(
            "check", "Compacting was skipped: it needs {needed} of free space, but only {there} is left."
        )
        sizes = {"needed": file_size(tidied.room_needed), "there": file_size(tidied.room_available)}
        parts.append(QCoreApplication.translate("check", words).format(**sizes))
    return " ".join(parts) or QCoreApplication.translate("check", "Everything was already tidy.")


def report_text(report: CheckReport) -> str:
    """Return the whole report as text for a terminal."""
    lines = [summary(report)]
    for group in groups(report):
        lines += ["", f"{group.title} ({QLocale().toString(group.count)})"]
        lines += [f"  {file}" for file in group.files]
        if more := group.count - len(group.files):
            lines.append(f"  … {CareCounts().more(more)}")
    lines += ["", *(f"{name}: {size}" for name, size in storage(report))]
    return "\n".join(lines)
