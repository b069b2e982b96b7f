"""The application as a program calls it, with a token and a clock that stands still."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar

from motekar import embedded
from motekar.rules.people import Officer
from motekar.store.engine import Store, open_engine
from motekar.usecases import staff
from motekar.usecases.desk import Desk
from motekar.web.app import build
from motekar.web.doors import Doors
from tests.builders import ALL_ROLES, MONDAY_0900, intake_fields
from tests.conftest import VAULT

REQUESTS = "/api/v1/print-requests"


@dataclass
class Wall:
    """The clock on the wall; a test may move its hands."""

    now: datetime = MONDAY_0900

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Api:
    """Calls with a token, which the test may leave out or exchange."""

    client: AsyncClient
    desk: Desk
    wall: Wall
    headers: dict[str, str] = field(default_factory=dict)

    async def sign_in(self, officer: Officer) -> None:
        """From now on this officer calls."""
        token = await staff.issue_token(self.desk, officer.username, now=self.wall.now)
        self.headers = {"Authorization": f"Bearer {token.token}"}

    async def get(self, path: str, **params: Any) -> Response:
        return await self.client.get(path, params=params, headers=self.headers)

    async def post(self, path: str, body: Any = None, *, key: str | None = None) -> Response:
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        return await self.client.post(path, json=body, headers=headers)

    async def taken_in(self, number: int = 1, **changes: Any) -> dict[str, Any]:
        """A request just recorded, as answered."""
        answer = await self.post(REQUESTS, intake_fields(number, **changes))
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def step(self, request: dict[str, Any], action: str, **facts: Any) -> dict[str, Any]:
        """The request after a step that has to succeed."""
        answer = await self.try_step(request, action, **facts)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def try_step(self, request: dict[str, Any], action: str, **facts: Any) -> Response:
        """A step from where the request was last seen."""
        body = {"expected_version": request["version"], **facts}
        return await self.post(f"{REQUESTS}/{request['request_no']}/{action}", body)

    async def printed(self, number: int = 1) -> dict[str, Any]:
        """A request whose card waits."""
        request = await self.taken_in(number)
        request = await self.step(request, "verify", central_record="ready")
        request = await self.step(request, "start-print")
        return await self.step(request, "confirm-print")


def calling(app: Litestar) -> AsyncClient:
    """A client in the loop of the test, where the desk's connections live."""
    return AsyncClient(transport=ASGITransport(app), base_url="http://motekar.test")


@pytest.fixture(scope="session")
def application(cluster: embedded.Cluster) -> Litestar:
    """The application, built once; each test has it open other doors."""
    store = Store(open_engine(cluster.url("app")), VAULT)
    return build(_doors(Desk(store, secrets.token_bytes), Wall()))


def _doors(desk: Desk, wall: Wall) -> Doors:
    return Doors(desk, wall, public_url="https://ktp.example.go.id")


async def _opened(application: Litestar, desk: Desk) -> AsyncIterator[Api]:
    wall = Wall()
    application.state.doors = _doors(desk, wall)
    async with calling(application) as client:
        api = Api(client, desk, wall)
        await api.sign_in(ALL_ROLES)
        yield api


@pytest.fixture
async def api(application: Litestar, desk: Desk) -> AsyncIterator[Api]:
    """The API for somebody who holds all roles; rolled back afterwards."""
    async for api in _opened(application, desk):
        yield api


@pytest.fixture
async def real_api(application: Litestar, real_desk: Desk) -> AsyncIterator[Api]:
    """The same on a database of its own that really commits."""
    async for api in _opened(application, real_desk):
        yield api


def problem(answer: Response, status: int, code: str) -> dict[str, Any]:
    """The problem document, when it is this one."""
    assert (answer.status_code, answer.json().get("type")) == (
        status,
        f"urn:motekar:problem:{code}",
    ), answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    return answer.json()
