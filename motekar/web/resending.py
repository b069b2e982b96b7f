"""Asks for one's news once more: from the status page behind a slip, or after number and phone.

The last digits of the phone are the proof; a page found by number asks for them again.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.codes import ClaimCode, RequestNo
from motekar.rules.errors import (
    AlreadyResent,
    ClaimCodeMalformed,
    ClaimCodeUnknown,
    NothingToResend,
    PhoneDigitsWrong,
    RequestNoMalformed,
)
from motekar.usecases import public_status, resending
from motekar.usecases.desk import Desk
from motekar.usecases.public_status import PublicStatus
from motekar.web.access import PUBLIC
from motekar.web.doors import doors_of
from motekar.web.faults import fault
from motekar.web.language import gettext
from motekar.web.posted import Posted
from motekar.web.problems import problem_for
from motekar.web.public import (
    LONGEST_SHOWN,
    AnyRequest,
    Lookup,
    are_last_digits,
    code_fault,
    start_page,
    status_page,
)

BY_NUMBER = "/kirim-ulang"
_SENT = "#sent"


@post("/status/{claim_code:str}", opt=PUBLIC, include_in_schema=False, status_code=200)
async def by_slip(
    *,
    request: AnyRequest,
    claim_code: FromPath[str],
    desk: NamedDependency[Desk],
    now: NamedDependency[datetime],
    network: NamedDependency[str],
) -> Response[Any]:
    """Queues the news of the request behind a slip, and shows it among the messages."""
    digits = (await Posted.read(request)).text("phone_last4")
    try:
        code = ClaimCode.parse(claim_code)
        found = await public_status.by_claim_code(desk, code, network=network, now=now)
    except (ClaimCodeMalformed, ClaimCodeUnknown) as miss:
        lookup = Lookup(code=claim_code[:LONGEST_SHOWN])
        return await start_page(request, lookup, [code_fault(miss)], status_code=404)
    address = f"/status/{code.digits}"
    refusal = await _resend(request, found, digits, address=address, network=network, now=now)
    return refusal or Redirect(f"{address}{_SENT}", status_code=303)


@get(BY_NUMBER, opt=PUBLIC, include_in_schema=False)
async def to_look_up() -> Redirect:
    """Where a change of language, or an address typed again, begins anew."""
    return Redirect("/", status_code=303)


@post(BY_NUMBER, opt=PUBLIC, include_in_schema=False, status_code=200)
async def by_number(
    request: AnyRequest,
    desk: NamedDependency[Desk],
    now: NamedDependency[datetime],
    network: NamedDependency[str],
) -> Response[Any]:
    """The same after a look-up by number; a miss tells no more than that look-up does."""
    posted = await Posted.read(request)
    lookup = Lookup(request_no=posted.text("request_no")[:LONGEST_SHOWN], way="number")
    digits = posted.text("phone_last4")
    if not are_last_digits(digits):
        missing = [fault("phone_last4", "missing")]
        return await start_page(request, lookup, missing, status_code=422)
    try:
        number = RequestNo.parse(lookup.request_no)
        found = await public_status.by_request_no(desk, number, digits, network=network, now=now)
    except (RequestNoMalformed, ClaimCodeUnknown):
        typed = replace(lookup, phone_last4=digits)
        return await start_page(request, typed, [fault("", "lookup-miss")], status_code=404)
    refusal = await _resend(request, found, digits, address=None, network=network, now=now)
    if refusal:
        return refusal
    again = await public_status.anew(desk, found, now=now)
    return await status_page(request, again, now=now, address=None)


async def _resend(
    request: AnyRequest,
    found: PublicStatus,
    digits: str,
    *,
    address: str | None,
    network: str,
    now: datetime,
) -> Response[Any] | None:
    """None when the news is queued, else the status page that says why not."""
    desk = doors_of(request).desk
    if not are_last_digits(digits):
        return await _fault(request, found, "missing", address=address, now=now)
    try:
        await resending.resend(desk, found, digits, network=network, now=now)
    except PhoneDigitsWrong as wrong:
        return await _fault(request, found, wrong.code, address=address, now=now)
    except (AlreadyResent, NothingToResend) as refusal:
        again = await public_status.anew(desk, found, now=now)
        title = gettext(problem_for(refusal).title)
        return await status_page(
            request, again, now=now, address=address, refused=title, status_code=409
        )
    return None


async def _fault(
    request: AnyRequest, found: PublicStatus, code: str, *, address: str | None, now: datetime
) -> Response[str]:
    errors = [fault("phone_last4", code)]
    return await status_page(
        request, found, now=now, address=address, errors=errors, status_code=422
    )


ROUTES = (by_slip, to_look_up, by_number)
