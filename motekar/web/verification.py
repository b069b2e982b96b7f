"""Verification: one request at a time beside the national system; the next comes by itself.

Who asks for the next gets one that nobody else has open; a certain one opens for everybody.

Comparing needs the data in clear, so every look at it leaves its row in the audit.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.codes import RequestNo
from motekar.rules.errors import Conflict, ValidationFailed
from motekar.rules.lifecycle import LIFECYCLE, Action, State
from motekar.rules.steps import RejectReason
from motekar.usecases import looking, published, tracking
from motekar.usecases.tracking import Filter
from motekar.web import steps
from motekar.web.access import for_roles
from motekar.web.faults import Fault, faults_of
from motekar.web.history import told
from motekar.web.intake_view import shown
from motekar.web.labels import options
from motekar.web.posted import Posted, typed_again
from motekar.web.refusals import refused, why_not
from motekar.web.shell import BOARD, Seat, room
from motekar.web.ways import number_in

VERIFICATION = "/staff/verification"
_WHY = "verifikasi"
_ROLES = LIFECYCLE[Action.VERIFY].roles
_WHO = for_roles(*_ROLES)
_STEPS = frozenset({Action.VERIFY, Action.REJECT, Action.HOLD})


@get(VERIFICATION, opt=_WHO)
async def next_request(seat: NamedDependency[Seat]) -> Response[str] | Redirect:
    """The oldest promise that is nobody else's turn, or the good news that nothing waits."""
    skipped = seat.request.query_params.get("after", "")
    if skipped:
        await looking.leave(seat.desk, seat.officer, number_in(skipped))
    turn = await looking.take_turn(
        seat.desk, seat.officer, _waiting(seat), after=skipped, now=seat.now
    )
    if turn.request_no:
        return await _page(seat, number_in(turn.request_no), waiting=turn.waiting)
    return await seat.page(
        "staff/verification_empty.html",
        current="verification",
        waiting=turn.waiting,
        elsewhere=turn.elsewhere,
    )


@get(f"{VERIFICATION}/{{request_no:str}}", opt=_WHO)
async def one_request(seat: NamedDependency[Seat], request_no: FromPath[str]) -> Response[str]:
    """A certain request, as after a scan."""
    return await _page(seat, number_in(request_no))


@post(f"{VERIFICATION}/{{request_no:str}}/{{action:str}}", opt=_WHO, status_code=200)
async def decide(
    seat: NamedDependency[Seat], request_no: FromPath[str], action: FromPath[str]
) -> Response[str] | Redirect:
    """Complete, rejected or on hold; then the next."""
    number = number_in(request_no)
    posted = await Posted.read(seat.request)
    try:
        taken = await steps.take(seat, number, action if action in _STEPS else "", posted)
    except ValidationFailed as faulty:
        typed = steps.raw(posted)
        return await _page(
            seat, number, typed=typed, errors=faults_of(faulty.errors), opened=action
        )
    except Conflict as refusal:
        return await refused(seat, refusal, number)
    await looking.leave(seat.desk, seat.officer, number)
    steps.tell(seat, action, taken)
    return seat.go(VERIFICATION)


def _waiting(seat: Seat) -> Filter:
    return Filter(
        offices=seat.officer.offices(_ROLES), states=(State.SUBMITTED.value,), on_hold=False
    )


async def _page(
    seat: Seat,
    number: RequestNo,
    *,
    waiting: int | None = None,
    typed: Mapping[str, Any] | None = None,
    errors: Sequence[Fault] = (),
    opened: str = "",
) -> Response[str]:
    dossier = await tracking.look(seat.desk, seat.officer, number, now=seat.now, unmask=_WHY)
    view = dossier.view
    book = await published.book(seat.desk, view.request.office, now=seat.now)
    may = Action.VERIFY in view.allowed_actions
    return await seat.page(
        "staff/verification.html",
        current="verification",
        status=422 if errors else 200,
        here=f"{VERIFICATION}/{number}",
        view=view,
        born=view.unmasked.nik.born_on(book.office.local_day(seat.now)) if view.unmasked else None,
        waiting=waiting,
        may=may,
        other=await _other_look(seat, view.request.id) if may else None,
        why_not=why_not(view.request, seat.officer, zone=book.office.zone, now=seat.now),
        promise=shown(view.request.promise, book=book, now=seat.now),
        events=told(view.timeline),
        reject_reasons=options(RejectReason, "reject_reason"),
        hold_causes=steps.hold_choices(),
        typed=typed_again(typed),
        errors=errors,
        opened=opened,
        zone=book.office.zone,
        back=BOARD,
    )


async def _other_look(seat: Seat, request_id: UUID) -> dict[str, Any] | None:
    look = await looking.open_one(seat.desk, seat.officer, request_id, now=seat.now)
    return {"name": look.name, "since": look.since} if look else None


ROUTES = (room(next_request, one_request, decide),)
