"""Sums and counted requests in and out of their tables, and what waits to be summed."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from motekar.rules.counting import Case, HeldFor, Verdict, WhyUnknown
from motekar.rules.period import Grain
from motekar.rules.tallying import Sum
from motekar.store.engine import Transaction
from motekar.store.listening import FIGURES

_PLAIN = tuple(field.name for field in fields(Case) if field.name not in {"office", "holds"})
_COLUMNS = ("office_code", "holds", *_PLAIN)
READ_CASE = ", ".join(("request_id", *_COLUMNS))
_TYPES = {
    "office_code": "text",
    "visit_day": "date",
    "visit_hour": "smallint",
    "day": "date",
    "events": "int",
    "policy_version": "int",
    "spoiled": "int",
    "holds": "jsonb",
}


def _type_of(column: str) -> str:
    if column in _TYPES:
        return _TYPES[column]
    if column.startswith("is_"):
        return "boolean"
    if column.endswith("_minutes"):
        return "int"
    return "timestamptz" if column.endswith(("_by", "_at", "_since")) else "text"


FACET_VALUES = {
    "office": "office_code",
    "all": "''",
    "reason": "reason",
    "channel": "channel",
    "weekday": "(extract(isodow FROM {day})::int - 1)::text",
    "hour": "lpad(visit_hour::text, 2, '0')",
}
"""How a counted request tells its value of a grouping, by the day that counts."""
CASES_TOLD = f"""jsonb_to_recordset($1)
  AS told (request_id uuid, {", ".join(f"{name} {_type_of(name)}" for name in _COLUMNS)})"""
"""Counted requests that come along as ``told`` by ``as_told``, not from their table."""
_SAVE = f"""
INSERT INTO counted_request ({READ_CASE}) SELECT {READ_CASE} FROM {CASES_TOLD}
ON CONFLICT (request_id) DO UPDATE SET {", ".join(f"{n} = excluded.{n}" for n in _COLUMNS)}
"""  # noqa: S608 - our names
_LOCK = "SELECT pg_try_advisory_xact_lock(7324554) AS ours"
_TAKE = """
WITH taken AS (DELETE FROM figure_delta WHERE id IN
  (SELECT id FROM figure_delta ORDER BY id LIMIT $1) RETURNING request_id)
SELECT DISTINCT request_id FROM taken
"""
_ADD = """
INSERT INTO figure_cell AS c (office_code, grain, starts, facet, value, measure, n)
SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::text[], $6::text[],
                     $7::bigint[])
ON CONFLICT (office_code, grain, starts, facet, value, measure) DO UPDATE SET n = c.n + excluded.n
"""
_ADD_MESSAGES = """
WITH taken AS (DELETE FROM message_delta WHERE id IN
  (SELECT id FROM message_delta ORDER BY id LIMIT $1) RETURNING office_code, created_at, state, n),
dated AS (SELECT t.office_code, (t.created_at AT TIME ZONE o.zone)::date AS day, t.state, t.n
            FROM taken t JOIN office o ON o.code = t.office_code),
added AS (INSERT INTO figure_cell AS c (office_code, grain, starts, facet, value, measure, n)
  SELECT office_code, grain, CASE grain WHEN 'day' THEN day
           ELSE date_trunc('month', day)::date END, 'messages', '', state, sum(n)
    FROM dated CROSS JOIN (VALUES ('day'), ('month')) grains (grain) GROUP BY 1, 2, 3, 6
  ON CONFLICT (office_code, grain, starts, facet, value, measure)
  DO UPDATE SET n = c.n + excluded.n)
SELECT count(*) AS taken FROM taken
"""
_ANNOUNCE = "SELECT pg_notify($2, office) FROM unnest($1::text[]) office"

Cell = tuple[str, Grain, date, Sum]
"""Office, grain, first day of it, and which sum."""


async def lock(transaction: Transaction) -> bool:
    """True when nobody else sums until this transaction ends."""
    row = await transaction.row(_LOCK)
    return bool(row and row["ours"])


async def take(transaction: Transaction, *, most: int) -> list[UUID]:
    """Takes requests off the list of those to be summed."""
    return [row["request_id"] for row in await transaction.rows(_TAKE, most)]


async def add_messages(transaction: Transaction, *, most: int) -> int:
    """Sums messages that changed their state; gives how many changes that were."""
    row = await transaction.row(_ADD_MESSAGES, most)
    return int(row["taken"]) if row else 0


async def counted(transaction: Transaction, requests: Sequence[UUID]) -> dict[UUID, Case]:
    """These requests as they were summed last; those never summed are left out."""
    query = f"SELECT {READ_CASE} FROM counted_request WHERE request_id = ANY($1)"  # noqa: S608
    return {row["request_id"]: case(row) for row in await transaction.rows(query, requests)}


async def save(transaction: Transaction, cases: Mapping[UUID, Case]) -> None:
    """Keeps how these requests count now."""
    await transaction.rows(_SAVE, as_told(cases))


async def add(transaction: Transaction, changes: Counter[Cell]) -> None:
    """Adds to the sums."""
    rows = [
        (office, grain.value, starts, *told, n)
        for (office, grain, starts, told), n in changes.items()
        if n
    ]
    await transaction.rows(_ADD, *([row[place] for row in rows] for place in range(7)))


async def announce(transaction: Transaction, offices: Sequence[str]) -> None:
    """Tells whoever listens that figures of these offices have changed."""
    await transaction.rows(_ANNOUNCE, list(offices), FIGURES)


def as_told(cases: Mapping[UUID, Case]) -> str:
    """Counted requests as a statement takes them along."""
    return json.dumps([_row(request, one) for request, one in cases.items()], default=str)


def case(row: Mapping[str, Any]) -> Case:
    """A counted request as the rules see it."""
    told = {name: row[name] for name in _PLAIN}
    for name, code in (("standard", Verdict), ("net", Verdict), ("promise", Verdict)):
        told[name] = told[name] and code(told[name])
    told["why_unknown"] = told["why_unknown"] and WhyUnknown(told["why_unknown"])
    holds = tuple(HeldFor(*one) for one in row["holds"] or ())
    return Case(office=row["office_code"], holds=holds, **told)


def _row(request: UUID, one: Case) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in _PLAIN}
    holds = [[hold.cause, hold.count, hold.minutes] for hold in one.holds]
    return {**told, "request_id": request, "office_code": one.office, "holds": holds or None}
