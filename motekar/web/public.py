"""The public door: find a request by its slip or by number and phone, and follow it.

No cookie, no session, no script library. A fault comes back on the same page with what was typed.
"""

import gzip
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.codes import ClaimCode, RequestNo
from motekar.rules.errors import (
    ClaimCodeMalformed,
    ClaimCodeUnknown,
    FieldError,
    RequestNoMalformed,
)
from motekar.usecases import public_status
from motekar.usecases.desk import Desk
from motekar.usecases.public_status import PublicStatus
from motekar.web.access import PUBLIC
from motekar.web.availability_view import days_facts, today_facts
from motekar.web.doors import doors_of, network_of, now_of
from motekar.web.faults import Fault, fault, faults_of
from motekar.web.pages import page, pages_of
from motekar.web.posted import Posted
from motekar.web.status_view import view_of

AnyRequest = Request[Any, Any, Any]
LONGEST_SHOWN = 200
_DIGITS_OF_PHONE = 4
_USUAL_CUT_OFF_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Lookup:
    """What somebody typed to find a request; ``way`` is code or number."""

    code: str = ""
    request_no: str = ""
    phone_last4: str = ""
    way: str = "code"


@get("/", opt=PUBLIC, include_in_schema=False)
async def start(request: AnyRequest) -> Response[str]:
    """Find a request, what to bring, what is promised."""
    return await start_page(request, Lookup())


@get("/tersedia", opt=PUBLIC, include_in_schema=False)
async def available(request: AnyRequest) -> Response[str]:
    """Today and the next open days of one office."""
    facts = await days_facts(request)
    if facts is None:
        return await start_page(request, Lookup(), status_code=404)
    return zipped(request, await page(request, "public/available.html", **facts))


@post("/", opt=PUBLIC, include_in_schema=False, status_code=200)
async def find(
    request: AnyRequest,
    desk: NamedDependency[Desk],
    now: NamedDependency[datetime],
    network: NamedDependency[str],
) -> Response[Any]:
    """Leads to the status page by the slip's code, or shows the status by number and phone."""
    posted = await Posted.read(request)
    lookup = Lookup(
        code=posted.text("code")[:LONGEST_SHOWN],
        request_no=posted.text("request_no")[:LONGEST_SHOWN],
        phone_last4=posted.text("phone_last4")[:LONGEST_SHOWN],
        way="number" if posted.text("way") == "number" else "code",
    )
    if lookup.way == "code":
        return await _by_code(request, lookup)
    return await _by_number(request, lookup, desk=desk, network=network, now=now)


@get("/status/{claim_code:str}", opt=PUBLIC, include_in_schema=False)
async def status(request: AnyRequest, claim_code: FromPath[str]) -> Response[str]:
    """Where the request behind a slip stands; opening it changes nothing."""
    # The busiest page: taking the request alone saves the injection its task group.
    desk, now, network = doors_of(request).desk, now_of(request), network_of(request)
    lookup = Lookup(code=claim_code[:LONGEST_SHOWN])
    try:
        code = ClaimCode.parse(claim_code)
        found = await public_status.by_claim_code(desk, code, network=network, now=now)
    except (ClaimCodeMalformed, ClaimCodeUnknown) as miss:
        return await start_page(request, lookup, [code_fault(miss)], status_code=404)
    return await status_page(request, found, now=now, address=f"/status/{code.digits}")


async def _by_code(request: AnyRequest, lookup: Lookup) -> Response[Any]:
    if not lookup.code:
        return await start_page(request, lookup, [fault("code", "missing")], status_code=422)
    try:
        code = ClaimCode.parse(lookup.code)
    except ClaimCodeMalformed as malformed:
        return await start_page(request, lookup, [code_fault(malformed)], status_code=422)
    return Redirect(f"/status/{code.digits}", status_code=303)


async def _by_number(
    request: AnyRequest, lookup: Lookup, *, desk: Desk, network: str, now: datetime
) -> Response[Any]:
    errors = []
    try:
        request_no = RequestNo.parse(lookup.request_no)
    except RequestNoMalformed:
        code = RequestNoMalformed.code if lookup.request_no else "missing"
        errors.append(fault("request_no", code))
    if not are_last_digits(lookup.phone_last4):
        errors.append(fault("phone_last4", "missing"))
    if errors:
        return await start_page(request, lookup, errors, status_code=422)
    try:
        found = await public_status.by_request_no(
            desk, request_no, lookup.phone_last4, network=network, now=now
        )
    except ClaimCodeUnknown:
        return await start_page(request, lookup, [fault("", "lookup-miss")], status_code=404)
    return await status_page(request, found, now=now, address=None)


def code_fault(miss: ClaimCodeMalformed | ClaimCodeUnknown) -> Fault:
    """What to do about a code that cannot be read, or that opens nothing."""
    return faults_of([FieldError("code", miss.code, tuple(miss.facts.items()))])[0]


def are_last_digits(text: str) -> bool:
    """Whether it could be the end of a phone number."""
    return text.isascii() and text.isdigit() and len(text) == _DIGITS_OF_PHONE


async def start_page(
    request: AnyRequest,
    lookup: Lookup,
    errors: list[Fault] | None = None,
    *,
    status_code: int = 200,
) -> Response[str]:
    """The start page, with what was typed and what to do about it."""
    await pages_of(request).refresh(request)
    standard = pages_of(request).standard
    documents = standard.documents if standard else {}
    answer = await page(
        request,
        "public/start.html",
        status_code=status_code,
        lookup=lookup,
        errors=errors or [],
        reasons=[{"code": code, "documents": needed} for code, needed in documents.items()],
        cut_off_minutes=standard.cut_off_minutes if standard else _USUAL_CUT_OFF_MINUTES,
        **await today_facts(request),
    )
    return zipped(request, answer)


async def status_page(
    request: AnyRequest,
    found: PublicStatus,
    *,
    now: datetime,
    address: str | None,
    errors: list[Fault] | None = None,
    refused: str | None = None,
    status_code: int = 200,
) -> Response[str]:
    """The status page; ``address`` is its own when it has one that may be shared."""
    view = view_of(found, now=now)
    late = {"cause": view.on_hold.cause if view.on_hold else None} if view.is_late else None
    answer = await page(
        request,
        "public/status.html",
        status_code=status_code,
        status=view,
        late=late,
        address=address,
        zone=view.zone,
        errors=errors or [],
        refused=refused,
    )
    return zipped(request, answer)


def zipped(request: AnyRequest, answer: Response[str]) -> Response[Any]:
    """The page smaller for slow phones.

    Safe here alone: public pages carry no secret beside what a visitor typed.
    """
    answer.headers["Vary"] = "Accept-Encoding"
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return answer
    content = gzip.compress(answer.content.encode(), 2, mtime=0)
    return Response(
        content,
        status_code=answer.status_code,
        media_type="text/html; charset=utf-8",
        headers={**answer.headers, "Content-Encoding": "gzip"},
    )


ROUTES = (start, available, find, status)
