"""What a server can do, read from its own lists."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.servers import ServerReport
from portrait_app.engines.server.connection import ASKING, Connection
from portrait_app.engines.server.programs import DRAW_THINGS, SD_NEXT, Program, is_draw_things, program_of
from portrait_app.net.transport import Limits

PROGRESS = "/sdapi/v1/progress?skip_current_image=true"
_MOST_NAMES = 300  # of one list: the settings keep all models with their samplers
_LONGEST_NAME = 200  # characters
_NOT_THERE = (404, 405, 500, 501)  # statuses of a program that does not have a list


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model of a server."""

    name: str  # part of the model's slug, so it should stay the same
    title: str = ""  # what a request calls the model; empty for the one that is loaded, whatever it is
    digest: str = ""  # SHA-256 of the file, if the server knows it


@dataclass(frozen=True)
class Abilities:
    """What a server can do."""

    program: Program
    checkpoints: tuple[Checkpoint, ...]
    samplers: tuple[str, ...]
    schedulers: tuple[str, ...] = ()  # noise schedules; empty if the server has no choice of them
    lists_models: bool = True
    shows_progress: bool = True

    def checkpoint(self, name: str, digest: str = "") -> Checkpoint | None:
        """Return the model with this name, unless it is known to be another file."""
        found = self.by_name.get(name)
        is_other = found is not None and digest and found.digest and digest != found.digest
        return None if is_other else found

    @cached_property
    def by_name(self) -> dict[str, Checkpoint]:
        return {one.name: one for one in self.checkpoints}

    @property
    def report(self) -> ServerReport:
        return ServerReport(
            program=self.program.name,
            models=tuple(one.name for one in self.checkpoints),
            samplers=self.samplers,
            lists_models=self.lists_models,
            shows_progress=self.shows_progress,
            can_stop=self.program.can_stop,
        )


def read_abilities(connection: Connection, cancel: Cancel, limits: Limits = ASKING) -> Abilities:
    """Ask a server what it can do. Raises AppError; WRONG_ADDRESS if it does not speak the API."""
    samplers = _asked(connection, "/sdapi/v1/samplers", cancel, limits)
    if not isinstance(samplers, list):
        return _of_draw_things(connection, cancel, limits)
    options = _asked(connection, "/sdapi/v1/options", cancel, limits)
    options = options if isinstance(options, dict) else {}
    kobold = _asked(connection, "/api/extra/version", cancel, limits) if len(options) <= 2 else None
    is_kobold = isinstance(kobold, dict) and kobold.get("result") == "KoboldCpp"
    program = program_of(options, samplers, is_kobold=is_kobold)
    models = _asked(connection, "/sdapi/v1/sd-models", cancel, limits)
    schedulers = None
    if program is not SD_NEXT:  # its list of schedulers is the list of samplers
        schedulers = _asked(connection, "/sdapi/v1/schedulers", cancel, limits)
    return Abilities(
        program,
        _checkpoints(models) or (Checkpoint(_text(options.get("sd_model_checkpoint")) or "loaded"),),
        _names(samplers),
        _names(schedulers),
        lists_models=bool(_checkpoints(models)),
        shows_progress=isinstance(_asked(connection, PROGRESS, cancel, limits), dict),
    )


def _of_draw_things(connection: Connection, cancel: Cancel, limits: Limits) -> Abilities:
    """Return the abilities of Draw Things, which has no lists. Raises AppError for any other program."""
    settings = connection.get("/", cancel, limits)
    if not is_draw_things(settings):
        raise AppError(ErrorKind.WRONG_ADDRESS, "it has no list of samplers", server=connection.server.name)
    loaded = Checkpoint(_text(settings.get("model")) or "loaded")
    return Abilities(DRAW_THINGS, (loaded,), DRAW_THINGS.samplers, lists_models=False, shows_progress=False)


def _asked(connection: Connection, path: str, cancel: Cancel, limits: Limits) -> Any:
    """Return the JSON at a path; None if the server has nothing there."""
    try:
        return connection.get(path, cancel, limits)
    except AppError as error:
        if error.kind is ErrorKind.WRONG_ADDRESS or error.facts.get("status") in _NOT_THERE:
            return None
        raise


def _checkpoints(models: Any) -> tuple[Checkpoint, ...]:
    found: dict[str, Checkpoint] = {}
    for model in models[:_MOST_NAMES] if isinstance(models, list) else ():
        if isinstance(model, dict):
            title = _text(model.get("title"))
            name = _text(model.get("model_name")) or title
            if name:
                found.setdefault(name, Checkpoint(name, title or name, _digest(model.get("sha256"))))
    return tuple(found.values())


def _names(entries: Any) -> tuple[str, ...]:
    names = (
        _text(entry.get("name") if isinstance(entry, dict) else entry)
        for entry in (entries[:_MOST_NAMES] if isinstance(entries, list) else ())
    )
    return tuple(dict.fromkeys(filter(None, names)))


def _text(value: Any) -> str:
    """Return a name that can be shown and stored; empty for anything else."""
    is_fine = isinstance(value, str) and value.isprintable() and len(value) <= _LONGEST_NAME
    return value.strip() if is_fine else ""


def _digest(value: Any) -> str:
    """Return a SHA-256, in lower case. Programs without one send the same digit 64 times."""
    text = _text(value).lower()
    return text if len(text) == 64 and len(set(text)) > 1 else ""
