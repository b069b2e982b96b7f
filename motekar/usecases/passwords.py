"""Passwords: hashed and compared in threads, few at a time, so that nobody else has to wait."""

import asyncio

from motekar.rules.errors import FieldError, ValidationFailed
from motekar.vault import hash_password, password_matches

SHORTEST_PASSWORD = 10
_HASHING = asyncio.Semaphore(2)


async def hashed(password: str) -> str:
    """Argon2id in its PHC string form."""
    async with _HASHING:
        return await asyncio.to_thread(hash_password, password)


async def matches(password: str, stored: str | None) -> bool:
    """Compares in equal time whether or not there is such an account."""
    async with _HASHING:
        return await asyncio.to_thread(password_matches, password, stored)


def checked_password(password: str) -> str:
    """Length is all that is asked of a password (NIST SP 800-63B, 5.1.1.2).

    Raises:
        ValidationFailed: shorter than ten characters.
    """
    if len(password) < SHORTEST_PASSWORD:
        facts = (("least", SHORTEST_PASSWORD),)
        raise ValidationFailed(errors=(FieldError("new_password", "too-short", facts),))
    return password
