"""Staff accounts, their posts, API tokens and browser sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, exists, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert

from motekar.rules.people import Officer, Role
from motekar.store.engine import Transaction
from motekar.store.tables import api_token, staff, staff_post, web_session

_S, _P, _T, _W = staff.c, staff_post.c, api_token.c, web_session.c


@dataclass(frozen=True, slots=True)
class Account:
    """An account as signing in needs it."""

    officer: Officer
    password_hash: str
    must_change_password: bool
    is_active: bool


def _selected() -> Select[Any]:
    post = func.concat(_P.role, " ", _P.office_code)
    posts = (
        select(func.array_agg(aggregate_order_by(post, _P.role, _P.office_code)))
        .where(_P.staff_id == _S.id)
        .correlate(staff)
    ).scalar_subquery()
    return select(
        _S.id,
        _S.username,
        _S.name,
        _S.password_hash,
        _S.must_change_password,
        _S.is_active,
        posts.label("posts"),
    )


def _account(row: Row[Any]) -> Account:
    pairs = (post.split(" ", 1) for post in row.posts or ())
    posts = frozenset((Role(role), office) for role, office in pairs)
    officer = Officer(id=row.id, username=row.username, name=row.name, posts=posts)
    return Account(officer, row.password_hash, row.must_change_password, row.is_active)


async def by_username(transaction: Transaction, username: str) -> Account | None:
    """An account, closed ones included."""
    query = _selected().where(_S.username == username.lower())
    row = (await transaction.execute(query)).one_or_none()
    return _account(row) if row else None


async def by_id(transaction: Transaction, staff_id: UUID) -> Account | None:
    """An account, closed ones included."""
    row = (await transaction.execute(_selected().where(_S.id == staff_id))).one_or_none()
    return _account(row) if row else None


async def by_token(
    transaction: Transaction, token_hash: bytes, *, now: datetime
) -> Account | None:
    """The account behind a token that is neither revoked nor expired."""
    query = (
        _selected()
        .join(api_token, _T.staff_id == _S.id)
        .where(_T.token_hash == token_hash, _T.revoked_at.is_(None), _T.expires_at > now)
    )
    row = (await transaction.execute(query)).one_or_none()
    return _account(row) if row else None


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


async def read_session(transaction: Transaction, id_hash: bytes, *, now: datetime) -> bytes | None:
    """The content of a session that has not expired."""
    query = select(_W.data).where(_W.id_hash == id_hash, _W.expires_at > now)
    return (await transaction.execute(query)).scalar_one_or_none()


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
