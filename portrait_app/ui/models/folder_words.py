"""The model folder in words: what is in it, what is being added, and how far that is."""

from PySide6.QtCore import QCoreApplication

from portrait_app.core.model_store import InstalledModel, Progress, Stage, Strangeness, Stranger
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.jobs.model_additions import Addition, Phase
from portrait_app.ui.kit.formats import large_size, local_time
from portrait_app.ui.models.folder_counts import FolderCounts

SEPARATOR = " · "

_MINUTE = 60
_HOUR = 3600
_LONG = 90 * _MINUTE  # seconds from which hours are said
_REVISION = 7  # characters of a revision that are shown

_STAGES = {
    Stage.ASKING: QT_TRANSLATE_NOOP("model_folder", "Asking the publisher’s host…"),
    Stage.CHECKING: QT_TRANSLATE_NOOP("model_folder", "Checking the files…"),
    #: progress of: bring a model's files into another form
    Stage.CONVERTING: QT_TRANSLATE_NOOP("model_folder", "Converting…"),
}
_PHASES = {
    Phase.WAITING: QT_TRANSLATE_NOOP("model_folder", "Waits for another model"),
    #: progress of: stop
    Phase.STOPPING: QT_TRANSLATE_NOOP("model_folder", "Stopping…"),
    #: a download that the user stopped
    Phase.PAUSED: QT_TRANSLATE_NOOP("model_folder", "Paused"),
    Phase.ELSEWHERE: QT_TRANSLATE_NOOP("model_folder", "Another program is working on it"),
    #: a download that did not succeed
    Phase.FAILED: QT_TRANSLATE_NOOP("model_folder", "Stopped"),
}
_STRANGE = {
    Strangeness.NO_MANIFEST: QT_TRANSLATE_NOOP(
        "model_folder", "“{name}” was not added by this program. Use “Add a model” to add it."
    ),
    Strangeness.UNREADABLE: QT_TRANSLATE_NOOP(
        "model_folder", "“{name}” is damaged, or from a newer version of this program."
    ),
    Strangeness.INCOMPLETE: QT_TRANSLATE_NOOP("model_folder", "“{name}” is not complete: “{file}”."),
}


def addition_words(addition: Addition) -> str:
    """Return what happens to a model that is being added, and how far it is."""
    words = []
    if addition.phase is not Phase.RUNNING:
        words.append(QCoreApplication.translate("model_folder", _PHASES[addition.phase]))
    if addition.phase in (Phase.RUNNING, Phase.PAUSED, Phase.ELSEWHERE, Phase.FAILED):
        words += _progress_words(addition.progress)
    if addition.phase is Phase.RUNNING and addition.seconds_left is not None:
        words.append(time_left(addition.seconds_left))
    return SEPARATOR.join(words)


def _progress_words(progress: Progress) -> list[str]:
    if progress.stage in _STAGES:
        return [QCoreApplication.translate("model_folder", _STAGES[progress.stage])]
    if not progress.total:
        return []
    words = QCoreApplication.translate("model_folder", "{done} of {total}")
    return [words.format(done=large_size(progress.done), total=large_size(progress.total))]


def time_left(seconds: float) -> str:
    """Return a time in round words, because it is an estimate."""
    if seconds < _MINUTE:
        return QCoreApplication.translate("model_folder", "less than a minute left")
    if seconds < _LONG:
        return FolderCounts().minutes_left(round(seconds / _MINUTE))
    return FolderCounts().hours_left(round(seconds / _HOUR))


def installed_words(model: InstalledModel) -> str:
    """Return where a model is from, what it takes, and what was agreed to."""
    words = [large_size(model.size)]
    if model.revision:
        source = QCoreApplication.translate("model_folder", "{source}, version {version}")
        words.append(source.format(source=model.source, version=model.revision[:_REVISION]))
    else:
        words.append(QCoreApplication.translate("model_folder", "from “{file}”").format(file=model.source))
    if (agreement := model.agreement) is not None:
        #: of a licence
        agreed = QCoreApplication.translate("model_folder", "{licence}, agreed to on {time}")
        own = QCoreApplication.translate("model_folder", "its own licence")
        words.append(agreed.format(licence=agreement.licence or own, time=local_time(agreement.agreed)))
    return SEPARATOR.join(words)


def stranger_words(stranger: Stranger) -> str:
    """Return why something in the folder is not used."""
    words = QCoreApplication.translate("model_folder", _STRANGE[stranger.reason])
    return words.format(name=stranger.name, file=stranger.detail)
