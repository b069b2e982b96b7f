"""The ledger of blanks in and out of its table; balances are summed by the database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from motekar.rules.blanks import Balance, EntryKind
from motekar.store.engine import Transaction
from motekar.vault import Vault

DELIVERY_NOTE_ONCE = "uq_blank_entry_delivery_note"
ARRIVAL_ONCE = "uq_blank_entry_arrival"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry as people read it; ``officer`` None where the worker wrote it.

    ``words`` is the explanation that was sealed with a count.
    """

    entry_no: int
    at: datetime
    kind: EntryKind
    quantity: int
    officer: str | None
    request_no: str | None
    reference: str | None
    facts: Mapping[str, Any]
    balance: Balance
    words: str | None = None


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Blanks that left one office and have not arrived at the other."""

    transfer: str
    from_office: str
    to_office: str
    quantity: int
    sent_at: datetime


def add(
    transaction: Transaction,
    vault: Vault,
    *,
    office: str,
    kind: EntryKind,
    quantity: int,
    officer: UUID,
    at: datetime,
    reference: str | None = None,
    facts: Mapping[str, Any] | None = None,
    words: str | None = None,
) -> None:
    """Writes an entry by hand; those of requests are written by ``allotments``.

    ``words`` are sealed, bound to the reference.
    """
    sealed = vault.seal(words, place=_place(reference)) if words else None
    values = {
        "office_code": office,
        "at": at,
        "kind": kind.value,
        "quantity": quantity,
        "officer_id": officer,
        "reference": reference,
        "facts": dict(facts or {}),
        "words_cipher": sealed,
    }
    transaction.add("blank_entry", values)


def _place(reference: str | None) -> str:
    return f"blank_entry.words_cipher:{reference}"


_LINES = """
SELECT e.entry_no, e.at, e.kind, e.quantity, s.name AS officer, r.request_no, e.reference,
  e.facts::text AS facts, e.words_cipher, e.box, e.reserved, e.printing, e.spoiled
FROM blank_entry e LEFT JOIN staff s ON s.id = e.officer_id
LEFT JOIN print_request r ON r.id = e.request_id
WHERE e.office_code = $1 AND e.entry_no < $2 ORDER BY e.entry_no DESC LIMIT $3
"""


async def lines(
    transaction: Transaction, vault: Vault, *, office: str, before: int, limit: int
) -> tuple[LedgerLine, ...]:
    """Entries below a number, newest first."""
    rows = await transaction.rows(_LINES, office, before, limit)
    return tuple(_line(vault, row) for row in rows)


def _line(vault: Vault, row: Mapping[str, Any]) -> LedgerLine:
    sealed, reference = row["words_cipher"], row["reference"]
    return LedgerLine(
        entry_no=row["entry_no"],
        at=row["at"],
        kind=EntryKind(row["kind"]),
        quantity=row["quantity"],
        officer=row["officer"],
        request_no=row["request_no"],
        reference=reference,
        facts=json.loads(row["facts"]),
        balance=Balance(row["box"], row["reserved"], row["printing"], row["spoiled"]),
        words=vault.open(sealed, place=_place(reference)) if sealed else None,
    )


_ON_THE_WAY = """
SELECT s.reference, s.office_code, s.facts->>'to' AS to_office, s.quantity, s.at
FROM blank_entry s WHERE s.kind = 'sent' AND (s.office_code = $1 OR s.facts->>'to' = $1)
  AND NOT EXISTS (SELECT FROM blank_entry a WHERE a.kind = 'arrived'
                   AND a.reference = s.reference)
ORDER BY s.at
"""


async def on_the_way(transaction: Transaction, *, office: str) -> tuple[OnTheWay, ...]:
    """Transfers from or to an office that have not arrived, oldest first."""
    rows = await transaction.rows(_ON_THE_WAY, office)
    return tuple(OnTheWay(*row.values()) for row in rows)


_USED = """
SELECT count(*) AS used, count(DISTINCT (at AT TIME ZONE $2)::date) AS days FROM blank_entry
WHERE office_code = $1 AND kind IN ('taken', 'taken_free') AND at >= $3
"""


async def used_per_day(
    transaction: Transaction, *, office: str, zone: ZoneInfo, since: datetime
) -> float:
    """Blanks taken on an average day on which any was taken."""
    row = await transaction.row(_USED, office, str(zone), since)
    assert row is not None  # noqa: S101 - an aggregate always returns its row
    return row["used"] / row["days"] if row["days"] else 0.0


_COUNTED = """
SELECT EXISTS (SELECT FROM blank_entry WHERE office_code = $1 AND kind = 'counted'
               AND (at AT TIME ZONE $2)::date = $3) AS counted
"""


async def is_counted(transaction: Transaction, *, office: str, zone: ZoneInfo, day: date) -> bool:
    """Whether the box was counted that day."""
    row = await transaction.row(_COUNTED, office, str(zone), day)
    assert row is not None  # noqa: S101 - the statement always returns its row
    return bool(row["counted"])


_KNOWN = """
SELECT reference FROM blank_entry
WHERE office_code = $1 AND kind = 'received' AND reference = ANY($2::text[])
"""


async def known_notes(
    transaction: Transaction, *, office: str, notes: Sequence[str | None]
) -> frozenset[str]:
    """Which of these delivery notes the office's ledger has already."""
    rows = await transaction.rows(_KNOWN, office, list(notes))
    return frozenset(row["reference"] for row in rows)


_FREE = """
SELECT office_code, box - reserved AS free FROM blank_stock
WHERE office_code = ANY($1::text[]) AND entries > 0
"""


async def free(transaction: Transaction, offices: Sequence[str]) -> Mapping[str, int]:
    """Blanks that nobody was promised, at those of these offices that keep a ledger."""
    rows = await transaction.rows(_FREE, list(offices))
    return {row["office_code"]: row["free"] for row in rows}
