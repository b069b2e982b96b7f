"""Takes requests in, lists them, shows one, finds a person's, and draws the slip again."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromQuery, JSONBody, QueryParameter

from motekar.rules.errors import FieldError, OfficeUnknown, ValidationFailed
from motekar.rules.intake_form import IntakeForm, read_intake
from motekar.rules.lifecycle import INTAKE_ROLES, State
from motekar.rules.people import CASE_ROLES
from motekar.slips.claim_slip import Paper
from motekar.usecases import intake, standing, tracking
from motekar.usecases.intake import Recorded
from motekar.usecases.tracking import Filter, Line
from motekar.web.access import for_roles
from motekar.web.api.answers import PersonAnswer, RecordedAnswer, RequestAnswer, RequestPage
from motekar.web.api.bodies import IntakeBody, SearchBody
from motekar.web.api.calls import (
    DEPENDENCIES,
    Call,
    Cursor,
    Limit,
    answered,
    as_json,
    rendered_once,
)
from motekar.web.api.documented import FOR_STAFF, problems
from motekar.web.api.fields import read_unmask_reason
from motekar.web.api.reference import Ref, cursor_of, read_cursor, read_reference
from motekar.web.api.refusals import GUARDS, REFUSED_HERE
from motekar.web.api.telling import line, recorded_json, request_json
from motekar.web.doors import doors_of
from motekar.web.slip_words import slip_pdf

PDF = "application/pdf"
_MOST_OF_A_PERSON = 200


@post(
    "/",
    opt=for_roles(*INTAKE_ROLES),
    responses=problems(400, 401, 403, 409, 413, 422),
    summary="Take a request in",
    operation_id="take-in-request",
)
async def take_in(
    data: JSONBody[IntakeBody], call: NamedDependency[Call]
) -> Response[RecordedAnswer]:
    """Records a visit; a file with missing documents is recorded too, and held."""

    @rendered_once
    def render(recorded: Recorded) -> str:
        return recorded_json(recorded, now=call.now)

    form = await _read(data.model_dump(), call)
    recorded = await intake.submit(
        call.desk, call.officer, form, now=call.now, once=call.once(render)
    )
    return answered(recorded, render, status=201)


async def _read(raw: dict[str, Any], call: Call) -> IntakeForm:
    try:
        return read_intake(raw, now=call.now)
    except ValidationFailed as faulty:
        known = {office.code for office in await standing.offices(call.desk)}
        told = {error.field for error in faulty.errors}
        if "office" in told or raw["office"] in known:
            raise
        unknown = FieldError("office", OfficeUnknown.code)
        raise ValidationFailed(errors=(unknown, *faulty.errors)) from faulty


@get("/", responses=problems(401, 403, 422), summary="List requests", operation_id="list-requests")
async def list_requests(
    *,
    look: NamedDependency[Call],
    states: Annotated[
        list[State] | None,
        QueryParameter(name="state", description="May be given several times."),
    ] = None,
    office: Annotated[str | None, QueryParameter(description="Left out: all my offices.")] = None,
    due_before: Annotated[
        datetime | None, QueryParameter(description="Promised before this moment.")
    ] = None,
    on_hold: FromQuery[bool | None] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response[RequestPage]:
    """Requests of my offices by intake, oldest first; masked, without claim codes."""
    if due_before and due_before.tzinfo is None:
        raise ValidationFailed(errors=(FieldError("due_before", "zone-missing"),))
    wanted = Filter(
        offices=tracking.scope(look.officer, office),
        states=tuple(one.value for one in states or ()),
        due_before=due_before,
        on_hold=on_hold,
        after=read_cursor(cursor),
    )
    lines, position = await tracking.page(look.desk, look.officer, wanted, limit=limit)
    items = await _listed(look, lines)
    return as_json(RequestPage(items=items, next_cursor=cursor_of(position)))


async def _listed(look: Call, lines: tuple[Line, ...]) -> list[Any]:
    offices = {office.code: office for office in await standing.offices(look.desk)}
    return [line(found, officer=look.officer, offices=offices, now=look.now) for found in lines]


@get(
    "/{ref:str}",
    responses=problems(401, 403, 404, 422),
    summary="Read a request",
    operation_id="read-request",
)
async def read_request(
    ref: Ref,
    look: NamedDependency[Call],
    unmask: Annotated[
        str | None,
        QueryParameter(
            max_length=200,
            description="Why NIK, name and phone have to be seen in clear; this is audited.",
        ),
    ] = None,
) -> Response[RequestAnswer]:
    """One request, masked unless a reason is given."""
    dossier = await tracking.look(
        look.desk,
        look.officer,
        read_reference(ref),
        now=look.now,
        unmask=read_unmask_reason(unmask),
    )
    return answered(dossier.view, lambda view: request_json(view, now=look.now))


@post(
    "/search",
    status_code=200,
    responses=problems(400, 401, 403, 409, 413, 422),
    summary="Find a person's requests",
    operation_id="search-requests",
)
async def search(
    data: JSONBody[SearchBody], call: NamedDependency[Call]
) -> Response[PersonAnswer]:
    """Requests of one person in my offices, newest first; masked, never in an address."""
    offices = {office.code: office for office in await standing.offices(call.desk)}

    @rendered_once
    def render(lines: tuple[Line, ...]) -> str:
        items = [
            line(found, officer=call.officer, offices=offices, now=call.now) for found in lines
        ]
        return PersonAnswer(items=items).model_dump_json()

    found = await tracking.of_person_once(
        call.desk,
        call.officer,
        data.who(),
        limit=_MOST_OF_A_PERSON,
        now=call.now,
        once=call.once(render),
    )
    return answered(found, render)


@get(
    "/{ref:str}/slip.pdf",
    media_type=PDF,
    responses={
        200: ResponseSpec(
            bytes, media_type=PDF, description="The claim slip.", generate_examples=False
        ),
        **problems(401, 403, 404, 422),
    },
    summary="Draw the claim slip",
    operation_id="draw-slip",
)
async def draw_slip(
    request: Request[Any, Any, Any],
    ref: Ref,
    look: NamedDependency[Call],
    paper: Annotated[
        Paper, QueryParameter(description="58 mm carries the QR code only.")
    ] = Paper.A6,
) -> Response[bytes]:
    """The claim slip again; it carries the key to the status page, so every print is audited."""
    facts = await tracking.slip(look.desk, look.officer, read_reference(ref), now=look.now)
    agency = await standing.agency(look.desk)
    assert agency is not None  # noqa: S101 - no request before the agency is founded
    public_url = doors_of(request).public_url
    drawn = await slip_pdf(facts, agency=agency, public_url=public_url, paper=paper)
    named = f'inline; filename="{facts.request.request_no}.pdf"'
    return Response(drawn, media_type=PDF, headers={"Content-Disposition": named})


ROUTES = Router(
    "/api/v1/print-requests",
    route_handlers=[take_in, list_requests, search, read_request, draw_slip],
    opt=for_roles(*CASE_ROLES),
    dependencies=DEPENDENCIES,
    guards=GUARDS,
    tags=["requests"],
    security=FOR_STAFF,
    exception_handlers=REFUSED_HERE,
)
