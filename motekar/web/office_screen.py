"""The page for an office's screen: what it can still do, large, and nothing of any request.

The one page that others may frame.
"""

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from motekar.rules.availability import promise_now
from motekar.web.access import PUBLIC
from motekar.web.availability_view import today_of
from motekar.web.headers import FRAMED_ANYWHERE
from motekar.web.pages import page
from motekar.web.published_offices import offices_of

_SECONDS_SHOWN = "60"


@get("/papan/{office:str}", opt=PUBLIC, include_in_schema=False)
async def show(request: Request[Any, Any, Any], office: FromPath[str]) -> Response[str]:
    """Today at one office; the browser asks again by itself."""
    offices = offices_of(request)
    found = (await offices.all(request)).get(office)
    if found is None:
        raise NotFoundException
    return await page(
        request,
        "public/office_screen.html",
        headers={"Refresh": _SECONDS_SHOWN, **FRAMED_ANYWHERE},
        today=today_of(offices, found),
        promised_by=promise_now(found.book, found.situation).promised_by,
        checked_at=offices.read_at,
        zone=found.book.office.zone,
    )


ROUTES = (show,)
