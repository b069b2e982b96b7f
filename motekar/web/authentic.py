"""Is this message from us: what we ever send, and a form to hold a doubtful message against it.

What was typed comes back on the page and is kept nowhere. No cookie, no script needed.
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from motekar.rules.authenticity import MOST_LETTERS, Received, Verdict
from motekar.rules.calendar_form import read_clock
from motekar.rules.codes import ClaimCode, RequestNo
from motekar.rules.errors import (
    ClaimCodeMalformed,
    ClaimCodeUnknown,
    FieldError,
    HoursMalformed,
    RequestNoMalformed,
)
from motekar.usecases import vouching
from motekar.usecases.desk import Desk
from motekar.usecases.vouching import Told
from motekar.web.access import PUBLIC
from motekar.web.doors import doors_of, now_of
from motekar.web.faults import Fault, fault, fault_words
from motekar.web.pages import page, pages_of
from motekar.web.posted import Posted
from motekar.web.public import LONGEST_SHOWN, code_fault, zipped

AnyRequest = Request[Any, Any, Any]
MESSAGES = "/pesan"
_TONES = {
    Verdict.NOT_OURS: "refused",
    Verdict.AS_SENT: "done",
    Verdict.WORDED_LIKE_OURS: "wait",
    Verdict.UNSURE: "wait",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody told of a message, as it was typed."""

    text: str = ""
    sender: str = ""
    arrived_at: str = ""
    code: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was told."""
        return not (self.text or self.sender or self.arrived_at or self.code)


@get(MESSAGES, opt=PUBLIC, include_in_schema=False)
async def messages(request: AnyRequest) -> Response[str]:
    """What we send and never send, and the form."""
    return await _page(request, Typed())


@post(MESSAGES, opt=PUBLIC, include_in_schema=False, status_code=200)
async def judge(
    request: AnyRequest,
    desk: NamedDependency[Desk],
    now: NamedDependency[datetime],
    network: NamedDependency[str],
) -> Response[str]:
    """What can be said of the message that was described."""
    posted = await Posted.read(request)
    typed = Typed(
        text=posted.text("text"),
        sender=posted.text("sender")[:LONGEST_SHOWN],
        arrived_at=posted.text("arrived_at")[:LONGEST_SHOWN],
        code=posted.text("code")[:LONGEST_SHOWN],
    )
    received, code, errors = _read(typed)
    if errors:
        return await _page(request, typed, errors=errors, status_code=422)
    try:
        told = await vouching.judge(desk, received, code=code, network=network, now=now)
    except ClaimCodeUnknown as miss:
        return await _page(request, typed, errors=[code_fault(miss)], status_code=404)
    return await _page(request, typed, told=told)


def _read(typed: Typed) -> tuple[Received, ClaimCode | None, list[Fault]]:
    errors = [fault("text", "nothing-told")] if typed.is_empty else []
    if len(typed.text) > MOST_LETTERS:
        too_long = FieldError("text", "too-long", (("most", MOST_LETTERS),))
        errors.append(Fault("text", fault_words(too_long)))
    at = code = None
    try:
        at = _clock(typed.arrived_at)
    except HoursMalformed:
        errors.append(fault("arrived_at", "malformed"))
    try:
        code = ClaimCode.parse(typed.code) if typed.code else None
    except ClaimCodeMalformed as malformed:
        alone = _is_request_no(typed.code)
        errors.append(fault("code", "request-no-alone") if alone else code_fault(malformed))
    return Received(typed.text, typed.sender, at), code, errors


def _clock(text: str) -> time | None:
    return read_clock(text) if text else None


def _is_request_no(text: str) -> bool:
    try:
        RequestNo.parse(text)
    except RequestNoMalformed:
        return False
    return True


async def _page(
    request: AnyRequest,
    typed: Typed,
    *,
    errors: list[Fault] | None = None,
    told: Told | None = None,
    status_code: int = 200,
) -> Response[str]:
    await pages_of(request).refresh(request)
    finding = told.finding if told else None
    answer = await page(
        request,
        "public/messages.html",
        status_code=status_code,
        typed=typed,
        errors=errors or [],
        finding=finding,
        tone=_TONES[finding.verdict] if finding else None,
        sent=told.sent if told else None,
        examples=await vouching.examples(doors_of(request).desk, now=now_of(request)),
        zone=pages_of(request).zone,
    )
    return zipped(request, answer)


ROUTES = (messages, judge)
