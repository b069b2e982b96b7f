"""The end of a session, told two minutes ahead, and the one button to stay."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from motekar.web import session
from motekar.web.access import SIGNED_IN
from motekar.web.answers import is_fragment
from motekar.web.shell import BOARD, Seat, room, zone_of

STAYING = "/staff/session"
_WARNED_AHEAD_SECONDS = 120


@get(STAYING, opt=SIGNED_IN | session.UNATTENDED)
async def look(seat: NamedDependency[Seat]) -> Response[str]:
    """When this session ends: a page, or the strip once the end is near."""
    return await _told(seat)


@post(STAYING, opt=SIGNED_IN, status_code=200)
async def stay(seat: NamedDependency[Seat]) -> Response[str] | Redirect:
    """Stays for another hour, as far as the longest time goes; any use of a page does the same."""
    if not is_fragment(seat.request):
        return seat.go(STAYING)
    return await _told(seat, has_stayed=True)


async def _told(seat: Seat, *, has_stayed: bool = False) -> Response[str]:
    ending = session.ending(seat.request)
    left = ending.seconds_left if ending else 0
    facts: dict[str, Any] = {
        "ending": ending,
        "is_near": left <= _WARNED_AHEAD_SECONDS,
        "has_stayed": has_stayed,
        "keeps_form": seat.request.query_params.get("form") == "kept",
    }
    if not is_fragment(seat.request):
        return await seat.page("staff/staying.html", back=BOARD, **facts)
    answer = await seat.part("staff/leaving.html", zone=zone_of(await seat.offices()), **facts)
    answer.headers["Leaves-In"] = str(left)
    return answer


ROUTES = (room(look, stay),)
