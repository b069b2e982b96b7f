"""Printing: the queue in print order, what is in the printers first; good, or spoiled and why."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.errors import Conflict, ValidationFailed
from motekar.rules.lifecycle import LIFECYCLE, Action, State
from motekar.rules.steps import SpoilCause
from motekar.usecases import published, tracking
from motekar.usecases.tracking import Filter, Line
from motekar.web import steps
from motekar.web.access import for_roles
from motekar.web.faults import Fault, faults_of
from motekar.web.labels import options
from motekar.web.posted import Posted
from motekar.web.refusals import refused, why_not
from motekar.web.shell import Seat, room
from motekar.web.ways import number_in

PRINTING = "/staff/printing"
_ROLES = LIFECYCLE[Action.START_PRINT].roles
_WHO = for_roles(*_ROLES)
_STEPS = frozenset({Action.START_PRINT, Action.CONFIRM_PRINT, Action.SPOIL_PRINT})
_MOST = 60


@get(PRINTING, opt=_WHO)
async def queue(seat: NamedDependency[Seat]) -> Response[str]:
    """What is in the printers, and what comes next."""
    wanted = Filter(
        offices=seat.officer.offices(_ROLES), states=(State.VERIFIED.value,), on_hold=False
    )
    lines, counts = await tracking.queue(seat.desk, seat.officer, wanted, limit=_MOST)
    waiting = [line for line in lines if not line.request.attempt]
    return await seat.page(
        "staff/printing.html",
        current="printing",
        printing=[_row(line) for line in lines if line.request.attempt],
        waiting=[_row(line) for line in waiting],
        more=sum(counts.values()) - len(lines),
        free=await _free(seat),
    )


@get(f"{PRINTING}/{{request_no:str}}", opt=_WHO)
async def one_request(seat: NamedDependency[Seat], request_no: FromPath[str]) -> Response[str]:
    """One card, as after a scan: its next step is the one big button."""
    return await _page(seat, request_no)


@get(f"{PRINTING}/{{request_no:str}}/spoil", opt=_WHO)
async def choose_cause(seat: NamedDependency[Seat], request_no: FromPath[str]) -> Response[str]:
    """Why the blank was lost: one key a cause."""
    return await _page(seat, request_no, spoiled=True)


@post(f"{PRINTING}/{{request_no:str}}/{{action:str}}", opt=_WHO, status_code=200)
async def take(
    seat: NamedDependency[Seat], request_no: FromPath[str], action: FromPath[str]
) -> Response[str] | Redirect:
    """Started, good or spoiled; what was started stays on screen, so that its end is its own."""
    number = number_in(request_no)
    posted = await Posted.read(seat.request)
    try:
        taken = await steps.take(seat, number, action if action in _STEPS else "", posted)
    except ValidationFailed as faulty:
        spoiled = action == Action.SPOIL_PRINT
        return await _page(
            seat, request_no, spoiled=spoiled, errors=faults_of(faulty.errors), posted=posted
        )
    except Conflict as refusal:
        return await refused(seat, refusal, number)
    steps.tell(seat, action, taken)
    started = action == Action.START_PRINT
    return seat.go(f"{PRINTING}/{number}" if started else PRINTING)


async def _free(seat: Seat) -> list[tuple[str, int]]:
    """Free blanks of the offices that keep a ledger."""
    offices = seat.officer.offices(_ROLES)
    looks = [await published.outlook(seat.desk, office, now=seat.now) for office in offices]
    return [(book.office.name, stands.free) for book, stands in looks if stands.blanks]


def _row(line: Line) -> Mapping[str, Any]:
    request = line.request
    return {
        "request_no": request.request_no,
        "version": request.version,
        "initials": line.person.initials,
        "reason": request.reason.value,
        "promised_by": request.promised_by,
        "priority": request.priority,
        "has_blank": request.has_blank,
        "attempt": request.attempt,
        "attempts_made": request.attempts_made,
    }


async def _page(
    seat: Seat,
    request_no: str,
    *,
    spoiled: bool = False,
    errors: list[Fault] | None = None,
    posted: Posted | None = None,
) -> Response[str]:
    number = number_in(request_no)
    dossier = await tracking.look(seat.desk, seat.officer, number, now=seat.now)
    view = dossier.view
    return await seat.page(
        "staff/printing_one.html",
        current="printing",
        status=422 if errors else 200,
        here=f"{PRINTING}/{number}",
        view=view,
        row=_row(Line(view.request, view.person)),
        may_start=Action.START_PRINT in view.allowed_actions,
        may_end=Action.CONFIRM_PRINT in view.allowed_actions,
        spoiled=spoiled,
        causes=options(SpoilCause, "spoil_cause"),
        card_serial=posted.text("card_serial") if posted else "",
        why_not=why_not(
            view.request,
            seat.officer,
            zone=view.office.zone,
            now=seat.now,
            action=Action.START_PRINT,
        ),
        errors=errors or [],
        zone=view.office.zone,
        back=f"{PRINTING}/{number}" if spoiled else PRINTING,
    )


ROUTES = (room(queue, one_request, choose_cause, take),)
