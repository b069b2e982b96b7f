"""Cards that wait for their destruction, and the records of those that were burned.

What waits is read from where it came about and kept nowhere: spoiled attempts, hand-overs with an
old card, defect entries of the ledger, each until a record lists it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from motekar.rules.destruction import (
    CardKind,
    Destruction,
    DestructionForm,
    WaitingCard,
    Witness,
)
from motekar.store.engine import Transaction
from motekar.vault import Vault

NUMBER_ONCE = "uq_destruction_number"


@dataclass(frozen=True, slots=True)
class Batch:
    """A destruction as lists show it."""

    id: UUID
    number: str
    day: date
    counted: int


# Every card of an office that ever waited, with the record that lists it, if one does.
_CARDS = """
SELECT concat_ws(':', 'spoiled', r.request_no, a.attempt_no) AS key, 'spoiled' AS kind,
  a.ended_at AS since, 1 AS quantity, a.took_blank AS is_in_ledger, r.request_no,
  a.attempt_no AS number, a.cause AS about,
  a.request_id, a.attempt_no, NULL::bigint AS event_id, NULL::bigint AS entry_id,
  d.destruction_id, d.line
FROM print_attempt a JOIN print_request r ON r.id = a.request_id
LEFT JOIN destroyed_card d
  ON d.kind = 'spoiled' AND d.request_id = a.request_id AND d.attempt_no = a.attempt_no
WHERE a.outcome = 'spoiled' AND r.office_code = $1
UNION ALL
SELECT concat_ws(':', 'old_card', r.request_no), 'old_card', e.at, 1, false, r.request_no, NULL,
  r.reason, NULL, NULL, e.id, NULL, d.destruction_id, d.line
FROM request_event e JOIN print_request r ON r.id = e.request_id
LEFT JOIN destroyed_card d ON d.kind = 'old_card' AND d.event_id = e.id
WHERE e.action = 'collect' AND (e.facts ->> 'old_card_surrendered') = 'true'
  AND e.office_code = $1
UNION ALL
SELECT concat_ws(':', 'defect', e.entry_no), 'defect', e.at, e.quantity, true, NULL, e.entry_no,
  e.facts ->> 'batch', NULL, NULL, NULL, e.id, d.destruction_id, d.line
FROM blank_entry e LEFT JOIN destroyed_card d ON d.kind = 'defect' AND d.entry_id = e.id
WHERE e.kind = 'defect' AND e.office_code = $1
"""
_CARD = "key, kind, since, quantity, is_in_ledger, request_no, number, about"
_WAITING = f"""
SELECT {_CARD} FROM ({_CARDS}) c WHERE destruction_id IS NULL ORDER BY since, key LIMIT $2
"""  # noqa: S608 - our words
_TALLY = f"""
SELECT kind, sum(quantity) AS cards FROM ({_CARDS}) c WHERE destruction_id IS NULL
GROUP BY kind ORDER BY kind
"""  # noqa: S608 - our words
_LISTED = f"""
SELECT {_CARD} FROM ({_CARDS}) c WHERE destruction_id = $2 ORDER BY line
"""  # noqa: S608 - our words
_LIST = f"""
INSERT INTO destroyed_card
  (destruction_id, line, kind, request_id, attempt_no, event_id, entry_id, quantity)
SELECT $2::uuid, row_number() OVER (ORDER BY kind, since, key), kind, request_id, attempt_no,
  event_id, entry_id, quantity
FROM ({_CARDS}) c WHERE destruction_id IS NULL AND key = ANY($3::text[])
"""  # noqa: S608 - our words


async def waiting(
    transaction: Transaction, *, office: str, most: int | None
) -> tuple[WaitingCard, ...]:
    """What waits in an office, oldest first."""
    rows = await transaction.rows(_WAITING, office, most)
    return tuple(_card(row) for row in rows)


async def tally(transaction: Transaction, *, office: str) -> Mapping[CardKind, int]:
    """How many cards wait in an office, by the kinds that do."""
    rows = await transaction.rows(_TALLY, office)
    return {CardKind(row["kind"]): row["cards"] for row in rows}


def _card(row: Mapping[str, Any]) -> WaitingCard:
    return WaitingCard(**{**row, "kind": CardKind(row["kind"])})


def add(
    transaction: Transaction,
    vault: Vault,
    form: DestructionForm,
    *,
    destruction: UUID,
    office: str,
    cards: Iterable[WaitingCard],
    officer: UUID,
    now: datetime,
) -> None:
    """Stores the record and lists these cards, which wait in that office, under it."""
    witnesses = json.dumps([[witness.name, witness.post] for witness in form.witnesses])
    values = {
        "id": destruction,
        "office_code": office,
        "number": form.number,
        "day": form.day,
        "place": form.place,
        "witnesses_cipher": vault.seal(witnesses, place=_place(destruction)),
        "counted": form.counted,
        "recorded_at": now,
        "officer_id": officer,
    }
    transaction.add("destruction", values)
    transaction.write(_LIST, office, destruction, [card.key for card in cards])


_BATCHES = """
SELECT id, number, day, counted FROM destruction WHERE office_code = $1
ORDER BY day DESC, recorded_at DESC, id DESC LIMIT $2
"""


async def batches(transaction: Transaction, *, office: str, most: int) -> tuple[Batch, ...]:
    """An office's records, newest first."""
    rows = await transaction.rows(_BATCHES, office, most)
    return tuple(Batch(**row) for row in rows)


_FIND = """
SELECT d.id, d.office_code AS office, d.number, d.day, d.place, d.witnesses_cipher, d.counted,
  s.name AS officer, d.recorded_at
FROM destruction d JOIN staff s ON s.id = d.officer_id WHERE d.id = $1
"""


async def find(transaction: Transaction, vault: Vault, destruction: UUID) -> Destruction | None:
    """One record with its cards in their order."""
    row = await transaction.row(_FIND, destruction)
    if row is None:
        return None
    facts = dict(row)
    witnesses = json.loads(vault.open(facts.pop("witnesses_cipher"), place=_place(destruction)))
    cards = await transaction.rows(_LISTED, facts["office"], destruction)
    return Destruction(
        **facts,
        witnesses=tuple(Witness(*each) for each in witnesses),
        cards=tuple(_card(card) for card in cards),
    )


def _place(destruction: UUID) -> str:
    return f"destruction.witnesses_cipher:{destruction}"
