"""Races between two server processes on one database, over real HTTP."""

import asyncio
import base64
import os
import secrets
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from motekar.embedded import Cluster
from motekar.rules.lifecycle import State
from motekar.store.engine import Store, open_engine
from motekar.usecases import staff
from motekar.usecases.desk import Desk
from tests.builders import ALL_ROLES, MONDAY_0900, a_request, intake_fields
from tests.conftest import MASTER_KEY, VAULT, CopiedDatabase, a_copy
from tests.running import answers, eventually

TWICE = 25
TABLES = ("print_request", "request_event", "print_attempt", "message")
A_RECORDED = {"print_request": 1, "request_event": 1, "message": 1}


@pytest.fixture(scope="module")
async def database(cluster: Cluster) -> AsyncIterator[CopiedDatabase]:
    """One database for all races here; each is about a person of its own."""
    async with a_copy(cluster) as copied:
        yield copied


@pytest.fixture(scope="module")
async def desk(database: CopiedDatabase) -> AsyncIterator[Desk]:
    """A desk that really commits."""
    store = Store(open_engine(database.url), VAULT)
    yield Desk(store, secrets.token_bytes)
    await store.close()


@pytest.fixture(scope="module")
def two_servers(
    database: CopiedDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[str]]:
    """Addresses of two processes that know nothing of each other."""
    key = tmp_path_factory.mktemp("races") / "master.key"
    key.write_bytes(base64.b64encode(MASTER_KEY))
    key.chmod(0o600)
    environment = {
        **{name: value for name, value in os.environ.items() if "MOTEKAR" not in name},
        "MOTEKAR_DATABASE_URL": database.url,
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
    assert all(eventually(partial(answers, address)) for address in addresses)
    yield addresses
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(20)


@pytest.fixture(scope="module")
async def clients(
    two_servers: list[str], desk: Desk
) -> AsyncIterator[tuple[httpx.AsyncClient, ...]]:
    """One client a process, both with the token of somebody who holds all roles."""
    token = (await staff.issue_token(desk, ALL_ROLES.username, now=MONDAY_0900)).token
    headers = {"Authorization": f"Bearer {token}"}
    opened = tuple(
        httpx.AsyncClient(base_url=address, headers=headers, timeout=60) for address in two_servers
    )
    yield opened
    for client in opened:
        await client.aclose()


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


async def rows(desk: Desk) -> Counter[str]:
    """How much has been written, by table."""
    async with desk.store.transaction() as transaction:
        query = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in TABLES)
        return Counter(dict((await transaction.execute(text(query))).all()))


async def test_one_of_fifty_hand_overs_happens(
    clients: tuple[httpx.AsyncClient, ...], desk: Desk
) -> None:
    view = await a_request(desk, 1, state=State.PRINTED, now=MONDAY_0900)
    before = await rows(desk)
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
    assert await rows(desk) - before == {"request_event": 1, "message": 1}


async def test_one_of_fifty_prints_is_started(
    clients: tuple[httpx.AsyncClient, ...], desk: Desk
) -> None:
    view = await a_request(desk, 2, state=State.VERIFIED, now=MONDAY_0900)
    before = await rows(desk)
    path = f"/print-requests/{view.request.request_no}/start-print"
    answers = await posted(clients, path, {"expected_version": view.request.version})
    assert outcomes(answers) == {"done": 1, "version-conflict": 49}
    assert await rows(desk) - before == {"request_event": 1, "print_attempt": 1}


async def test_one_of_fifty_intakes_of_one_person_is_recorded(
    clients: tuple[httpx.AsyncClient, ...], desk: Desk
) -> None:
    before = await rows(desk)
    answers = await posted(clients, "/print-requests", intake_fields(3))
    assert outcomes(answers) == {"done": 1, "request-already-open": 49}
    assert await rows(desk) - before == A_RECORDED


async def test_fifty_calls_with_one_key_get_one_answer(
    clients: tuple[httpx.AsyncClient, ...], desk: Desk
) -> None:
    before = await rows(desk)
    headers = {"Idempotency-Key": "the-same-press-of-a-button"}
    answers = await posted(clients, "/print-requests", intake_fields(4), **headers)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await rows(desk) - before == A_RECORDED
