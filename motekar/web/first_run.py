"""The first-run page: agency, first office and first administrator, while nobody is on the staff.

Whoever comes first owns the installation, so it opens to this very machine only, or with the
set-up word that the terminal shows; both prove that one may enter the machine itself.
"""

import hmac
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from motekar.rules.errors import AlreadySetUp, FieldError, ValidationFailed
from motekar.usecases import founding, passwords, public_status, staff, standing
from motekar.usecases.desk import Desk
from motekar.usecases.founding import Founding
from motekar.usecases.setup import NewOffice
from motekar.usecases.signing_in import Account
from motekar.web import session
from motekar.web.access import DOORSTEP
from motekar.web.doors import is_at_the_machine
from motekar.web.faults import Fault, fault, faults_of
from motekar.web.pages import page
from motekar.web.posted import Posted
from motekar.web.sign_in import FIRST_RUN_PATH

AnyRequest = Request[Any, Any, Any]
ZONES = (("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT"))
_WORD_TRIES = 10
_OFFICE_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,19}")
_ABBREVIATION = re.compile(r"[A-Za-z]{2,4}")
_USERNAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")
_LONGEST = 200
# What the set-up calls a field, and the form.
_FIELDS = {
    "row 1: code": "office_code",
    "row 1: name": "office_name",
    "row 1: abbreviation": "abbreviation",
    "row 1: zone": "zone",
    "new_password": "password",
    "office": "office_code",
}


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the form asks; the password and the set-up word are not given back."""

    agency: str = ""
    office_code: str = ""
    office_name: str = ""
    abbreviation: str = ""
    zone: str = ZONES[0][0]
    address: str = ""
    name: str = ""
    username: str = ""


@get(FIRST_RUN_PATH, opt=DOORSTEP, include_in_schema=False)
async def first_run_page(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[str]:
    """The form.

    Raises:
        AlreadySetUp: somebody is on the staff.
    """
    if await standing.is_set_up(desk):
        raise AlreadySetUp
    return await _form(request, FirstRun())


@post(FIRST_RUN_PATH, opt=DOORSTEP, include_in_schema=False, status_code=200)
async def first_run(
    request: AnyRequest,
    desk: NamedDependency[Desk],
    now: NamedDependency[datetime],
    network: NamedDependency[str],
) -> Response[Any]:
    """Sets the installation up and signs its first administrator in."""
    if await standing.is_set_up(desk):
        raise AlreadySetUp
    posted = await Posted.read(request)
    wanted = FirstRun(**{name: posted.text(name)[:_LONGEST] for name in asdict(FirstRun())})
    errors = _faults(wanted) + _password_faults(posted.secret("password"))
    if not is_at_the_machine(request):
        errors += await _word_faults(desk, posted.text("word"), network=network, now=now)
    if not errors:
        try:
            account = await _set_up(desk, wanted, password=posted.secret("password"), now=now)
        except ValidationFailed as faulty:
            errors = _named(faulty)
        else:
            session.begin(request, account)
            return Redirect("/staff", status_code=303)
    return await _form(request, wanted, errors)


async def _set_up(desk: Desk, wanted: FirstRun, *, password: str, now: datetime) -> Account:
    office = NewOffice(
        code=wanted.office_code,
        abbreviation=wanted.abbreviation.upper(),
        name=wanted.office_name,
        kind="kecamatan",
        region=wanted.office_code,
        zone=wanted.zone,
        address=wanted.address or None,
    )
    whole = Founding(wanted.agency, office, wanted.username, wanted.name, password)
    await founding.found(desk, whole, now=now)
    return await staff.by_username(desk, wanted.username)


def _faults(wanted: FirstRun) -> list[Fault]:
    fit = {
        ("agency", "missing"): bool(wanted.agency),
        ("office_code", "malformed"): _OFFICE_CODE.fullmatch(wanted.office_code),
        ("office_name", "malformed"): bool(wanted.office_name),
        ("abbreviation", "malformed"): _ABBREVIATION.fullmatch(wanted.abbreviation),
        ("zone", "unknown-choice"): wanted.zone in dict(ZONES),
        ("name", "missing"): bool(wanted.name),
        ("username", "characters"): _USERNAME.fullmatch(wanted.username),
    }
    return [fault(name, code) for (name, code), fits in fit.items() if not fits]


def _password_faults(password: str) -> list[Fault]:
    try:
        passwords.checked_password(password)
    except ValidationFailed as faulty:
        return _named(faulty)
    return []


async def _word_faults(desk: Desk, word: str, *, network: str, now: datetime) -> list[Fault]:
    if not word:
        return [fault("word", "missing")]
    await public_status.count(desk, "set-up-word", network, most=_WORD_TRIES, now=now)
    told = word.strip().lower().encode()
    right = hmac.compare_digest(told, standing.set_up_word(desk).encode())
    return [] if right else [fault("word", "wrong")]


def _named(faulty: ValidationFailed) -> list[Fault]:
    renamed = (
        FieldError(_FIELDS.get(error.field, error.field), error.code, error.facts)
        for error in faulty.errors
    )
    return faults_of(renamed)


async def _form(
    request: AnyRequest, wanted: FirstRun, errors: list[Fault] | None = None
) -> Response[str]:
    return await page(
        request,
        "staff/first_run.html",
        status_code=422 if errors else 200,
        form=wanted,
        zones=ZONES,
        asks_word=not is_at_the_machine(request),
        errors=errors or [],
    )


ROUTES = (first_run_page, first_run)
