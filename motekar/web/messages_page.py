"""What was sent to citizens: newest first, numbers masked, one part of the list at a time."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency

from motekar.rules.people import CASE_ROLES
from motekar.usecases import message_lists
from motekar.web.access import for_roles
from motekar.web.labels import LABELS, options
from motekar.web.shell import BOARD, Seat, room

MESSAGES = "/staff/messages"
_MOST = 50


@get(MESSAGES, opt=for_roles(*CASE_ROLES))
async def messages(seat: NamedDependency[Seat]) -> Response[str]:
    """The messages of one's offices."""
    query = seat.request.query_params
    offices = [each for each in await seat.offices() if each.code in seat.officer.offices()]
    office = next((each.code for each in offices if each.code == query.get("office")), "")
    state = next((code for code in LABELS["message_state"] if code == query.get("state")), "")
    found = await message_lists.listed(
        seat.desk,
        seat.officer,
        offices=(office,) if office else (),
        state=state or None,
        before=_cursor(query.get("before", "")),
        limit=_MOST + 1,
    )
    older = None
    if len(found) > _MOST:
        last = found[_MOST - 1]
        before = f"{last.created_at.isoformat()}~{last.id}"
        kept = {"office": office, "state": state, "before": before}
        older = f"{MESSAGES}?{urlencode({name: text for name, text in kept.items() if text})}"
    return await seat.page(
        "staff/messages.html",
        current="messages",
        messages=found[:_MOST],
        older=older,
        office_chosen=office,
        state_chosen=state,
        offices=[(each.code, each.name) for each in offices],
        states=options(LABELS["message_state"], "message_state"),
        zone=offices[0].zone,
        back=BOARD,
    )


def _cursor(text: str) -> tuple[datetime, UUID] | None:
    moment, _, row_id = text.partition("~")
    try:
        return datetime.fromisoformat(moment), UUID(row_id)
    except ValueError:
        return None


ROUTES = (room(messages),)
