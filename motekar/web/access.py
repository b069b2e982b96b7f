"""Who may come in: every route declares it by ``opt``, one doorkeeper holds it.

A caller is known by a Bearer token or, when none is sent, by the browser's session; never by
both. What only a session authorises needs the form's own token (CSRF). Which office a request
belongs to is checked where it is read, not here.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar.exceptions import PermissionDeniedException
from litestar.middleware.authentication import (
    AbstractAuthenticationMiddleware,
    AuthenticationResult,
)
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import Receive, Scope, Send

from motekar.rules.errors import NotAllowed, NotSignedIn
from motekar.rules.people import Officer, Role
from motekar.usecases import signing_in
from motekar.usecases.desk import DatabaseAway
from motekar.web import session
from motekar.web.doors import Connection, doors_of, now_of

WHO = "who"
PUBLIC: dict[str, Any] = {
    WHO: "everybody",
    "exclude_from_session": True,
    "exclude_from_auth": True,
    "exclude_from_csrf": True,
}
"""For everybody, without any cookie."""
DOORSTEP: dict[str, Any] = {WHO: "at the door"}
"""Before signing in: nobody has to be known, but a form needs its token."""
SIGNED_IN: dict[str, Any] = {WHO: frozenset[Role]()}
"""For all staff."""

CHANGE_PASSWORD_PATH = "/staff/change-password"  # noqa: S105 - a path
_STILL_OPEN = frozenset({CHANGE_PASSWORD_PATH, "/staff/sign-out"})


def for_roles(*roles: Role) -> dict[str, Any]:
    """For staff who hold one of the roles, for whichever office."""
    return {WHO: frozenset(roles)}


@dataclass(eq=False)
class PasswordChangeNeeded(NotAllowed):
    """A one-time password opens nothing but the page where one's own is chosen."""

    code = "password-change-needed"


@dataclass(eq=False)
class FormExpired(NotAllowed):
    """The form does not carry this browser's token: too old, or not from our pages."""

    code = "form-expired"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """How the caller came in; programs with a token are asked for no password of their own."""

    by_token: bool
    must_change_password: bool


class Doorkeeper(AbstractAuthenticationMiddleware):
    """Finds out who is calling, and whether the route is for them.

    No Litestar guard, because each guard costs a copy of its route handler a request; what is
    public passes by without being looked at.
    """

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        """The officer as ``user``, or None on the doorstep.

        Raises:
            NotSignedIn: somebody has to be known here, or a token opens nothing.
            PasswordChangeNeeded: first a password of one's own.
            RoleNotAllowed: none of the roles is held; also for a route that declares nothing.
        """
        found = await _known(connection)
        _let_pass(found, connection.route_handler.opt.get(WHO), path=connection.scope["path"])
        return found


async def is_still_in(connection: Connection) -> bool:
    """Whether this connection's caller would be let in once more; keeps no session alive.

    While the database is away nobody is turned out.
    """
    try:
        if not await session.is_kept(connection):
            return False
        found = await _known(connection)
        _let_pass(found, connection.route_handler.opt.get(WHO), path=connection.scope["path"])
    except NotAllowed:
        return False
    except DatabaseAway:
        return True
    return True


_NOBODY = AuthenticationResult(user=None, auth=None)


def _let_pass(found: AuthenticationResult, who: object, *, path: str) -> None:
    if who == DOORSTEP[WHO]:
        return
    officer: Officer | None = found.user
    if officer is None:
        raise NotSignedIn
    if found.auth.must_change_password and path not in _STILL_OPEN:
        raise PasswordChangeNeeded
    if who != SIGNED_IN[WHO]:
        officer.require(who if isinstance(who, frozenset) else ())


async def _known(connection: Connection) -> AuthenticationResult:
    header = connection.headers.get("authorization")
    if header is not None:
        return await _by_token(connection, header)
    staff_id = session.staff_id(connection)
    return await _by_session(connection, staff_id) if staff_id else _NOBODY


async def _by_token(connection: Connection, header: str) -> AuthenticationResult:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn
    desk = doors_of(connection).desk
    account = await signing_in.by_token(desk, token.strip(), now=now_of(connection))
    return AuthenticationResult(
        user=account.officer, auth=SignedIn(by_token=True, must_change_password=False)
    )


async def _by_session(connection: Connection, staff_id: UUID) -> AuthenticationResult:
    try:
        mark = session.password_mark(connection)
        account = await signing_in.by_session(doors_of(connection).desk, staff_id, mark=mark)
    except NotSignedIn:
        return _NOBODY
    signed_in = SignedIn(by_token=False, must_change_password=account.must_change_password)
    return AuthenticationResult(user=account.officer, auth=signed_in)


class FormTokens(CSRFMiddleware):
    """Litestar's CSRF check for all that a browser session authorises.

    A browser never adds an Authorization header by itself, and with one the session is ignored.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a caller with a token of their own."""
        if any(name == b"authorization" for name, _ in scope["headers"]):
            await self.app(scope, receive, send)
            return
        try:
            await super().__call__(scope, receive, send)
        except PermissionDeniedException:
            raise FormExpired from None
