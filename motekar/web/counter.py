"""The counter: a visit is typed, read back to the citizen, and only then recorded.

Between the two steps the form travels in the POSTed pages; nothing of it is ever in an address.
What is typed is kept for this officer, who is offered it after the session has ended.
"""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.documents import Reason, missing_documents
from motekar.rules.errors import (
    FieldError,
    IdempotencyKeyReused,
    RequestAlreadyOpen,
    ValidationFailed,
)
from motekar.rules.intake_form import Channel, IntakeForm, Priority, read_intake
from motekar.rules.lifecycle import INTAKE_ROLES
from motekar.rules.rulebook import OfficeProfile
from motekar.usecases import drafts, intake, published, standing, tracking
from motekar.usecases.once import Once, Replay
from motekar.web import intake_view as view
from motekar.web.access import for_roles
from motekar.web.answers import is_fragment
from motekar.web.faults import faults_of
from motekar.web.intake_view import Typed
from motekar.web.labels import options
from motekar.web.language import gettext
from motekar.web.posted import Posted
from motekar.web.problems import problem_for
from motekar.web.shell import BOARD, Seat, room
from motekar.web.ways import number_in

INTAKE = "/staff/intake"
DRAFT = f"{INTAKE}/draft"
_STEPS = ("edit", "promise", "save", "draft/resume")  # where a reload comes back
_WHO = for_roles(*INTAKE_ROLES)
_Page = Response[str]


@get([INTAKE, *(f"{INTAKE}/{step}" for step in _STEPS)], opt=_WHO)
async def empty_form(seat: NamedDependency[Seat]) -> _Page:
    """A new visit, and the offer of the one that was typed and not saved."""
    draft = await drafts.find(seat.desk, seat.officer, now=seat.now)
    return await _form(seat, view.EMPTY, offered=draft.saved_at if draft else None)


@post(DRAFT, opt=_WHO, status_code=204)
async def keep_draft(seat: NamedDependency[Seat]) -> None:
    """Keeps what is typed so far; the page sends it while it is being filled."""
    await _keep(seat, view.typed_in(await Posted.read(seat.request)))


@post(f"{DRAFT}/resume", opt=_WHO, status_code=200)
async def resume(seat: NamedDependency[Seat]) -> _Page:
    """The form as this officer left it."""
    draft = await drafts.find(seat.desk, seat.officer, now=seat.now)
    return await _form(seat, {**view.EMPTY, **draft.typed} if draft else view.EMPTY)


@post(f"{DRAFT}/discard", opt=_WHO, status_code=303)
async def discard(seat: NamedDependency[Seat]) -> Redirect:
    """Forgets it, because the visit will not go on."""
    await drafts.forget(seat.desk, seat.officer)
    return seat.go(INTAKE)


@post(INTAKE, opt=_WHO, status_code=200)
async def read_back(seat: NamedDependency[Seat]) -> _Page:
    """Reads the form: its faults beside the fields, or everything back for the citizen's eyes."""
    typed = view.typed_in(await Posted.read(seat.request))
    await _keep(seat, typed)
    try:
        form = _read(seat, typed, await _offices(seat))
    except ValidationFailed as faulty:
        return await _form(seat, typed, faulty=faulty)
    book, stands = await published.outlook(seat.desk, form.office, now=seat.now)
    missing = missing_documents(book.document_rules, form.reason, form.documents)
    return await seat.page(
        "staff/intake_check.html",
        current="intake",
        here=INTAKE,
        back=BOARD,
        owes=gettext("isian di loket"),
        keeps_form=True,
        typed=typed,
        form=form,
        nik=view.nik_echo(typed, book=book, now=seat.now),
        promise=view.final_promise(
            form, book=book, situation=stands, now=seat.now, missing=missing
        ),
        missing=missing,
        office=book.office,
        zone=book.office.zone,
    )


@post(f"{INTAKE}/edit", opt=_WHO, status_code=200)
async def edit(seat: NamedDependency[Seat]) -> _Page:
    """Back to the form, with what was typed."""
    return await _form(seat, view.typed_in(await Posted.read(seat.request)))


@post(f"{INTAKE}/promise", opt=_WHO, status_code=200)
async def refresh(seat: NamedDependency[Seat]) -> _Page:
    """Promise, checklist and NIK for the form as far as it is filled: a fragment or the page."""
    posted = await Posted.read(seat.request)
    typed = view.typed_in(posted)
    if not is_fragment(seat.request):
        await _keep(seat, typed)
    return await _form(seat, typed, listed=posted.text("listed"))


