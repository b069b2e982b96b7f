"""Browser sessions: kept under the hash of their id, sealed, and ended by idleness or the day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from motekar.store import accounts
from motekar.usecases.desk import Desk
from motekar.vault import SealBroken, token_hash

LONGEST = timedelta(hours=10)
IDLE = timedelta(minutes=60)
RENEWED_AFTER = timedelta(minutes=5)
_ID_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """A session as it was found: its id is the secret that the browser holds."""

    session_id: str
    content: str


def new_id(desk: Desk) -> str:
    """A fresh session id."""
    return desk.draw(_ID_BYTES).hex()


def expires_at(*, began_at: datetime, now: datetime) -> datetime:
    """An hour after the last use, and never later than one working day after signing in."""
    return min(began_at + LONGEST, now + IDLE)


async def read(desk: Desk, session_id: str, *, now: datetime) -> Kept | None:
    """The session with that id, unless it has ended."""
    key = token_hash(session_id)
    sealed = await accounts.read_session(desk.store, key, now=now)
    if sealed is None:
        return None
    try:
        return Kept(session_id, desk.vault.open(sealed, place=_place(key)))
    except SealBroken:
        return None


async def begin(
    desk: Desk, session_id: str, content: str, *, replacing: str | None, ends_at: datetime
) -> None:
    """Stores a session under a new id and ends the one it replaces."""
    key = token_hash(session_id)
    sealed = desk.vault.seal(content, place=_place(key))
    async with desk.store.transaction() as transaction:
        if replacing:
            await accounts.drop_session(transaction, token_hash(replacing))
        await accounts.keep_session(transaction, key, sealed, expires_at=ends_at)


async def keep(desk: Desk, session_id: str, content: str, *, ends_at: datetime) -> None:
    """Stores new content or a later end; one that was ended meanwhile stays ended."""
    key = token_hash(session_id)
    sealed = desk.vault.seal(content, place=_place(key))
    async with desk.store.transaction() as transaction:
        await accounts.change_session(transaction, key, sealed, expires_at=ends_at)


async def end(desk: Desk, session_id: str) -> None:
    """Ends a session; one that is not there is no fault."""
    async with desk.store.transaction() as transaction:
        await accounts.drop_session(transaction, token_hash(session_id))


async def forget_expired(desk: Desk, *, now: datetime) -> None:
    """Clears away what has ended by itself; the worker calls it."""
    async with desk.store.transaction() as transaction:
        await accounts.drop_expired_sessions(transaction, now=now)


def _place(key: bytes) -> str:
    return f"web_session.data:{key.hex()}"
