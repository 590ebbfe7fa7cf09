"""The models of all servers, as rows for the panel."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from portrait_app.core.catalog import PARAMETERS, Endpoint, Parameter
from portrait_app.core.engines.server import ROW
from portrait_app.core.field import Kind
from portrait_app.core.servers import ServerEntry
from portrait_app.engines.server.abilities import Abilities, Checkpoint
from portrait_app.engines.server.samplers import choices

_MULTIPLE = 64  # pixels: some programs round other sizes
_FEWEST_PIXELS = 128
_PREFERRED = ("UniPC", "DPM Multi", "Euler a")  # default schedulers, the best first


def slug_of(server: ServerEntry, checkpoint: Checkpoint) -> str:
    return f"{ROW.key}:{server.id}:{checkpoint.name}"


def checkpoint_name(slug: str) -> str:
    """Return the name of the model in a slug."""
    return slug.split(":", 2)[-1]


def server_id(slug: str) -> str:
    """Return the id of the first server that had the model."""
    return slug.split(":", 2)[1] if slug.count(":") >= 2 else ""


def endpoints_of(known: Iterable[tuple[ServerEntry, Abilities]]) -> tuple[Endpoint, ...]:
    """Return the models of all servers. A model that several servers have is one row.

    Files with the same name count as the same model, unless both servers know that their content differs.
    """
    servers = list(known)
    rows: list[Endpoint] = []
    names: set[str] = set()
    for owner, abilities, checkpoint in _distinct(servers):
        name, digest = checkpoint.name, checkpoint.digest
        having = [server.name for server, theirs in servers if theirs.checkpoint(name, digest)]
        is_twice = name in names
        names.add(name)
        rows.append(
            Endpoint(
                slug=slug_of(owner, checkpoint),
                name=f"{name} ({owner.name})" if is_twice else name,
                engine=ROW.key,
                help=" · ".join(filter(None, (abilities.program.name, ", ".join(having)))),
                unused=frozenset({"base64"}),
                parameters=_parameters(abilities),
                cuts_text=False,
                reads_weights=True,
            )
        )
    return tuple(rows)


def _distinct(
    servers: Iterable[tuple[ServerEntry, Abilities]],
) -> Iterator[tuple[ServerEntry, Abilities, Checkpoint]]:
    """Yield each model once, with the first server that has it."""
    seen: list[Checkpoint] = []
    for server, abilities in servers:
        for checkpoint in abilities.checkpoints:
            if not any(_is_same(checkpoint, one) for one in seen):
                seen.append(checkpoint)
                yield server, abilities, checkpoint


def _is_same(one: Checkpoint, other: Checkpoint) -> bool:
    differ = one.digest and other.digest and one.digest != other.digest
    return one.name == other.name and not differ


def _parameters(abilities: Abilities) -> tuple[Parameter, ...]:
    """Return the catalogue's parameters with the ranges and the schedulers of a server."""
    program = abilities.program
    offered = choices(abilities)
    values = [choice.value for choice in offered]
    default = next((value for value in _PREFERRED if value in values), values[0] if values else "")
    side: dict[str, Any] = {
        "kind": Kind.INTEGER,
        "choices": (),
        "multiple": _MULTIPLE,
        "step": _MULTIPLE,
        "minimum": _FEWEST_PIXELS,
        "maximum": program.most_pixels,
    }
    changed: dict[str, dict[str, Any]] = {
        "scheduler": {"choices": offered, "default": default},
        "num_inference_steps": {"minimum": 1, "maximum": program.most_steps},
        "guidance_scale": {"minimum": 1, "maximum": program.most_guidance},
        "seed": {"maximum": program.most_seed},
        "img_width": side,
        "img_height": side,
    }
    return tuple(replace(row, **changed.get(row.key, {})) for row in PARAMETERS)
