"""A member of staff's own number, which nobody else is shown: entered or cleared by its owner."""

from collections.abc import Mapping
from datetime import datetime

from motekar.rules.intake_form import Reading
from motekar.rules.people import Officer
from motekar.rules.phone import Phone
from motekar.rules.privacy import mask_phone
from motekar.store import evidence, own_phones
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, Replay, earlier_answer, keep


async def look(desk: Desk, officer: Officer) -> str | None:
    """One's own number, masked; None when there is none."""
    async with desk.store.transaction() as transaction:
        found = await own_phones.read(transaction, desk.vault, [officer.id])
    number = found.get(officer.id)
    return mask_phone(number) if number else None


async def enter(
    desk: Desk,
    officer: Officer,
    typed: Mapping[str, str],
    *,
    now: datetime,
    once: Once[str] | None = None,
) -> str | Replay | None:
    """Keeps ``phone`` as this person's number, or clears it when empty; gives it masked.

    Raises:
        ValidationFailed: no number that an SMS can reach.
        IdempotencyKeyReused: the key came before with another body.
    """
    form = Reading(typed)
    phone = form.optional("phone", Phone.parse)
    form.refuse_faults()
    masked = mask_phone(phone.e164) if phone else None
    async with desk.store.transaction() as transaction:
        if replay := await earlier_answer(transaction, desk, once, now=now):
            return replay
        own_phones.keep(transaction, desk.vault, officer.id, phone.e164 if phone else None)
        evidence.audit(
            transaction,
            at=now,
            action="staff.phone",
            officer=officer.id,
            subject=f"staff:{officer.username}",
            facts={"is_set": phone is not None},
        )
        keep(transaction, desk, once, masked or "")
    return masked
