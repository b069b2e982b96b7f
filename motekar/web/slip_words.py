"""Words the facts of a claim slip and has it drawn; an official paper, so always in Indonesian."""

import asyncio
from collections.abc import Iterable, Sequence
from contextvars import copy_context
from datetime import date, datetime, time, timedelta

from motekar.rules.calendar import OfficeCalendar, OpeningSpan
from motekar.rules.documents import Document
from motekar.slips.claim_slip import ClaimSlip, Paper, draw
from motekar.usecases.standing import Agency
from motekar.usecases.tracking import SlipFacts
from motekar.web.labels import label
from motekar.web.language import SOURCE_LANGUAGE, speak
from motekar.web.moments import clock, day_words, long_date, short_date

_A_MONDAY = date(2026, 1, 5)
_DAYS_TOLD, _MOST_EXCEPTIONS = 7, 2


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
        hours_lines=hours_lines(facts.calendar, _day_to_come(facts)),
        request_no=request.request_no,
        claim_code_digits=digits,
        initials=facts.initials,
        reason=label(request.reason, "reason"),
        documents=_named(request.documents),
        missing_documents=_named(request.missing),
        promise=_promise(facts),
        received=long_date(request.received_at, office.zone),
        bring=_bring((*request.documents, *request.missing)),
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


def _day_to_come(facts: SlipFacts) -> date:
    request = facts.request
    return facts.calendar.local_day(request.promised_by or request.received_at)


def _bring(documents: Sequence[str]) -> tuple[str, ...]:
    gives_old_card = Document.OLD_CARD in documents
    return ("Resi ini", label(Document.OLD_CARD, "document")) if gives_old_card else ("Resi ini",)


def hours_lines(calendar: OfficeCalendar, day: date) -> tuple[str, ...]:
    """Weekly hours in force on a day, then the days of the coming week that have others."""
    spans = found.spans if (found := calendar.range_on(day)) else calendar.spans
    groups: list[tuple[int, int, str]] = []
    for weekday, hours in enumerate(_hours(spans, each) for each in range(7)):
        if not hours:
            continue
        if groups and groups[-1][1:] == (weekday - 1, hours):
            groups[-1] = (groups[-1][0], weekday, hours)
        else:
            groups.append((weekday, weekday, hours))
    week = tuple(f"{_days(first, last)} {hours}" for first, last, hours in groups)
    return (*week, *_exceptions(calendar, day))


def _exceptions(calendar: OfficeCalendar, day: date) -> list[str]:
    declared = {one.day for one in calendar.one_offs}
    coming = (day + timedelta(days=ahead) for ahead in range(_DAYS_TOLD))
    told = (each for each in coming if each in declared or calendar.closed_because(each))
    return [f"{short_date(each)} {_on(calendar, each)}" for each in told][:_MOST_EXCEPTIONS]


def _on(calendar: OfficeCalendar, day: date) -> str:
    return _joined((opens, closes) for opens, closes in calendar.spans_on(day)) or "tutup"


def _hours(spans: Iterable[OpeningSpan], weekday: int) -> str:
    return _joined((span.opens, span.closes) for span in sorted(spans) if span.weekday == weekday)


def _joined(spans: Iterable[tuple[datetime, datetime] | tuple[time, time]]) -> str:
    return " dan ".join(f"{clock(opens)}\u2013{clock(closes)}" for opens, closes in spans)


def _days(first: int, last: int) -> str:
    names = [day_words(_A_MONDAY + timedelta(days=day)).split(",")[0] for day in (first, last)]
    return names[0] if first == last else f"{names[0]}\u2013{names[1]}"
