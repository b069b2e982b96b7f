"""Forms half typed, one an officer, sealed to its row."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.store.engine import Store, Transaction
from motekar.vault import Vault


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """A form as it was typed."""

    form: str
    saved_at: datetime


_KEEP = """
INSERT INTO intake_draft (staff_id, form_cipher, saved_at) VALUES ($1, $2, $3)
ON CONFLICT (staff_id) DO UPDATE
SET form_cipher = excluded.form_cipher, saved_at = excluded.saved_at
"""
_READ = "SELECT form_cipher, saved_at FROM intake_draft WHERE staff_id = $1 AND saved_at > $2"


def keep(
    transaction: Transaction, vault: Vault, staff_id: UUID, form: str, *, now: datetime
) -> None:
    """Stores the officer's form in place of the one before."""
    transaction.write(_KEEP, staff_id, vault.seal(form, place=_place(staff_id)), now)


async def read(store: Store, staff_id: UUID, *, after: datetime) -> Kept | None:
    """The officer's form, if one was kept after that moment."""
    row = await store.read_one(_READ, staff_id, after)
    if row is None:
        return None
    form = store.vault.open(row["form_cipher"], place=_place(staff_id))
    return Kept(form, row["saved_at"])


def forget(transaction: Transaction, staff_id: UUID) -> None:
    """Clears the officer's form away."""
    transaction.write("DELETE FROM intake_draft WHERE staff_id = $1", staff_id)


def forget_old(transaction: Transaction, *, before: datetime) -> None:
    """Clears away what nobody came back for."""
    transaction.write("DELETE FROM intake_draft WHERE saved_at <= $1", before)


def _place(staff_id: UUID) -> str:
    return f"intake_draft.form_cipher:{staff_id}"
