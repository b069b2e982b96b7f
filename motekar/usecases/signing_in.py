"""Who is at the door: sign-in with throttled tries, browser sessions' and tokens' accounts."""

import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from motekar.rules.errors import (
    FieldError,
    NotSignedIn,
    SignInRefused,
    TooManyAttempts,
    ValidationFailed,
)
from motekar.rules.people import Officer
from motekar.store import accounts, evidence, limits
from motekar.store.accounts import Account
from motekar.usecases.desk import Desk
from motekar.usecases.passwords import checked_password, hashed, matches
from motekar.vault import token_hash

__all__ = [
    "TRIES_PER_WINDOW",
    "WINDOW",
    "Account",
    "by_session",
    "by_token",
    "change_password",
    "password_mark",
    "sign_in",
]

TRIES_PER_WINDOW = 10
WINDOW = timedelta(minutes=15)


async def sign_in(
    desk: Desk, *, username: str, password: str, network: str, now: datetime
) -> Account:
    """The account behind user name and password.

    Raises:
        SignInRefused: they do not belong together, or the account is closed.
        TooManyAttempts: too many tries for this name or from this network.
    """
    await _count(desk, username, network, now=now)
    account = await accounts.by_username(desk.store, username)
    stored = account.password_hash if account else None
    is_right = await matches(password, stored)
    good = account is not None and is_right and account.is_active
    async with desk.store.transaction() as transaction:
        evidence.audit(
            transaction,
            at=now,
            action="session.sign-in" if good else "session.sign-in-refused",
            officer=account.officer.id if account else None,
            subject=f"staff:{account.officer.username}" if account else "staff:unknown",
        )
        if good:
            for kind, value in _counted(username, network):
                key = desk.vault.index(value, kind=f"throttle:{kind}")
                limits.uncount_try(transaction, key)
    if account is None or not good:
        raise SignInRefused
    return account


def _counted(username: str, network: str) -> tuple[tuple[str, str], ...]:
    return ("sign-in-name", username.lower()), ("sign-in-network", network)


async def _count(desk: Desk, username: str, network: str, *, now: datetime) -> None:
    async with desk.store.transaction() as transaction:
        tries = [
            await limits.count_try(
                transaction,
                desk.vault.index(value, kind=f"throttle:{kind}"),
                now=now,
                window=WINDOW,
            )
            for kind, value in _counted(username, network)
        ]
    for counted, most in zip(tries, (TRIES_PER_WINDOW, 5 * TRIES_PER_WINDOW), strict=True):
        if counted.count > most:
            raise TooManyAttempts(retry_at=counted.window_ends_at)


def password_mark(desk: Desk, account: Account) -> str:
    """What a browser session remembers of the password it began with: another, another mark."""
    return desk.vault.index(account.password_hash, kind="session-password").hex()


async def by_session(desk: Desk, staff_id: UUID, *, mark: str) -> Account:
    """The account of a browser session.

    Raises:
        NotSignedIn: the account was closed, or its password changed, since the session began.
    """
    account = await accounts.by_id(desk.store, staff_id)
    if account is None or not account.is_active:
        raise NotSignedIn
    if not hmac.compare_digest(mark, password_mark(desk, account)):
        raise NotSignedIn
    return account


async def by_token(desk: Desk, token: str, *, now: datetime) -> Account:
    """The account of an API token.

    Raises:
        NotSignedIn: unknown, expired or revoked, or the account is closed.
    """
    account = await accounts.by_token(desk.store, token_hash(token), now=now)
    if account is None or not account.is_active:
        raise NotSignedIn
    return account


async def change_password(
    desk: Desk, officer: Officer, *, old: str, new: str, now: datetime
) -> Account:
    """Replaces the password, the one-time one included, and so ends every browser session.

    API tokens stay good: they are no one's password, and are revoked by themselves.

    Raises:
        SignInRefused: the old one is wrong.
        TooManyAttempts: the old one was tried too often.
        ValidationFailed: the new one is too short, or the old one again.
    """
    checked_password(new)
    await _count(desk, officer.username, f"signed in as {officer.username}", now=now)
    account = await accounts.by_id(desk.store, officer.id)
    stored = account.password_hash if account else None
    if account is None or not await matches(old, stored):
        raise SignInRefused
    if old == new:
        raise ValidationFailed(errors=(FieldError("new_password", "same-as-before"),))
    secret = await hashed(new)
    async with desk.store.transaction() as transaction:
        await accounts.set_password(transaction, officer.id, secret)
        evidence.audit(
            transaction,
            at=now,
            action="staff.change-password",
            officer=officer.id,
            subject=f"staff:{officer.username}",
        )
    return replace(account, password_hash=secret, must_change_password=False)
