"""The public page of promises kept and broken, month by month; nothing of any request."""

from typing import Any

from litestar import Request, Response, get

from motekar.web.access import PUBLIC
from motekar.web.faults import fault
from motekar.web.figure_words import percent
from motekar.web.language import gettext
from motekar.web.pages import page, pages_of
from motekar.web.public import zipped
from motekar.web.published_figures import DEFINITION, figures_of


@get("/kinerja", opt=PUBLIC, include_in_schema=False)
async def figures(request: Request[Any, Any, Any]) -> Response[str]:
    """All offices together, below the one chosen in the address."""
    found = await figures_of(request).read(request)
    chosen = request.query_params.get("kantor", "")
    is_known = chosen in found.offices
    errors = [fault("kantor", "office-unknown")] if chosen and not is_known else []
    answer = await page(
        request,
        "public/figures.html",
        status_code=422 if errors else 200,
        chosen=chosen if is_known else "",
        offices=list(found.offices.items()),
        errors=errors,
        definition=gettext(DEFINITION),
        of_office=[each for each in found.figures if each.office == chosen],
        of_all=[each for each in found.figures if each.office is None],
        until=found.until,
        computed_at=found.computed_at,
        zone=pages_of(request).zone,
        percent=percent,
    )
    return zipped(request, answer)


ROUTES = (figures,)
