"""What waits for a second person: the facts to judge by, and a yes or a no of equal weight.

Whoever asked sees their own questions too, without a button; the head of an office decides here
how long questions stay open, and what happens where nobody else is there.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.approvals import APPROVING_ROLES, Outcome, WhenAlone, read_policy
from motekar.rules.errors import Conflict, ValidationFailed
from motekar.rules.intake_form import MOST_NOTE_LETTERS, Reading
from motekar.rules.people import CASE_ROLES
from motekar.usecases import approving
from motekar.usecases.approving import POLICY_ROLES
from motekar.usecases.once import Replay
from motekar.web import steps
from motekar.web.access import for_roles
from motekar.web.faults import Fault, fault_words, faults_of
from motekar.web.labels import options
from motekar.web.language import gettext, later
from motekar.web.posted import Posted, typed_again
from motekar.web.problems import problem_for
from motekar.web.refusals import refused_band
from motekar.web.shell import BOARD, ResultKind, Seat, room

APPROVALS = "/staff/approvals"
_ONE = f"{APPROVALS}/{{approval_id:uuid}}"
_WHO = for_roles(*APPROVING_ROLES)
_TOLD: Mapping[Outcome, tuple[ResultKind, str]] = {
    Outcome.APPROVED: ("ok", later("Disetujui dan dijalankan.")),
    Outcome.REFUSED: ("ok", later("Tidak disetujui. Tidak ada yang berubah.")),
    Outcome.OVERTAKEN: (
        "attention",
        later("Anda setuju, tetapi keadaannya sudah berubah; tidak ada yang dijalankan."),
    ),
}


@get(APPROVALS, opt=for_roles(*CASE_ROLES))
async def waiting(seat: NamedDependency[Seat]) -> Response[str]:
    """What waits for this person, and what they asked."""
    return await _page(seat)


@post(f"{_ONE}/approve", opt=_WHO, status_code=200)
async def approve(
    seat: NamedDependency[Seat], approval_id: FromPath[UUID]
) -> Response[str] | Redirect:
    """Yes."""
    return await _answer(seat, approval_id, Outcome.APPROVED)


@post(f"{_ONE}/refuse", opt=_WHO, status_code=200)
async def refuse(
    seat: NamedDependency[Seat], approval_id: FromPath[UUID]
) -> Response[str] | Redirect:
    """No, because."""
    return await _answer(seat, approval_id, Outcome.REFUSED)


async def _answer(seat: Seat, approval_id: UUID, outcome: Outcome) -> Response[str] | Redirect:
    posted = await Posted.read(seat.request)
    field = f"reason-{approval_id}"
    form = Reading(steps.raw(posted))
    reason = form.text(field, most=MOST_NOTE_LETTERS)
    try:
        form.refuse_faults()
        answer = await approving.answer(
            seat.desk,
            seat.officer,
            approval_id,
            outcome,
            reason=reason,
            now=seat.now,
            once=seat.once(posted),
        )
    except ValidationFailed as faulty:
        errors = [Fault(field, fault_words(error)) for error in faulty.errors]
        return await _page(seat, errors=errors, typed=steps.raw(posted))
    except Conflict as refusal:
        return await _page(seat, refusal=refusal)
    if isinstance(answer, Replay):
        seat.say("attention", gettext("Sudah tercatat tadi."))
    else:
        kind, words = _TOLD[answer.approval.outcome]
        seat.say(kind, gettext(words), request_no=answer.approval.facts.get("request_no"))
    return seat.go(APPROVALS)


@post(f"{APPROVALS}/policy", opt=for_roles(*POLICY_ROLES), status_code=200)
async def decide_policy(seat: NamedDependency[Seat]) -> Response[str] | Redirect:
    """How long, and what when alone, from today on."""
    posted = await Posted.read(seat.request)
    form = Reading(steps.raw(posted))
    office = form.needed("office", most=20)
    minutes = form.value("minutes", int) or 0
    when_alone = form.value("when_alone", WhenAlone) or WhenAlone.REFUSE
    try:
        form.refuse_faults()
        policy = read_policy(minutes=minutes, when_alone=when_alone)
        await approving.decide_policy(
            seat.desk,
            seat.officer,
            policy,
            office=office,
            now=seat.now,
            once=seat.once(posted),
        )
    except ValidationFailed as faulty:
        return await _page(seat, errors=faults_of(faulty.errors), typed=steps.raw(posted))
    seat.say("ok", gettext("Aturan persetujuan berlaku mulai hari ini."))
    return seat.go(APPROVALS)


async def _page(
    seat: Seat,
    *,
    errors: Sequence[Fault] = (),
    typed: Mapping[str, Any] | None = None,
    refusal: Conflict | None = None,
) -> Response[str]:
    inbox = await approving.inbox(seat.desk, seat.officer, now=seat.now)
    policies = await approving.policies(seat.desk, seat.officer, now=seat.now)
    names = {office.code: office.name for office in await seat.offices()}
    told: dict[str, Any] = {"result": refused_band(seat, refusal)} if refusal else {}
    problem = problem_for(refusal) if refusal else None
    return await seat.page(
        "staff/approvals.html",
        current="approvals",
        status=problem.status if problem else 422 if errors else 200,
        here=APPROVALS,
        questions=inbox.questions,
        theirs_to_settle=inbox.theirs_to_settle,
        my_id=seat.officer.id,
        alone=inbox.alone,
        is_approver=not seat.officer.roles.isdisjoint(APPROVING_ROLES),
        policies=[(code, names[code], policy) for code, policy in policies.items()],
        offices=[(code, names[code]) for code in policies],
        when_alone=options(WhenAlone, "when_alone"),
        errors=errors,
        typed=typed_again(typed),
        back=BOARD,
        **told,
    )


ROUTES = (room(waiting, approve, refuse, decide_policy),)
