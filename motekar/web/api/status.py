"""What the holder of a slip reads, as JSON; for everybody, and strictly limited."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from motekar.usecases import public_status
from motekar.usecases.desk import Desk
from motekar.usecases.public_status import PublicStatus
from motekar.web.access import PUBLIC
from motekar.web.api.answers import StatusAnswer
from motekar.web.api.bodies import LookupBody
from motekar.web.api.documented import FOR_ALL, problems
from motekar.web.api.reference import read_claim_code, read_request_no
from motekar.web.api.refusals import GUARDS, REFUSED_HERE, known_questions
from motekar.web.doors import doors_of, network_of, now_of
from motekar.web.status_view import as_json, view_of


# Without guards: each costs this busiest read a copy of its handler.
@get(
    "/{claim_code:str}",
    responses=problems(404, 422, 429),
    summary="Status by claim code",
    operation_id="read-status",
)
async def read_status(
    claim_code: FromPath[str], request: Request[Any, Any, Any]
) -> Response[StatusAnswer]:
    """The status behind a claim code; wrong codes are counted, a right one never waits."""
    # Taking the request alone saves the injection its task group.
    if request.scope["query_string"]:
        await known_questions(request, request.route_handler)
    code, now, network = read_claim_code(claim_code), now_of(request), network_of(request)
    desk = doors_of(request).desk
    found = await public_status.by_claim_code(desk, code, network=network, now=now)
    return _told(found, now=now)


@post(
    "/lookup",
    status_code=200,
    guards=GUARDS,
    responses=problems(400, 404, 413, 422, 429),
    summary="Status by request number and phone",
    operation_id="look-up-status",
)
async def look_up(
    data: JSONBody[LookupBody],
    desk: NamedDependency[Desk],
    network: NamedDependency[str],
    now: NamedDependency[datetime],
) -> Response[StatusAnswer]:
    """The status by request number and the last four digits of the phone; every try counts."""
    request_no = read_request_no(data.request_no)
    found = await public_status.by_request_no(
        desk, request_no, data.phone_last4, network=network, now=now
    )
    return _told(found, now=now)


def _told(found: PublicStatus, *, now: datetime) -> Response[Any]:
    return Response(as_json(view_of(found, now=now), now=now))


ROUTES = Router(
    "/api/v1/status",
    route_handlers=[read_status, look_up],
    opt=PUBLIC,
    tags=["status"],
    security=FOR_ALL,
    exception_handlers=REFUSED_HERE,
)
