"""The request in the form that a server takes, and what is remembered of it until the answer is read."""

import json
import secrets
from dataclasses import asdict, dataclass, replace
from typing import Any

from portrait_app.core.catalog import RANDOM_SEED
from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.server.abilities import Abilities, Checkpoint
from portrait_app.engines.server.samplers import KARRAS, SamplerPlan, plan_of

_HEADER = "x-portrait-studio-sent"  # of a spooled reply
_RANDOM_BITS = 31  # a random seed that every program takes unchanged


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to a server, as far as the answer cannot be read without it."""

    seed: int
    sampler: str
    server: str  # the user's name for the server

    def noted_on(self, reply: RawReply) -> RawReply:
        """Return the reply with this note, so that it can be read after a restart as well."""
        return replace(reply, headers={**reply.headers, _HEADER: json.dumps(asdict(self))})


def sent_with(request: GenerationRequest, reply: RawReply) -> Sent:
    """Return the note on a reply."""
    try:
        note = json.loads(reply.headers[_HEADER])
        return Sent(int(note["seed"]), str(note["sampler"]), str(note["server"]))
    except (KeyError, TypeError, ValueError):
        return Sent(request.seed, "", "")


def planned(request: GenerationRequest, abilities: Abilities) -> SamplerPlan:
    """Return the sampler for a request. Raises AppError VALUE_REFUSED if the server has none like it."""
    value = str(request.values.get("scheduler", ""))
    plan = plan_of(value, abilities)
    if plan is None:
        raise AppError(ErrorKind.VALUE_REFUSED, f"the server has no sampler like {value}", field="scheduler")
    return plan


def seed_of(request: GenerationRequest) -> int:
    """Return the seed to send. A random one is chosen here, because not every server tells its own choice."""
    return secrets.randbits(_RANDOM_BITS) if request.seed == RANDOM_SEED else request.seed


def payload(
    request: GenerationRequest,
    plan: SamplerPlan,
    seed: int,
    task: str,
    *,
    abilities: Abilities,
    checkpoint: Checkpoint,
) -> dict[str, Any]:
    """Return the JSON to send."""
    width, height = request.size
    program = abilities.program
    fields: dict[str, Any] = {
        "prompt": request.prompt,
        "negative_prompt": request.negative_prompt,
        "steps": request.values["num_inference_steps"],
        "cfg_scale": request.values["guidance_scale"],
        "width": width,
        "height": height,
        "seed": seed,
        "sampler_name": plan.sampler,
        "scheduler": plan.scheduler,
        "batch_size": request.samples,
        "n_iter": 1,
        "send_images": True,
        "save_images": False,
    }
    options: dict[str, Any] = {}
    if checkpoint.title:
        options["sd_model_checkpoint"] = checkpoint.title
    if program.keeps_schedule_in_options:
        options["schedulers_sigma"] = KARRAS if plan.scheduler.lower() == KARRAS else "default"
    if options:
        # The model stays loaded afterwards. Otherwise each picture would load two models.
        fields |= {"override_settings": options, "override_settings_restore_afterwards": False}
    if program.has_tasks:
        fields["force_task_id"] = task
    if program.has_own_fields:
        fields |= {"sampler": plan.sampler, "guidance_scale": request.values["guidance_scale"]}
    return fields