@post(f"{INTAKE}/save", opt=_WHO, status_code=200)
async def save(seat: NamedDependency[Seat]) -> _Page | Redirect:
    """Records the visit, once."""
    posted = await Posted.read(seat.request)
    typed = view.typed_in(posted)
    key = posted.once_key(seat.officer, seat.desk, path=f"{INTAKE}/save")
    once = Once(key, _number_of) if key else None
    try:
        form = _read(seat, typed, await _offices(seat))
        recorded = await intake.submit(seat.desk, seat.officer, form, now=seat.now, once=once)
    except ValidationFailed as faulty:
        return await _form(seat, typed, faulty=faulty)
    except (RequestAlreadyOpen, IdempotencyKeyReused) as refusal:
        return await _refused(seat, typed, refusal)
    if isinstance(recorded, Replay):
        return seat.go(f"{INTAKE}/saved/{recorded.text}")
    await drafts.forget(seat.desk, seat.officer)
    return seat.go(f"{INTAKE}/saved/{_number_of(recorded)}")


@get(f"{INTAKE}/saved/{{request_no:str}}", opt=_WHO)
async def saved(seat: NamedDependency[Seat], request_no: FromPath[str]) -> _Page:
    """The numbers for the citizen, and the slip in one more key."""
    number = number_in(request_no)
    slip = await tracking.slip(seat.desk, seat.officer, number, now=seat.now)
    dossier = await tracking.look(seat.desk, seat.officer, number, now=seat.now)
    return await seat.page(
        "staff/intake_saved.html",
        current="intake",
        view=dossier.view,
        request_no=slip.request.request_no,
        digits=slip.claim_code.digits,
        zone=slip.office.zone,
        back=INTAKE,
    )


def _number_of(recorded: intake.Recorded) -> str:
    return recorded.view.request.request_no


async def _offices(seat: Seat) -> tuple[OfficeProfile, ...]:
    codes = seat.officer.offices(INTAKE_ROLES)
    return tuple(office for office in await seat.offices() if office.code in codes)


def _read(seat: Seat, typed: Typed, offices: tuple[OfficeProfile, ...]) -> IntakeForm:
    office = view.chosen_office(typed, offices)
    moment = view.received_at(typed, office.zone)
    fields = {**typed, "office": typed["office"] or office.code, "received_at": moment}
    if not typed["received_at"] or moment:
        return read_intake(fields, now=seat.now)
    unreadable = FieldError("received_at", "malformed")
    try:
        read_intake({**fields, "paper_no": ""}, now=seat.now)
    except ValidationFailed as faulty:
        raise ValidationFailed(errors=(*faulty.errors, unreadable)) from faulty
    raise ValidationFailed(errors=(unreadable,))


async def _keep(seat: Seat, typed: Typed) -> None:
    if view.is_begun(typed):
        await drafts.keep(seat.desk, seat.officer, typed, now=seat.now)


async def _form(
    seat: Seat,
    typed: Typed,
    *,
    faulty: ValidationFailed | None = None,
    offered: datetime | None = None,
    listed: str | None = None,
) -> _Page:
    offices = await _offices(seat)
    office = view.chosen_office(typed, offices)
    book, stands = await published.outlook(seat.desk, office.code, now=seat.now)
    facts: dict[str, Any] = {
        "typed": {**typed, "office": office.code},
        "nik": view.nik_echo(typed, book=book, now=seat.now),
        "promise": view.promise_facts(typed, book=book, situation=stands, now=seat.now),
        "checklist": view.checklist(typed, book=book),
        "offices": [(each.code, each.name) for each in offices],
        "reasons": options(Reason, "reason"),
        "priorities": options(Priority, "priority"),
        "channels": options(Channel, "channel"),
        "zone": office.zone,
        "errors": faults_of(faulty.errors) if faulty else [],
        "offered": offered,
        "listed": listed,
    }
    if is_fragment(seat.request):
        return await seat.part("staff/intake_parts.html", **facts)
    status = problem_for(faulty).status if faulty else 200
    return await seat.page(
        "staff/intake.html",
        current="intake",
        here=INTAKE,
        back=BOARD,
        owes=gettext("isian di loket") if typed["nik"] or typed["full_name"] else None,
        status=status,
        keeps_form=True,
        **facts,
    )


async def _refused(
    seat: Seat, typed: Typed, refusal: RequestAlreadyOpen | IdempotencyKeyReused
) -> _Page:
    names = {office.code: office for office in await standing.offices(seat.desk)}
    still_open = refusal if isinstance(refusal, RequestAlreadyOpen) else None
    return await seat.page(
        "staff/intake_refused.html",
        current="intake",
        here=INTAKE,
        status=problem_for(refusal).status,
        keeps_form=True,
        typed=typed,
        still_open=still_open,
        office_of_open=names[still_open.office].name if still_open else None,
    )


ROUTES = (room(empty_form, keep_draft, resume, discard, read_back, edit, refresh, save, saved),)
