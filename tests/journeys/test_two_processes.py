"""Races between two server processes on one database, over real HTTP."""

import asyncio
import base64
import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from motekar.rules.lifecycle import State
from motekar.usecases import staff
from motekar.usecases.desk import Desk
from tests.builders import ALL_ROLES, MONDAY_0900, a_request, intake_fields
from tests.conftest import MASTER_KEY, CopiedDatabase

TWICE = 25


@pytest.fixture
def two_servers(copied_database: CopiedDatabase, tmp_path: Path) -> Iterator[list[str]]:
    """Addresses of two processes that know nothing of each other."""
    key = tmp_path / "master.key"
    key.write_bytes(base64.b64encode(MASTER_KEY))
    key.chmod(0o600)
    environment = {
        **{name: value for name, value in os.environ.items() if "MOTEKAR" not in name},
        "MOTEKAR_DATABASE_URL": copied_database.url,
        "MOTEKAR_MASTER_KEY_FILE": str(key),
    }
    processes, addresses = [], []
    for _ in range(2):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory"]
        command += ["--log-level", "error", "--port", str(port), "motekar.wiring:create_app"]
        processes.append(subprocess.Popen(command, env=environment))
        addresses.append(f"http://127.0.0.1:{port}")
    yield addresses
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(20)


@pytest.fixture
async def clients(
    two_servers: list[str], real_desk: Desk
) -> AsyncIterator[tuple[httpx.AsyncClient, ...]]:
    """One client a process, both with the token of somebody who holds all roles."""
    token = (await staff.issue_token(real_desk, ALL_ROLES.username, now=MONDAY_0900)).token
    headers = {"Authorization": f"Bearer {token}"}
    opened = tuple(
        httpx.AsyncClient(base_url=address, headers=headers, timeout=60) for address in two_servers
    )
    for client in opened:
        await answering(client)
    yield opened
    for client in opened:
        await client.aclose()


async def answering(client: httpx.AsyncClient) -> None:
    for _ in range(200):
        try:
            if (await client.get("/health/live")).status_code == 200:
                return
        except httpx.TransportError:
            await asyncio.sleep(0.1)
    pytest.fail("the server did not answer within twenty seconds")


async def posted(
    clients: tuple[httpx.AsyncClient, ...], path: str, body: dict[str, Any], **headers: str
) -> list[httpx.Response]:
    """The same call fifty times at once, by turns over both processes."""
    calls = (
        client.post(f"/api/v1{path}", json=body, headers=headers)
        for _ in range(TWICE)
        for client in clients
    )
    return await asyncio.gather(*calls)


def outcomes(answers: list[httpx.Response]) -> Counter[str]:
    return Counter(
        "done" if answer.is_success else answer.json()["type"].rsplit(":", 1)[-1]
        for answer in answers
    )


async def count(desk: Desk, table: str, where: str = "true") -> int:
    async with desk.store.transaction() as transaction:
        query = text(f"SELECT count(*) FROM {table} WHERE {where}")
        return int((await transaction.execute(query)).scalar_one())


async def test_one_of_fifty_hand_overs_happens(
    clients: tuple[httpx.AsyncClient, ...], real_desk: Desk
) -> None:
    view = await a_request(real_desk, state=State.PRINTED, now=MONDAY_0900)
    answers = await posted(
        clients,
        f"/print-requests/{view.request.request_no}/collect",
        {
            "expected_version": view.request.version,
            "collector": {"kind": "applicant"},
            "old_card_surrendered": True,
        },
    )
    assert outcomes(answers) == {"done": 1, "already-collected": 49}
    assert await count(real_desk, "request_event", "action = 'collect'") == 1
    assert await count(real_desk, "message", "event = 'collected'") == 1


async def test_one_of_fifty_prints_is_started(
    clients: tuple[httpx.AsyncClient, ...], real_desk: Desk
) -> None:
    view = await a_request(real_desk, state=State.VERIFIED, now=MONDAY_0900)
    path = f"/print-requests/{view.request.request_no}/start-print"
    answers = await posted(clients, path, {"expected_version": view.request.version})
    assert outcomes(answers) == {"done": 1, "version-conflict": 49}
    assert await count(real_desk, "print_attempt") == 1


async def test_one_of_fifty_intakes_of_one_person_is_recorded(
    clients: tuple[httpx.AsyncClient, ...], real_desk: Desk
) -> None:
    answers = await posted(clients, "/print-requests", intake_fields())
    assert outcomes(answers) == {"done": 1, "request-already-open": 49}
    assert await count(real_desk, "request_event") == 1
    assert await count(real_desk, "message") == 1


async def test_fifty_calls_with_one_key_get_one_answer(
    clients: tuple[httpx.AsyncClient, ...], real_desk: Desk
) -> None:
    headers = {"Idempotency-Key": "the-same-press-of-a-button"}
    answers = await posted(clients, "/print-requests", intake_fields(), **headers)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await count(real_desk, "print_request") == 1
