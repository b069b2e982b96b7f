"""The stream of today's page: what it says, when it ends, and that one ear serves all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response.sse import ServerSentEventMessage

from motekar.rules.people import Role
from motekar.usecases import sessions
from motekar.usecases.desk import Desk
from motekar.web.access import for_roles, is_still_in
from motekar.web.figures_hub import FiguresHub
from motekar.web.today_events import changes
from tests.builders import MONDAY_0900, an_officer
from tests.web.visits import Browser, Clock, a_token


async def announce(desk: Desk) -> None:
    async with desk.store.transaction() as transaction:
        await transaction.rows("SELECT pg_notify('motekar_figures', '')")


async def welcome() -> bool:
    return True


async def unwelcome() -> bool:
    return False


@asynccontextmanager
async def reading(
    hub: FiguresHub, last: str = "", **how: object
) -> AsyncIterator[AsyncIterator[ServerSentEventMessage]]:
    """A reader past the greeting."""
    facts = {"is_welcome": welcome, "heartbeat_seconds": 5} | how
    async with aclosing(changes(hub, last, **facts)) as stream:
        greeting = await anext(stream)
        assert greeting.retry == 3000
        yield stream


async def until_quiet(hub: FiguresHub) -> str:
    """The turn after the ear has begun to hear."""
    while await hub.news(since=hub.turn, within=0.5):
        pass
    return hub.turn


async def test_an_announcement_reaches_every_reader_over_one_connection(real_desk: Desk) -> None:
    hub = FiguresHub()
    with hub.watched(real_desk), hub.watched(real_desk):
        turn = await until_quiet(hub)
        async with reading(hub, turn) as one, reading(hub, turn) as other:
            await announce(real_desk)
            told = await asyncio.gather(anext(one), anext(other))
        async with real_desk.store.transaction() as transaction:
            row = await transaction.row(
                "SELECT count(*) AS ears FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE 'LISTEN %'"
            )

    assert {(each.event, each.data) for each in told} == {("changed", "changed")}
    assert row
    assert row["ears"] == 1


async def test_a_reader_who_comes_back_learns_what_was_missed(real_desk: Desk) -> None:
    hub = FiguresHub()
    with hub.watched(real_desk):
        turn = await until_quiet(hub)
        async with reading(hub, "another process-7") as stream:
            assert (await anext(stream)).id == turn
        async with reading(hub, turn, heartbeat_seconds=0.05) as stream:
            assert (await anext(stream)).event is None


async def test_after_a_lost_line_everybody_is_told_to_look_anew(real_desk: Desk) -> None:
    hub = FiguresHub()
    with hub.watched(real_desk):
        turn = await until_quiet(hub)
        async with real_desk.store.transaction() as transaction:
            await transaction.rows(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE 'LISTEN %'"
            )
        assert await hub.news(since=turn, within=5)
        turn = await until_quiet(hub)
        await announce(real_desk)
        assert await hub.news(since=turn, within=5)


async def test_nobody_listens_when_nobody_watches(real_desk: Desk) -> None:
    hub = FiguresHub()
    with hub.watched(real_desk):
        turn = await until_quiet(hub)
    await announce(real_desk)

    assert not await hub.news(since=turn, within=0.3)


async def test_the_end_of_the_server_ends_the_stream_at_once() -> None:
    hub = FiguresHub()
    async with reading(hub, hub.turn) as stream:
        waiting = asyncio.ensure_future(anext(stream, None))
        await asyncio.sleep(0)
        hub.end()
        assert await asyncio.wait_for(waiting, 1) is None


async def test_a_reader_who_is_no_longer_welcome_is_let_go() -> None:
    hub = FiguresHub()
    async with reading(
        hub, hub.turn, is_welcome=unwelcome, heartbeat_seconds=0.02, check_seconds=0.05
    ) as stream:
        told = [message async for message in stream]

    assert told
    assert all(message.data is None for message in told)


async def test_only_whoever_watches_may_read_the_stream(desk: Desk) -> None:
    clerk = Browser(desk)
    await clerk.sign_in(an_officer(Role.FRONT_OFFICER).username)

    assert (await clerk.get("/staff/today/events")).status_code == 403
    assert (await Browser(desk).get("/staff/today/events")).status_code in {303, 401}


@get("/staff/probe", opt=for_roles(Role.HEAD_OF_OFFICE), include_in_schema=False)
async def probe(request: Request[Any, Any, Any], desk: NamedDependency[Desk]) -> list[bool]:
    """Whether this caller is still in, before and after the session was ended elsewhere."""
    before = await is_still_in(request)
    await sessions.end(desk, request.cookies["motekar"])
    return [before, await is_still_in(request)]


async def test_who_has_signed_out_elsewhere_is_no_longer_in(desk: Desk) -> None:
    head = Browser(desk, handlers=(probe,))
    await head.sign_in(an_officer(Role.HEAD_OF_OFFICE).username)

    assert (await head.get("/staff/probe")).json() == [True, False]


async def test_whoever_lost_the_role_is_no_longer_in(desk: Desk) -> None:
    @get("/staff/probe", opt=for_roles(Role.HEAD_OF_OFFICE), include_in_schema=False)
    async def lose(request: Request[Any, Any, Any], desk: NamedDependency[Desk]) -> bool:
        async with desk.store.transaction() as transaction:
            await transaction.rows("DELETE FROM staff_post WHERE role = 'head_of_office'")
        return await is_still_in(request)

    head = Browser(desk, handlers=(lose,))
    await head.sign_in(an_officer(Role.HEAD_OF_OFFICE).username)

    assert (await head.get("/staff/probe")).json() is False


async def test_a_program_with_a_token_is_in_as_long_as_its_token_is_good(desk: Desk) -> None:
    @get("/staff/probe", opt=for_roles(Role.HEAD_OF_OFFICE), include_in_schema=False)
    async def ask(request: Request[Any, Any, Any]) -> bool:
        return await is_still_in(request)

    head = Browser(desk, handlers=(ask,))
    token = await a_token(desk, an_officer(Role.HEAD_OF_OFFICE).username)

    assert (await head.get("/staff/probe", headers=token)).json() is True


@pytest.mark.parametrize(("later", "still_in"), [(59, True), (61, False)])
async def test_looking_by_itself_keeps_no_session_alive(
    desk: Desk, later: int, still_in: bool
) -> None:
    clock = Clock()
    head = Browser(desk, clock=clock)
    await head.sign_in(an_officer(Role.HEAD_OF_OFFICE).username)
    for minutes in (20, 40, 55):
        clock.now = MONDAY_0900 + timedelta(minutes=minutes)
        part = await head.get("/staff/today/part", headers={"hx-request": "true"})
        assert part.status_code == 200

    clock.now = MONDAY_0900 + timedelta(minutes=later)
    again = await head.get("/staff/today/part", headers={"hx-request": "true"})

    assert (again.status_code == 200) is still_in
