"""The stream of today's page from a real server: news by NOTIFY, and a stop that does not wait."""

import asyncio
import re
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx

from motekar.rules.people import Role
from motekar.usecases.desk import Desk
from tests.builders import PASSWORD, an_officer
from tests.conftest import CopiedDatabase
from tests.journeys.installation import an_installation

_TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


async def test_news_reaches_an_open_page_and_a_stop_does_not_wait_for_it(
    copied_database: CopiedDatabase, real_desk: Desk, tmp_path: Path
) -> None:
    installation = an_installation(tmp_path, database_url=copied_database.url)
    async with httpx.AsyncClient(base_url=installation.address, timeout=30) as client:
        with ExitStack() as running:
            running.enter_context(installation.serving())
            await sign_in(client)
            async with client.stream("GET", "/staff/today/events") as answer:
                news: asyncio.Queue[str] = asyncio.Queue()
                reading = asyncio.create_task(read(answer, news))
                while await told(news, within=2):
                    pass
                await real_desk.store.read_one("SELECT pg_notify('motekar_figures', '')")
                assert await told(news, within=10)

                # A server that waited for the open stream would not end within the time it has.
                await asyncio.to_thread(running.close)
                await reading


async def sign_in(client: httpx.AsyncClient) -> None:
    token = _TOKEN.search((await client.get("/staff/sign-in")).text)
    assert token
    form = {"username": an_officer(Role.HEAD_OF_OFFICE).username, "password": PASSWORD}
    answer = await client.post("/staff/sign-in", data=form | {"_csrf_token": token[1]})
    assert answer.headers["location"] == "/staff/today"


async def read(answer: httpx.Response, news: asyncio.Queue[str]) -> None:
    """Passes on every "changed" until the stream is over."""
    with suppress(httpx.TransportError):
        async for line in answer.aiter_lines():
            if line == "event: changed":
                news.put_nowait(line)


async def told(news: asyncio.Queue[str], *, within: float) -> bool:
    """Whether something changed before the time is over."""
    with suppress(TimeoutError):
        return bool(await asyncio.wait_for(news.get(), within))
    return False
