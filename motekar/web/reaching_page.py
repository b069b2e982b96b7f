"""Citizens whom no message reached: who to tell, in which words, and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.errors import Conflict, ValidationFailed
from motekar.rules.reaching import CHOSEN, REACHING_ROLES, read_closing
from motekar.usecases import reaching
from motekar.web.access import for_roles
from motekar.web.faults import Fault, faults_of
from motekar.web.labels import options
from motekar.web.language import gettext
from motekar.web.posted import Posted, typed_again
from motekar.web.problems import problem_for
from motekar.web.refusals import refused_band
from motekar.web.shell import BOARD, Seat, room

TO_TELL = "/staff/messages/to-tell"
_WHO = for_roles(*REACHING_ROLES)
_MOST = 100


@get(TO_TELL, opt=_WHO)
async def listed(seat: NamedDependency[Seat]) -> Response[str]:
    """Who has to be told, the longest wait first."""
    return await _page(seat)


@post(f"{TO_TELL}/{{task:uuid}}", opt=_WHO, status_code=200)
async def close(seat: NamedDependency[Seat], task: FromPath[UUID]) -> Response[str] | Redirect:
    """Ends one with its outcome."""
    posted = await Posted.read(seat.request)
    typed = {name: posted.text(f"{name}-{task}") for name in ("outcome", "note")}
    try:
        closing = read_closing(typed)
        done = await reaching.close(seat.desk, seat.officer, task, closing, now=seat.now)
    except ValidationFailed as faulty:
        faults = [Fault(f"{one.field}-{task}", one.message) for one in faults_of(faulty.errors)]
        return await _page(seat, wrong=task, errors=faults, typed=typed)
    except Conflict as refusal:
        return await _page(seat, refusal=refusal)
    told = gettext("Dicatat. SMS dikirim ulang.") if done.is_told_again else gettext("Dicatat.")
    seat.say("ok", told, request_no=done.request_no)
    return seat.go(TO_TELL)


async def _page(
    seat: Seat,
    *,
    wrong: UUID | None = None,
    errors: Sequence[Fault] = (),
    typed: Mapping[str, str] | None = None,
    refusal: Conflict | None = None,
) -> Response[str]:
    found = await reaching.to_tell(seat.desk, seat.officer, limit=_MOST)
    problem = problem_for(refusal) if refusal else None
    told: dict[str, Any] = {"result": refused_band(seat, refusal)} if refusal else {}
    return await seat.page(
        "staff/to_tell.html",
        current="messages",
        status=problem.status if problem else 422 if errors else 200,
        here=TO_TELL,
        back=BOARD,
        tasks=found,
        most=_MOST,
        outcomes=options(CHOSEN, "task_outcome"),
        wrong=wrong,
        errors=errors,
        typed=typed_again(typed),
        **told,
    )


ROUTES = (room(listed, close),)
