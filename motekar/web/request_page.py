"""A request's own page: where it stands, what was promised and why, what happened, what is next.

One step's form is open at a time; the slip again and a look at the data in clear are audited.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.approvals import ApprovalKind, Outcome
from motekar.rules.documents import Document, Reason
from motekar.rules.errors import Conflict, FieldError, ValidationFailed
from motekar.rules.holds import ledger
from motekar.rules.intake_form import MOST_NOTE_LETTERS, Priority, Reading
from motekar.rules.lifecycle import INTAKE_ROLES, Action
from motekar.rules.people import CASE_ROLES
from motekar.rules.requests import PrintRequest
from motekar.rules.steps import CancelledBy, RejectReason
from motekar.slips.claim_slip import Paper
from motekar.usecases import approving, published, standing, tracking
from motekar.usecases.approving import Question
from motekar.usecases.tracking import Dossier
from motekar.usecases.viewing import RequestView
from motekar.web import steps
from motekar.web.access import for_roles
from motekar.web.doors import doors_of
from motekar.web.faults import Fault, faults_of
from motekar.web.history import told
from motekar.web.intake_view import shown
from motekar.web.labels import options
from motekar.web.posted import Posted, typed_again
from motekar.web.refusals import refused, why_not
from motekar.web.service_clock import clocks_of
from motekar.web.shell import BOARD, Seat, room
from motekar.web.slip_words import slip_pdf
from motekar.web.ways import next_step, number_in, page_of, way_to

_ADDRESS = "/staff/requests/{request_no:str}"
_WHO = for_roles(*CASE_ROLES)
# What has a form here; verifying, printing and handing over have doors of their own.
_BELOW = (
    Action.COMPLETE_DOCUMENTS,
    Action.AMEND,
    Action.HOLD,
    Action.RESUME,
    Action.REJECT,
    Action.CANCEL,
)
_WITH_FORM_HERE = frozenset(_BELOW)


@get(_ADDRESS, opt=_WHO)
async def one_request(seat: NamedDependency[Seat], request_no: FromPath[str]) -> Response[str]:
    """The request, with the form of one step open if asked for."""
    number = number_in(request_no)
    dossier = await tracking.look(seat.desk, seat.officer, number, now=seat.now)
    return await _page(seat, dossier, step=seat.request.query_params.get("step", ""))


@post(f"{_ADDRESS}/unmask", opt=_WHO, status_code=200)
async def unmask(seat: NamedDependency[Seat], request_no: FromPath[str]) -> Response[str]:
    """The data in clear, once, for a reason that stays in the audit."""
    number = number_in(request_no)
    form = Reading(steps.raw(await Posted.read(seat.request)))
    why = form.needed("unmask_why", most=MOST_NOTE_LETTERS)
    if form.errors:
        dossier = await tracking.look(seat.desk, seat.officer, number, now=seat.now)
        return await _page(seat, dossier, step="unmask", errors=faults_of(form.errors))
    dossier = await tracking.look(seat.desk, seat.officer, number, now=seat.now, unmask=why)
    return await _page(seat, dossier)


@get(f"{_ADDRESS}/slip.pdf", opt=for_roles(*INTAKE_ROLES))
async def slip(seat: NamedDependency[Seat], request_no: FromPath[str]) -> Response[bytes]:
    """The slip, to be printed."""
    paper = _paper(seat.request.query_params.get("paper", Paper.A6))
    facts = await tracking.slip(seat.desk, seat.officer, number_in(request_no), now=seat.now)
    agency = await standing.agency(seat.desk)
    if agency is None:
        raise LookupError("no agency")
    public_url = doors_of(seat.request).public_url
    pdf = await slip_pdf(facts, agency=agency, public_url=public_url, paper=paper)
    name = f"{facts.request.request_no}-{paper.value}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


@post(f"{_ADDRESS}/{{action:str}}", opt=_WHO, status_code=200)
async def take(
    seat: NamedDependency[Seat], request_no: FromPath[str], action: FromPath[str]
) -> Response[str] | Redirect:
    """Takes a step and comes back here."""
    number = number_in(request_no)
    posted = await Posted.read(seat.request)
    try:
        taken = await steps.take(seat, number, action if action in _WITH_FORM_HERE else "", posted)
    except ValidationFailed as faulty:
        dossier = await tracking.look(seat.desk, seat.officer, number, now=seat.now)
        errors = faults_of(faulty.errors)
        return await _page(seat, dossier, step=action, errors=errors, typed=steps.raw(posted))
    except Conflict as refusal:
        return await refused(seat, refusal, number)
    steps.tell(seat, action, taken)
    return seat.go(page_of(str(number)))


def _paper(text: str) -> Paper:
    try:
        return Paper(text)
    except ValueError as unknown:
        raise ValidationFailed(errors=(FieldError("paper", "unknown-choice"),)) from unknown


async def _page(
    seat: Seat,
    dossier: Dossier,
    *,
    step: str = "",
    errors: Sequence[Fault] = (),
    typed: Mapping[str, Any] | None = None,
) -> Response[str]:
    view = dossier.view
    request = view.request
    book = await published.book(seat.desk, request.office, now=seat.now)
    calendar = await published.calendar(
        seat.desk, request.office, version=request.calendar_version
    )
    policy = await published.policy(seat.desk, version=request.promise.policy_version)
    question = await approving.of_request(seat.desk, seat.officer, number_in(request.request_no))
    opened = step if step == "unmask" or step in view.allowed_actions else ""
    if not opened and next_step(request, seat.officer) in _WITH_FORM_HERE:
        opened = str(next_step(request, seat.officer))
    return await seat.page(
        "staff/request.html",
        current="board",
        status=422 if errors else 200,
        here=page_of(request.request_no),
        view=view,
        born=view.unmasked.nik.born_on(book.office.local_day(seat.now)) if view.unmasked else None,
        messages=dossier.messages,
        question=question if _concerns(question, request, now=seat.now) else None,
        waits=ledger(view.timeline),
        events=told(view.timeline, in_clear=view.unmasked is not None),
        promise=shown(request.promise, book=book, now=seat.now),
        clocks=clocks_of(view, calendar, policy, now=seat.now),
        next_action=next_step(request, seat.officer),
        way=way_to(request, seat.officer),
        below=[action for action in _BELOW if action in view.allowed_actions],
        why_not=why_not(request, seat.officer, zone=book.office.zone, now=seat.now),
        may_print_slip=seat.officer.holds(INTAKE_ROLES, office=request.office),
        step=opened,
        errors=errors,
        typed=typed_again(_as_recorded(view) if typed is None else typed),
        zone=book.office.zone,
        back=BOARD,
        **_choices(),
    )


def _concerns(question: Question | None, request: PrintRequest, *, now: datetime) -> bool:
    """True while a hold waits for its answer, or got no yes and the request stands as it did."""
    if question is None or question.approval.kind is not ApprovalKind.HOLD:
        return False
    approval = question.approval
    if approval.outcome is Outcome.PENDING:
        return now < approval.expires_at
    moved_on = request.version != approval.facts["version"]
    return approval.outcome is not Outcome.APPROVED and not moved_on


def _as_recorded(view: RequestView) -> Mapping[str, Any]:
    request = view.request
    return {
        "reason": request.reason.value,
        "documents": list(request.documents),
        "priority": request.priority or "",
        "married": "yes" if request.married else "",
    }


def _choices() -> dict[str, Any]:
    return {
        "reasons": options(Reason, "reason"),
        "priorities": options(Priority, "priority"),
        "all_documents": options(Document, "document"),
        "hold_causes": steps.hold_choices(),
        "reject_reasons": options(RejectReason, "reject_reason"),
        "cancelled_by": options(CancelledBy, "cancelled_by"),
    }


ROUTES = (room(one_request, unmask, slip, take),)
