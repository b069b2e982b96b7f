"""A transition's rows, the kept answer included, by plain asyncpg in one transaction."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
from sqlalchemy.engine import make_url

from benchmarks._office import CODE, Office
from motekar.rules.people import Officer

ANSWER_BYTES = 2_000
"""About what the kept answer of a step takes, sealed."""


async def connect(place: Office) -> asyncpg.Connection:
    """A connection of the application's own role."""
    url = make_url(place.database_url)
    connection = await asyncpg.connect(
        host=url.query["host"], user=url.username, database=url.database
    )
    await connection.set_type_codec(
        "jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog"
    )
    return connection


async def add(
    plain: asyncpg.Connection, template: asyncpg.Record, officer: Officer, *, number: int
) -> None:
    """A new request with its evidence and message."""
    async with plain.transaction():
        await _add(plain, template, officer, number=number)


async def _add(
    plain: asyncpg.Connection, template: asyncpg.Record, officer: Officer, *, number: int
) -> None:
    now, key = datetime.now(UTC), uuid4()
    last = await plain.fetchval(
        "INSERT INTO request_counter VALUES ($1, $2, 1) ON CONFLICT (office_code, day)"
        " DO UPDATE SET last_no = request_counter.last_no + 1 RETURNING last_no",
        *(CODE, now.date().replace(year=2001)),
    )
    row = {
        **dict(template),
        "id": key,
        "state": "submitted",
        "version": 1,
        "request_no": f"PLN-{number}-{last}",
        "claim_code_index": key.bytes * 2,
        "nik_index": key.bytes + key.bytes,
    }
    names = ", ".join(row)
    marks = ", ".join(f"${place}" for place in range(1, len(row) + 1))
    await plain.execute(f"INSERT INTO print_request ({names}) VALUES ({marks})", *row.values())
    await _evidence(plain, officer, Told(key, 1, "submitted"), tells=True)


async def step(
    plain: asyncpg.Connection, officer: Officer, key: UUID, state: str, *, tells: bool
) -> None:
    """A request one version on, with its evidence and, if it tells, its message."""
    async with plain.transaction():
        row = await plain.fetchrow("SELECT * FROM print_request WHERE id = $1 FOR UPDATE", key)
        version = row["version"] + 1
        changed = {**dict(row), "state": state, "version": version}
        kept = {"id", "request_no", "received_at", "submitted_at"}
        names = [name for name in changed if name not in kept]
        sets = ", ".join(f"{name} = ${place}" for place, name in enumerate(names, start=2))
        values = [changed[name] for name in names]
        await plain.execute(f"UPDATE print_request SET {sets} WHERE id = $1", row["id"], *values)
        await _evidence(plain, officer, Told(key, version, state), tells=tells)


@dataclass(frozen=True, slots=True)
class Told:
    """What the evidence says of."""

    key: UUID
    version: int
    state: str


async def _evidence(
    plain: asyncpg.Connection, officer: Officer, told: Told, *, tells: bool
) -> None:
    now = datetime.now(UTC)
    await plain.execute(
        "INSERT INTO request_event (request_id, version, at, action, to_state, officer_id,"
        " office_code, facts) VALUES ($1, $2, $3, 'x', $4, $5, $6, $7)",
        *(told.key, told.version, now, told.state, officer.id, CODE, {}),
    )
    await plain.execute(
        "INSERT INTO idempotency_record (officer_id, method, path, key, body_hash, answer_cipher,"
        " created_at) VALUES ($1, 'POST', $2, $3, $4, $5, $6)",
        *(officer.id, "p" * 64, uuid4().hex * 2, bytes(32), os.urandom(ANSWER_BYTES), now),
    )
    await plain.execute(
        "INSERT INTO audit_entry (at, action, officer_id, office_code, subject, facts)"
        " VALUES ($1, 'x', $2, $3, $4, $5)",
        *(now, officer.id, CODE, f"request:{told.key}", {"version": told.version}),
    )
    if tells:
        await plain.execute(
            "INSERT INTO message (id, request_id, request_version, office_code, event,"
            " phone_cipher, body, parts, state, created_at, not_before, attempts, expires_at)"
            " VALUES ($1, $2, $3, $4, 'received', $5, $6, 1, 'queued', $7, $7, 0, $7)",
            *(uuid4(), told.key, told.version, CODE, b"x" * 45, "x" * 130, now),
        )
