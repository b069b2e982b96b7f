"""Accounts: adding people, and tokens for the programs that act as them."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta

from motekar.rules.errors import (
    FieldError,
    StaffUnknown,
    UsernameTaken,
    ValidationFailed,
)
from motekar.rules.people import Officer, Role
from motekar.rules.phone import Phone
from motekar.store import accounts, evidence, own_phones, rulebook
from motekar.store.accounts import Account
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk
from motekar.usecases.passwords import hashed
from motekar.vault import token_hash

TOKEN_DAYS = 365
MOST_USERNAME_LETTERS = 40
_PASSWORD_BYTES = 10
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class NewAccount:
    """A new member of staff and the password that works once, until they choose their own."""

    officer: Officer
    one_time_password: str


@dataclass(frozen=True, slots=True, repr=False)
class NewToken:
    """An API token, shown this once."""

    token: str
    expires_at: datetime


async def add(
    desk: Desk,
    *,
    username: str,
    name: str,
    posts: frozenset[tuple[Role, str]],
    by: Officer | None,
    now: datetime,
    password: str | None = None,
    phone: Phone | None = None,
) -> NewAccount:
    """Adds a person; ``by`` is None from the command line. Without a password makes one.

    ``phone`` is where they get the SMS of the ladder of escalation.

    Raises:
        ValidationFailed: a faulty user name, an unknown office, or no role at all.
        UsernameTaken: somebody has it, or had it.
    """
    chosen = password or _readable(desk.draw(_PASSWORD_BYTES))
    secret = await hashed(chosen)
    async with desk.store.transaction() as transaction:
        known = {office.code for office in await rulebook.offices(transaction)}
        _refuse_faults(username, name, posts, known=known)
        officer = Officer(desk.new_id(now), username.lower(), name, posts)
        await _store(transaction, officer, secret, must_change=password is None, by=by, now=now)
        if phone:
            own_phones.keep(transaction, desk.vault, officer.id, phone.e164)
    return NewAccount(officer, chosen)


async def _store(
    transaction: Transaction,
    officer: Officer,
    secret: str,
    *,
    must_change: bool,
    by: Officer | None,
    now: datetime,
) -> None:
    added = await accounts.add(
        transaction, officer, password_hash=secret, must_change_password=must_change, now=now
    )
    if not added:
        raise UsernameTaken
    evidence.audit(
        transaction,
        at=now,
        action="staff.add",
        officer=by.id if by else None,
        subject=f"staff:{officer.username}",
        facts={"posts": sorted(f"{role.value} {office}" for role, office in officer.posts)},
    )


async def hire_first(
    transaction: Transaction,
    desk: Desk,
    *,
    username: str,
    name: str,
    office: str,
    secret: str,
    now: datetime,
) -> Officer:
    """The one account of the first run, with every role for the first office.

    Raises:
        ValidationFailed: a faulty user name.
    """
    posts = frozenset((role, office) for role in Role)
    _refuse_faults(username, name, posts, known={office})
    officer = Officer(desk.new_id(now), username.lower(), name, posts)
    await _store(transaction, officer, secret, must_change=False, by=None, now=now)
    return officer


async def by_username(desk: Desk, username: str) -> Account:
    """The account of that name, closed ones included.

    Raises:
        StaffUnknown: there is none.
    """
    account = await accounts.by_username(desk.store, username)
    if account is None:
        raise StaffUnknown
    return account


async def issue_token(desk: Desk, username: str, *, now: datetime) -> NewToken:
    """A token that acts as this person for a year.

    Raises:
        StaffUnknown: no such user name, or the account is closed.
    """
    token = base64.urlsafe_b64encode(desk.draw(_TOKEN_BYTES)).decode().rstrip("=")
    expires_at = now + timedelta(days=TOKEN_DAYS)
    account = await accounts.by_username(desk.store, username)
    if account is None or not account.is_active:
        raise StaffUnknown
    async with desk.store.transaction() as transaction:
        await accounts.add_token(
            transaction,
            token_id=desk.new_id(now),
            staff_id=account.officer.id,
            token_hash=token_hash(token),
            now=now,
            expires_at=expires_at,
        )
        evidence.audit(
            transaction,
            at=now,
            action="token.issue",
            officer=None,
            subject=f"staff:{account.officer.username}",
        )
    return NewToken(token, expires_at)


def _refuse_faults(
    username: str, name: str, posts: frozenset[tuple[Role, str]], *, known: set[str]
) -> None:
    plain = username.replace(".", "").replace("-", "").replace("_", "")
    faults = {
        "username": not (plain.isascii() and plain.isalnum())
        or len(username) > MOST_USERNAME_LETTERS,
        "name": not name.strip(),
        "role": not posts,
        "office": any(office not in known for _, office in posts),
    }
    codes = {
        "username": "characters",
        "name": "missing",
        "role": "missing",
        "office": "office-unknown",
    }
    errors = tuple(FieldError(field, codes[field]) for field, bad in faults.items() if bad)
    if errors:
        raise ValidationFailed(errors=errors)


def _readable(bits: bytes) -> str:
    """Sixteen letters and digits in groups of four, none of them easily confused."""
    letters = base64.b32encode(bits).decode().lower().replace("l", "8").replace("o", "9")
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
