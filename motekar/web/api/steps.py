"""Every step a request can make: one call each, all carried out alike, from one table.

What the steps mean, and who may make them when, the rules say; here a body becomes a command.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from motekar.rules.errors import ActionUnknown, ValidationFailed
from motekar.rules.lifecycle import LIFECYCLE, Action
from motekar.rules.people import CASE_ROLES
from motekar.rules.steps import OFFERED
from motekar.usecases.amending import amend, read_amendments
from motekar.usecases.asking import Pending
from motekar.usecases.holding import hold
from motekar.usecases.once import Replay
from motekar.usecases.transition import take_step
from motekar.usecases.viewing import RequestView
from motekar.web.access import for_roles
from motekar.web.api import step_bodies as bodies
from motekar.web.api.answers import RequestAnswer
from motekar.web.api.approval_answers import PendingAnswer
from motekar.web.api.approvals import PENDING_BEGINS, pending_json
from motekar.web.api.calls import DEPENDENCIES, Call, answered, rendered_once, sent
from motekar.web.api.documented import FOR_STAFF, problems
from motekar.web.api.reference import Ref, read_reference
from motekar.web.api.refusals import GUARDS, REFUSED_HERE
from motekar.web.api.step_bodies import CommandBody
from motekar.web.api.telling import request_json

_REFUSALS = problems(400, 401, 403, 404, 409, 413, 422)


def _step(action: Action, body: object, says: str) -> HTTPRouteHandler:
    async def take(
        *, ref: Ref, data: CommandBody, call: NamedDependency[Call]
    ) -> Response[RequestAnswer]:
        @rendered_once
        def render(view: RequestView) -> str:
            return request_json(view, now=call.now)

        view = await take_step(
            call.desk,
            call.officer,
            read_reference(ref),
            data.command(),
            expected_version=data.expected_version,
            now=call.now,
            once=call.once(render),
        )
        return answered(view, render)

    # The call of this step reads and documents the body of this step.
    take.__annotations__["data"] = body
    return _offered(action, says)(take)


def _offered(
    action: Action, says: str, *, also: Mapping[int, ResponseSpec] = MappingProxyType({})
) -> post:
    return post(
        f"/{{ref:str}}/{action.value}",
        status_code=200,
        opt=for_roles(*LIFECYCLE[action].roles),
        summary=action.value.replace("-", " ").capitalize(),
        description=says,
        operation_id=f"step-{action.value}",
        responses={**_REFUSALS, **also},
    )


_HELD = (
    "The request waits and makes no other step; the citizen is told by SMS. A cause on the"
    " office's side waits for a second person first."
)
_PENDING = {
    202: ResponseSpec(PendingAnswer, generate_examples=False, description="It waits for a yes.")
}


@_offered(Action.HOLD, _HELD, also=_PENDING)
async def hold_request(
    *, ref: Ref, data: JSONBody[bodies.HoldBody], call: NamedDependency[Call]
) -> Response[RequestAnswer]:
    """The one step that may have to wait."""

    @rendered_once
    def render(answer: RequestView | Pending) -> str:
        if isinstance(answer, Pending):
            return pending_json(answer)
        return request_json(answer, now=call.now)

    answer = await hold(
        call.desk,
        call.officer,
        read_reference(ref),
        data.command(),
        expected_version=data.expected_version,
        now=call.now,
        once=call.once(render),
    )
    text = answer.text if isinstance(answer, Replay) else render(answer)
    return sent(text, status=202 if text.startswith(PENDING_BEGINS) else 200)


@_offered(Action.AMEND, "Corrects what was recorded; the clock is untouched, a new slip is due.")
async def amend_request(
    *, ref: Ref, data: JSONBody[bodies.AmendBody], call: NamedDependency[Call]
) -> Response[RequestAnswer]:
    """The one step that carries personal data."""

    @rendered_once
    def render(view: RequestView) -> str:
        return request_json(view, now=call.now)

    try:
        view = await amend(
            call.desk,
            call.officer,
            read_reference(ref),
            read_amendments(data.changes.model_dump(exclude_unset=True)),
            why=data.why,
            expected_version=data.expected_version,
            now=call.now,
            once=call.once(render),
        )
    except ValidationFailed as refusal:
        raise _within_changes(refusal) from refusal
    return answered(view, render)


def _within_changes(refusal: ValidationFailed) -> ValidationFailed:
    outside = {"changes", "ref"}
    errors = (
        fault if fault.field in outside else replace(fault, field=f"changes.{fault.field}")
        for fault in refusal.errors
    )
    return ValidationFailed(errors=tuple(errors))


@post(
    "/{ref:str}/{action:str}",
    status_code=200,
    include_in_schema=False,
    opt=for_roles(*CASE_ROLES),
)
async def unknown_step(ref: FromPath[str], action: FromPath[str]) -> None:  # noqa: ARG001
    """What the office does not do, or not yet."""
    raise ActionUnknown(action=action[:40], offered=tuple(one.value for one in OFFERED))


_STEPS = [
    _step(
        Action.COMPLETE_DOCUMENTS,
        JSONBody[bodies.CompleteDocumentsBody],
        "The missing documents were brought: the hold ends, the clock starts, a promise is made.",
    ),
    _step(
        Action.VERIFY,
        JSONBody[bodies.VerifyBody],
        "The file agrees with the national system.",
    ),
    _step(
        Action.REJECT,
        JSONBody[bodies.RejectBody],
        "Ends the request without a card; the citizen is told by SMS.",
    ),
    _step(
        Action.CANCEL,
        JSONBody[bodies.CancelBody],
        "Ends the request because somebody asked for it; the citizen is told by SMS.",
    ),
    _step(Action.RESUME, JSONBody[bodies.ResumeBody], "The request goes on."),
    _step(
        Action.START_PRINT,
        JSONBody[bodies.StartPrintBody],
        "A blank goes into the printer: an attempt begins.",
    ),
    _step(
        Action.CONFIRM_PRINT,
        JSONBody[bodies.ConfirmPrintBody],
        "The card is good; the citizen is told by SMS.",
    ),
    _step(
        Action.SPOIL_PRINT,
        JSONBody[bodies.SpoilPrintBody],
        "The blank is lost; the request stays in the print queue.",
    ),
    _step(
        Action.COLLECT,
        JSONBody[bodies.CollectBody],
        "The card changes hands, exactly once; the citizen is told by SMS.",
    ),
]

ROUTES = Router(
    "/api/v1/print-requests",
    route_handlers=[*_STEPS, hold_request, amend_request, unknown_step],
    dependencies=DEPENDENCIES,
    guards=GUARDS,
    tags=["requests"],
    security=FOR_STAFF,
    exception_handlers=REFUSED_HERE,
)
