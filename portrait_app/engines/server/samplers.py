"""The schedulers of the catalogue, in the words of a server: a sampler and a noise schedule.

The catalogue names its schedulers as Segmind does. A server may have the same one under another name, may
have a similar one, or may have others of its own.
"""

from dataclasses import dataclass
from typing import NamedTuple

from portrait_app.core.field import Choice
from portrait_app.engines.server.abilities import Abilities

KARRAS = "karras"
_SUFFIX = " Karras"
_PLAIN = ("uniform", "normal", "discrete", "simple", "default")  # schedules without a curve, the best first
_UNLISTED = "Automatic"  # sent to a server that does not list its schedules, which most ignore


class _Target(NamedTuple):
    """A sampler that can stand for a scheduler of the catalogue."""

    sampler: str  # as `_key` returns it
    wants_karras: bool = False
    is_exact: bool = True  # if not, it makes similar pictures


# By the catalogue's name; the first target that the server has counts.
_TARGETS: dict[str, tuple[_Target, ...]] = {
    "UniPC": (_Target("unipc"),),
    "DPM Multi": (_Target("dpm++2m"), _Target("dpm++2mkarras", is_exact=False)),
    "dpmpp_2m": (_Target("dpm++2m"), _Target("dpm++2mkarras", is_exact=False)),
    "DPM Single": (_Target("dpm++2sa", is_exact=False), _Target("dpm++1s", is_exact=False)),
    "Euler a": (_Target("eulera"),),
    "Euler": (_Target("euler"),),
    "Heun": (_Target("heun"),),
    "DPM2 a Karras": (_Target("dpm2akarras"), _Target("dpm2a", True), _Target("kdpm2a", True)),
    "DPM2 Karras": (_Target("dpm2karras"), _Target("dpm2", True), _Target("kdpm2", True)),
    "LMS": (_Target("lms"), _Target("lmsd")),
    "PNDM": (_Target("plms"), _Target("pndm")),
    "DDIM": (_Target("ddim"), _Target("ddimtrailing", is_exact=False)),
    "DDPM": (_Target("ddpm"), _Target("eulera", is_exact=False)),
}
_NO_CHOICE = frozenset({"default"})  # what the server was started with, whatever that is
# Samplers with a schedule of their own.
_WITHOUT_KARRAS = frozenset(
    {
        "ddim",
        "ddimtrailing",
        "ddpm",
        "dpmadaptive",
        "dpmfast",
        "lcm",
        "plms",
        "pndm",
        "restart",
        "tcd",
        "unipc",
    }
)


@dataclass(frozen=True, slots=True)
class SamplerPlan:
    """What is sent to a server for a scheduler."""

    sampler: str
    scheduler: str
    is_exact: bool = True


def plan_of(value: str, abilities: Abilities) -> SamplerPlan | None:
    """Return what to send for a value of the parameter `scheduler`; None if the server has none like it."""
    spelling = {_key(name): name for name in abilities.samplers}
    for target in _TARGETS.get(value, ()):
        if target.sampler in spelling:
            return _planned(spelling[target.sampler], abilities, target)
    if (name := spelling.get(_key(value))) is not None:
        return _planned(name, abilities, _Target(name))
    base = spelling.get(_key(value.removesuffix(_SUFFIX)))
    if base is not None and _has_karras(abilities):
        return _planned(base, abilities, _Target(base, wants_karras=True))
    return None


def choices(abilities: Abilities) -> tuple[Choice, ...]:
    """Return the schedulers that a server offers: those of the catalogue first, then its own."""
    offered: dict[str, str] = {}
    covered: set[str] = set()
    for value in _TARGETS:
        plan = plan_of(value, abilities)
        if plan is not None:
            offered[value] = _label(value, plan)
            covered |= {_key(plan.sampler)} if plan.is_exact else set()
    own = [name for name in abilities.samplers if _key(name) not in _NO_CHOICE]
    offered |= {name: name for name in own if _key(name) not in covered}
    if _has_karras(abilities):
        offered |= {
            f"{name}{_SUFFIX}": f"{name}{_SUFFIX}"
            for name in own
            if _key(name) not in _WITHOUT_KARRAS and f"{_key(name)}karras" not in map(_key, offered)
        }
    return tuple(Choice(value, label) for value, label in offered.items())


def is_same_sampler(one: str, other: str) -> bool:
    """Return whether two names mean the same sampler. A server may add the schedule to the name."""
    keys = {_key(name).removesuffix(KARRAS).removesuffix("automatic") for name in (one, other)}
    return len(keys) == 1


def _planned(sampler: str, abilities: Abilities, target: _Target) -> SamplerPlan:
    karras = next((name for name in abilities.schedulers if name.lower() == KARRAS), "")
    if target.wants_karras and _has_karras(abilities):
        return SamplerPlan(sampler, karras or KARRAS, target.is_exact)
    return SamplerPlan(sampler, _plain(abilities), target.is_exact and not target.wants_karras)


def _has_karras(abilities: Abilities) -> bool:
    listed = any(name.lower() == KARRAS for name in abilities.schedulers)
    return listed or abilities.program.keeps_schedule_in_options


def _plain(abilities: Abilities) -> str:
    """Return the schedule without a curve.

    "Automatic" means Karras for some samplers of Forge, so it is sent only if the server lists no schedules.
    """
    listed = {name.lower(): name for name in abilities.schedulers}
    return next((listed[name] for name in _PLAIN if name in listed), _UNLISTED)


def _label(value: str, plan: SamplerPlan) -> str:
    with_karras = plan.scheduler.lower() == KARRAS
    sampler = f"{plan.sampler}{_SUFFIX}" if with_karras else plan.sampler
    if not plan.is_exact:
        return f"{value} ≈ {sampler}"
    return value if _key(value) == _key(sampler) else f"{value} ({sampler})"


def _key(name: str) -> str:
    """Return a sampler's name in the form in which names of different programs are compared."""
    text = name.lower().removeprefix("k_")
    return "".join(letter for letter in text if letter.isalnum() or letter == "+")
