"""The browser's session on Litestar's session middleware, with an id that is never adopted.

The stock backend keeps whatever id a browser sends, so a planted one would be signed in. Here an
id counts only while a session is stored under it, and signing in or out always makes a new one.
Visitors who are not signed in get no cookie, and nothing is written when nothing changed.
"""

import json
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.middleware.session.server_side import (
    ServerSideSessionBackend,
    ServerSideSessionConfig,
)
from litestar.types import Empty, Message, ScopeSession

from motekar.usecases import sessions, signing_in
from motekar.usecases.sessions import Kept
from motekar.usecases.signing_in import Account
from motekar.web.doors import Connection, Doors, doors_of, now_of

STAFF = "staff"
_PASSWORD = "password"  # noqa: S105 - a name
_BEGAN_AT = "began_at"
_SEEN_AT = "seen_at"
_FOUND = "motekar.session-found"
_ROTATE = "motekar.session-rotates"

UNATTENDED: dict[str, Any] = {"unattended": True}
"""For what a page asks by itself: nobody need be there, so that it keeps no session alive."""

AnyConnection = ASGIConnection[Any, Any, Any, Any]


def begin(connection: Connection, account: Account) -> None:
    """Signs a person in: whatever the browser held before ends, and a new id is made."""
    now = now_of(connection).isoformat()
    mark = signing_in.password_mark(doors_of(connection).desk, account)
    held = {STAFF: str(account.officer.id), _PASSWORD: mark, _BEGAN_AT: now, _SEEN_AT: now}
    connection.set_session(held)
    _scope(connection)[_ROTATE] = True


def end(connection: Connection) -> None:
    """Signs out here; the stored session is gone with the answer."""
    connection.clear_session()


def staff_id(connection: Connection) -> UUID | None:
    """Who is signed in by this browser, if anybody."""
    told = _held(connection).get(STAFF)
    return UUID(told) if told else None


def password_mark(connection: Connection) -> str:
    """What the session remembers of the password it began with."""
    return str(_held(connection).get(_PASSWORD, ""))


async def is_kept(connection: Connection) -> bool:
    """Whether the session that this connection came with is stored still; True without one."""
    found: Kept | None = _scope(connection).get(_FOUND)
    if found is None:
        return True
    doors = doors_of(connection)
    return await sessions.read(doors.desk, found.session_id, now=doors.now()) is not None


def _held(connection: Connection) -> dict[str, Any]:
    kept = connection.scope.get("session")
    return kept if isinstance(kept, dict) else {}


@dataclass(frozen=True, slots=True)
class Ending:
    """When a session ends unless it is used; ``may_stay``: using it makes that later."""

    at: datetime
    seconds_left: int
    may_stay: bool


def ending(connection: Connection) -> Ending | None:
    """The end of this browser's session as this very request leaves it."""
    held = _held(connection)
    if STAFF not in held:
        return None
    now, began_at = now_of(connection), datetime.fromisoformat(held[_BEGAN_AT])
    used_at = now if _is_renewed(connection, held, now=now) else _seen_at(held)
    at = sessions.expires_at(began_at=began_at, now=used_at)
    left = int((at - now).total_seconds())
    return Ending(at, left, may_stay=at < began_at + sessions.LONGEST)


@dataclass
class SessionConfig(ServerSideSessionConfig):
    """Cookie and backend; see ``config_for``."""


class SessionBackend(ServerSideSessionBackend):
    """Keeps sessions through ``usecases.sessions``; the stock store is not used."""

    def get_session_id(self, connection: AnyConnection) -> str:
        """The id under which a session was found; else none is claimed."""
        found: Kept | None = _scope(connection).get(_FOUND)
        return found.session_id if found else ""

    async def load_from_connection(self, connection: AnyConnection) -> dict[str, Any]:
        """What is stored under the browser's id, or an empty session."""
        session_id = connection.cookies.get(self.config.key)
        if not session_id:
            return {}
        found = await sessions.read(doors_of(connection).desk, session_id, now=now_of(connection))
        _scope(connection)[_FOUND] = found
        content: dict[str, Any] = json.loads(found.content) if found else {}
        return content

    async def store_in_message(
        self, scope_session: ScopeSession, message: Message, connection: AnyConnection
    ) -> None:
        """Writes what changed, and tells the browser about a new or an ended id."""
        found: Kept | None = _scope(connection).get(_FOUND)
        desk = doors_of(connection).desk
        if scope_session is Empty or not scope_session:
            if found:
                await sessions.end(desk, found.session_id)
            if self.config.key in connection.cookies:
                self._tell(message, value="", max_age=0)
            return
        content: dict[str, Any] = dict(cast("dict[str, Any]", scope_session))
        now = now_of(connection)
        began_at = datetime.fromisoformat(content.setdefault(_BEGAN_AT, now.isoformat()))
        ends_at = sessions.expires_at(began_at=began_at, now=now)
        if found and not _scope(connection).get(_ROTATE):
            if _is_renewed(connection, content, now=now) or json.dumps(content) != found.content:
                content[_SEEN_AT] = now.isoformat()
                await sessions.keep(desk, found.session_id, json.dumps(content), ends_at=ends_at)
            return
        session_id = sessions.new_id(desk)
        replaced = found.session_id if found else None
        await sessions.begin(
            desk, session_id, json.dumps(content), replacing=replaced, ends_at=ends_at
        )
        self._tell(message, value=session_id)

    def _tell(self, message: Message, *, value: str, max_age: int | None = None) -> None:
        """Without ``max_age`` the cookie ends with the browser."""
        cookie = Cookie(
            key=self.config.key,
            value=value,
            path="/",
            max_age=max_age,
            secure=self.config.secure,
            httponly=True,
            samesite=self.config.samesite,
        )
        headers = MutableScopeHeaders.from_message(message)
        headers.add("Set-Cookie", cookie.to_header(header=""))


def _is_renewed(connection: AnyConnection, content: dict[str, Any], *, now: datetime) -> bool:
    if "unattended" in connection.route_handler.opt:
        return False
    return now - _seen_at(content) >= sessions.RENEWED_AFTER


def _seen_at(content: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(content.get(_SEEN_AT, content[_BEGAN_AT]))


def _scope(connection: AnyConnection) -> MutableMapping[str, Any]:
    scope: MutableMapping[str, Any] = connection.scope  # type: ignore[assignment]
    return scope


def config_for(doors: Doors) -> SessionConfig:
    """The session cookie: a browser session's, for our pages only, by TLS where there is TLS."""
    SessionConfig._backend_class = SessionBackend  # noqa: SLF001 - Litestar's documented hook
    return SessionConfig(
        key="__Host-motekar" if doors.is_https else "motekar",
        httponly=True,
        samesite="lax",
        secure=doors.is_https,
        exclude_opt_key="exclude_from_session",
    )
