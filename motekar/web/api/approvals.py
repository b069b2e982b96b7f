"""What waits for a second person: listed for whoever may settle it, and settled once."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from motekar.rules.approvals import APPROVING_ROLES, Outcome, may_settle
from motekar.rules.people import CASE_ROLES, Officer
from motekar.usecases import approving
from motekar.usecases.approving import Question
from motekar.usecases.asking import Pending
from motekar.web.access import for_roles
from motekar.web.api import bodies
from motekar.web.api.approval_answers import (
    ApprovalAnswer,
    ApprovalPage,
    Awaited,
    PendingAnswer,
)
from motekar.web.api.calls import DEPENDENCIES, Call, answered, as_json, rendered_once
from motekar.web.api.documented import FOR_STAFF, problems
from motekar.web.api.refusals import GUARDS, REFUSED_HERE
from motekar.web.api.telling import local

ApprovalId = Annotated[UUID, PathParameter(description="The id a waiting step was answered with.")]
_REFUSALS = problems(400, 401, 403, 404, 409, 413, 422)
PENDING_BEGINS = '{"approval":'
"""How a kept answer shows that its step waited: no request begins so."""
_SETTLES = for_roles(*APPROVING_ROLES)


@get(
    "/",
    opt=for_roles(*CASE_ROLES),
    responses=problems(401, 403, 422),
    summary="List approvals",
    operation_id="list-approvals",
)
async def list_approvals(look: NamedDependency[Call]) -> Response[ApprovalPage]:
    """What waits in the caller's offices and what the caller asked, nearest expiry first."""
    inbox = await approving.inbox(look.desk, look.officer, now=look.now)
    items = [_told(question, look.officer) for question in inbox.questions]
    return as_json(ApprovalPage(items=items))


@post(
    "/{approval_id:uuid}/approve",
    status_code=200,
    opt=_SETTLES,
    responses=_REFUSALS,
    summary="Approve",
    operation_id="approve",
)
async def approve(
    approval_id: ApprovalId, data: JSONBody[bodies.SettleBody], call: NamedDependency[Call]
) -> Response[ApprovalAnswer]:
    """Does what was asked; ``overtaken`` when it had moved on and nothing was done."""
    return await _settled(call, approval_id, Outcome.APPROVED, data)


@post(
    "/{approval_id:uuid}/refuse",
    status_code=200,
    opt=_SETTLES,
    responses=_REFUSALS,
    summary="Refuse",
    operation_id="refuse",
)
async def refuse(
    approval_id: ApprovalId, data: JSONBody[bodies.SettleBody], call: NamedDependency[Call]
) -> Response[ApprovalAnswer]:
    """Nothing is done; a no needs its reason."""
    return await _settled(call, approval_id, Outcome.REFUSED, data)


async def _settled(
    call: Call, approval_id: UUID, outcome: Outcome, data: bodies.SettleBody
) -> Response[ApprovalAnswer]:
    @rendered_once
    def render(question: Question) -> str:
        return _told(question, call.officer).model_dump_json()

    answer = await approving.answer(
        call.desk,
        call.officer,
        approval_id,
        outcome,
        reason=data.reason,
        now=call.now,
        once=call.once(render),
    )
    return answered(answer, render)


def pending_json(pending: Pending) -> str:
    """The answer of a step that waits."""
    approval = pending.approval
    until = approval.expires_at.astimezone(pending.office.zone)
    awaited = Awaited.model_validate(
        {"id": str(approval.id), "needs": approval.needs, "expires_at": until}
    )
    return PendingAnswer(approval=awaited).model_dump_json()


def _told(question: Question, officer: Officer) -> ApprovalAnswer:
    approval, zone = question.approval, question.zone
    is_open = approval.outcome is Outcome.PENDING
    return ApprovalAnswer.model_validate(
        {
            "id": str(approval.id),
            "kind": approval.kind,
            "office": approval.office,
            "subject": approval.subject,
            "facts": dict(approval.facts),
            "evidence": question.words,
            "asked_by": question.asker.name,
            "asked_at": approval.asked_at.astimezone(zone),
            "expires_at": approval.expires_at.astimezone(zone),
            "needs": approval.needs,
            "yours_to_settle": is_open and may_settle(approval, officer),
            "outcome": approval.outcome,
            "settled_by": question.settler,
            "settled_at": local(approval.settled_at, zone),
            "reason": approval.reason,
            "overtaken_by": approval.overtaken_by,
        }
    )


ROUTES = Router(
    "/api/v1/approvals",
    route_handlers=[list_approvals, approve, refuse],
    dependencies=DEPENDENCIES,
    guards=GUARDS,
    tags=["approvals"],
    security=FOR_STAFF,
    exception_handlers=REFUSED_HERE,
)
