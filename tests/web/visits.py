"""A browser and a program at our doors, without a network between."""

import re
from collections import defaultdict
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx
from litestar import Litestar

from motekar.usecases import staff
from motekar.usecases.desk import Desk
from motekar.web.app import build
from motekar.web.doors import Doors
from motekar.web.pages import Pages
from motekar.web.published_figures import PublishedFigures
from motekar.web.published_offices import PublishedOffices
from tests.builders import MONDAY_0900, PASSWORD

_TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


_Kind = tuple[bool, tuple[Any, ...]]
# Building one takes longer than most tests; a browser has one to itself until its test is over.
_free: defaultdict[_Kind, list[Litestar]] = defaultdict(list)
_lent: list[tuple[_Kind, Litestar]] = []


def _application(doors: Doors, handlers: tuple[Any, ...]) -> Litestar:
    """An application behind these doors, with these handlers too."""
    kind = (doors.is_https, handlers)
    app = _free[kind].pop() if _free[kind] else _built(doors, handlers)
    app.state.update(
        {
            "doors": doors,
            "pages": Pages(),
            "offices": PublishedOffices(),
            "public_figures": PublishedFigures(),
        }
    )
    _lent.append((kind, app))
    return app


def _built(doors: Doors, handlers: tuple[Any, ...]) -> Litestar:
    app = build(doors)
    for handler in handlers:
        app.register(handler)
    return app


def take_back() -> None:
    """Ends the use of all applications: another test may have them."""
    while _lent:
        kind, app = _lent.pop()
        _free[kind].append(app)


class Clock:
    """What the doors read as the time; a test may move it."""

    def __init__(self, now: datetime = MONDAY_0900) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Browser:
    """Asks for HTML, keeps cookies, follows nothing by itself."""

    def __init__(
        self,
        desk: Desk,
        *,
        clock: Clock | None = None,
        address: str = "127.0.0.1",
        handlers: tuple[Any, ...] = (),
        headers: dict[str, str] | None = None,
        **doors: Any,
    ) -> None:
        self.desk = desk
        self.clock = clock or Clock()
        self.app = _application(Doors(desk, self.clock, **doors), handlers)
        scheme = "https" if doors.get("public_url", "").startswith("https") else "http"
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, client=(address, 40000)),
            base_url=f"{scheme}://motekar.test",
            headers={"accept": "text/html,*/*;q=0.8"} | (headers or {}),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.client.aclose()

    async def get(self, path: str, **options: Any) -> httpx.Response:
        """Opens an address."""
        return await self.client.get(path, **options)

    async def post(self, path: str, fields: dict[str, str], *, page: str = "") -> httpx.Response:
        """Sends the form of a page of ours, with the token that page carries."""
        shown = await self.client.get(page or path)
        token = _TOKEN.search(shown.text)
        told = {"_csrf_token": token[1]} if token else {}
        return await self.client.post(path, data=told | fields)

    async def sign_in(
        self, username: str, password: str = PASSWORD, **more: str
    ) -> httpx.Response:
        """Signs in through the page."""
        fields = {"username": username, "password": password}
        return await self.post("/staff/sign-in", fields | more)

    @property
    def session_id(self) -> str | None:
        """What the browser holds as its session."""
        cookies = self.client.cookies
        return cookies.get("motekar") or cookies.get("__Host-motekar")


async def a_token(desk: Desk, username: str, *, now: datetime = MONDAY_0900) -> dict[str, str]:
    """The header of a program that acts for somebody."""
    issued = await staff.issue_token(desk, username, now=now)
    return {"authorization": f"Bearer {issued.token}", "accept": "application/json"}
