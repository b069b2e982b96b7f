"""Staff accounts, their posts, API tokens and browser sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg
from sqlalchemy import delete, exists, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from motekar.rules.people import Officer, Role
from motekar.store.engine import Store, Transaction
from motekar.store.tables import api_token, staff, staff_post, web_session

_S, _P, _T, _W = staff.c, staff_post.c, api_token.c, web_session.c


@dataclass(frozen=True, slots=True)
class Account:
    """An account as signing in needs it."""

    officer: Officer
    password_hash: str
    must_change_password: bool
    is_active: bool


# One statement each, by the driver itself: every call of staff begins with one of these.
_READ = """
SELECT s.id, s.username, s.name, s.password_hash, s.must_change_password, s.is_active,
  (SELECT array_agg(ARRAY[p.role, p.office_code]) FROM staff_post p WHERE p.staff_id = s.id)
    AS posts
FROM staff s
"""
_BY_USERNAME = f"{_READ} WHERE s.username = $1"
_BY_ID = f"{_READ} WHERE s.id = $1"
_BY_TOKEN = f"""{_READ} JOIN api_token t ON t.staff_id = s.id
WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND t.expires_at > $2"""


def _account(row: asyncpg.Record | None) -> Account | None:
    if row is None:
        return None
    posts = frozenset((Role(role), office) for role, office in row["posts"] or ())
    officer = Officer(id=row["id"], username=row["username"], name=row["name"], posts=posts)
    return Account(officer, row["password_hash"], row["must_change_password"], row["is_active"])


async def by_username(store: Store, username: str) -> Account | None:
    """An account, closed ones included."""
    return _account(await store.read_one(_BY_USERNAME, username.lower()))


async def by_id(store: Store, staff_id: UUID) -> Account | None:
    """An account, closed ones included."""
    return _account(await store.read_one(_BY_ID, staff_id))


async def by_token(store: Store, token_hash: bytes, *, now: datetime) -> Account | None:
    """The account behind a token that is neither revoked nor expired."""
    return _account(await store.read_one(_BY_TOKEN, token_hash, now))


async def lock(transaction: Transaction) -> None:
    """Makes others who would add an account wait for this transaction."""
    await transaction.execute(text("SELECT pg_advisory_xact_lock(7324552)"))


async def anybody(transaction: Transaction) -> bool:
    """True when there is any account."""
    return bool((await transaction.execute(select(exists().where(_S.id.is_not(None))))).scalar())


async def add(
    transaction: Transaction,
    officer: Officer,
    *,
    password_hash: str,
    must_change_password: bool,
    now: datetime,
) -> bool:
    """Stores a new account with its posts; False when the user name is taken."""
    statement = (
        upsert(staff)
        .values(
            id=officer.id,
            username=officer.username.lower(),
            name=officer.name,
            password_hash=password_hash,
            must_change_password=must_change_password,
            is_active=True,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["username"])
    )
    if (await transaction.execute(statement)).rowcount == 0:
        return False
    await add_posts(transaction, officer.id, officer.posts)
    return True


async def add_posts(
    transaction: Transaction, staff_id: UUID, posts: Iterable[tuple[Role, str]]
) -> None:
    """Gives roles for offices."""
    rows = [
        {"staff_id": staff_id, "role": role.value, "office_code": office}
        for role, office in sorted(posts)
    ]
    if rows:
        await transaction.execute(insert(staff_post), rows)


async def set_password(transaction: Transaction, staff_id: UUID, password_hash: str) -> None:
    """Stores a password the person chose."""
    statement = (
        update(staff)
        .where(_S.id == staff_id)
        .values(password_hash=password_hash, must_change_password=False)
    )
    await transaction.execute(statement)


async def add_token(
    transaction: Transaction,
    *,
    token_id: UUID,
    staff_id: UUID,
    token_hash: bytes,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Stores the hash of a new API token."""
    values = {
        "id": token_id,
        "staff_id": staff_id,
        "token_hash": token_hash,
        "created_at": now,
        "expires_at": expires_at,
    }
    await transaction.execute(insert(api_token).values(values))


async def keep_session(
    transaction: Transaction, id_hash: bytes, data: bytes, *, expires_at: datetime
) -> None:
    """Stores a browser session or its new content."""
    values = {"id_hash": id_hash, "data": data, "expires_at": expires_at}
    statement = (
        upsert(web_session)
        .values(values)
        .on_conflict_do_update(
            index_elements=["id_hash"], set_={"data": data, "expires_at": expires_at}
        )
    )
    await transaction.execute(statement)


async def read_session(store: Store, id_hash: bytes, *, now: datetime) -> bytes | None:
    """The content of a session that has not expired."""
    query = "SELECT data FROM web_session WHERE id_hash = $1 AND expires_at > $2"
    row = await store.read_one(query, id_hash, now)
    return bytes(row["data"]) if row else None


async def drop_session(transaction: Transaction, id_hash: bytes) -> None:
    """Ends one session."""
    await transaction.execute(delete(web_session).where(_W.id_hash == id_hash))


async def drop_expired_sessions(transaction: Transaction, *, now: datetime) -> None:
    """Clears away what has ended by itself."""
    await transaction.execute(delete(web_session).where(_W.expires_at <= now))


async def change_session(
    transaction: Transaction, id_hash: bytes, data: bytes, *, expires_at: datetime
) -> None:
    """Stores a session's new content; one that was dropped meanwhile does not come back."""
    statement = (
        update(web_session).where(_W.id_hash == id_hash).values(data=data, expires_at=expires_at)
    )
    await transaction.execute(statement)
