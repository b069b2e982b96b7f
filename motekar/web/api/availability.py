"""What an office can still do on a day, as JSON; for everybody, and nothing of any request."""

from datetime import date
from hashlib import blake2b
from typing import Annotated, Any

from litestar import Request, Response, Router, get
from litestar.params import QueryParameter
from litestar.serialization import encode_json

from motekar.rules.availability import FURTHEST, Availability
from motekar.rules.errors import FieldError, OfficeUnknown, ValidationFailed
from motekar.usecases.published import PublishedOffice
from motekar.web.access import PUBLIC
from motekar.web.api.answers import AvailabilityAnswer
from motekar.web.api.documented import FOR_ALL, problems
from motekar.web.api.refusals import GUARDS, REFUSED_HERE
from motekar.web.published_offices import FRESH_FOR, offices_of

_CACHED = f"public, max-age={FRESH_FOR.seconds}"


@get(
    guards=GUARDS,
    responses=problems(422),
    summary="Availability of an office on a day",
    operation_id="read-availability",
)
async def read_availability(
    request: Request[Any, Any, Any],
    office: Annotated[str, QueryParameter(description="The code of the office.")],
    day: Annotated[
        date | None,
        QueryParameter(name="date", description="The office's today when it is left out."),
    ] = None,
) -> Response[AvailabilityAnswer]:
    """Hours, places and blanks, and why a complete file would not be done; some seconds old."""
    offices = offices_of(request)
    found = (await offices.all(request)).get(office)
    if found is None:
        raise ValidationFailed(errors=(FieldError("office", OfficeUnknown.code),))
    told = _told(offices.on(found, _near(found, day)), found)
    mark = f'"{blake2b(encode_json(told), digest_size=12).hexdigest()}"'
    headers = {"Cache-Control": _CACHED, "ETag": mark}
    if mark in request.headers.get("if-none-match", ""):
        return Response(None, status_code=304, headers=headers)  # type: ignore[arg-type]
    return Response(told, headers=headers)  # type: ignore[arg-type]


def _near(found: PublishedOffice, day: date | None) -> date:
    """The day asked for.

    Raises:
        ValidationFailed: it has passed, or lies further ahead than anybody can say.
    """
    today = found.book.office.local_day(found.situation.at)
    if day is None:
        return today
    if not today <= day <= today + FURTHEST:
        raise ValidationFailed(errors=(FieldError("date", "day-out-of-reach"),))
    return day


def _told(found: Availability, office: PublishedOffice) -> dict[str, Any]:
    return {
        "office": found.office,
        "date": found.day.isoformat(),
        "open": [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in found.spans],
        "places": [
            {"group": each.group, "total": each.total, "left": each.left} for each in found.places
        ],
        "blanks": found.blanks.value,
        "reason": found.reason and found.reason.value,
        "changed_at": office.changed_at.astimezone(office.book.office.zone).isoformat(),
    }


ROUTES = Router(
    "/api/v1/availability",
    route_handlers=[read_availability],
    opt=PUBLIC,
    tags=["availability"],
    security=FOR_ALL,
    exception_handlers=REFUSED_HERE,
)
