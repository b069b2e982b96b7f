"""How many SQL statements one call may cost, everything included (BEGIN and COMMIT apart)."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from motekar.usecases import public_figures, published, staff
from motekar.usecases.desk import Desk
from motekar.web.app import build
from motekar.web.doors import Doors
from tests.builders import ALL_ROLES, BEKASI_UTARA, MONDAY_0900, intake_fields

BUDGET = 15
YEAR_BUDGET = 10
FRAME = ("BEGIN", "COMMIT", "ROLLBACK")


@pytest.fixture
def statements(real_desk: Desk) -> Iterator[list[str]]:
    """Everything the driver sends from now on."""
    sent: list[str] = []

    def listen(connection: Any, _: object) -> None:
        connection.driver_connection.add_query_logger(lambda told: sent.append(told.query))

    event.listen(real_desk.store.engine.sync_engine, "connect", listen)
    yield sent
    event.remove(real_desk.store.engine.sync_engine, "connect", listen)


@pytest.fixture
async def client(real_desk: Desk, statements: list[str]) -> AsyncIterator[httpx.AsyncClient]:
    """A program with the token of somebody who holds all roles."""
    now: datetime = MONDAY_0900
    token = (await staff.issue_token(real_desk, ALL_ROLES.username, now=now)).token
    app = build(Doors(desk=real_desk, now=lambda: now))
    transport = httpx.ASGITransport(app=app)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://office.test", headers=headers
    ) as opened:
        yield opened


async def test_no_step_of_the_day_costs_more_than_its_budget(
    client: httpx.AsyncClient, statements: list[str]
) -> None:
    costs = {}
    posted = await client.post(
        "/api/v1/print-requests", json=intake_fields(), headers={"Idempotency-Key": "k"}
    )
    number = posted.json()["request_no"]
    steps: list[tuple[str, dict[str, Any]]] = [
        ("verify", {"central_record": "ready"}),
        ("start-print", {}),
        ("confirm-print", {}),
        ("collect", {"collector": {"kind": "applicant"}, "old_card_surrendered": True}),
    ]
    for version, (action, facts) in enumerate(steps, start=1):
        del statements[:]
        answer = await client.post(
            f"/api/v1/print-requests/{number}/{action}",
            json={"expected_version": version, **facts},
            headers={"Idempotency-Key": action},
        )
        assert answer.status_code == 200, answer.text
        costs[action] = sum(not statement.startswith(FRAME) for statement in statements)
    assert max(costs.values()) <= BUDGET
    assert min(costs.values()) >= 3


async def test_fourteen_offices_and_many_days_cost_one_statement(
    client: httpx.AsyncClient, real_desk: Desk, statements: list[str]
) -> None:
    await client.get("/api/v1/availability", params={"office": BEKASI_UTARA})
    del statements[:]

    offices = await published.every_outlook(real_desk, now=MONDAY_0900)

    assert len(offices) == 14
    assert len([sent for sent in statements if not sent.startswith(FRAME)]) == 1
    del statements[:]
    for office in offices:
        await client.get("/api/v1/availability", params={"office": office})
    assert statements == []


async def test_a_year_of_fourteen_offices_costs_ten_statements_and_then_none(
    client: httpx.AsyncClient, real_desk: Desk, statements: list[str]
) -> None:
    await client.get("/api/v1/public-figures")
    del statements[:]

    await public_figures.of_months(real_desk, now=MONDAY_0900)

    assert len([sent for sent in statements if not sent.startswith(FRAME)]) <= YEAR_BUDGET
    del statements[:]
    await client.get("/api/v1/public-figures", params={"office": BEKASI_UTARA})
    assert statements == []
