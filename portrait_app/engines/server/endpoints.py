"""The models of all servers, as rows for the panel."""

from collections.abc import Iterable
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
    parameters = {server.id: _parameters(abilities) for server, abilities in servers}
    rows: list[Endpoint] = []
    seen: dict[str, list[Checkpoint]] = {}  # by name
    for owner, abilities in servers:
        for checkpoint in abilities.checkpoints:
            name, digest = checkpoint.name, checkpoint.digest
            namesakes = seen.setdefault(name, [])
            if any(_is_same(checkpoint, one) for one in namesakes):
                continue
            having = [server.name for server, theirs in servers if theirs.checkpoint(name, digest)]
            rows.append(
                Endpoint(
                    slug=slug_of(owner, checkpoint),
                    name=f"{name} ({owner.name})" if namesakes else name,
                    engine=ROW.key,
                    help=" · ".join(filter(None, (abilities.program.name, ", ".join(having)))),
                    unused=frozenset({"base64"}),
                    parameters=parameters[owner.id],
                    cuts_text=False,
                    reads_weights=True,
                )
            )
            namesakes.append(checkpoint)
    return tuple(rows)


def _is_same(one: Checkpoint, other: Checkpoint) -> bool:
    """Return whether two models with the same name may be the same file."""
    return not (one.digest and other.digest and one.digest != other.digest)


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
