"""The numbers that members of staff entered for themselves, sealed with their own row."""

from collections.abc import Sequence
from uuid import UUID

from motekar.store.engine import Transaction
from motekar.vault import Vault

_READ = "SELECT id, phone_cipher FROM staff WHERE id = ANY($1::uuid[]) AND is_active"


async def read(transaction: Transaction, vault: Vault, people: Sequence[UUID]) -> dict[UUID, str]:
    """E.164 numbers of those of these people who have one."""
    rows = await transaction.rows(_READ, list(people))
    return {
        row["id"]: vault.open(row["phone_cipher"], place=_place(row["id"]))
        for row in rows
        if row["phone_cipher"] is not None
    }


def keep(transaction: Transaction, vault: Vault, person: UUID, phone: str | None) -> None:
    """Enters a number, or clears it."""
    sealed = vault.seal(phone, place=_place(person)) if phone else None
    transaction.change("staff", person, {"phone_cipher": sealed})


def _place(person: UUID) -> str:
    return f"staff.phone_cipher:{person}"
