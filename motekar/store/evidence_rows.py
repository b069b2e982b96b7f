"""What an evidence pack needs beside the logs: their order, whose card, numbers given out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from motekar.store.engine import Transaction

_LOCK = "SELECT pg_try_advisory_xact_lock(7324555, hashtext($1)) AS ours"
# Both sides of a pack read requests in this order, whatever the database's language.
_IN_ORDER = """
SELECT id FROM print_request WHERE id = ANY($1::uuid[]) ORDER BY request_no COLLATE "C"
"""
_PERSONS = "SELECT id, nik_index FROM print_request WHERE id = ANY($1::uuid[])"
_USERNAMES = "SELECT username, id FROM staff"
_NUMBERS = """
SELECT office_code, day, last_no FROM request_counter
 WHERE office_code = ANY($1::text[]) AND day BETWEEN $2 AND $3
"""


async def lock(transaction: Transaction, *, who: str) -> bool:
    """True when nobody makes a pack under that name; keeps it so until the transaction ends."""
    row = await transaction.row(_LOCK, who)
    return row is not None and row["ours"]


async def in_order(transaction: Transaction, requests: Sequence[UUID]) -> list[UUID]:
    """The same requests by their numbers."""
    return [row["id"] for row in await transaction.rows(_IN_ORDER, requests)]


async def persons(transaction: Transaction, requests: Sequence[UUID]) -> Mapping[UUID, bytes]:
    """The keyed hash of whose card it is, by request; it never leaves as it is."""
    rows = await transaction.rows(_PERSONS, requests)
    return {row["id"]: row["nik_index"] for row in rows}


async def usernames(transaction: Transaction) -> Mapping[str, str]:
    """The id of each account by its user name."""
    return {row["username"]: str(row["id"]) for row in await transaction.rows(_USERNAMES)}


async def numbers(
    transaction: Transaction, offices: Sequence[str], *, first: date, last: date
) -> Mapping[str, Mapping[date, int]]:
    """The last running number that each office gave out on each of these days."""
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for row in await transaction.rows(_NUMBERS, list(offices), first, last):
        found[row["office_code"]][row["day"]] = row["last_no"]
    return found
