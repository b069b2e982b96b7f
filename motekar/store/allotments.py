"""Writes what a step does to the ledger of blanks and to the places of a day."""

from datetime import datetime
from uuid import UUID

from motekar.rules.allotment import LoadChange, ledger_entries, load_changes
from motekar.rules.lifecycle import Action
from motekar.rules.places import Quota
from motekar.rules.requests import PrintRequest
from motekar.store.engine import Transaction


def write(
    transaction: Transaction,
    before: PrintRequest | None,
    after: PrintRequest,
    *,
    action: Action | None,
    officer: UUID | None,
    quotas: tuple[Quota, ...],
    now: datetime,
) -> None:
    """The entries and numbers of one step, or of a promise made anew (``action`` None)."""
    for kind in ledger_entries(before, after, action=action):
        entry = {
            "office_code": after.office,
            "at": now,
            "kind": kind.value,
            "quantity": 1,
            "officer_id": officer,
            "request_id": after.id,
            "facts": {},
        }
        transaction.add("blank_entry", entry)
    for change in load_changes(before, after):
        _change(transaction, after.office, change, quotas)


_BOOK = """
INSERT INTO day_places AS d (office_code, day, group_name, taken, begun, blanks, total)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (office_code, day, group_name) DO UPDATE
   SET taken = d.taken + $4, begun = d.begun + $5, blanks = d.blanks + $6
"""
_CHANGE = """
UPDATE day_places SET taken = taken + $4, begun = begun + $5, blanks = blanks + $6
WHERE office_code = $1 AND day = $2 AND group_name = $3
"""


def _change(
    transaction: Transaction, office: str, change: LoadChange, quotas: tuple[Quota, ...]
) -> None:
    place = change.place
    values = (office, place.day, place.group, change.taken, change.begun, change.blanks)
    if change.taken > 0:
        total = next((quota.on(place.day) for quota in quotas if quota.group == place.group), None)
        transaction.write(_BOOK, *values, total)
    else:
        transaction.write(_CHANGE, *values)
