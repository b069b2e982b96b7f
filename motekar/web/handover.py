"""Hand-over: a slip is scanned, a held screen shows whom to compare, a deliberate yes ends it.

The data in clear is on this one screen only; leaving it masks it again.
"""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.codes import RequestNo
from motekar.rules.errors import Conflict, FieldError, OldCardRequired, ValidationFailed
from motekar.rules.lifecycle import LIFECYCLE, Action, State
from motekar.rules.steps import Collector
from motekar.usecases import tracking
from motekar.usecases.tracking import Filter
from motekar.web import steps
from motekar.web.access import for_roles
from motekar.web.faults import faults_of
from motekar.web.labels import options
from motekar.web.language import gettext
from motekar.web.posted import Posted, typed_again
from motekar.web.refusals import refused, why_not
from motekar.web.shell import BOARD, Seat, room
from motekar.web.ways import number_in, page_of

HAND_OVER = "/staff/hand-over"
_WHY = "penyerahan"
_ROLES = LIFECYCLE[Action.COLLECT].roles
_WHO = for_roles(*_ROLES)
_FIELDS = (
    "collector",
    "collector.name",
    "collector.relation",
    "collector.authority_no",
    "old_card",
)


@get(HAND_OVER, opt=_WHO)
async def waiting_for_a_slip(seat: NamedDependency[Seat]) -> Response[str]:
    """Asks for a slip."""
    wanted = Filter(offices=seat.officer.offices(_ROLES), states=(State.PRINTED.value,))
    _, counts = await tracking.queue(seat.desk, seat.officer, wanted, limit=1)
    return await seat.page(
        "staff/handover.html", current="handover", ready=sum(counts.values()), back=BOARD
    )


@get(f"{HAND_OVER}/{{request_no:str}}", opt=_WHO)
async def compare(seat: NamedDependency[Seat], request_no: FromPath[str]) -> Response[str]:
    """The held screen: name and birth date in large type."""
    return await _held(seat, number_in(request_no))


@post(f"{HAND_OVER}/{{request_no:str}}/collect", opt=_WHO, status_code=200)
async def collect(
    seat: NamedDependency[Seat], request_no: FromPath[str]
) -> Response[str] | Redirect:
    """The card changes hands, exactly once."""
    number = number_in(request_no)
    posted = await Posted.read(seat.request)
    try:
        taken = await steps.take(seat, number, Action.COLLECT, posted)
    except ValidationFailed as faulty:
        return await _held(seat, number, posted=posted, faulty=faulty)
    except OldCardRequired as refusal:
        kept = ValidationFailed(errors=(FieldError("old_card", refusal.code),))
        return await _held(seat, number, posted=posted, faulty=kept)
    except Conflict as refusal:
        return await refused(seat, refusal, number)
    steps.tell(seat, Action.COLLECT, taken)
    return seat.go(HAND_OVER)


@post(f"{HAND_OVER}/{{request_no:str}}/mismatch", opt=_WHO, status_code=200)
async def mismatch(seat: NamedDependency[Seat], request_no: FromPath[str]) -> Redirect:
    """Nothing is handed over; the hold for disputed data is one form away."""
    number = number_in(request_no)
    seat.say(
        "attention",
        gettext(
            "Tidak cocok: kartu tidak diserahkan. Simpan kartunya, lalu tunda dengan sebabnya."
        ),
        request_no=str(number),
    )
    return seat.go(f"{page_of(str(number))}?step=hold")


async def _held(
    seat: Seat,
    number: RequestNo,
    *,
    posted: Posted | None = None,
    faulty: ValidationFailed | None = None,
) -> Response[str]:
    dossier = await tracking.look(seat.desk, seat.officer, number, now=seat.now)
    may = Action.COLLECT in dossier.view.allowed_actions
    if may:
        dossier = await tracking.look(seat.desk, seat.officer, number, now=seat.now, unmask=_WHY)
    view = dossier.view
    facts: dict[str, Any] = {"born": None, "typed": typed_again(None)}
    if view.unmasked:
        facts["born"] = view.unmasked.nik.born_on(view.office.local_day(seat.now))
    if posted:
        facts["typed"] = typed_again({name: posted.text(name) for name in _FIELDS})
    return await seat.page(
        "staff/handover_held.html",
        current="handover",
        status=422 if faulty else 200,
        here=HAND_OVER,
        owes=str(number) if may else None,
        view=view,
        may=may,
        why_not=why_not(
            view.request,
            seat.officer,
            zone=view.office.zone,
            now=seat.now,
            action=Action.COLLECT,
        ),
        collectors=options(Collector, "collector"),
        errors=faults_of(faulty.errors) if faulty else [],
        zone=view.office.zone,
        back=HAND_OVER,
        **facts,
    )


ROUTES = (room(waiting_for_a_slip, compare, collect, mismatch),)
