"""Cases of outages: the service refuses all requests for longer than the retries of a job last."""

from collections.abc import Iterator
from functools import partial
from itertools import cycle

from portrait_app.core.errors import ErrorKind
from tests.matrices.fault_world import FAILED, Case, Prepare, World, always
from tests.matrices.session import Session
from tests.support.segmind_behaviours import status
from tests.support.segmind_service import Behaviour

_OUTAGE = 1800  # seconds
_TRIED = 16  # requests: three until the outage is known, then after 3, 6, 12 … 192 seconds, then every 225
_JOBS = 20


def out_of_order(*behaviours: Behaviour) -> Prepare:
    """Answer requests with these behaviours in turn, for half an hour."""

    def prepare(world: World) -> None:
        world.answer("post", cycle(behaviours))
        world.later_at = _OUTAGE
        world.later = partial(_works_again, world)

    return prepare


def _works_again(world: World, _session: Session) -> None:
    world.answer("post", ())


def cases() -> Iterator[Case]:
    away = (ErrorKind.SERVICE_UNAVAILABLE,)
    waited = (_OUTAGE, _OUTAGE + 225)
    many = partial(Case, jobs=_JOBS, billed=_JOBS, posts=_JOBS + _TRIED, longest=2 * _OUTAGE, waited=waited)
    yield many("503 for half an hour, 20 jobs", out_of_order(status(503)), said=away)
    yield many("503 for half an hour, 20 jobs", out_of_order(status(503)), delivery="queued", said=away)
    yield many(
        "503 and 429 for half an hour, 20 jobs",
        out_of_order(status(503), status(503), status(503), status(429)),
        said=(*away, ErrorKind.RATE_LIMITED),
        waited=(_OUTAGE, _OUTAGE + 225 + 15 * 60),  # a rate limit is remembered for 15 minutes
    )
    yield Case(
        "503 for ever, 2 jobs",
        always("post", status(503)),
        jobs=2,
        state=FAILED,
        said=away,
        billed=0,
        posts=36,
        waited=(3600, 8000),
        longest=10_000,
    )
