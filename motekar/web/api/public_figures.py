"""How offices keep their promises by month, as JSON; for everybody, and nothing of any request."""

from datetime import date
from hashlib import blake2b
from typing import Annotated, Any

from litestar import Request, Response, Router, get
from litestar.params import QueryParameter
from litestar.serialization import encode_json

from motekar.rules.errors import FieldError, OfficeUnknown, ValidationFailed
from motekar.rules.public_figures import SMALLEST_SHOWN, months_until
from motekar.usecases.public_figures import Published
from motekar.web.access import PUBLIC
from motekar.web.api.documented import FOR_ALL, problems
from motekar.web.api.public_figure_answers import PublicFiguresAnswer
from motekar.web.api.refusals import GUARDS, REFUSED_HERE
from motekar.web.pages import pages_of
from motekar.web.published_figures import DEFINITION, FRESH_FOR, figures_of

_CACHED = f"public, max-age={FRESH_FOR.seconds}"


@get(
    guards=GUARDS,
    responses=problems(422),
    summary="Promises kept and broken by month",
    operation_id="read-public-figures",
)
async def read_public_figures(
    request: Request[Any, Any, Any],
    office: Annotated[
        str | None, QueryParameter(description="The code of one office; all when it is left out.")
    ] = None,
    since: Annotated[
        str | None,
        QueryParameter(
            name="from", description="The first month, as 2026-01; all when it is left out."
        ),
    ] = None,
) -> Response[PublicFiguresAnswer]:
    """The last thirteen months by office and of all together, small numbers withheld."""
    found = await figures_of(request).read(request)
    _check(found, office)
    told = _told(found, office, _month(found, since))
    # Weak: what every process has read at its own minute says the same.
    mark = f'W/"{blake2b(encode_json(told), digest_size=12).hexdigest()}"'
    headers = {"Cache-Control": _CACHED, "ETag": mark}
    if mark in request.headers.get("if-none-match", ""):
        return Response(None, status_code=304, headers=headers)  # type: ignore[arg-type]
    at = found.computed_at.astimezone(pages_of(request).zone).isoformat()
    return Response(told | {"computed_at": at}, headers=headers)  # type: ignore[arg-type]


def _check(found: Published, office: str | None) -> None:
    """Refuses an office that is none.

    Raises:
        ValidationFailed: nobody knows it.
    """
    if office is not None and office not in found.offices:
        raise ValidationFailed(errors=(FieldError("office", OfficeUnknown.code),))


def _month(found: Published, since: str | None) -> date:
    """The first day of the first month that is told.

    Raises:
        ValidationFailed: it is no month, or none of those that are published.
    """
    months = [period.first for period in months_until(found.until)]
    if since is None:
        return months[0]
    try:
        month = date.fromisoformat(f"{since}-01")
    except ValueError:
        raise ValidationFailed(errors=(FieldError("from", "month-malformed"),)) from None
    if month not in months:
        raise ValidationFailed(errors=(FieldError("from", "month-out-of-reach"),))
    return month


def _told(found: Published, office: str | None, since: date) -> dict[str, Any]:
    return {
        "definition": DEFINITION,
        "suppressed_below": SMALLEST_SHOWN,
        "until": found.until.isoformat(),
        "computed_at": None,
        "months": [
            figure.to_data()
            for figure in found.figures
            if figure.month >= since and office in {None, figure.office}
        ],
    }


ROUTES = Router(
    "/api/v1/public-figures",
    route_handlers=[read_public_figures],
    opt=PUBLIC,
    tags=["public-figures"],
    security=FOR_ALL,
    exception_handlers=REFUSED_HERE,
)
