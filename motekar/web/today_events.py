"""The stream that tells today's page to look anew, as server-sent events.

Holds no database connection of its own, keeps no session alive and ends with it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import ServerSentEvent
from litestar.response.sse import ServerSentEventMessage

from motekar.rules.people import OVERSIGHT
from motekar.usecases.desk import Desk
from motekar.web.access import for_roles, is_still_in
from motekar.web.figures_hub import FiguresHub, hub_of
from motekar.web.session import UNATTENDED
from motekar.web.shell import TODAY

EVENTS = f"{TODAY}/events"
_HEARTBEAT_SECONDS, _CHECK_SECONDS = 20, 60
_APART_SECONDS = 1
_RETRY_MILLISECONDS = 3000


@get(EVENTS, opt=for_roles(*OVERSIGHT) | UNATTENDED, include_in_schema=False)
async def events(request: Request[Any, Any, Any], desk: NamedDependency[Desk]) -> ServerSentEvent:
    """Says "changed" whenever there is something new to fetch."""
    hub = hub_of(request)

    async def told() -> AsyncIterator[ServerSentEventMessage]:
        with hub.watched(desk):
            last = request.headers.get("last-event-id", "")
            async for message in changes(hub, last, is_welcome=lambda: is_still_in(request)):
                yield message

    return ServerSentEvent(told())


async def changes(
    hub: FiguresHub,
    last: str,
    *,
    is_welcome: Callable[[], Awaitable[bool]],
    heartbeat_seconds: float = _HEARTBEAT_SECONDS,
    check_seconds: float = _CHECK_SECONDS,
) -> AsyncIterator[ServerSentEventMessage]:
    """Messages until the hub ends or the reader is no longer welcome.

    ``last`` is the turn that the reader has seen; what came together is told once.
    """
    clock = asyncio.get_running_loop().time
    checked = clock()
    yield ServerSentEventMessage(data=None, comment="motekar", retry=_RETRY_MILLISECONDS)
    while not hub.has_ended:
        if clock() - checked >= check_seconds:
            if not await is_welcome():
                return
            checked = clock()
        if await hub.news(since=last, within=heartbeat_seconds):
            last = hub.turn
            yield ServerSentEventMessage(data="changed", event="changed", id=last)
            await hub.pause(_APART_SECONDS)
        elif not hub.has_ended:
            yield ServerSentEventMessage(data=None, comment="")


ROUTES = (events,)
