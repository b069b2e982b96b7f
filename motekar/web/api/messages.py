"""The SMS that were queued and sent, for the offices of whoever asks; numbers are masked."""

from typing import Annotated

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from motekar.rules.delivery import MessageState
from motekar.rules.people import CASE_ROLES
from motekar.usecases import message_lists
from motekar.web.access import for_roles
from motekar.web.api.answers import MessagePage
from motekar.web.api.calls import DEPENDENCIES, Call, Cursor, Limit, as_json
from motekar.web.api.documented import FOR_STAFF, problems
from motekar.web.api.reference import cursor_of, read_cursor
from motekar.web.api.refusals import GUARDS, REFUSED_HERE
from motekar.web.api.telling import message


@get("/", responses=problems(401, 403, 422), summary="List messages", operation_id="list-messages")
async def list_messages(
    *,
    look: NamedDependency[Call],
    wanted: Annotated[MessageState | None, QueryParameter(name="state")] = None,
    office: Annotated[str | None, QueryParameter(description="Left out: all my offices.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response[MessagePage]:
    """Messages, newest first."""
    found = await message_lists.listed(
        look.desk,
        look.officer,
        offices=(office,) if office else (),
        state=wanted,
        before=read_cursor(cursor),
        limit=limit + 1,
    )
    last = found[limit - 1] if len(found) > limit else None
    page = MessagePage(
        items=[message(view) for view in found[:limit]],
        next_cursor=cursor_of((last.created_at, last.id) if last else None),
    )
    return as_json(page)


ROUTES = Router(
    "/api/v1/messages",
    route_handlers=[list_messages],
    opt=for_roles(*CASE_ROLES),
    dependencies=DEPENDENCIES,
    guards=GUARDS,
    tags=["messages"],
    security=FOR_STAFF,
    exception_handlers=REFUSED_HERE,
)
