"""Words the facts of a claim slip and has it drawn; an official paper, so always in Indonesian."""

import asyncio
from collections.abc import Iterable, Sequence
from contextvars import copy_context
from datetime import date, timedelta

from motekar.rules.calendar import OfficeCalendar, OpeningSpan
from motekar.rules.documents import Document
from motekar.slips.claim_slip import ClaimSlip, Paper, draw
from motekar.usecases.standing import Agency
from motekar.usecases.tracking import SlipFacts
from motekar.web.labels import label
from motekar.web.language import SOURCE_LANGUAGE, speak
from motekar.web.moments import clock, day_words, long_date

_A_MONDAY = date(2026, 1, 5)


async def slip_pdf(
    facts: SlipFacts, *, agency: Agency, public_url: str | None, paper: Paper
) -> bytes:
    """The slip as PDF, drawn in a thread."""
    slip = claim_slip(facts, agency=agency, public_url=public_url)
    return await asyncio.to_thread(draw, slip, paper=paper)


def claim_slip(facts: SlipFacts, *, agency: Agency, public_url: str | None) -> ClaimSlip:
    """What the slip says, whatever language the screen speaks."""
    return copy_context().run(_worded, facts, agency, public_url)


def _worded(facts: SlipFacts, agency: Agency, public_url: str | None) -> ClaimSlip:
    speak(SOURCE_LANGUAGE)
    request, office = facts.request, facts.office
    digits = facts.claim_code.digits
    return ClaimSlip(
        agency_name=agency.name,
        office_name=office.name,
        office_address=office.address or "",
        hours_lines=hours_lines(facts.calendar),
        request_no=request.request_no,
        claim_code_digits=digits,
        initials=facts.initials,
        reason=label(request.reason, "reason"),
        documents=_named(request.documents),
        missing_documents=_named(request.missing),
        promise=_promise(facts),
        received=long_date(request.received_at, office.zone),
        bring=_bring(request.documents),
        complaint=f"Diminta membayar? Laporkan: {agency.complaint_channel}",
        status_url=f"{public_url}/status/{digits}" if public_url else None,
        is_example=agency.is_demo,
    )


def _named(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(label(code, "document") for code in codes)


def _promise(facts: SlipFacts) -> str:
    promised_by = facts.request.promised_by
    if promised_by:
        return f"Janji kami: selesai {long_date(promised_by, facts.office.zone)}"
    if facts.request.missing:
        return "Belum bisa dijanjikan: berkas belum lengkap."
    return "Belum bisa dijanjikan. Kami kabari begitu tanggalnya ada."


def _bring(documents: Sequence[str]) -> tuple[str, ...]:
    shown_at_intake = Document.OLD_CARD in documents
    return ("Resi ini", label(Document.OLD_CARD, "document")) if shown_at_intake else ("Resi ini",)


def hours_lines(calendar: OfficeCalendar) -> tuple[str, ...]:
    """Weekly hours, one line for neighbouring days with the same ones."""
    by_day = {day: _hours(calendar.spans, day) for day in range(7)}
    groups: list[tuple[int, int, str]] = []
    for day, hours in by_day.items():
        if not hours:
            continue
        if groups and groups[-1][1:] == (day - 1, hours):
            groups[-1] = (groups[-1][0], day, hours)
        else:
            groups.append((day, day, hours))
    return tuple(f"{_days(first, last)} {hours}" for first, last, hours in groups)


def _hours(spans: Iterable[OpeningSpan], weekday: int) -> str:
    told = (
        f"{clock(span.opens)}\u2013{clock(span.closes)}"
        for span in sorted(spans)
        if span.weekday == weekday
    )
    return " dan ".join(told)


def _days(first: int, last: int) -> str:
    names = [day_words(_A_MONDAY + timedelta(days=day)).split(",")[0] for day in (first, last)]
    return names[0] if first == last else f"{names[0]}\u2013{names[1]}"
