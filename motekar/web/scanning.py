"""The scan box: what was scanned or typed leads to the next step for this person's role.

A code that opens nothing is answered on the page it was scanned on; nothing typed or scanned is
ever put into an address.
"""

from zoneinfo import ZoneInfo

from litestar import post
from litestar.di import NamedDependency
from litestar.response import Redirect

from motekar.rules.codes import parse_scan
from motekar.rules.errors import (
    AlreadyCollected,
    NotAllowed,
    RequestUnknown,
    ScanUnreadable,
    WrongOffice,
)
from motekar.rules.lifecycle import State
from motekar.rules.people import CASE_ROLES
from motekar.rules.requests import PrintRequest
from motekar.usecases import standing, tracking
from motekar.web.access import for_roles
from motekar.web.labels import label
from motekar.web.language import gettext, later
from motekar.web.posted import Posted
from motekar.web.problems import problem_for
from motekar.web.refusals import reason_words, why_not
from motekar.web.shell import BOARD, Seat, room
from motekar.web.ways import next_step, way_to

_UNREADABLE = {
    "empty": later("Pindai resi, atau ketik kode atau nomor permohonan."),
    "check-digit": later("Ada angka yang keliru. Pindai lagi, atau cocokkan dengan resi."),
    "length": later("Kode resi 20 angka. Pindai lagi, atau ketik nomor permohonan."),
    "request-no": later("Nomor permohonan berbentuk seperti BUT-261121-0042. Cocokkan lagi."),
    "characters": later("Itu bukan kode resi. Pindai garis atau QR di resi."),
}


@post("/staff/scan", opt=for_roles(*CASE_ROLES), status_code=200)
async def scan(seat: NamedDependency[Seat]) -> Redirect:
    """Opens the request at the door where its next step is made."""
    posted = await Posted.read(seat.request)
    try:
        reference = parse_scan(posted.text("scan"))
        dossier = await tracking.look(seat.desk, seat.officer, reference, now=seat.now)
    except ScanUnreadable as unreadable:
        return _refused(seat, posted, gettext(_UNREADABLE[unreadable.problem]))
    except RequestUnknown:
        return _refused(
            seat, posted, gettext("Tidak ada permohonan dengan kode itu. Cocokkan dengan resi.")
        )
    except WrongOffice as elsewhere:
        names = {office.code: office.name for office in await standing.offices(seat.desk)}
        owner = names.get(elsewhere.office, elsewhere.office)
        text = gettext("Permohonan ini milik %(office)s. Arahkan pemohon ke sana.", office=owner)
        return _refused(seat, posted, text)
    except NotAllowed as refusal:
        return _refused(seat, posted, gettext(problem_for(refusal).title) + ".")
    request = dossier.view.request
    _say_where_it_stands(seat, request, zone=dossier.view.office.zone)
    return seat.go(way_to(request, seat.officer))


def _say_where_it_stands(seat: Seat, request: PrintRequest, *, zone: ZoneInfo) -> None:
    number = request.request_no
    if request.state is State.COLLECTED:
        gone = AlreadyCollected(at=request.state_since)
        seat.say("attention", reason_words(gone, zone=zone, now=seat.now), request_no=number)
    elif request.hold is not None:
        cause = label(request.hold.cause, "hold_short")
        seat.say("attention", gettext("Ditunda: %(cause)s.", cause=cause), request_no=number)
    elif next_step(request, seat.officer) is None:
        said = why_not(request, seat.officer, zone=zone, now=seat.now)
        seat.say("attention", said or label(request.state, "queue"), request_no=number)
    else:
        seat.say("ok", f"{label(request.state, 'queue')}.", request_no=number)


def _refused(seat: Seat, posted: Posted, text: str) -> Redirect:
    seat.say("refused", text)
    return seat.go(_own_page(posted.text("here")))


def _own_page(address: str) -> str:
    """Where the scan came from, if that is one of our pages."""
    inside = address == BOARD or address.startswith(f"{BOARD}/")
    return address if inside and address.isprintable() else BOARD


ROUTES = (room(scan),)
