"""Signing in and out, and choosing one's own password."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from motekar.rules.errors import SignInRefused, ValidationFailed
from motekar.rules.people import HANDS, OVERSIGHT, Officer
from motekar.usecases import signing_in, standing
from motekar.usecases.desk import Desk
from motekar.web import session
from motekar.web.access import CHANGE_PASSWORD_PATH, DOORSTEP, SIGNED_IN, SignedIn
from motekar.web.answers import SIGN_IN_PATH
from motekar.web.faults import Fault, fault, fault_words
from motekar.web.pages import page
from motekar.web.posted import Posted
from motekar.web.shell import TODAY

AnyRequest = Request[Any, Any, Any]
FIRST_RUN_PATH = "/staff/first-run"
_HOME = "/staff"
_SHOWN_LETTERS = 100


def own_path(text: str) -> str:
    """Where to go after signing in: a path of the staff's pages, never another host."""
    plain = text.isascii() and text.isprintable() and "\\" not in text and "//" not in text
    inside = text == _HOME or text.startswith((f"{_HOME}/", f"{_HOME}?"))
    return text if plain and inside and not text.startswith(SIGN_IN_PATH) else _HOME


def first_page(officer: Officer) -> str:
    """Today for those who watch; the board for whoever has work there."""
    is_watching = officer.roles & OVERSIGHT and not officer.roles & HANDS
    return TODAY if is_watching else _HOME


@get(SIGN_IN_PATH, opt=DOORSTEP, include_in_schema=False)
async def sign_in_page(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """The form, or straight on for whoever is signed in; an empty house is set up first."""
    if request.scope.get("user"):
        return Redirect(first_page(request.user), status_code=303)
    if not await standing.is_set_up(desk):
        return Redirect(FIRST_RUN_PATH, status_code=303)
    return await _form(request, wished=request.query_params.get("next", ""))


@post(SIGN_IN_PATH, opt=DOORSTEP, include_in_schema=False, status_code=200)
async def sign_in(
    request: AnyRequest,
    desk: NamedDependency[Desk],
    now: NamedDependency[datetime],
    network: NamedDependency[str],
) -> Response[Any]:
    """Signs in under a new session id; a refusal never says which of the two was wrong."""
    posted = await Posted.read(request)
    username, password = posted.text("username"), posted.secret("password")
    wished = posted.text("next")
    missing = [
        fault(name, "missing")
        for name, given in (("username", username), ("password", password))
        if not given
    ]
    if missing:
        return await _form(request, wished=wished, username=username, errors=missing)
    try:
        account = await signing_in.sign_in(
            desk, username=username, password=password, network=network, now=now
        )
    except SignInRefused as refused:
        miss = [fault("", refused.code)]
        return await _form(request, wished=wished, username=username, errors=miss)
    session.begin(request, account)
    if account.must_change_password:
        return Redirect(CHANGE_PASSWORD_PATH, status_code=303)
    target = own_path(wished)
    home = first_page(account.officer)
    return Redirect(home if target == _HOME else target, status_code=303)


@post("/staff/sign-out", opt=SIGNED_IN, include_in_schema=False, status_code=303)
async def sign_out(request: AnyRequest) -> Redirect:
    """Ends this browser's session."""
    session.end(request)
    return Redirect(SIGN_IN_PATH, status_code=303)


@get(CHANGE_PASSWORD_PATH, opt=SIGNED_IN, include_in_schema=False)
async def change_password_page(request: AnyRequest) -> Response[str]:
    """The form for a password of one's own."""
    return await _change_form(request, [])


@post(CHANGE_PASSWORD_PATH, opt=SIGNED_IN, include_in_schema=False, status_code=200)
async def change_password(
    request: AnyRequest,
    officer: NamedDependency[Officer],
    desk: NamedDependency[Desk],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Replaces the password; this session goes on under a new id, all others end."""
    posted = await Posted.read(request)
    current, wanted = posted.secret("current"), posted.secret("password")
    typed = {"current": current, "password": wanted}
    missing = [fault(name, "missing") for name, text in typed.items() if not text]
    if missing:
        return await _change_form(request, missing)
    try:
        account = await signing_in.change_password(desk, officer, old=current, new=wanted, now=now)
    except SignInRefused as refused:
        return await _change_form(request, [fault("current", refused.code)])
    except ValidationFailed as faulty:
        errors = [Fault("password", fault_words(error)) for error in faulty.errors]
        return await _change_form(request, errors)
    session.begin(request, account)
    return Redirect(first_page(account.officer), status_code=303)


async def _form(
    request: AnyRequest, *, wished: str, username: str = "", errors: list[Fault] | None = None
) -> Response[str]:
    return await page(
        request,
        "staff/sign_in.html",
        status_code=422 if errors else 200,
        form={"username": username[:_SHOWN_LETTERS]},
        errors=errors or [],
        next=own_path(wished),
        accounts=[],
    )


async def _change_form(request: AnyRequest, errors: list[Fault]) -> Response[str]:
    signed_in: SignedIn = request.scope["auth"]
    return await page(
        request,
        "staff/change_password.html",
        status_code=422 if errors else 200,
        required=signed_in.must_change_password,
        username=request.user.username,
        errors=errors,
    )


ROUTES = (sign_in_page, sign_in, sign_out, change_password_page, change_password)
